import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { regularsToActOn, riskList } from '../../main/retention/rhythm.ts';
import { anyVisits, packed, plain } from './ledgers.ts';

/** One customer with visits that many days apart, from day 1000. */
function spaced(...gaps: number[]): [number, number][] {
  let day = 1000;
  const visits: [number, number][] = [[1, day]];
  for (const gap of gaps) {
    day += gap;
    visits.push([1, day]);
  }
  return visits;
}
const only = (visits: [number, number][], asOf: number) => riskList(packed(visits), { asOf })[0];

describe('usual gap', () => {
  test('the median from three gaps on', () => {
    expect(only(spaced(7, 7, 50), 1064)).toMatchObject({ usualGapDays: 7, daysSince: 0 });
    expect(only(spaced(4, 8, 50, 6), 1100)?.usualGapDays).toBe(7);
  });

  test('of the last ten gaps only', () => {
    expect(only(spaced(90, 90, 90, 90, 90, 90, 90, 90, 90, 90, 90, 5, 5, 5, 5, 5, 5), 9999)?.usualGapDays).toBe(5);
    expect(only(spaced(90, 90, 90, 90, 90, 90, 5, 5, 5, 5, 5), 9999)?.usualGapDays).toBe(47.5);
  });

  test('with fewer gaps, the own time and one gap of the shop over the visit days', () => {
    // rho: 3 gaps in 30 + 14 days, so the shop's gap is 44 / 3 days.
    const rows = riskList(
      packed([
        [1, 0],
        [1, 30],
        [2, 0],
        [2, 6],
        [2, 14],
        [3, 5],
      ]),
      { asOf: 40 },
    );
    const gap = (key: number) => rows.find((r) => r.key === key)?.usualGapDays;
    expect(gap(1)).toBeCloseTo((30 + 44 / 3) / 2, 12);
    expect(gap(2)).toBeCloseTo((14 + 44 / 3) / 3, 12);
    expect(gap(3)).toBeCloseTo(44 / 3, 12);
  });

  test('a quarter of a visit a week where nobody came back yet', () => {
    expect(only([[1, 100]], 110)).toMatchObject({ usualGapDays: 28, usualVisits: 1 });
  });
});

describe('bands', () => {
  // Four visits ten days apart: the usual gap is 10, the last visit on day 1030.
  const band = (daysSince: number) => only(spaced(10, 10, 10), 1030 + daysSince)?.band;

  test('by days since over the usual gap, each border in the later band', () => {
    expect([0, 9, 10, 19, 20, 29, 30, 59, 60, 600].map(band)).toEqual([
      'on_rhythm',
      'on_rhythm',
      'due',
      'due',
      'overdue',
      'overdue',
      'at_risk',
      'at_risk',
      'probably_lost',
      'probably_lost',
    ]);
  });

  test('fewer than three visit days are new, however long ago; several visits on one day are one', () => {
    expect(
      only(
        [
          [1, 0],
          [1, 5],
        ],
        900,
      )?.band,
    ).toBe('new');
    expect(
      only(
        [
          [1, 0],
          [1, 0],
          [1, 5],
          [1, 5],
        ],
        900,
      ),
    ).toMatchObject({ band: 'new', visits: 2 });
    expect(
      only(
        [
          [1, 0],
          [1, 5],
          [1, 9],
        ],
        900,
      )?.band,
    ).toBe('probably_lost');
  });
});

describe('the list', () => {
  test('usual visits in H weeks are H (x + 1) / (t_x + g0)', () => {
    // x = 3, t_x = 30 days = g0 * 3: 28 * 4 / 40 a month.
    expect(only(spaced(10, 10, 10), 1100)?.usualVisits).toBeCloseTo((28 * 4) / 40, 12);
    expect(riskList(packed(spaced(10, 10, 10)), { asOf: 1100, weeks: 13 })[0]?.usualVisits).toBeCloseTo(
      (91 * 4) / 40,
      12,
    );
  });

  test('everybody by asOf, most usual visits first', () => {
    fc.assert(
      fc.property(anyVisits, fc.integer({ min: 19_500, max: 20_200 }), (visits, asOf) => {
        const known = plain(visits.filter(([, day]) => day <= asOf));
        const rows = riskList(packed(visits), { asOf });
        expect(rows.map((r) => r.key).sort((a, b) => a - b)).toEqual([...known.keys()].sort((a, b) => a - b));
        for (const [i, row] of rows.entries()) {
          const days = [...(known.get(row.key) ?? [])];
          expect(row).toMatchObject({
            visits: days.length,
            firstDay: Math.min(...days),
            lastDay: Math.max(...days),
            daysSince: asOf - Math.max(...days),
          });
          expect(row.usualGapDays).toBeGreaterThan(0);
          if (i > 0) expect(row.usualVisits).toBeLessThanOrEqual(Number(rows[i - 1]?.usualVisits));
        }
      }),
    );
  });

  test('to act on: three visit days, within the window to the day, overdue or at risk', () => {
    const rows = riskList(
      packed([
        ...spaced(10, 10, 10),
        [2, 1028],
        [2, 1029],
        [2, 1030],
        [2, 1031],
        [3, 1000],
        [3, 1020],
        [4, 1000],
        [4, 1020],
        [4, 1040],
        [4, 1052],
      ]),
      { asOf: 1065 },
    );
    const bands = Object.fromEntries(rows.map((r) => [r.key, r.band]));
    expect(bands).toEqual({ 1: 'at_risk', 2: 'probably_lost', 3: 'new', 4: 'on_rhythm' });
    expect(regularsToActOn(rows, 35).map((r) => r.key)).toEqual([1]);
    expect(regularsToActOn(rows, 34)).toEqual([]);
    expect(regularsToActOn(rows, 90, ['probably_lost', 'new']).map((r) => r.key)).toEqual([2]);
  });

  test('later days change nothing', () => {
    const visits = spaced(10, 10, 10);
    expect(riskList(packed([...visits, [1, 1061], [2, 1070]]), { asOf: 1060 })).toEqual(
      riskList(packed(visits), { asOf: 1060 }),
    );
  });

  test('an empty ledger is an empty list', () => {
    expect(riskList(packed([]), { asOf: 1 })).toEqual([]);
  });
});
