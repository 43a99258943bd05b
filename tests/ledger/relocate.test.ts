import { describe, expect, test } from 'vitest';
import { counterWith, timelineOf } from '../support/counter.ts';
import { openTool } from '../support/database.ts';
import { imported } from '../support/logs.ts';
import { day, expectSound, hour, openTestShop, pins, type TestShop } from '../support/shop.ts';

const known = { by: 'known' } as const;

/** Rows of a query over the bare tables. */
const rows = <T>(shop: TestShop, sql: string, ...values: unknown[]): T[] =>
  shop.read((c) => c.prepare<unknown[], T>(sql).all(...values));
const keyOf = (shop: TestShop, customerId: string): number =>
  rows<{ key: number }>(shop, 'SELECT key FROM customer WHERE id = ?', customerId)[0]?.key ?? 0;
const liveVisit = async (shop: TestShop, customerId: string): Promise<string> =>
  (await timelineOf(shop, customerId)).find((item) => item.kind === 'visit' && !item.voided)?.entryId ?? '';

async function twoPeople() {
  const at = await counterWith();
  const { customerId: otherId } = await at.shop.ok('customers.enrol', { name: 'Mariana Ionescu' });
  return { ...at, otherId };
}

describe('what goes to another customer', () => {
  test('is the same in everything but whose it is: what was bought, why, by whom, and the reason for the move once', async () => {
    const { shop, customerId, otherId, stamped } = await twoPeople();
    const { itemId } = await shop.ok('programs.addItem', { name: 'Filter coffee' });
    await shop.ok('shop.update', { visitsPerDay: 1, limitMode: 'block' });
    await stamped();
    shop.clock.now += hour;
    const { approval } = await shop.ok('people.approve', { personId: shop.people.manager, pin: pins.manager });
    await stamped({
      ...{ stamps: 2, amount: 1500, items: [{ itemId, quantity: 2, amount: 1500 }] },
      override: { approval, reason: 'came back for more' },
    });
    const whole = `SELECT e.kind, e.cause, e.stamps, e.carry, e.amount, e.parts, e.businessDay, e.occurredAt, e.personKey,
        i.itemKey, i.quantity, i.amount AS paid, r.reason, v.kind AS of
      FROM liveEntry e LEFT JOIN entryItem i ON i.seq = e.seq LEFT JOIN entryReason r ON r.seq = e.seq
        LEFT JOIN entry v ON v.seq = e.visitSeq WHERE e.customerKey = ? ORDER BY e.seq`;
    const of = (id: string) => rows<{ reason: string | null; quantity: number | null }>(shop, whole, keyOf(shop, id));
    const before = of(customerId).slice(2);
    expect(before).toMatchObject([
      { quantity: 2, reason: 'came back for more' },
      { kind: 'stamp', of: 'visit' },
    ]);
    shop.clock.now += day;
    const entryId = await liveVisit(shop, customerId);
    await shop.ok('counter.move', { entryId, toCustomerId: otherId, reason: 'it was Mariana' });
    expect(of(otherId)).toEqual(before);
    expect(of(customerId)).toHaveLength(2);
    const why =
      "SELECT r.reason FROM entry e LEFT JOIN entryReason r ON r.seq = e.seq WHERE e.kind = 'move' ORDER BY e.seq";
    expect(rows(shop, why)).toEqual([{ reason: null }, { reason: 'it was Mariana' }]);
    expectSound(shop);
  });

  test('belongs to their own visit of that day; where they had none, to no visit', async () => {
    const { shop, customerId, otherId, stamped, card } = await twoPeople();
    await stamped({ stamps: 3 });
    const stamp = (await timelineOf(shop, customerId)).find(({ kind }) => kind === 'stamp')?.entryId ?? '';
    shop.clock.now += day;
    await shop.ok('counter.move', { entryId: stamp, toCustomerId: otherId });
    expect(await card()).toMatchObject({ stamps: 0 });
    const opened = 'SELECT openedOn FROM card WHERE customerKey = ?';
    expect(rows(shop, opened, keyOf(shop, otherId))).toEqual([{ openedOn: '2026-03-10' }]);
    expect(await timelineOf(shop, otherId)).toMatchObject([{ kind: 'stamp', stamps: 3, visitEntryId: null }]);
    expect(await shop.ok('counter.open', { customerId: otherId })).toMatchObject({ visitDays: 0 });
    expectSound(shop);
  });

  test('of a log of past visits was served by nobody here', async () => {
    const shop = await openTestShop({ as: 'owner' });
    await imported(shop, [
      ['17', '2026-02-02', '12'],
      ['18', '2026-02-03', '12'],
    ]);
    const [first, second] = rows<{ id: string }>(shop, 'SELECT id FROM customer ORDER BY key').map(({ id }) => id);
    await shop.ok('merges.merge', { keepId: first ?? '', mergeId: second ?? '' });
    const moved = 'SELECT kind, personKey FROM liveEntry WHERE fromSeq IS NOT NULL';
    expect(rows(shop, moved)).toEqual([{ kind: 'visit', personKey: null }]);
    // Whoever imported them stands with the log's own entries.
    expect(rows(shop, 'SELECT count(*) AS n FROM entry WHERE batchKey IS NOT NULL AND personKey IS NULL')).toEqual([
      { n: 0 },
    ]);
    expectSound(shop);
  });

  test('opens no card for what stays with whom it belongs to', async () => {
    const { shop, customerId, otherId, stamped, card, newProgram } = await twoPeople();
    const cakes = await newProgram();
    const { issued } = await stamped({ stamps: 5 });
    shop.clock.now += day;
    await shop.ok('counter.stamp', { customerId, programId: cakes, stamps: 2 });
    await shop.ok('counter.redeem', { rewardId: issued[0]?.rewardId ?? '', proof: known });
    await shop.ok('counter.move', { entryId: await liveVisit(shop, customerId), toCustomerId: otherId });
    const cards = 'SELECT p.id FROM card c JOIN program p ON p.key = c.programKey WHERE c.customerKey = ?';
    expect(rows(shop, cards, keyOf(shop, otherId))).toEqual([{ id: cakes }]);
    expect(await card()).toMatchObject({ rewards: [{ rewardId: issued[0]?.rewardId }] });
    expectSound(shop);
  });

  test('opens a card as of the first day it has something of, whenever that was written down', async () => {
    const { shop, customerId, otherId, stamped, newProgram } = await twoPeople();
    const cakes = await newProgram();
    await stamped();
    shop.clock.now += 5 * day;
    await shop.ok('counter.stamp', { customerId, programId: cakes });
    await shop.ok('paper.enterStamps', { day: '2026-03-12', programId: cakes, rows: [{ customerId, stamps: 1 }] });
    // As in a shop that was saved from a damaged file: nobody has the cards any more, and their entries are there.
    await shop.restart(() => {
      const database = openTool(shop.database);
      database.exec('UPDATE card SET closedAt = 1');
      database.close();
    });
    await shop.signIn('owner');
    await shop.ok('merges.merge', { keepId: otherId, mergeId: customerId });
    const opened = `SELECT p.id, c.openedOn FROM card c JOIN program p ON p.key = c.programKey JOIN customer o ON o.key = c.customerKey
      WHERE o.id = ? AND c.closedAt IS NULL AND c.balance > 0 ORDER BY p.key`;
    expect(rows(shop, opened, otherId)).toEqual([
      { id: shop.programId, openedOn: '2026-03-10' },
      { id: cakes, openedOn: '2026-03-12' },
    ]);
    expectSound(shop);
  });
});

