import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hermiteNodes, hermiteWeights } from '../../../main/retention/model/hermite.ts';
import type { Objective } from '../../../main/retention/model/maximize.ts';
import { type NbdModel, nbdLikelihood, nbdTheta } from '../../../main/retention/model/nbd.ts';
import { forecastNbd } from '../../../main/retention/model/nbdForecast.ts';
import { addPrior } from '../../../main/retention/model/prior.ts';
import { regularityLikelihood, regularityTheta } from '../../../main/retention/model/regularity.ts';
import { forecastRegularity } from '../../../main/retention/model/regularityForecast.ts';
import { rowsOf } from '../../../main/retention/model/rows.ts';
import { nbdOf, off, type Point, regularityOf, vectors } from './reference.ts';

const rowOf = ({ x, t_x, T, litt }: Point) => rowsOf([{ x, recency: t_x, age: T, lnGaps: litt }]);
const valueAt = (objective: Objective, theta: Float64Array) =>
  objective.evaluate(theta, new Float64Array(objective.size));

describe('50-digit points, x = 365, T = 0, t_x = T and a = 1 among them', () => {
  test.each(['bg', 'mbg', 'mbgkm'] as const)('%s', (model) => {
    const points = vectors.models.filter((point) => point.model === model);
    expect(points.length).toBeGreaterThan(15);
    for (const point of points) {
      const rows = rowOf(point);
      const about = JSON.stringify([point.theta, point.x, point.t_x, point.T]);
      const regular = model === 'mbgkm';
      const value = regular
        ? valueAt(regularityLikelihood(rows), regularityTheta(regularityOf(point.theta)))
        : valueAt(nbdLikelihood(model, rows), nbdTheta(nbdOf(point.theta)));
      // A log-likelihood of 0 comes out of terms that cancel.
      expect(Math.abs(value - Number(point.loglik)), about).toBeLessThan(1e-10 * Math.max(1, Math.abs(value)));
      for (const [weeks, noVisit] of Object.entries(point.p_no_visit)) {
        const found = regular
          ? forecastRegularity(regularityOf(point.theta), rows, Number(weeks))
          : forecastNbd(model, nbdOf(point.theta), rows, Number(weeks));
        expect(off(found.noVisit[0] as number, Number(noVisit)), about).toBeLessThan(1e-10);
        expect(Math.abs((found.alive[0] as number) - Number(point.p_alive)), about).toBeLessThan(1e-12);
        if ('visits' in found)
          expect(off(found.visits[0] as number, Number(point.expected_visits?.[weeks])), about).toBeLessThan(1e-10);
      }
    }
  });
});

test('log-likelihoods of Hardie (note 027) as pymc-marketing tests them', () => {
  const rows = rowsOf([
    { x: 0, recency: 0, age: 40 },
    { x: 200, recency: 38, age: 40 },
  ]);
  const each = (model: NbdModel) =>
    [0, 1].map((i) =>
      valueAt(
        nbdLikelihood(
          model,
          rowsOf([{ x: rows.x[i] as number, recency: rows.recency[i] as number, age: rows.age[i] as number }]),
        ),
        nbdTheta({ r: 0.25, alpha: 4, a: 0.8, b: 2.5 }),
      ),
    );
  expect(each('bg')[0]).toBeCloseTo(-0.59947382, 8);
  expect(each('bg')[1]).toBeCloseTo(100.7957, 4);
  expect(each('mbg')[0]).toBeCloseTo(-0.41792826, 8);
  expect(each('mbg')[1]).toBeCloseTo(100.7869, 4);
});

// Histories as they happen: days in weeks, at most one visit a day.
const history = fc
  .tuple(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 40 }), fc.integer({ min: 0, max: 400 }))
  .map(([gaps, quiet]) => {
    const recency = gaps.reduce((sum, gap) => sum + gap, 0) / 7;
    const lnGaps = gaps.reduce((sum, gap) => sum + Math.log(gap / 7), 0);
    return { x: gaps.length, recency, age: recency + quiet / 7, lnGaps };
  });
