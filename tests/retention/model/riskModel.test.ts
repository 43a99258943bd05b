import { describe, expect, test } from 'vitest';
import { bandOf, blended, stageOf } from '../../../main/retention/model/judge.ts';
import {
  type RiskModel,
  type RiskRow,
  riskModel,
  risksAfterLastVisit,
} from '../../../main/retention/model/riskModel.ts';
import { riskList } from '../../../main/retention/rhythm.ts';
import { cutAt, type VisitDays, visitDaysOf } from '../../../main/retention/visitDays.ts';
import { randomNumbers, simulate } from './simulate.ts';

/** A coffee shop of 1,500 with 26 weeks seen, then 26 more. */
const coffee = { r: 1.8, alpha: 1.4, a: 0.5, b: 9, kbar: 2.4, sigma: 0.6, customers: 1500, weeks: 52, firstWeeks: 20 };
const visits = simulate({ ...coffee, seed: 11 });
const asOf = 26 * 7 - 1;
const model = riskModel(visits, { asOf });

const pairs = ({ keys, offsets, days }: VisitDays): [number, number][] =>
  [...keys].flatMap((key, c) =>
    [...days.subarray(offsets[c], offsets[c + 1])].map((day): [number, number] => [key, day]),
  );
const byKey = ({ rows }: RiskModel) => new Map(rows.map((row) => [row.key, row]));
const rowOf = (of: RiskModel, key: number) => byKey(of).get(key) as RiskRow;

test('everybody with a visit by today, most visits at stake first', () => {
  const known = cutAt(visits, asOf);
  expect(model.rows.map((row) => row.key).sort((a, b) => a - b)).toEqual([...known.keys]);
  model.rows.slice(1).forEach((row, i) => {
    expect(row.visitsAtStake).toBeLessThanOrEqual((model.rows[i] as RiskRow).visitsAtStake);
  });
  const rhythms = new Map(riskList(visits, { asOf }).map((row) => [row.key, row]));
  for (const row of model.rows) {
    const { visits, firstDay, lastDay, daysSince, usualGapDays } = row;
    expect(rhythms.get(row.key)).toMatchObject({ visits, firstDay, lastDay, daysSince, usualGapDays });
    expect(row.visitsAtStake).toBeCloseTo(row.usualVisits * row.pNoVisit, 12);
    expect(row.band).toBe(row.visits < 3 ? 'new' : bandOf(row.unusual, row.pAlive));
    for (const p of [row.pNoVisit, row.pAlive, row.unusual]) {
      expect(p).toBeGreaterThanOrEqual(0);
      expect(p).toBeLessThanOrEqual(1);
    }
  }
  expect(model.expectedActive).toBeCloseTo(
    model.rows.reduce((sum, row) => sum + row.pAlive, 0),
    6,
  );
});

test('what is said comes true: of a hundred of whom it says so, so many stay away', () => {
  const later = new Map(pairs(visits).filter(([, day]) => day > asOf && day <= asOf + 28));
  const sorted = [...model.rows].sort((a, b) => a.pNoVisit - b.pNoVisit);
  for (let tenth = 0; tenth < 10; tenth++) {
    const part = sorted.slice((tenth * sorted.length) / 10, ((tenth + 1) * sorted.length) / 10);
    const said = part.reduce((sum, row) => sum + row.pNoVisit, 0);
    const stayedAway = part.filter((row) => !later.has(row.key)).length;
    const spread = Math.sqrt(part.reduce((sum, row) => sum + row.pNoVisit * (1 - row.pNoVisit), 0));
    // Three standard errors, and what the blend leaves to the simpler model.
    expect(Math.abs(stayedAway - said)).toBeLessThan(3 * spread + 0.05 * part.length);
  }
});

test('finds what a shop was made of, a hairdresser of two years', () => {
  const made = { r: 2, alpha: 7, a: 0.4, b: 3, kbar: 4, sigma: 0.6 };
  const salon = simulate({ ...made, customers: 3000, weeks: 104, firstWeeks: 40, seed: 2 });
  const { params } = riskModel(salon, { asOf: 104 * 7 - 1 }).fits?.regularity ?? { params: made };
  const ratio = (of: (p: typeof made) => number) => Math.abs(Math.log(of(params) / of(made)));
  expect(params).not.toBe(made);
  expect(ratio(({ r, alpha }) => r / alpha)).toBeLessThan(0.06);
  expect(ratio(({ r }) => r)).toBeLessThan(0.12);
  expect(ratio(({ a, b }) => a / b)).toBeLessThan(0.12);
  expect(ratio(({ kbar }) => kbar)).toBeLessThan(0.06);
  expect(ratio(({ sigma }) => sigma)).toBeLessThan(0.12);
});

