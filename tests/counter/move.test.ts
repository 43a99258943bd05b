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

describe('a bonus that comes once does not come again by a move (F-09, F-21)', () => {
  const rules = {
    kind: 'stamps',
    name: 'With bonus',
    goal: 50,
    rewards: [{ at: 50, name: 'A cake' }],
    bonus: { signUp: 3, birthday: 2 },
  } as const;
  /** Two people born on these days of March, and what each has on the card. */
  async function born(first: number | null, second: number | null) {
    const shop = (await counterWith()).shop;
    const { programId } = await shop.ok('programs.create', rules as never);
    const enrol = async (name: string, date: number | null) =>
      (
        await shop.ok('customers.enrol', {
          name,
          birthday: date === null ? null : { month: 3, day: date, year: null },
        })
      ).customerId;
    const [oneId, otherId] = [await enrol('Ana', first), await enrol('Ioana', second)];
    const both = async () => {
      const cards = await Promise.all([oneId, otherId].map((customerId) => shop.ok('counter.open', { customerId })));
      return cards.map((open) => open.cards.find((card) => card.programId === programId)?.stamps ?? 0);
    };
    const stamp = (customerId: string) => shop.ok('counter.stamp', { customerId, programId });
    const move = async (from: string, toCustomerId: string) =>
      shop.ok('counter.move', { entryId: await liveVisit(shop, from), toCustomerId });
    return { shop, oneId, otherId, both, stamp, move };
  }

  test('the one for beginning: had already, it goes along with nothing in it, and comes back by a move back', async () => {
    const { shop, oneId, otherId, both, stamp, move } = await born(null, null);
    await stamp(oneId);
    await stamp(otherId);
    expect(await both()).toEqual([4, 4]);
    const { entryId } = await move(oneId, otherId);
    expect(await both()).toEqual([0, 5]);
    const [bonus] = (await timelineOf(shop, otherId)).filter(({ cause }) => cause === 'signUp');
    expect(bonus).toMatchObject({ kind: 'stamp', stamps: 0, parts: [{ why: 'signUp', units: 0 }] });
    await shop.ok('counter.move', { entryId, toCustomerId: oneId });
    expect(await both()).toEqual([4, 4]);
    expectSound(shop);
  });

  test('nor to and fro: who had a new one meanwhile does not get the old one back', async () => {
    const { shop, oneId, otherId, both, stamp, move } = await born(null, null);
    await stamp(oneId);
    const { entryId } = await move(oneId, otherId);
    expect(await both()).toEqual([0, 4]);
    await stamp(oneId);
    expect(await both()).toEqual([4, 4]);
    await shop.ok('counter.move', { entryId, toCustomerId: oneId });
    expect(await both()).toEqual([5, 0]);
    expectSound(shop);
  });

  test('the one for the birthday is for whose birthday it is, once', async () => {
    const same = await born(10, 10);
    await same.stamp(same.oneId);
    await same.stamp(same.otherId);
    expect(await same.both()).toEqual([6, 6]);
    await same.move(same.oneId, same.otherId);
    expect(await same.both()).toEqual([0, 7]);
    const other = await born(10, 11);
    await other.stamp(other.oneId);
    await other.move(other.oneId, other.otherId);
    expect(await other.both()).toEqual([0, 4]);
    await other.move(other.otherId, other.oneId);
    expect(await other.both()).toEqual([6, 0]);
    for (const { shop } of [same, other]) expectSound(shop);
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