const about = (middle: number) => fc.double({ min: -1.5, max: 1.5, noNaN: true }).map((z) => middle * Math.exp(z));
const anyParams = fc.record({
  r: about(0.9),
  alpha: about(5),
  a: about(0.5),
  b: about(1.3),
  kbar: about(1.5),
  sigma: about(0.4),
});

test.each(['bg', 'mbg', 'mbgkm'] as const)('%s: the gradient is that of the values, with the prior too', (model) => {
  fc.assert(
    fc.property(fc.array(history, { minLength: 1, maxLength: 4 }), anyParams, (histories, params) => {
      const rows = rowsOf(histories);
      const likelihood = model === 'mbgkm' ? regularityLikelihood(rows) : nbdLikelihood(model, rows);
      const theta = model === 'mbgkm' ? regularityTheta(params) : nbdTheta(params);
      // A node of k at its bound has a corner, not a slope.
      fc.pre(model !== 'mbgkm' || params.kbar * Math.exp(3.76 * params.sigma) < 59);
      fc.pre(model !== 'mbgkm' || params.kbar * Math.exp(-3.76 * params.sigma) > 0.16);
      const value = (at: Float64Array, gradient: Float64Array) =>
        likelihood.evaluate(at, gradient) + addPrior(at, 0.3, gradient);
      const gradient = new Float64Array(theta.length);
      value(theta, gradient);
      const ignored = new Float64Array(theta.length);
      for (let i = 0; i < theta.length; i++) {
        const at = (step: number) => value(theta.with(i, (theta[i] as number) + step), ignored);
        const e = 1e-4;
        const numeric = (8 * (at(e) - at(-e)) - (at(2 * e) - at(-2 * e))) / (12 * e);
        expect(Math.abs((gradient[i] as number) - numeric)).toBeLessThan(2e-6 * Math.max(1, Math.abs(numeric)));
      }
    }),
    { numRuns: 60 },
  );
});

test('three customers alike are one row of weight three', () => {
  fc.assert(
    fc.property(history, history, anyParams, (one, other, params) => {
      const weighted = rowsOf([{ ...one, weight: 3 }, other]);
      const repeated = rowsOf([one, other, one, one]);
      for (const [likelihood, theta] of [
        [(rows: typeof weighted) => nbdLikelihood('mbg', rows), nbdTheta(params)],
        [regularityLikelihood, regularityTheta(params)],
      ] as const) {
        const gradients = [weighted, repeated].map((rows) => {
          const gradient = new Float64Array(theta.length);
          return [likelihood(rows).evaluate(theta, gradient), ...gradient];
        });
        gradients[0]?.forEach((g, i) => {
          expect(Math.abs(g - Number(gradients[1]?.[i]))).toBeLessThan(1e-9 * Math.max(1, Math.abs(g)));
        });
      }
    }),
    { numRuns: 50 },
  );
});

test('with k = 1 for everybody MBG-HK is MBG', () => {
  fc.assert(
    fc.property(history, anyParams, (one, params) => {
      const rows = rowsOf([one]);
      const same = { ...params, kbar: 1, sigma: 1e-9 };
      const value = valueAt(regularityLikelihood(rows), regularityTheta(same));
      expect(Math.abs(value - valueAt(nbdLikelihood('mbg', rows), nbdTheta(params)))).toBeLessThan(1e-6);
      const regular = forecastRegularity(same, rows, 4);
      const plain = forecastNbd('mbg', params, rows, 4);
      expect(Math.abs((regular.alive[0] as number) - (plain.alive[0] as number))).toBeLessThan(1e-6);
      expect(Math.abs((regular.noVisit[0] as number) - (plain.noVisit[0] as number))).toBeLessThan(1e-6);
    }),
  );
});

