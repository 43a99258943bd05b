import { describe, expect, test } from 'vitest';
import { counterWith, timelineOf } from '../support/counter.ts';
import { day, expectSound, hour, minute, pins, type TestShop } from '../support/shop.ts';

const known = { by: 'known' } as const;

async function twoPeople() {
  const at = await counterWith();
  const { customerId: otherId } = await at.shop.ok('customers.enrol', { name: 'Mariana Ionescu' });
  const cardOf = async (customerId: string, programId: string = at.shop.programId) =>
    (await at.shop.ok('counter.open', { customerId })).cards.find((card) => card.programId === programId);
  return { ...at, otherId, cardOf };
}

const liveVisit = async (shop: TestShop, customerId: string) =>
  (await timelineOf(shop, customerId)).find((item) => item.kind === 'visit' && !item.voided)?.entryId ?? '';

describe('stamps on the wrong person (F-21)', () => {
  test('a visit goes with its stamps, its day and its amount; both histories say so', async () => {
    const { shop, customerId, otherId, stamped, card, cardOf } = await twoPeople();
    await stamped({ stamps: 3, amount: 2500 });
    const visited = shop.clock.now;
    shop.clock.now += 3 * day;
    const entryId = await liveVisit(shop, customerId);
    const moved = await shop.ok('counter.move', { entryId, toCustomerId: otherId });
    expect(moved).toMatchObject({ fromCustomerId: customerId, customerId: otherId });
    expect(await card()).toMatchObject({ stamps: 0 });
    expect(await cardOf(otherId)).toMatchObject({ stamps: 3 });
    expect(await shop.ok('customers.get', { customerId })).toMatchObject({ visitDays: 0, spend: null });
    expect(await shop.ok('customers.get', { customerId: otherId })).toMatchObject({
      visitDays: 1,
      lastVisitDay: '2026-03-10',
      spend: 2500,
    });
    const left = await timelineOf(shop, customerId);
    expect(left.filter((item) => item.kind === 'move')).toMatchObject(
      Array(2).fill({ other: { customerId: otherId, name: 'Mariana Ionescu' }, businessDay: '2026-03-10' }),
    );
    const [stampItem, visitItem] = await timelineOf(shop, otherId);
    expect(visitItem).toMatchObject({
      entryId: moved.entryId,
      kind: 'visit',
      amount: 2500,
      occurredAt: visited,
      byName: 'Ioana',
      other: { customerId, name: 'Maria Ionescu' },
    });
    expect(stampItem).toMatchObject({ kind: 'stamp', stamps: 3, visitEntryId: moved.entryId });
    expectSound(shop);
  });

  test('moving it back undoes it', async () => {
    const { shop, customerId, otherId, stamped, card, cardOf } = await twoPeople();
    await stamped({ stamps: 6 });
    const [reward] = (await card())?.rewards ?? [];
    const { entryId } = await shop.ok('counter.move', {
      entryId: await liveVisit(shop, customerId),
      toCustomerId: otherId,
    });
    expect(await card()).toMatchObject({ stamps: 0, rewards: [] });
    expect(await cardOf(otherId)).toMatchObject({ stamps: 1, rewards: [{ name: reward?.name }] });
    await shop.ok('counter.move', { entryId, toCustomerId: customerId });
    expect(await card()).toMatchObject({ stamps: 1, rewards: [{ name: reward?.name }] });
    expect(await cardOf(otherId)).toMatchObject({ stamps: 0, rewards: [] });
    expectSound(shop);
  });

  test('one stamp goes alone and joins the other customer’s visit of that day', async () => {
    const { shop, customerId, otherId, stamped, card, cardOf } = await twoPeople();
    await stamped({ stamps: 2 });
    await shop.ok('counter.stamp', { customerId: otherId, programId: shop.programId, stamps: 1 });
    shop.clock.now += hour;
    const stamp = (await timelineOf(shop, customerId)).find((item) => item.kind === 'stamp');
    await shop.ok('counter.move', { entryId: stamp?.entryId ?? '', toCustomerId: otherId });
    expect(await card()).toMatchObject({ stamps: 0 });
    expect(await cardOf(otherId)).toMatchObject({ stamps: 3 });
    expect(await shop.ok('customers.get', { customerId })).toMatchObject({ visitDays: 1 });
    const theirs = await timelineOf(shop, otherId);
    const visit = theirs.find((item) => item.kind === 'visit')?.entryId;
    expect(theirs.filter((item) => item.kind === 'stamp').map((item) => item.visitEntryId)).toEqual([visit, visit]);
    expectSound(shop);
  });

  test('a reward that was used since stays used: the card owes', async () => {
    const { shop, customerId, otherId, stamped, card, cardOf } = await twoPeople();
    const { issued } = await stamped({ stamps: 5 });
    const first = await liveVisit(shop, customerId);
    shop.clock.now += day;
    await shop.ok('counter.redeem', { rewardId: issued[0]?.rewardId ?? '', proof: known });
    await shop.ok('counter.move', { entryId: first, toCustomerId: otherId });
    expect(await card()).toMatchObject({ stamps: -5, rewards: [] });
    expect((await cardOf(otherId))?.rewards).toHaveLength(1);
    expectSound(shop);
  });

  test('a reward used in the visit goes back to whose it is; the other customer’s own is used instead', async () => {
    const { shop, customerId, otherId, stamped, card, cardOf } = await twoPeople();
    const { issued } = await stamped({ stamps: 5 });
    await shop.ok('counter.stamp', { customerId: otherId, programId: shop.programId, stamps: 5 });
    shop.clock.now += day;
    await stamped({ stamps: 1 });
    await shop.ok('counter.redeem', { rewardId: issued[0]?.rewardId ?? '', proof: known });
    expect((await card())?.rewards).toEqual([]);
    await shop.ok('counter.move', { entryId: await liveVisit(shop, customerId), toCustomerId: otherId });
    expect(await card()).toMatchObject({ stamps: 0, rewards: [{ rewardId: issued[0]?.rewardId }] });
    expect(await cardOf(otherId)).toMatchObject({ stamps: 1, rewards: [] });
    expectSound(shop);
  });

  test('points go with what was bought for them', async () => {
    const { shop, customerId, otherId, cardOf } = await twoPeople();
    const { programId } = await shop.ok('programs.create', {
      kind: 'points',
      name: 'Points',
      earn: { per: 'amount', every: 100, carryOver: true },
      rewards: [{ at: 20, name: 'A mug' }],
      pointValue: 5,
    });
    await shop.ok('counter.stamp', { customerId, programId, amount: 5050 });
    const { rewards: _, cardRewards } = (await cardOf(customerId, programId)) ?? { rewards: [], cardRewards: [] };
    const mug = cardRewards[0]?.programRewardId ?? '';
    await shop.ok('counter.spend', {
      customerId,
      programId,
      spend: { on: 'reward', programRewardId: mug },
      proof: known,
    });
    await shop.ok('counter.spend', { customerId, programId, spend: { on: 'amount', points: 7 }, proof: known });
    // The 35 that points paid of the 5050 earn nothing: 50 points and 15 that wait.
    expect(await cardOf(customerId, programId)).toMatchObject({ stamps: 23, carry: 15 });
    const { entryId } = await shop.ok('counter.move', {
      entryId: await liveVisit(shop, customerId),
      toCustomerId: otherId,
    });
    expect(await cardOf(customerId, programId)).toMatchObject({ stamps: 0, carry: 0 });
    expect(await cardOf(otherId, programId)).toMatchObject({ stamps: 23, carry: 15 });
    expectSound(shop);
    // What moved can be taken back where it is now.
    await shop.ok('counter.reverse', { entryId, as: 'return', reason: 'brought it back' });
    expect(await cardOf(otherId, programId)).toMatchObject({ stamps: 0, carry: 0 });
    expectSound(shop);
  });
});

