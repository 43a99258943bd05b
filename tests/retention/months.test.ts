import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayNumber, formatMonth, monthNumber, monthOf, monthStart } from '../../main/retention/days.ts';
import { monthlyFigures } from '../../main/retention/months.ts';
import type { MonthFigures } from '../../preload/contract/month.ts';
import fixtures from './fixtures/retention_fixtures.json' with { type: 'json' };
import { anyVisits, type PlainLedger, packed, plain } from './ledgers.ts';

interface Fixture {
  readonly name: string;
  readonly W: number;
  readonly asof: string;
  readonly visits: readonly (readonly [string, string])[];
  readonly expected: readonly MonthFigures[];
}

const isRate = (field: string) => field.endsWith('_pct');

function figures(
  visits: readonly (readonly [number, string])[],
  from: string,
  to: string,
  windowDays: number,
  asOf: string,
) {
  const days = visits.map(([key, day]) => [key, dayNumber(day)] as const);
  return monthlyFigures(packed(days), {
    from: monthNumber(from),
    to: monthNumber(to),
    windowDays,
    asOf: dayNumber(asOf),
  });
}

const minus = (a: Set<number>, b: Set<number>) => new Set([...a].filter((key) => !b.has(key)));
const both = (a: Set<number>, b: Set<number>) => new Set([...a].filter((key) => b.has(key)));

/** RETENTION.md section 7, word for word on sets, nothing shared with the code under test but the names of the fields. */
function bySets(all: PlainLedger, month: string, W: number, asOf: number): MonthFigures {
  const [year = 0, number = 0] = month.split('-').map(Number);
  const first = (y: number, m: number) => Date.UTC(y, m, 1) / 86_400_000;
  const ledger = [...all].map(([key, days]) => [key, [...days].filter((d) => d <= asOf)] as const);
  const within = (a: number, b: number) =>
    new Set(ledger.filter(([, days]) => days.some((d) => d >= a && d < b)).map(([key]) => key));
  const s = first(year, number - 1);
  const monthEnd = first(year, number);
  const e = Math.min(monthEnd, asOf + 1);
  const S = within(s - W, s);
  const E = within(e - W, e);
  const visitors = within(s, e);
  const before = within(first(year, number - 2), s);
  const knownBefore = within(Number.NEGATIVE_INFINITY, s);
  const N = minus(visitors, knownBefore);
  const R = minus(both(visitors, knownBefore), S);
  const K = both(S, E);
  const L = minus(S, E);
  const rate = (a: number, b: number) => (b === 0 ? null : (a / b) * 100);
  const start = Math.min(...ledger.flatMap(([, days]) => days));
  return {
    month,
    complete: e === monthEnd,
    start: S.size,
    end: E.size,
    new: N.size,
    won_back: R.size,
    kept: K.size,
    lost: L.size,
    retention_pct: rate(E.size - (N.size + R.size), S.size),
    churn_pct: rate(L.size, S.size),
    naive_retention_pct: rate(E.size - N.size, S.size),
    net_growth: E.size - S.size,
    visitors: visitors.size,
    returning_visitors: both(visitors, knownBefore).size,
    returning_visitor_pct: rate(both(visitors, knownBefore).size, visitors.size),
    month_on_month_return_pct: rate(both(before, visitors).size, before.size),
    mature: s >= start + W,
  };
}

/** Equal in every field; percentages to nine digits. */
function expectSame(actual: readonly MonthFigures[], expected: readonly MonthFigures[]): void {
  expect(actual.map((m) => m.month)).toEqual(expected.map((m) => m.month));
  for (const [i, wanted] of expected.entries()) {
    for (const [field, value] of Object.entries(wanted)) {
      const got = actual[i]?.[field as keyof MonthFigures];
      if (isRate(field) && typeof value === 'number') expect(got, `${wanted.month} ${field}`).toBeCloseTo(value, 9);
      else expect(got, `${wanted.month} ${field}`).toBe(value);
    }
    expect(Object.keys(actual[i] ?? {})).toEqual(Object.keys(wanted));
  }
}

describe('the fixtures of RETENTION.md', () => {
  for (const { name, W, asof, visits, expected } of fixtures as unknown as Fixture[]) {
    test(name, () => {
      const people = [...new Set(visits.map(([person]) => person))];
      const numbered = visits.map(([person, day]) => [people.indexOf(person), day] as const);
      const today = asof.slice(0, 7);
      const answer = figures(numbered, expected[0]?.month ?? today, expected.at(-1)?.month ?? today, W, asof);
      // The empty ledger expects no month, since it has none of its own; asked for one, it answers that nobody came.
      if (expected.length === 0) expect(answer).toMatchObject([{ month: today, start: 0, end: 0, visitors: 0 }]);
      else expectSame(answer, expected);
    });
  }
});

