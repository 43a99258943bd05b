import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hermiteNodes, hermiteWeights } from '../../../main/retention/model/hermite.ts';
import {
  type BetaPoint,
  type BetaSlopes,
  incompleteBeta,
  lnIncompleteBetaSlopes,
} from '../../../main/retention/model/incompleteBeta.ts';
import { Rising } from '../../../main/retention/model/rising.ts';
import { digamma, lnBeta, lnGamma } from '../../../main/retention/model/special.ts';
import { off, vectors } from './reference.ts';

const { special, gauss_hermite_7: hermite } = vectors;

function pointAt(z: number, a: number, b: number): BetaPoint {
  return { z, y: 1 - z, lnZ: Math.log(z), lnY: Math.log(1 - z), a, b, lnBeta: lnBeta(a, b) };
}

function slopesAt(z: number, a: number, b: number): BetaSlopes {
  const slopes = { value: 0, byA: 0, byB: 0, byZ: 0 };
  lnIncompleteBetaSlopes(pointAt(z, a, b), digamma(a), digamma(b), digamma(a + b), slopes);
  return slopes;
}

const lnI = (z: number, a: number, b: number) => slopesAt(z, a, b).value;

test.each([
  ['lgamma', lnGamma],
  ['digamma', digamma],
  ['lbeta', lnBeta],
  ['log_reg_inc_beta', lnI],
] as const)('%s: 50-digit values to 1e-10', (name, f) => {
  expect(special[name].length).toBeGreaterThan(5);
  for (const vector of special[name]) {
    const args = vector.slice(0, -1).map(Number);
    const found = (f as (...args: number[]) => number)(...args);
    expect(off(found, Number(vector.at(-1))), `${name}(${args})`).toBeLessThan(1e-10);
  }
});

test('I_z(a, b) itself is the exponential of its logarithm', () => {
  for (const [z, a, b] of special.log_reg_inc_beta.map((v) => v.slice(0, 3).map(Number)) as [number, number, number][])
    expect(off(incompleteBeta(pointAt(z, a, b)), Math.exp(lnI(z, a, b)))).toBeLessThan(1e-10);
});

const shapes = fc.double({ min: -2, max: 6, noNaN: true }).map(Math.exp);
const inside = fc.double({ min: 0.001, max: 0.999, noNaN: true });

test('I_z(a, b) has its closed forms and its mirror image', () => {
  fc.assert(
    fc.property(inside, shapes, shapes, (z, a, b) => {
      expect(off(lnI(z, a, 1), a * Math.log(z))).toBeLessThan(1e-9);
      const sum = incompleteBeta(pointAt(z, a, b)) + incompleteBeta(pointAt(1 - z, b, a));
      expect(Math.abs(sum - 1)).toBeLessThan(1e-10);
    }),
  );
});

test('the slopes of ln I are those of its values', () => {
  fc.assert(
    fc.property(inside, shapes, shapes, (z, a, b) => {
      const { value, byA, byB, byZ } = slopesAt(z, a, b);
      // Where I is 1 to the last digits its logarithm has none left to differ in.
      fc.pre(value < -1e-3);
      const scale = Math.max(1, -value);
      const check = (slope: number, at: number, f: (v: number) => number) => {
        const step = 1e-4 * at;
        const numeric = (8 * (f(at + step) - f(at - step)) - (f(at + 2 * step) - f(at - 2 * step))) / (12 * step);
        expect(Math.abs(slope - numeric) * at).toBeLessThan(1e-5 * scale);
      };
      check(byA, a, (v) => lnI(z, v, b));
      check(byB, b, (v) => lnI(z, a, v));
      check(byZ * (1 - z), z, (v) => lnI(v, a, b) * (1 - z));
    }),
  );
});

test('rising factorials are differences of ln Γ and ψ', () => {
  const rising = new Rising(50);
  for (const start of [0.01, 0.7, 3, 1000]) {
    rising.from(start);
    for (const n of [0, 1, 7, 50]) {
      expect(off(rising.ln[n] as number, lnGamma(start + n) - lnGamma(start))).toBeLessThan(1e-11);
      expect(off(rising.slope[n] as number, digamma(start + n) - digamma(start))).toBeLessThan(1e-11);
    }
  }
});

test('Gauss-Hermite 7: the reference, and exact for polynomials up to degree 13', () => {
  expect([...hermiteNodes]).toEqual(hermite.nodes.map(Number));
  expect([...hermiteWeights]).toEqual(hermite.weights.map(Number));
  // Moments of a standard normal variable: 1, 0, 1, 0, 3, 0, 15, 0, 105, …
  let moment = 1;
  for (let power = 0; power <= 13; power++) {
    if (power > 0 && power % 2 === 0) moment *= power - 1;
    const sum = hermiteNodes.reduce<number>((s, z, m) => s + (hermiteWeights[m] as number) * z ** power, 0);
    expect(Math.abs(sum - (power % 2 ? 0 : moment)) / moment).toBeLessThan(1e-12);
  }
});
