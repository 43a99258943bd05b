import { expect, test } from 'vitest';
import { tablesOf } from '../../main/month/tables.ts';
import { counterWith } from '../support/counter.ts';
import { day, expectSound } from '../support/shop.ts';

test('a reward that ran out is told apart, in the month it ran out, and the line adds up (F-16, F-55)', async () => {
  const { shop, customerId } = await counterWith();
  const { programId } = await shop.ok('programs.create', {
    kind: 'stamps',
    name: 'Short lived',
    goal: 2,
    rewards: [{ at: 2, name: 'A cake', value: 700, validDays: 20 }],
  });
  const full = await shop.ok('counter.stamp', { customerId, programId, stamps: 2 });
  expect(full.issued[0]).toMatchObject({ name: 'A cake', expiresOn: '2026-03-30' });
  const reward = full.issued[0]?.rewardId;
  if (!reward) throw new Error('no reward');

  // The last day it counts, then the day after.
  shop.clock.now += 20 * day;
  await shop.signIn('owner');
  expect((await shop.ok('counter.open', { customerId })).cards.flatMap((card) => card.rewards)).toHaveLength(1);
  shop.clock.now += day;
  await shop.signIn('owner');
  expect((await shop.ok('counter.open', { customerId })).cards.flatMap((card) => card.rewards)).toEqual([]);
  expect(await shop.refused('counter.redeem', { rewardId: reward, proof: { by: 'known' } })).toMatchObject({
    code: 'REWARD_NOT_OPEN',
    params: { state: 'expired' },
  });
  // Whatever is done with the customer next writes it down, for the day it happened.
  await shop.ok('counter.stamp', { customerId, programId, stamps: 1 });

  const lineOf = async (month: string) =>
    (await shop.ok('month.report', { month })).content.rewards.lines.find((line) => line.programId === programId);
  expect(await lineOf('2026-03')).toMatchObject({
    issued: 1,
    expired: 1,
    redeemed: 0,
    voided: 0,
    open_at_end: 0,
    open_value: 0,
  });
  const report = await shop.ok('month.report', { month: '2026-03' });
  const rewards = tablesOf(report, { shop: 'Luna', closedOn: null }).find(({ title }) => title === 't_rewards');
  expect(rewards?.columns).toHaveLength(rewards?.rows[0]?.cells.length ?? 0);
  expectSound(shop);
});
