import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { counterWith, entriesOf, timelineOf } from '../support/counter.ts';
import { day, expectSound, hour, minute, pins, type TestShop } from '../support/shop.ts';

const known = { by: 'known' } as const;
const reason = 'wrong customer';

async function entry(shop: TestShop, customerId: string, kind: string): Promise<string> {
  const items = (await timelineOf(shop, customerId)).filter((item) => item.kind === kind && !item.voided);
  return items[0]?.entryId ?? '';
}

describe('void, later, with a reason (F-20)', () => {
  test('a visit takes its stamps and its open rewards along', async () => {
    const { shop, customerId, stamped, card, customer } = await counterWith();
    await stamped({ stamps: 7 });
    shop.clock.now += 3 * day;
    const said = await shop.ok('counter.reverse', {
      entryId: await entry(shop, customerId, 'visit'),
      as: 'void',
      reason,
    });
    expect(said.entryIds).toHaveLength(3);
    expect(await card()).toMatchObject({ stamps: 0, rewards: [] });
    expect(await customer()).toMatchObject({ visitDays: 0, lastVisitDay: null });
    expectSound(shop);
  });

  test('counts from the day it is about, and keeps its reason', async () => {
    const { shop, customerId, stamped } = await counterWith();
    await stamped();
    shop.clock.now += 3 * day;
    await shop.ok('counter.reverse', { entryId: await entry(shop, customerId, 'visit'), as: 'void', reason });
    const items = await timelineOf(shop, customerId);
    expect(items.map((item) => item.businessDay)).toEqual(Array(4).fill('2026-03-10'));
    expect(items.filter((item) => item.kind === 'visit')).toMatchObject([{ voided: true, reason }]);
  });

  test('a stamp alone leaves the visit', async () => {
    const { shop, customerId, stamped, card, customer } = await counterWith();
    await stamped({ stamps: 3 });
    await shop.ok('counter.reverse', { entryId: await entry(shop, customerId, 'stamp'), as: 'void', reason });
    expect(await card()).toMatchObject({ stamps: 0 });
    expect(await customer()).toMatchObject({ visitDays: 1 });
    expectSound(shop);
  });

  test('stamps carried over from before come back to the card when the reward goes', async () => {
    const { shop, customerId, stamped, card } = await counterWith();
    await stamped({ stamps: 4 });
    shop.clock.now += day;
    await stamped({ stamps: 2 });
    expect(await card()).toMatchObject({ stamps: 1 });
    await shop.ok('counter.reverse', { entryId: await entry(shop, customerId, 'visit'), as: 'void', reason });
    expect(await card()).toMatchObject({ stamps: 4, rewards: [] });
    expectSound(shop);
  });

  test('only as many open rewards go as the stamps were for, the newest first', async () => {
    const { shop, customerId, stamped, card } = await counterWith();
    const first = await stamped({ stamps: 10 });
    shop.clock.now += day;
    await stamped({ stamps: 2 });
    await shop.ok('counter.reverse', { entryId: await entry(shop, customerId, 'stamp'), as: 'void', reason });
    expect((await card())?.rewards).toHaveLength(2);
    await shop.ok('counter.reverse', { entryId: first.entryIds[1] ?? '', as: 'void', reason });
    expect(await card()).toMatchObject({ stamps: 0, rewards: [] });
    expectSound(shop);
  });

  test('a redemption opens the reward again', async () => {
    const { shop, customerId, stamped, card } = await counterWith();
    const { issued } = await stamped({ stamps: 5 });
    await shop.ok('counter.redeem', { rewardId: issued[0]?.rewardId ?? '', proof: known });
    await shop.ok('counter.reverse', { entryId: await entry(shop, customerId, 'redeem'), as: 'void', reason });
    expect((await card())?.rewards).toMatchObject([{ rewardId: issued[0]?.rewardId }]);
    await shop.ok('counter.redeem', { rewardId: issued[0]?.rewardId ?? '', proof: known });
    expectSound(shop);
  });

  test('opening stamps can be voided', async () => {
    const shop = (await counterWith()).shop;
    const { customerId } = await shop.ok('customers.enrol', {
      name: 'Radu',
      opening: { programId: shop.programId, stamps: 4 },
    });
    await shop.ok('counter.reverse', { entryId: await entry(shop, customerId, 'opening'), as: 'void', reason });
    expect((await shop.ok('counter.open', { customerId })).cards[0]?.stamps).toBe(0);
    expectSound(shop);
  });
});

