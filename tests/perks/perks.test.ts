import { describe, expect, test } from 'vitest';
import { counterWith, timelineOf } from '../support/counter.ts';
import { imported, type Row } from '../support/logs.ts';
import { day, expectSound, openTestShop, type TestShop } from '../support/shop.ts';

const april = Date.UTC(2026, 3, 2, 9);
const code = (n: number) => `C${String(n).padStart(2, '0')}`;
const february = (date: number) => `2026-02-${String(date).padStart(2, '0')}`;

/** Twelve customers, C01 who came once up to C12 who came twelve times, all before March; each visit of 10.00. */
async function regulars(amounts = true) {
  const shop = await openTestShop({ as: 'owner' });
  const rows = Array.from({ length: 12 }, (_, i) =>
    Array.from({ length: i + 1 }, (_, n): Row => [code(i + 1), february(n + 1), amounts ? '10' : '', `Guest ${i + 1}`]),
  );
  await imported(shop, rows.flat());
  const perksOf = async (n: number) => {
    const { customerId } = await shop.ok('counter.scan', { code: code(n) });
    if (!customerId) throw new Error(`nobody is ${n}`);
    return (await shop.ok('counter.open', { customerId })).perks.map(({ name }) => name);
  };
  return { shop, perksOf };
}
const holders = async (shop: TestShop, perkId: string) =>
  (await shop.ok('perks.holders', { perkId })).map(({ name }) => name).sort();

describe('a perk for people picked by hand (F-14)', () => {
  test('is shown at the counter, its use is logged, and can be undone', async () => {
    const { shop, customerId, customer } = await counterWith();
    const { perkId } = await shop.ok('perks.create', { name: 'Golden guest', best: null });
    expect((await customer()).perks).toEqual([]);
    expect(await shop.refused('counter.usePerk', { customerId, perkId })).toMatchObject({ code: 'PERK_NOT_CARRIED' });
    await shop.ok('perks.pick', { perkId, customerId, picked: true });
    expect((await customer()).perks).toEqual([{ perkId, name: 'Golden guest', usedToday: false }]);
    await shop.tap('staff');
    const { requestId, used } = await shop.ok('counter.usePerk', { customerId, perkId });
    expect(used).toMatchObject({ name: 'Golden guest' });
    expect((await customer()).perks).toMatchObject([{ usedToday: true }]);
    await shop.signIn('owner');
    expect((await timelineOf(shop, customerId))[0]).toMatchObject({
      kind: 'use',
      cause: 'perk',
      parts: [{ why: 'perk', name: 'Golden guest' }],
      byName: 'Ana',
    });
    expect(await shop.ok('perks.list', {})).toMatchObject([{ carriers: 1, picked: 1, uses: 1, list: null }]);
    await shop.tap('staff');
    await shop.ok('counter.undo', { undo: requestId });
    await shop.signIn('owner');
    expect(await shop.ok('perks.list', {})).toMatchObject([{ uses: 0 }]);
    await shop.ok('perks.pick', { perkId, customerId, picked: false });
    expect((await customer()).perks).toEqual([]);
    expectSound(shop);
  });

  test('has a name of its own, and nobody carries it while it is off', async () => {
    const { shop, customerId, customer } = await counterWith();
    const { perkId } = await shop.ok('perks.create', { name: 'Golden guest', best: null });
    expect(await shop.refused('perks.create', { name: 'golden GUEST', best: 'visits' })).toMatchObject({
      code: 'BAD_INPUT',
      fields: ['name'],
    });
    expect(await shop.refused('perks.create', { name: ' ', best: null })).toMatchObject({ fields: ['name'] });
    await shop.ok('perks.pick', { perkId, customerId, picked: true });
    await shop.ok('perks.change', { perkId, best: null, off: true });
    expect((await customer()).perks).toEqual([]);
    expect(await shop.refused('counter.usePerk', { customerId, perkId })).toMatchObject({ code: 'PERK_NOT_CARRIED' });
    await shop.ok('perks.change', { perkId, best: null, off: false });
    expect((await customer()).perks).toHaveLength(1);
    await shop.signIn('staff');
    expect(await shop.refused('perks.pick', { perkId, customerId, picked: true })).toMatchObject({
      code: 'NOT_ALLOWED',
    });
  });

  test('gives its holders more, and them alone (F-11)', async () => {
    const { shop, customerId } = await counterWith();
    const { customerId: other } = await shop.ok('customers.enrol', { name: 'Dan' });
    const { perkId } = await shop.ok('perks.create', { name: 'Golden guest', best: null });
    await shop.ok('perks.pick', { perkId, customerId, picked: true });
    const { programId } = await shop.ok('programs.create', {
      kind: 'stamps',
      name: 'Tea card',
      goal: 10,
      rewards: [{ at: 10, name: 'A tea' }],
      multipliers: [{ name: 'Golden', perk: 'Golden guest', effect: { kind: 'times', times: 2 } }],
    });
    expect(await shop.ok('counter.stamp', { customerId, programId })).toMatchObject({ earned: 2 });
    expect(await shop.ok('counter.stamp', { customerId: other, programId })).toMatchObject({ earned: 1 });
    shop.clock.now += day;
    await shop.ok('perks.change', { perkId, best: null, off: true });
    expect(await shop.ok('counter.stamp', { customerId, programId })).toMatchObject({ earned: 1 });
  });

  test('follows a merge, and stays with whom it was given to after its undo', async () => {
    const { shop, customerId, customer } = await counterWith();
    const { customerId: twin } = await shop.ok('customers.enrol', { name: 'Maria Ionesco' });
    const { perkId } = await shop.ok('perks.create', { name: 'Golden guest', best: null });
    await shop.ok('perks.pick', { perkId, customerId: twin, picked: true });
    const { merge } = await shop.ok('merges.merge', { keepId: customerId, mergeId: twin });
    expect((await customer()).perks).toHaveLength(1);
    expect(await holders(shop, perkId)).toEqual(['Maria Ionescu']);
    await shop.ok('merges.undo', { merge });
    expect((await customer()).perks).toEqual([]);
    expect(await holders(shop, perkId)).toEqual(['Maria Ionesco']);
  });
});