test('what comes after today is not looked at', () => {
  expect(riskModel(cutAt(visits, asOf), { asOf }).rows).toEqual(model.rows);
});

test("the order of customers does not matter, nor do other people's keys", () => {
  const random = randomNumbers(3);
  const names = [...visits.keys].map((key) => [key, random()] as const).sort((a, b) => a[1] - b[1]);
  const renamed = new Map(names.map(([key], i) => [key, i + 5000]));
  const shuffled = riskModel(visitDaysOf(pairs(visits).map(([key, day]) => [renamed.get(key) as number, day])), {
    asOf,
  });
  for (const row of model.rows) {
    const same = rowOf(shuffled, renamed.get(row.key) as number);
    expect(Math.abs(same.pNoVisit - row.pNoVisit)).toBeLessThan(1e-8);
    expect(Math.abs(same.pAlive - row.pAlive)).toBeLessThan(1e-8);
  }
});

test('more weeks, less silence; the fits are those of any weeks', () => {
  let before = model;
  for (const weeks of [8, 13]) {
    const next = riskModel(visits, { asOf, weeks, fitted: model.fits ?? undefined });
    const afresh = byKey(riskModel(visits, { asOf, weeks }));
    const earlier = byKey(before);
    for (const row of next.rows) {
      expect(row.pNoVisit).toBeLessThanOrEqual(Number(earlier.get(row.key)?.pNoVisit) + 1e-12);
      expect(row.expectedVisits).toBeGreaterThan(Number(earlier.get(row.key)?.expectedVisits) - 1e-12);
      expect(afresh.get(row.key)).toEqual(row);
    }
    before = next;
  }
});

test('a warm start ends where a cold one does, sooner', () => {
  const next = asOf + 1;
  const cold = riskModel(visits, { asOf: next });
  const warm = riskModel(visits, { asOf: next, warmStart: model.fits ?? undefined });
  const evaluations = ({ fits }: RiskModel) => Number(fits?.regularity.evaluations);
  expect(evaluations(warm)).toBeLessThan(evaluations(cold));
  const rows = byKey(cold);
  for (const row of warm.rows) expect(Math.abs(row.pNoVisit - Number(rows.get(row.key)?.pNoVisit))).toBeLessThan(1e-5);
});

test('risks after the last visit are those of a day on which everybody had just been there', () => {
  const keys = model.rows.slice(0, 50).map((row) => row.key);
  const then = risksAfterLastVisit(model, keys);
  keys.forEach((key, i) => {
    const row = rowOf(model, key);
    expect(then[i]).toBeGreaterThan(0);
    expect(then[i]).toBeLessThanOrEqual(row.pNoVisit + 1e-9);
    if (row.daysSince === 0) expect(then[i]).toBeCloseTo(row.pNoVisit, 12);
  });
  expect(() => risksAfterLastVisit(model, [999_999])).toThrow(RangeError);
});

test('days the shop was closed are nobody’s absence', () => {
  // The same shop, closed for three weeks before its last week.
  const shut = asOf - 7;
  const moved = visitDaysOf(pairs(cutAt(visits, asOf)).map(([key, day]) => [key, day > shut ? day + 21 : day]));
  const closed = riskModel(moved, { asOf: asOf + 21 });
  expect(closed.closedDays).toBe(21);
  for (const row of model.rows) {
    const same = rowOf(closed, row.key);
    expect(Math.abs(same.pNoVisit - row.pNoVisit)).toBeLessThan(1e-9);
    expect(same.daysSince).toBe(row.lastDay > shut ? row.daysSince : row.daysSince + 21);
  }
  const ignored = riskModel(moved, { asOf: asOf + 21, ignoreClosures: true });
  expect(ignored.closedDays).toBe(0);
  expect(ignored.rows.some((row) => Math.abs(row.pNoVisit - rowOf(model, row.key).pNoVisit) > 0.05)).toBe(true);
});

test('progress climbs to its end; a cancel gets through', () => {
  const seen: number[] = [];
  riskModel(visits, { asOf, onProgress: (done, total) => void seen.push(done / total) });
  expect(seen.length).toBeGreaterThan(5);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(seen.at(-1)).toBe(1);
  for (const patience of [0, 3, 40]) {
    let asked = 0;
    const checkCancelled = () => {
      if (asked++ >= patience) throw new Error('cancelled');
    };
    expect(() => riskModel(visits, { asOf, checkCancelled })).toThrow('cancelled');
  }
});