describe('return (F-22)', () => {
  test('takes back what was earned and gives back the reward used in the visit', async () => {
    const { shop, customerId, stamped, card } = await counterWith();
    const { issued } = await stamped({ stamps: 5 });
    const rewardId = issued[0]?.rewardId ?? '';
    shop.clock.now += day;
    await stamped({ stamps: 3 });
    shop.clock.now += minute;
    await shop.ok('counter.redeem', { rewardId, proof: known });
    await shop.ok('counter.reverse', {
      entryId: await entry(shop, customerId, 'visit'),
      as: 'return',
      reason: 'brought it back',
    });
    expect(await card()).toMatchObject({ stamps: 0, rewards: [{ rewardId }] });
    expect(entriesOf(shop).filter((e) => e.kind === 'return')).toHaveLength(3);
    expectSound(shop);
  });

  test('of stamps whose reward is gone leaves "owes n", and the next stamps pay it', async () => {
    const { shop, customerId, stamped, card } = await counterWith();
    const { issued } = await stamped({ stamps: 5 });
    shop.clock.now += day;
    await shop.ok('counter.redeem', { rewardId: issued[0]?.rewardId ?? '', proof: known });
    const items = await timelineOf(shop, customerId);
    const first = items.find((item) => item.kind === 'visit' && item.businessDay === '2026-03-10')?.entryId ?? '';
    await shop.ok('counter.reverse', { entryId: first, as: 'return', reason: 'brought the five coffees back' });
    expect(await card()).toMatchObject({ stamps: -5, rewards: [] });
    shop.clock.now += day;
    expect(await stamped({ stamps: 5 })).toMatchObject({ before: -5, after: 0, issued: [] });
    shop.clock.now += day;
    expect((await stamped({ stamps: 5 })).issued).toHaveLength(1);
    expectSound(shop);
  });

  test('giving the reward back pays the debt', async () => {
    const { shop, customerId, stamped, card } = await counterWith();
    const { issued } = await stamped({ stamps: 5 });
    shop.clock.now += day;
    await shop.ok('counter.redeem', { rewardId: issued[0]?.rewardId ?? '', proof: known });
    const items = await timelineOf(shop, customerId);
    const first = items.find((item) => item.kind === 'visit' && item.businessDay === '2026-03-10')?.entryId ?? '';
    await shop.ok('counter.reverse', { entryId: first, as: 'return', reason });
    expect(await card()).toMatchObject({ stamps: -5 });
    await shop.ok('counter.reverse', { entryId: await entry(shop, customerId, 'redeem'), as: 'return', reason });
    expect(await card()).toMatchObject({ stamps: 0, rewards: [] });
    expectSound(shop);
  });
});

describe('who may, and what may not', () => {
  test('staff need an approval, which is noted; managers do not', async () => {
    const { shop, customerId, stamped } = await counterWith();
    await stamped();
    shop.clock.now += hour;
    await stamped();
    await shop.signIn('staff');
    const visit = await entry(shop, customerId, 'visit');
    const input = { entryId: visit, as: 'void', reason } as const;
    expect(await shop.refused('counter.reverse', input)).toMatchObject({ code: 'APPROVAL_NEEDED' });
    expect(await shop.refused('counter.reverse', { ...input, approval: uuidv7() })).toMatchObject({
      code: 'APPROVAL_NEEDED',
    });
    const { approval } = await shop.ok('people.approve', { personId: shop.people.manager, pin: pins.manager });
    await shop.ok('counter.reverse', { ...input, approval });
    const other = await entry(shop, customerId, 'visit');
    expect(await shop.refused('counter.reverse', { ...input, entryId: other, approval })).toMatchObject({
      code: 'APPROVAL_NEEDED',
    });
    await shop.signIn('manager');
    await shop.ok('counter.reverse', { ...input, entryId: other });
    const rows = shop.read((c) =>
      c
        .prepare(
          "SELECT role, approvedBy IS NOT NULL AS approved FROM activity WHERE action = 'counter.reverse' ORDER BY seq",
        )
        .all(),
    );
    expect(rows).toEqual([
      { role: 'staff', approved: 1 },
      { role: 'manager', approved: 0 },
    ]);
  });

  test('nothing is voided twice, nor is a void or an issued reward', async () => {
    const { shop, customerId, stamped } = await counterWith();
    const { entryIds } = await stamped({ stamps: 5 });
    const [visit = '', stamp = '', issue = ''] = entryIds;
    const input = { as: 'void', reason } as const;
    expect(await shop.refused('counter.reverse', { ...input, entryId: issue })).toMatchObject({
      code: 'BAD_INPUT',
      fields: ['entryId'],
    });
    const said = await shop.ok('counter.reverse', { ...input, entryId: stamp });
    expect(await shop.refused('counter.reverse', { ...input, entryId: stamp })).toMatchObject({
      code: 'ALREADY_VOIDED',
    });
    expect(await shop.refused('counter.reverse', { ...input, as: 'return', entryId: stamp })).toMatchObject({
      code: 'ALREADY_VOIDED',
    });
    for (const entryId of said.entryIds) {
      expect(await shop.refused('counter.reverse', { ...input, entryId })).toMatchObject({ code: 'BAD_INPUT' });
    }
    await shop.ok('counter.reverse', { ...input, entryId: visit });
    expect(await shop.refused('counter.reverse', { ...input, entryId: visit })).toMatchObject({
      code: 'ALREADY_VOIDED',
    });
    expect(await shop.refused('counter.reverse', { ...input, entryId: uuidv7() })).toMatchObject({ code: 'NOT_FOUND' });
    expect((await shop.ok('counter.open', { customerId })).visitDays).toBe(0);
    expectSound(shop);
  });

  test('a reason is asked for', async () => {
    const { shop, customerId, stamped } = await counterWith();
    await stamped();
    const entryId = await entry(shop, customerId, 'visit');
    for (const empty of ['', '   ', '\n\t']) {
      expect(await shop.refused('counter.reverse', { entryId, as: 'void', reason: empty })).toMatchObject({
        code: 'BAD_INPUT',
        fields: ['reason'],
      });
    }
  });
});