describe('offers', () => {
  const offersOf = (shop: TestShop, customerId: string) =>
    rows<{ state: string }>(
      shop,
      `SELECT o.name, o.percent, o.endsOn, o.madeAt, n.state FROM offer o JOIN offerNow n ON n.key = o.key
       WHERE o.customerKey = ? AND n.state <> 'moved' ORDER BY o.key`,
      keyOf(shop, customerId),
    );

  test('go over with whoever they were made to, each once, used or not, and back', async () => {
    const { shop, customerId, otherId, stamped } = await twoPeople();
    const make = async (name: string) =>
      (
        await shop.ok('offers.make', {
          customerId,
          benefit: { name, kind: 'percent', percent: 20 },
          endsOn: '2026-03-31',
        })
      ).offerId;
    await make('A cake');
    const used = await make('A biscuit');
    await stamped();
    await shop.ok('counter.redeemOffer', { offerId: used, proof: known });
    const before = offersOf(shop, customerId);
    expect(before.map(({ state }) => state)).toEqual(['open', 'redeemed']);
    shop.clock.now += hour;
    const { merge } = await shop.ok('merges.merge', { keepId: otherId, mergeId: customerId });
    expect(offersOf(shop, otherId)).toEqual(before);
    expect(offersOf(shop, customerId)).toEqual([]);
    await shop.ok('merges.undo', { merge });
    expect(offersOf(shop, customerId)).toEqual(before);
    expect(offersOf(shop, otherId)).toEqual([]);
    expectSound(shop);
  });

  test('that were used in a visit of somebody else are theirs again, and open', async () => {
    const { shop, customerId, otherId, stamped } = await twoPeople();
    const benefit = { name: 'A cake', kind: 'percent', percent: 20 } as const;
    const { offerId } = await shop.ok('offers.make', { customerId, benefit, endsOn: '2026-03-31' });
    await stamped();
    await shop.ok('counter.redeemOffer', { offerId, proof: known });
    await shop.ok('counter.move', { entryId: await liveVisit(shop, customerId), toCustomerId: otherId });
    expect(offersOf(shop, customerId).map(({ state }) => state)).toEqual(['open']);
    expect(offersOf(shop, otherId)).toEqual([]);
    expectSound(shop);
  });
});

