import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDay } from '../../main/retention/days.ts';
import { cutAt, firstDayOf, VisitDaysBuilder, visitDaysFromRows } from '../../main/retention/visitDays.ts';
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

/** As the database answers: each visit a day, by customer and day. */
const rowsOf = (visits: readonly (readonly [number, number])[]) => {
  const days = new Map<number, number[]>();
  for (const [key, day] of visits) days.set(key, [...(days.get(key) ?? []), day]);
  return [...days]
    .sort((a, b) => a[0] - b[0])
    .map(([customerKey, of]) => ({
      customerKey,
      days: of
        .sort((a, b) => a - b)
        .map(formatDay)
        .join(),
    }));
};

test("the database's text reads as the same days, also before 1970", () => {
  fc.assert(
    fc.property(anyVisits, (visits) => {
      const shifted = visits.map(([key, day]) => [key, day - 19_800] as const);
      expect(visitDaysFromRows({ rows: rowsOf(shifted), takenBack: [] })).toEqual(packed(shifted));
    }),
  );
});

test('visits that were taken back are left out, one for one', () => {
  fc.assert(
    fc.property(anyVisits, fc.infiniteStream(fc.boolean()), (visits, random) => {
      const stays = visits.map(() => random.next().value);
      const takenBack = visits
        .filter((_, i) => !stays[i])
        .sort((a, b) => a[0] - b[0] || a[1] - b[1])
        .map(([customerKey, day]) => ({ customerKey, businessDay: formatDay(day) }));
      expect(visitDaysFromRows({ rows: rowsOf(visits), takenBack })).toEqual(packed(visits.filter((_, i) => stays[i])));
    }),
  );
  expect(() => visitDaysFromRows({ rows: [], takenBack: [{ customerKey: 1, businessDay: '2026-01-01' }] })).toThrow(
    RangeError,
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
  const broken = (...rows: { customerKey: number; days: string }[]) =>
    expect(() => visitDaysFromRows({ rows, takenBack: [] })).toThrow(RangeError);
  broken({ customerKey: 2, days: '2026-01-01' }, { customerKey: 1, days: '2026-01-01' });
  broken({ customerKey: 1, days: '2026-01-02,2026-01-01' });
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
