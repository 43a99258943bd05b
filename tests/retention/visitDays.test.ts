import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutAt, firstDayOf, VisitDaysBuilder, visitDaysFromText } from '../../main/retention/visitDays.ts';
import { anyVisits, packed, plain, unpacked } from './ledgers.ts';

const sorted = (ledger: ReturnType<typeof plain>) =>
  [...ledger].map(([key, days]) => [key, [...days].sort((a, b) => a - b)]).sort((a, b) => Number(a[0]) - Number(b[0]));

test('every customer with every day once, ascending', () => {
  fc.assert(
    fc.property(anyVisits, (visits) => {
      expect(unpacked(packed(visits))).toEqual(sorted(plain(visits)));
    }),
  );
});

test('a cut knows nothing of later days, nor of who came only then', () => {
  fc.assert(
    fc.property(anyVisits, fc.integer({ min: 19_400, max: 20_200 }), (visits, asOf) => {
      const known = visits.filter(([, day]) => day <= asOf);
      expect(unpacked(cutAt(packed(visits), asOf))).toEqual(sorted(plain(known)));
    }),
  );
});

test('nothing to cut is not copied', () => {
  const visits = packed([
    [1, 10],
    [2, 20],
  ]);
  expect(cutAt(visits, 20)).toBe(visits);
  expect(cutAt(visits, 19)).not.toBe(visits);
});

test("the database's text reads as the same days, also before 1970", () => {
  fc.assert(
    fc.property(anyVisits, (visits) => {
      const shifted = visits.map(([key, day]) => [key, day - 19_800] as const);
      const rows = sorted(plain(shifted)).map(([key, days]) => ({ customerKey: Number(key), days: String(days) }));
      expect(visitDaysFromText(rows)).toEqual(packed(shifted));
    }),
  );
});

test('arrays grow beyond their first size', () => {
  const builder = new VisitDaysBuilder();
  for (let key = 0; key < 5000; key++) for (let day = 0; day < 4; day++) builder.add(key, day * key);
  const visits = builder.build();
  expect(visits.customers).toBe(5000);
  expect(visits.days.length).toBe(4999 * 4 + 1);
  expect([...visits.days.slice(-4)]).toEqual([0, 4999, 9998, 14997]);
});

test('a broken order is refused', () => {
  expect(() =>
    visitDaysFromText([
      { customerKey: 2, days: '1' },
      { customerKey: 1, days: '1' },
    ]),
  ).toThrow(RangeError);
  expect(() => visitDaysFromText([{ customerKey: 1, days: '5,4' }])).toThrow(RangeError);
});

test('the first day of the ledger', () => {
  expect(firstDayOf(packed([]))).toBeNull();
  expect(
    firstDayOf(
      packed([
        [1, 30],
        [2, 20],
        [2, 40],
      ]),
    ),
  ).toBe(20);
});
