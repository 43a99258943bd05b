import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayNumber, formatDay, formatMonth, monthNumber, monthOf } from '../../main/retention/days.ts';
import { frequencyOf } from '../../main/retention/frequency.ts';
import { anyVisits, packed, plain } from './ledgers.ts';

/** On plain sets, with a median that sorts and cuts. */
function bySets(visits: readonly (readonly [number, number])[], month: string, asOf: number) {
  const gaps: number[] = [];
  let count = 0;
  let visitors = 0;
  for (const [, set] of plain(visits)) {
    const known = [...set].filter((day) => day <= asOf).sort((a, b) => a - b);
    const inMonth = known.filter((day) => formatDay(day).startsWith(month));
    count += inMonth.length;
    visitors += inMonth.length > 0 ? 1 : 0;
    for (const day of inMonth) {
      const before = known.filter((other) => other < day).pop();
      if (before !== undefined) gaps.push(day - before);
    }
  }
  gaps.sort((a, b) => a - b);
  const half = gaps.length / 2;
  const middle = gaps.slice(Math.ceil(half) - 1, Math.floor(half) + 1);
  return {
    visits: count,
    visitors,
    gaps: gaps.length,
    median: gaps.length === 0 ? null : middle.reduce((a, b) => a + b, 0) / middle.length,
    mean: gaps.length === 0 ? null : gaps.reduce((a, b) => a + b, 0) / gaps.length,
  };
}

describe('frequency', () => {
  test('agrees with the definition on sets, for any ledger', () => {
    fc.assert(
      fc.property(anyVisits, fc.integer({ min: 19_480, max: 20_150 }), fc.nat(6), (visits, asOf, back) => {
        const month = monthOf(asOf) - back;
        const got = frequencyOf(packed(visits), month, asOf);
        const wanted = bySets(visits, formatMonth(month), asOf);
        expect(got).toMatchObject({ visits: wanted.visits, visitors: wanted.visitors, gaps: wanted.gaps });
        expect(got.median_days_between).toBe(wanted.median);
        if (wanted.mean === null) expect(got.mean_days_between).toBeNull();
        else expect(got.mean_days_between).toBeCloseTo(wanted.mean, 9);
        if (wanted.visitors === 0) expect(got.visits_per_visitor).toBeNull();
        else expect(got.visits_per_visitor).toBeCloseTo(wanted.visits / wanted.visitors, 12);
      }),
      { numRuns: 300 },
    );
  });

  test('a gap belongs to the month in which it ended', () => {
    const visits = packed([
      [1, dayNumber('2025-01-20')],
      [1, dayNumber('2025-02-03')],
    ]);
    const asOf = dayNumber('2025-03-31');
    expect(frequencyOf(visits, monthNumber('2025-01'), asOf)).toMatchObject({ gaps: 0, median_days_between: null });
    expect(frequencyOf(visits, monthNumber('2025-02'), asOf)).toMatchObject({ gaps: 1, median_days_between: 14 });
    expect(frequencyOf(visits, monthNumber('2025-03'), asOf)).toMatchObject({ visits: 0, visits_per_visitor: null });
  });

  test('a month after today is refused', () => {
    expect(() => frequencyOf(packed([]), monthNumber('2025-03'), dayNumber('2025-02-28'))).toThrow(RangeError);
  });
});