describe('any ledger', () => {
  const anyRange = fc
    .tuple(fc.integer({ min: 19_480, max: 20_150 }), fc.nat(14), fc.integer({ min: 31, max: 200 }))
    .map(([asOf, months, W]) => ({ asOf, from: monthOf(asOf) - months, to: monthOf(asOf), windowDays: W }));

  test('agrees with the definition computed on plain sets', () => {
    fc.assert(
      fc.property(anyVisits, anyRange, (visits, range) => {
        const months = Array.from({ length: range.to - range.from + 1 }, (_, i) => formatMonth(range.from + i));
        const expected = months.map((month) => bySets(plain(visits), month, range.windowDays, range.asOf));
        expectSame(monthlyFigures(packed(visits), range), expected);
      }),
      { numRuns: 300 },
    );
  });

  test('end = kept + new + won back, start = kept + lost, retention + churn = 100, months join up', () => {
    fc.assert(
      fc.property(anyVisits, anyRange, (visits, range) => {
        const months = monthlyFigures(packed(visits), range);
        for (const [i, m] of months.entries()) {
          expect(m.end).toBe(m.kept + m.new + m.won_back);
          expect(m.start).toBe(m.kept + m.lost);
          if (m.retention_pct !== null && m.churn_pct !== null)
            expect(m.retention_pct + m.churn_pct).toBeCloseTo(100, 9);
          if (i > 0) expect(m.start).toBe(months[i - 1]?.end);
        }
      }),
    );
  });

  test('a shorter range says the same of its months', () => {
    fc.assert(
      fc.property(anyVisits, anyRange, (visits, range) => {
        const whole = monthlyFigures(packed(visits), range);
        const last = monthlyFigures(packed(visits), { ...range, from: range.to });
        expect(last).toEqual(whole.slice(-1));
      }),
    );
  });
});

describe('edges', () => {
  test('a last visit exactly W days before the month is active, one more day is not', () => {
    // 60 days before 2025-06-01 is 2025-04-02.
    const [june] = figures(
      [
        [1, '2025-04-02'],
        [2, '2025-04-01'],
      ],
      '2025-06',
      '2025-06',
      60,
      '2025-06-30',
    );
    expect(june).toMatchObject({ start: 1, end: 0, lost: 1 });
    const [wider] = figures(
      [
        [1, '2025-04-02'],
        [2, '2025-04-01'],
      ],
      '2025-06',
      '2025-06',
      61,
      '2025-06-30',
    );
    expect(wider).toMatchObject({ start: 2 });
  });

  test('a visit on the first of the next month is not in the month', () => {
    const [may, june] = figures([[1, '2025-06-01']], '2025-05', '2025-06', 60, '2025-06-10');
    expect(may).toMatchObject({ end: 0, new: 0, visitors: 0, returning_visitor_pct: null });
    expect(june).toMatchObject({ end: 1, new: 1, visitors: 1 });
  });

  test('the running month counts today and knows nothing of tomorrow', () => {
    const visits = [
      [1, '2025-06-10'],
      [2, '2025-06-11'],
    ] as const;
    expect(figures(visits, '2025-06', '2025-06', 60, '2025-06-10')[0]).toMatchObject({
      visitors: 1,
      end: 1,
      complete: false,
    });
    expect(figures(visits, '2025-06', '2025-06', 60, '2025-06-11')[0]).toMatchObject({
      visitors: 2,
      end: 2,
      complete: false,
    });
  });

  test('a month is complete on the evening of its last day, leap day included', () => {
    const complete = (asOf: string) => figures([[1, '2024-02-10']], '2024-02', '2024-02', 60, asOf)[0]?.complete;
    expect(complete('2024-02-28')).toBe(false);
    expect(complete('2024-02-29')).toBe(true);
  });

  test('mature from W days after the first visit in the ledger, to the day', () => {
    // 2025-01-01 + 59 = 2025-03-01.
    const mature = (W: number) => figures([[1, '2025-01-01']], '2025-03', '2025-03', W, '2025-03-31')[0]?.mature;
    expect(mature(59)).toBe(true);
    expect(mature(60)).toBe(false);
  });

  test('a visit after today does not make the ledger older', () => {
    const visits = [
      [1, '2025-09-01'],
      [2, '2025-05-01'],
    ] as const;
    expect(figures(visits, '2025-06', '2025-06', 31, '2025-06-10')[0]).toMatchObject({ mature: true, start: 1 });
    expect(figures([[1, '2025-09-01']], '2025-06', '2025-06', 31, '2025-06-10')[0]).toMatchObject({
      mature: false,
      start: 0,
    });
  });

  test('an empty ledger answers every month of the range with zeros and no rate', () => {
    const months = figures([], '2024-11', '2025-02', 90, '2025-02-10');
    expect(months.map((m) => m.month)).toEqual(['2024-11', '2024-12', '2025-01', '2025-02']);
    for (const m of months) {
      expect(m).toMatchObject({ start: 0, end: 0, visitors: 0, net_growth: 0, mature: false });
      expect(
        Object.entries(m)
          .filter(([field]) => isRate(field))
          .map(([, v]) => v),
      ).toEqual([null, null, null, null, null]);
    }
  });

  test('a gap longer than W inside one month keeps the customer', () => {
    const [month] = figures(
      [
        [1, '2025-02-28'],
        [1, '2025-05-15'],
      ],
      '2025-05',
      '2025-05',
      75,
      '2025-05-31',
    );
    expect(month).toMatchObject({ start: 1, kept: 1, won_back: 0, lost: 0 });
  });

  test('a window under 31 days, months upside down and months after today are refused', () => {
    expect(() => figures([], '2025-01', '2025-01', 30, '2025-01-31')).toThrow(RangeError);
    expect(() => figures([], '2025-01', '2025-01', Number.NaN, '2025-01-31')).toThrow(RangeError);
    expect(() => figures([], '2025-02', '2025-01', 60, '2025-02-28')).toThrow(RangeError);
    expect(() => figures([], '2025-01', '2025-02', 60, '2025-01-31')).toThrow(RangeError);
    expect(monthStart(monthNumber('2025-02'))).toBe(dayNumber('2025-01-31') + 1);
  });
});