describe('who may, and what may not', () => {
  test('staff move their own entry within a minute; later a manager allows it', async () => {
    const { shop, customerId, otherId, stamped } = await twoPeople();
    await shop.tap('staff');
    await stamped();
    shop.pass(30_000);
    const moved = await shop.ok('counter.move', {
      entryId: await visitSeen(shop, customerId),
      toCustomerId: otherId,
    });
    shop.pass(61_000);
    const back = { entryId: moved.entryId, toCustomerId: customerId };
    expect(await shop.refused('counter.move', back)).toMatchObject({ code: 'PIN_NEEDED' });
    await shop.signIn('staff');
    expect(await shop.refused('counter.move', back)).toMatchObject({ code: 'APPROVAL_NEEDED' });
    const { approval } = await shop.ok('people.approve', { personId: shop.people.manager, pin: pins.manager });
    await shop.ok('counter.move', { ...back, approval, reason: 'it was Maria after all' });
    const items = await timelineOf(shop, otherId);
    expect(items.find((item) => item.kind === 'visit')).toMatchObject({ reason: 'it was Maria after all' });
    expectSound(shop);
  });

  test('bad moves change nothing', async () => {
    const { shop, customerId, otherId, stamped } = await twoPeople();
    await stamped({ stamps: 5 });
    const items = await timelineOf(shop, customerId);
    const visit = items.find((item) => item.kind === 'visit')?.entryId ?? '';
    const issue = items.find((item) => item.kind === 'issue')?.entryId ?? '';
    expect(await shop.refused('counter.move', { entryId: visit, toCustomerId: customerId })).toMatchObject({
      code: 'BAD_INPUT',
      fields: ['toCustomerId'],
    });
    expect(await shop.refused('counter.move', { entryId: issue, toCustomerId: otherId })).toMatchObject({
      code: 'BAD_INPUT',
      fields: ['entryId'],
    });
    await shop.ok('customers.archive', { customerId: otherId });
    expect(await shop.refused('counter.move', { entryId: visit, toCustomerId: otherId })).toMatchObject({
      code: 'CUSTOMER_ARCHIVED',
    });
    await shop.ok('customers.restore', { customerId: otherId });
    await shop.ok('counter.reverse', { entryId: visit, as: 'void', reason: 'a mistake' });
    expect(await shop.refused('counter.move', { entryId: visit, toCustomerId: otherId })).toMatchObject({
      code: 'ALREADY_VOIDED',
    });
    expect(await shop.ok('counter.open', { customerId: otherId })).toMatchObject({ visitDays: 0 });
    shop.clock.now += minute;
    await shop.ok('counter.stamp', { customerId: otherId, programId: shop.programId });
    expectSound(shop);
  });
});

async function visitSeen(shop: TestShop, customerId: string): Promise<string> {
  return (
    shop.read((c) =>
      c
        .prepare<[string], { id: string }>(
          "SELECT e.id FROM entry e JOIN customer c ON c.key = e.customerKey WHERE c.id = ? AND e.kind = 'visit' ORDER BY e.seq DESC",
        )
        .get(customerId),
    )?.id ?? ''
  );
}