test('MBG-HK is the mixture of its seven nodes, S with the weights as of the last visit', () => {
  fc.assert(
    fc.property(history, anyParams, (one, params) => {
      const ks = hermiteNodes.map((z) => Math.min(60, Math.max(0.15, params.kbar * Math.exp(params.sigma * z))));
      const alike = ks.map((k) => ({ ...params, kbar: k, sigma: 1e-12 }));
      const likelihoods = (age: number) => {
        const at = rowsOf([{ ...one, age }]);
        const values = alike.map((node) => valueAt(regularityLikelihood(at), regularityTheta(node)));
        const top = Math.max(...values);
        const weights = values.map((value, m) => (hermiteWeights[m] as number) * Math.exp(value - top));
        const sum = weights.reduce((total, w) => total + w, 0);
        return { value: top + Math.log(sum), weights: weights.map((w) => w / sum) };
      };
      const rows = rowsOf([one]);
      const now = likelihoods(one.age);
      const atVisit = likelihoods(one.recency);
      const each = alike.map((node) => forecastRegularity(node, rows, 4));
      const mixed = (weights: readonly number[], of: (f: (typeof each)[number]) => Float64Array) =>
        each.reduce((sum, f, m) => sum + (weights[m] as number) * (of(f)[0] as number), 0);
      const found = forecastRegularity(params, rows, 4);
      const value = valueAt(regularityLikelihood(rows), regularityTheta(params));
      expect(Math.abs(value - now.value)).toBeLessThan(1e-8 * Math.max(1, Math.abs(value)));
      expect(found.alive[0]).toBeCloseTo(
        mixed(now.weights, (f) => f.alive),
        8,
      );
      expect(found.noVisit[0]).toBeCloseTo(
        mixed(now.weights, (f) => f.noVisit),
        8,
      );
      expect(found.unusual[0]).toBeCloseTo(
        mixed(atVisit.weights, (f) => f.unusual),
        8,
      );
    }),
    { numRuns: 60 },
  );
});

test('probabilities are such, and more weeks never make a visit less likely', () => {
  fc.assert(
    fc.property(history, anyParams, (one, params) => {
      const rows = rowsOf([one]);
      const horizons = [0, 1, 2, 4, 8, 13, 26, 52];
      const forecasts = [
        horizons.map((weeks) => forecastNbd('bg', params, rows, weeks)),
        horizons.map((weeks) => forecastNbd('mbg', params, rows, weeks)),
        horizons.map((weeks) => ({ ...forecastRegularity(params, rows, weeks), visits: new Float64Array(1) })),
      ];
      for (const of of forecasts) {
        let noVisit = 1;
        let visits = 0;
        for (const found of of) {
          const p = found.noVisit[0] as number;
          expect(p).toBeGreaterThanOrEqual(0);
          expect(p).toBeLessThanOrEqual(noVisit + 1e-12);
          expect(found.alive[0]).toBeGreaterThanOrEqual(0);
          expect(found.alive[0]).toBeLessThanOrEqual(1);
          // Who has gone will not come.
          expect(p).toBeGreaterThanOrEqual(1 - (found.alive[0] as number) - 1e-12);
          expect(found.visits[0]).toBeGreaterThanOrEqual(visits - 1e-12);
          noVisit = p;
          visits = found.visits[0] as number;
        }
      }
    }),
  );
});

test('the longer the silence, the less alive and the more unusual', () => {
  fc.assert(
    fc.property(history, anyParams, fc.integer({ min: 1, max: 30 }), (one, params, longer) => {
      const rows = rowsOf([one, { ...one, age: one.age + longer }]);
      const { alive, unusual } = forecastRegularity(params, rows, 4);
      expect(alive[1]).toBeLessThanOrEqual((alive[0] as number) + 1e-12);
      expect(unusual[1]).toBeLessThanOrEqual((unusual[0] as number) + 1e-12);
      expect(unusual[1]).toBeGreaterThanOrEqual(0);
      expect(unusual[0]).toBeLessThanOrEqual(1);
      expect(forecastRegularity(params, rowsOf([{ ...one, age: one.recency }]), 4).unusual[0]).toBe(1);
    }),
  );
});