/** A reward on the way comes once in each lap: of whom two records were, and of whom they are again, neither gets it twice nor goes without. */
describe('rewards on the way', () => {
  async function two() {
    const { shop, customerId: keepId, otherId: mergeId } = await twoPeople();
    const { programId } = await shop.ok('programs.create', {
      kind: 'stamps',
      name: 'Long card',
      goal: 10,
      rewards: [
        { at: 3, name: 'A biscuit' },
        { at: 10, name: 'A cake' },
      ],
    });
    const stamp = async (customerId: string, stamps: number) => {
      shop.clock.now += day;
      const { issued } = await shop.ok('counter.stamp', { customerId, programId, stamps });
      return issued.map(({ name }) => name);
    };
    const has = async (customerId: string) => {
      const { cards } = await shop.ok('counter.open', { customerId });
      const card = cards.find((one) => one.programId === programId);
      return [card?.stamps ?? 0, (card?.rewards ?? []).map(({ name }) => name).sort()];
    };
    const merge = async () => (await shop.ok('merges.merge', { keepId, mergeId })).merge;
    return { shop, keepId, mergeId, stamp, has, merge };
  }

  test('a full card that comes over takes along no reward of the card it comes to', async () => {
    const { shop, keepId, mergeId, stamp, has, merge } = await two();
    await stamp(mergeId, 10);
    await stamp(keepId, 4);
    const id = await merge();
    expect(await has(keepId)).toEqual([4, ['A biscuit', 'A biscuit', 'A cake']]);
    expect(await stamp(keepId, 1)).toEqual([]);
    await shop.ok('merges.undo', { merge: id });
    expect(await has(keepId)).toEqual([5, ['A biscuit']]);
    expect(await has(mergeId)).toEqual([0, ['A biscuit', 'A cake']]);
    expect(await stamp(keepId, 1)).toEqual([]);
    expect(await stamp(mergeId, 3)).toEqual(['A biscuit']);
    expectSound(shop);
  });

  test('what comes to a card that is further on does not move what it has', async () => {
    const { shop, keepId, mergeId, stamp, has, merge } = await two();
    await stamp(mergeId, 4);
    await stamp(keepId, 10);
    await stamp(keepId, 4);
    await merge();
    expect(await has(keepId)).toEqual([8, ['A biscuit', 'A biscuit', 'A biscuit', 'A cake']]);
    expect(await stamp(keepId, 1)).toEqual([]);
    expect(await stamp(keepId, 1)).toEqual(['A cake']);
    expect(await stamp(keepId, 3)).toEqual(['A biscuit']);
    expectSound(shop);
  });

  test('what comes back is of the same card as before, whatever was filled meanwhile', async () => {
    const { shop, keepId, mergeId, stamp, has, merge } = await two();
    await stamp(mergeId, 10);
    await stamp(mergeId, 4);
    const id = await merge();
    expect(await stamp(keepId, 6)).toEqual(['A cake']);
    await shop.ok('merges.undo', { merge: id });
    expect(await has(mergeId)).toEqual([4, ['A biscuit', 'A biscuit', 'A cake']]);
    expect(await stamp(mergeId, 1)).toEqual([]);
    expect(await stamp(mergeId, 5)).toEqual(['A cake']);
    expect(await stamp(mergeId, 3)).toEqual(['A biscuit']);
    expectSound(shop);
  });
});
