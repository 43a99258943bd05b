import fc from 'fast-check';
import { expect, test } from 'vitest';
import { segmentOf, segmentsOf } from '../../main/retention/segments.ts';
import { segments } from '../../preload/contract/risk.ts';
import { day, openTestShop } from '../support/shop.ts';

test('every pair of scores has a segment, and every segment but "not yet" a pair', () => {
  const found = new Set([1, 2, 3, 4, 5].flatMap((r) => [1, 2, 3, 4, 5].map((worth) => segmentOf(r, worth))));
  expect([...found].sort()).toEqual(segments.filter((name) => name !== 'notYet').sort());
});

test('everybody is in exactly one, people alike in the same, and who does more never in a worse', () => {
  const habit = fc.record({
    lastDay: fc.option(fc.integer({ min: 20_000, max: 20_020 }), { nil: null }),
    visits: fc.integer({ min: 0, max: 8 }),
    spend: fc.integer({ min: 0, max: 5000 }),
  });
  fc.assert(
    fc.property(fc.array(habit, { maxLength: 60 }), fc.boolean(), (list, bySpend) => {
      const habits = list.map((one, key) => ({ key, ...one }));
      const of = segmentsOf(habits, bySpend);
      expect([...of.keys()]).toEqual(habits.map(({ key }) => key));
      for (const a of habits) {
        expect(of.get(a.key) === 'notYet').toBe(a.lastDay === null);
        for (const b of habits) {
          if (a.lastDay !== b.lastDay || a.visits !== b.visits || (bySpend && a.spend !== b.spend)) continue;
          expect(of.get(a.key)).toBe(of.get(b.key));
        }
      }
    }),
  );
});

test('fifths of a shop in which nobody is like another', () => {
  const habits = Array.from({ length: 25 }, (_, i) => ({ key: i, lastDay: 100 + i, visits: 1 + i, spend: 0 }));
  const of = segmentsOf(habits, false);
  // Who came last also came most often: the upper two fifths are the best, the middle one neither, the lower two are asleep.
  expect(habits.map(({ key }) => of.get(key))).toEqual([
    ...Array(10).fill('asleep'),
    ...Array(5).fill('cooling'),
    ...Array(10).fill('best'),
  ]);
});

test('through the front door: the sum is everybody, members are who they are, the best tenth with ties', async () => {
  const shop = await openTestShop({ as: 'owner' });
  const ids: string[] = [];
  for (let n = 0; n < 12; n++) ids.push((await shop.ok('customers.enrol', { name: `Guest ${n}` })).customerId);
  await shop.ok('customers.archive', { customerId: ids[11] ?? '' });
  for (let i = 0; i < 5; i++) {
    shop.clock.now += 2 * day;
    await shop.signIn('owner');
    // Guests 0 and 1 come every time, the others but for the last once.
    for (const [n, customerId] of ids.slice(0, 10).entries())
      if (n < 2 || i === n % 5) await shop.ok('counter.stamp', { customerId, programId: shop.programId, amount: 500 });
  }
  const found = await shop.ok('risk.segments', { segment: 'notYet' });
  expect(found.customers).toBe(11);
  expect(found.segments.reduce((sum, one) => sum + one.customers, 0)).toBe(11);
  expect(found.segments.map((one) => one.segment)).toEqual(segments);
  expect(found.members).toMatchObject([{ name: 'Guest 10', visits: 0, spend: 0, lastVisitDay: null }]);
  expect(found.bySpend).toBe(true);
  // A tenth of ten is one; two tie for it.
  expect(found.best.visits).toMatchObject({ customers: 10, best: 2, least: 5, best_total: 10, total: 18 });
  expect(found.best.spend).toMatchObject({ best: 2, best_total: 5000, total: 9000 });
  const { members } = await shop.ok('risk.segments', { segment: 'best' });
  expect(members.map((one) => one.name)).toEqual(expect.arrayContaining(['Guest 0', 'Guest 1']));
});
