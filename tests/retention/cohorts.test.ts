import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cohortGrid } from '../../main/retention/cohorts.ts';
import { dayNumber, formatDay, formatMonth, monthNumber, monthOf } from '../../main/retention/days.ts';
import { anyVisits, packed, plain } from './ledgers.ts';

/** The definition on sets of texts: nothing shared with the code under test but the calendar's names. */
function bySets(visits: readonly (readonly [number, number])[], from: number, to: number, asOf: number) {
  const months = [...plain(visits)]
    .map(([, days]) => [...days].filter((day) => day <= asOf).map((day) => formatDay(day).slice(0, 7)))
    .filter((list) => list.length > 0)
    .map((list) => ({ first: [...list].sort()[0] ?? '', seen: new Set(list) }));
  const names = Array.from({ length: to - from + 1 }, (_, i) => formatMonth(from + i));
  return names.map((month, c) => {
    const cohort = months.filter((customer) => customer.first === month);
    return {
      month,
      size: cohort.length,
      later: names.slice(c + 1).map((later) => {
        const came = cohort.filter((customer) => customer.seen.has(later)).length;
        return { month: later, came, pct: cohort.length === 0 ? null : (came / cohort.length) * 100 };
      }),
    };
  });
}

const days = (list: readonly (readonly [number, string])[]) => packed(list.map(([key, day]) => [key, dayNumber(day)]));

describe('the cohort grid', () => {
  test('agrees with the definition on sets, for any ledger', () => {
    fc.assert(
      fc.property(anyVisits, fc.integer({ min: 19_480, max: 20_150 }), fc.nat(14), (visits, asOf, back) => {
        const to = monthOf(asOf);
        const from = to - back;
        const { cohorts } = cohortGrid(packed(visits), { from, to, asOf });
        const expected = bySets(visits, from, to, asOf);
        expect(cohorts.map(({ month, size }) => ({ month, size }))).toEqual(
          expected.map(({ month, size }) => ({ month, size })),
        );
        for (const [i, cohort] of expected.entries()) {
          expect(cohorts[i]?.later.map(({ month, came }) => ({ month, came }))).toEqual(
            cohort.later.map(({ month, came }) => ({ month, came })),
          );
          for (const [j, cell] of cohort.later.entries()) {
            const pct = cohorts[i]?.later[j]?.pct;
            if (cell.pct === null) expect(pct).toBeNull();
            else expect(pct).toBeCloseTo(cell.pct, 9);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  test('young cells are absent, not 0; only the running month is named', () => {
    const visits = days([
      [1, '2025-01-31'],
      [1, '2025-02-01'],
      [2, '2025-01-05'],
    ]);
    const range = { from: monthNumber('2025-01'), to: monthNumber('2025-02') };
    const running = cohortGrid(visits, { ...range, asOf: dayNumber('2025-02-27') });
    expect(running).toEqual({
      running: '2025-02',
      cohorts: [
        { month: '2025-01', size: 2, later: [{ month: '2025-02', came: 1, pct: 50 }] },
        { month: '2025-02', size: 0, later: [] },
      ],
    });
    expect(cohortGrid(visits, { ...range, asOf: dayNumber('2025-02-28') }).running).toBeNull();
  });

  test('who was first seen before the grid is in none of its cohorts', () => {
    const visits = days([
      [1, '2024-12-31'],
      [1, '2025-01-10'],
    ]);
    const month = monthNumber('2025-01');
    expect(cohortGrid(visits, { from: month, to: month, asOf: dayNumber('2025-01-31') }).cohorts[0]?.size).toBe(0);
  });

  test('an empty range and one that ends after today are refused', () => {
    const month = monthNumber('2025-02');
    expect(() => cohortGrid(days([]), { from: month, to: month - 1, asOf: dayNumber('2025-02-10') })).toThrow(
      RangeError,
    );
    expect(() => cohortGrid(days([]), { from: month, to: month, asOf: dayNumber('2025-01-31') })).toThrow(RangeError);
  });
});