describe('a perk for the best tenth (F-14, F-47)', () => {
  test('is frozen as the month began: nobody loses it within the month, whatever is recorded', async () => {
    const { shop, perksOf } = await regulars();
    const { perkId } = await shop.ok('perks.create', { name: 'Golden guest', best: 'visits' });
    expect(await shop.ok('perks.freeze', {})).toEqual({ lists: 1 });
    expect(await shop.ok('perks.freeze', {})).toEqual({ lists: 0 });
    // The tenth part of twelve, rounded up.
    expect(await holders(shop, perkId)).toEqual(['Guest 11', 'Guest 12']);
    expect(await perksOf(12)).toEqual(['Golden guest']);
    expect(await perksOf(1)).toEqual([]);
    await imported(
      shop,
      Array.from({ length: 25 }, (_, n): Row => ['C01', february(n + 1), '99', 'Guest 1']),
    );
    await shop.ok('perks.freeze', {});
    expect(await perksOf(12)).toEqual(['Golden guest']);
    expect(await perksOf(1)).toEqual([]);
    // Until the new month's list is made, the till goes by the old one.
    shop.clock.now = april;
    expect(await perksOf(12)).toEqual(['Golden guest']);
    await shop.ok('perks.freeze', {});
    expect(await holders(shop, perkId)).toEqual(['Guest 1', 'Guest 12']);
    expect(await perksOf(1)).toEqual(['Golden guest']);
    expect(await perksOf(11)).toEqual([]);
    expectSound(shop);
  });

  test('is frozen by itself when the app starts in a new month', async () => {
    const { shop, perksOf } = await regulars();
    await shop.ok('perks.create', { name: 'Golden guest', best: 'spend' });
    expect(await perksOf(12)).toEqual([]);
    await shop.restart(() => {
      shop.clock.now = april;
    });
    await shop.signIn('owner');
    await expect.poll(() => perksOf(12)).toEqual(['Golden guest']);
    expect(await shop.ok('perks.list', {})).toMatchObject([{ list: '2026-04', carriers: 2, best: 'spend' }]);
  });

  test('another rule holds from the next month; off holds at once', async () => {
    const { shop, perksOf } = await regulars();
    const { perkId } = await shop.ok('perks.create', { name: 'Golden guest', best: 'visits' });
    await shop.ok('perks.freeze', {});
    await shop.ok('perks.change', { perkId, best: null, off: false });
    expect(await perksOf(12)).toEqual(['Golden guest']);
    shop.clock.now = april;
    await shop.ok('perks.freeze', {});
    expect(await perksOf(12)).toEqual([]);
  });

  test('nobody is the best where there are too few, or where spending is not known', async () => {
    const { shop } = await counterWith();
    await shop.ok('perks.create', { name: 'Golden guest', best: 'visits' });
    expect(await shop.ok('perks.freeze', {})).toEqual({ lists: 0 });
    const { shop: other } = await regulars(false);
    await other.ok('perks.create', { name: 'Golden guest', best: 'spend' });
    expect(await other.ok('perks.freeze', {})).toEqual({ lists: 0 });
    expect(await other.ok('perks.list', {})).toMatchObject([{ list: null, carriers: 0 }]);
  });
});
