import { describe, expect, test } from 'vitest';
import type { InputFor } from '../../preload/contract/index.ts';
import { counterWith } from '../support/counter.ts';
import { day, expectSound, minute } from '../support/shop.ts';

const proof = { by: 'known' } as const;
const beans: InputFor<'programs.create'> = {
  kind: 'points',
  name: 'Beans',
  earn: { per: 'amount', every: 1000, carryOver: true },
  pointValue: 100,
};

/** A customer with points from yesterday. */
async function withPoints(amount: number) {
  const at = await counterWith();
  const { shop, customerId } = at;
  const { programId } = await shop.ok('programs.create', beans);
  await shop.ok('counter.stamp', { customerId, programId, amount });
  shop.clock.now += day;
  const spend = (points: number, requestId?: string) =>
    shop.ok('counter.spend', { customerId, programId, spend: { on: 'amount', points }, proof }, requestId);
  const bought = (of: number) => shop.ok('counter.stamp', { customerId, programId, amount: of });
  const points = async () => {
    const card = await at.card(programId);
    return [card?.stamps, card?.carry];
  };
  return { ...at, programId, spend, bought, points };
}

describe('a reward line never earns (F-07)', () => {
  test('before the purchase and after it come to the same', async () => {
    const first = await withPoints(20_000);
    await first.spend(15);
    await first.bought(5000);
    const then = await withPoints(20_000);
    await then.bought(5000);
    expect(await then.points()).toEqual([25, 0]);
    expect(await then.spend(15)).toMatchObject({
      before: 25,
      after: 8,
      parts: [{ why: 'paidByReward', units: -2, amount: 1500 }],
    });
    // 20 − 15 and 3 for 35.00, whose 5.00 wait.
    expect(await then.points()).toEqual([8, 500]);
    expect(await then.points()).toEqual(await first.points());
    for (const { shop } of [first, then]) expectSound(shop);
  });

  test('undo gives both back, and so does the void of either side', async () => {
    const { shop, spend, bought, points, customerId } = await withPoints(20_000);
    const purchase = await bought(5000);
    const undo = crypto.randomUUID();
    await spend(15, undo);
    await shop.ok('counter.undo', { undo });
    expect(await points()).toEqual([25, 0]);
    const { entryIds } = await spend(15);
    expect(await points()).toEqual([8, 500]);
    const items = (await shop.ok('customers.timeline', { customerId })).items;
    const spent = items.find(({ kind, entryId }) => kind === 'spend' && entryIds.includes(entryId));
    await shop.ok('counter.reverse', { entryId: spent?.entryId ?? '', as: 'void', reason: 'a mistake' });
    expect(await points()).toEqual([25, 0]);
    await spend(15);
    // The stamp alone: what it earned goes, and what was taken off it comes back.
    await shop.ok('counter.reverse', { entryId: purchase.entryIds[1] ?? '', as: 'void', reason: 'a mistake' });
    expect(await points()).toEqual([5, 0]);
    expectSound(shop);
  });

  test('used before the purchase and voided after it, it leaves nothing short', async () => {
    const { shop, spend, bought, points, customerId, programId } = await withPoints(20_000);
    const undo = crypto.randomUUID();
    await spend(15, undo);
    await spend(1);
    const purchase = await bought(5000);
    shop.clock.now += minute;
    await shop.ok('counter.stamp', { customerId, programId, amount: 1000, sameVisit: true });
    // 20 − 16, 3 for 34.00 and 1; 4.00 wait.
    expect(await points()).toEqual([8, 400]);
    await shop.ok('counter.undo', { undo });
    // The other point still pays 1.00: 19 and 4 for 49.00, and 1.
    expect(await points()).toEqual([24, 900]);
    const given = (await shop.ok('customers.timeline', { customerId })).items.find(({ kind }) => kind === 'adjust');
    expect(given).toMatchObject({ cause: 'paidByReward', stamps: 1, parts: [{ units: 1, amount: -1500 }] });
    // With the purchase goes what it was given back; the smaller one stays as it is.
    await shop.ok('counter.reverse', { entryId: purchase.entryIds[0] ?? '', as: 'void', reason: 'a mistake' });
    expect(await points()).toEqual([20, 0]);
    expectSound(shop);
  });

  test('two that pay more than was bought: without the one, the other pays more of it', async () => {
    const { shop, spend, bought, points } = await withPoints(40_000);
    await bought(2000);
    const { entryIds } = await spend(15);
    await spend(10);
    // 40 − 25; nothing of the 20.00 earns.
    expect(await points()).toEqual([15, 0]);
    await shop.ok('counter.reverse', { entryId: entryIds.at(-1) ?? '', as: 'void', reason: 'a mistake' });
    // 40 − 10, and 1 for the 10.00 that are not paid now.
    expect(await points()).toEqual([31, 0]);
    expectSound(shop);
  });

  test('moved to whose it was, one of two goes without the other', async () => {
    const { shop, programId, spend, bought, points } = await withPoints(20_000);
    const { customerId: toCustomerId } = await shop.ok('customers.enrol', { name: 'Mariana' });
    const { entryIds } = await bought(5000);
    await spend(15);
    await spend(5);
    // 20 + 5 − 20, and without the 20.00 that were paid.
    expect(await points()).toEqual([3, 0]);
    const { entryId } = await shop.ok('counter.move', { entryId: entryIds[0] ?? '', toCustomerId });
    expect(await points()).toEqual([20, 0]);
    const { items } = await shop.ok('customers.timeline', { customerId: toCustomerId });
    const spent = items.find((item) => item.kind === 'spend' && item.visitEntryId === entryId && item.amount === 1500);
    await shop.ok('counter.reverse', { entryId: spent?.entryId ?? '', as: 'void', reason: 'a mistake' });
    const { cards } = await shop.ok('counter.open', { customerId: toCustomerId });
    // 5 for 50.00, less the 5 spent, whose 5.00 earn nothing: they are owed by the next purchase.
    expect(cards.find((card) => card.programId === programId)).toMatchObject({ stamps: 0, carry: -500 });
    expectSound(shop);
  });

  test('no more can be spent than is left without what the paid part earned', async () => {
    const { shop, bought, points, customerId, programId } = await withPoints(1000);
    await bought(5000);
    expect(await points()).toEqual([6, 0]);
    const all = { customerId, programId, spend: { on: 'amount', points: 6 }, proof } as const;
    expect(await shop.refused('counter.spend', all)).toMatchObject({
      code: 'NOT_ENOUGH_POINTS',
      params: { balance: 5, needed: 6 },
    });
    expect(await points()).toEqual([6, 0]);
    expectSound(shop);
  });

  test('the next purchase of the same visit is not charged again', async () => {
    const { shop, spend, bought, points, customerId, programId } = await withPoints(20_000);
    await bought(5000);
    await spend(10);
    expect(await points()).toEqual([14, 0]);
    shop.clock.now += minute;
    await shop.ok('counter.stamp', { customerId, programId, amount: 3000, sameVisit: true });
    expect(await points()).toEqual([17, 0]);
    expectSound(shop);
  });

  test('a percentage off pays its share of the purchase, before it and after it (F-04)', async () => {
    const halfOff = async () => {
      const at = await withPoints(1000);
      const { programId } = await at.shop.ok('programs.create', {
        kind: 'stamps',
        name: 'Half',
        goal: 2,
        rewards: [{ at: 2, kind: 'percent', name: 'Half off', percent: 50 }],
      });
      const { issued } = await at.shop.ok('counter.stamp', { customerId: at.customerId, programId, stamps: 2 });
      at.shop.clock.now += day;
      const rewardId = issued[0]?.rewardId ?? '';
      return { ...at, redeem: () => at.shop.ok('counter.redeem', { rewardId, proof }) };
    };
    const first = await halfOff();
    await first.redeem();
    await first.bought(5050);
    // 1 of the day before; half of 50.50 was paid.
    expect(await first.points()).toEqual([3, 525]);
    // The second purchase of the visit is paid in full.
    const { customerId, programId } = first;
    await first.shop.ok('counter.stamp', { customerId, programId, amount: 3000, sameVisit: true });
    expect(await first.points()).toEqual([6, 525]);

    const then = await halfOff();
    await then.bought(5050);
    expect(await then.redeem()).toMatchObject({ parts: [{ why: 'paidByReward', units: -3, amount: 2525 }] });
    expect(await then.points()).toEqual([3, 525]);
    const more = { customerId: then.customerId, programId: then.programId, amount: 3000, sameVisit: true };
    await then.shop.ok('counter.stamp', more);
    expect(await then.points()).toEqual([6, 525]);
    for (const { shop } of [first, then]) expectSound(shop);
  });

  test('a shop with no minutes between visits is no way around it', async () => {
    const { shop, spend, bought, points, customerId } = await withPoints(20_000);
    await shop.ok('shop.update', { minutesBetweenVisits: 0 });
    await bought(5000);
    await spend(15);
    expect(await points()).toEqual([8, 500]);
    // The reward and another card are part of that visit; a second purchase on the same card is one of its own.
    await shop.ok('counter.stamp', { customerId, programId: shop.programId });
    expect(await shop.ok('counter.open', { customerId })).toMatchObject({ visitsToday: 1 });
    await bought(1000);
    expect(await shop.ok('counter.open', { customerId })).toMatchObject({ visitsToday: 2 });
    expectSound(shop);
  });

  test('a reward does not pay for the purchase that brought it', async () => {
    const { shop, customerId } = await counterWith();
    const { programId } = await shop.ok('programs.create', {
      kind: 'stamps',
      name: 'Ten off',
      goal: 2,
      earn: { per: 'amount', every: 1000 },
      rewards: [{ at: 2, kind: 'amount', name: 'Ten off', value: 1000 }],
    });
    const { issued } = await shop.ok('counter.stamp', { customerId, programId, amount: 2000 });
    const rewardId = issued[0]?.rewardId ?? '';
    expect(await shop.refused('counter.redeem', { rewardId, proof })).toMatchObject({
      code: 'REWARD_NOT_OPEN',
      params: { state: 'earnedNow' },
    });
    shop.clock.now += day;
    await shop.ok('counter.redeem', { rewardId, proof });
    expectSound(shop);
  });
});