describe('shops too small or too young to say much', () => {
  test('nobody, or only visits to come', () => {
    for (const log of [visitDaysOf([]), visitDaysOf([[1, 500]])]) {
      const none = riskModel(log, { asOf: 400 });
      expect(none).toMatchObject({ stage: 0, rows: [], fits: null, expectedActive: 0, ledgerDays: 0 });
      expect(risksAfterLastVisit(none, [])).toEqual([]);
    }
  });

  test.each([
    ['one visit today', [[1, 400]]],
    ['one visit long ago', [[1, 30]]],
    ['one faithful customer', Array.from({ length: 60 }, (_, i) => [1, 40 + 6 * i])],
    ['everybody came once, years ago', Array.from({ length: 40 }, (_, i) => [i, i - 3000])],
    ['everybody comes every day', Array.from({ length: 900 }, (_, i) => [i % 30, 371 + Math.floor(i / 30)])],
  ] as [string, [number, number][]][])('%s: figures all the same', (_, log) => {
    for (const ignoreClosures of [false, true]) {
      const small = riskModel(visitDaysOf(log), { asOf: 400, ignoreClosures });
      expect(small.rows.length).toBe(new Set(log.map(([key]) => key)).size);
      for (const row of small.rows) {
        for (const p of [row.pNoVisit, row.pAlive, row.unusual]) {
          expect(p).toBeGreaterThanOrEqual(0);
          expect(p).toBeLessThanOrEqual(1);
        }
        expect(Number.isFinite(row.expectedVisits)).toBe(true);
        expect(Number.isFinite(row.visitsAtStake)).toBe(true);
      }
    }
  });

  test('stages: 28 days and ten with a rhythm for bands, 56 days and thirty who came back for percentages', () => {
    const old = { ledgerDays: 56, cameBack: 30, withRhythm: 10 };
    expect(stageOf(old)).toBe(2);
    expect(stageOf({ ...old, ledgerDays: 55 })).toBe(1);
    expect(stageOf({ ...old, cameBack: 29 })).toBe(1);
    expect(stageOf({ ...old, ledgerDays: 28, cameBack: 10 })).toBe(1);
    expect(stageOf({ ...old, ledgerDays: 27 })).toBe(0);
    expect(stageOf({ ...old, withRhythm: 9 })).toBe(0);
  });

  test('before the figures can be trusted the bands go by days since and usual gap', () => {
    const early = 26;
    const young = riskModel(visits, { asOf: early });
    expect(young.stage).toBe(0);
    const rhythms = new Map(riskList(visits, { asOf: early }).map((row) => [row.key, row.band]));
    for (const row of young.rows) expect(row.band).toBe(rhythms.get(row.key));
    expect(riskModel(visits, { asOf: 54 }).stage).toBe(1);
    expect(model.stage).toBe(2);
  });
});

test('the blend: two thirds of the log odds are of MBG-HK, clipped at 1e-12', () => {
  expect(blended(0.5, 0.5)).toBe(0.5);
  expect(blended(0.8, 0.5)).toBeCloseTo(4 ** (2 / 3) / (1 + 4 ** (2 / 3)), 12);
  expect(blended(0.5, 0.8)).toBeCloseTo(4 ** (1 / 3) / (1 + 4 ** (1 / 3)), 12);
  expect(blended(1, 1)).toBeCloseTo(1 - 1e-12, 14);
  expect(blended(0, 0)).toBeCloseTo(1e-12, 14);
});

test('bands from S and P(alive)', () => {
  expect(bandOf(0.9, 0.149)).toBe('probably_lost');
  expect(bandOf(0.3, 0.15)).toBe('on_rhythm');
  expect(bandOf(0.299, 0.9)).toBe('due');
  expect(bandOf(0.1, 0.9)).toBe('due');
  expect(bandOf(0.099, 0.5)).toBe('overdue');
  expect(bandOf(0.099, 0.499)).toBe('at_risk');
});

test('fitted on some, everybody is judged; on as many as there are, nothing changes', () => {
  const some = riskModel(visits, { asOf, mostInFit: 300 });
  expect(some.fits?.regularity.customers).toBe(300);
  expect(some.fits?.mbg.customers).toBe(300);
  expect(some.rows.length).toBe(model.rows.length);
  expect(some.rows).not.toEqual(model.rows);
  const all = byKey(model);
  const moved = some.rows.map((row) => Math.abs(row.pNoVisit - (all.get(row.key)?.pNoVisit ?? Number.NaN)));
  expect(moved.reduce((sum, by) => sum + by, 0) / moved.length).toBeLessThan(0.02);
  // The same every time.
  expect(riskModel(visits, { asOf, mostInFit: 300 }).rows).toEqual(some.rows);
  expect(riskModel(visits, { asOf, mostInFit: model.rows.length }).rows).toEqual(model.rows);
});
