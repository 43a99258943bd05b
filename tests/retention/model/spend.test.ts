import { expect, test } from 'vitest';
import { expectedSpend, type Spending, spendLikelihood, spendModelOf } from '../../../main/retention/model/spend.ts';
import { randomNumbers } from './simulate.ts';

const random = randomNumbers(4);
const spending = (customers: number, of: (i: number) => [x: number, mean: number]): Spending => {
  const list = Array.from({ length: customers }, (_, i) => of(i));
  return {
    count: customers,
    x: Float64Array.from(list, ([x]) => x),
    mean: Float64Array.from(list, ([, mean]) => mean),
  };
};
const plain = (of: Spending) => {
  const model = spendModelOf(of);
  if (model.kind !== 'mean') throw new Error('a Gamma-Gamma model');
  return model;
};

test('few customers, none among them: the plain mean', () => {
  expect(plain(spending(0, () => [1, 1]))).toMatchObject({ why: 'few', mean: 0, customers: 0 });
  const model = plain(spending(29, (i) => [2, i + 1]));
  expect(model).toMatchObject({ why: 'few', mean: 15 });
  expect(expectedSpend(model, 3, 8)).toBe(8);
  expect(expectedSpend(model, 0, 0)).toBe(15);
});

test('who comes often spends more: the plain mean', () => {
  const model = plain(spending(200, (i) => [1 + (i % 10), 5 + (i % 10) + random()]));
  expect(model.why).toBe('dependent');
  expect(model.correlation).toBeGreaterThan(0.9);
});

test('a price list is no distribution: the plain mean', () => {
  expect(plain(spending(200, (i) => [1 + (i % 7), 3.5 + 0.01 * random()])).why).toBe('degenerate');
  expect(plain(spending(200, (i) => [1 + (i % 7), 3.5])).why).toBe('degenerate');
});

test('amounts in another currency are the same model', () => {
  const amounts = spending(300, (i) => [1 + (i % 4), 10 * Math.exp(2 * random() - random())]);
  const model = spendModelOf(amounts);
  const cents = spendModelOf({ ...amounts, mean: amounts.mean.map((m) => 100 * m) });
  if (model.kind !== 'gammaGamma' || cents.kind !== 'gammaGamma') throw new Error('not fitted');
  expect(cents.gamma / model.gamma / 100).toBeCloseTo(1, 5);
  expect(cents.p / model.p).toBeCloseTo(1, 5);
  expect(expectedSpend(cents, 2, 500)).toBeCloseTo(100 * expectedSpend(model, 2, 5), 2);
});

test('the gradient is that of the values', () => {
  const likelihood = spendLikelihood(spending(20, (i) => [1 + i, 3 + 9 * random()]));
  const theta = Float64Array.of(0.7, 0.9, 2.1);
  const gradient = new Float64Array(3);
  likelihood.evaluate(theta, gradient);
  gradient.forEach((g, i) => {
    const at = (step: number) => likelihood.evaluate(theta.with(i, (theta[i] as number) + step), new Float64Array(3));
    expect((at(1e-5) - at(-1e-5)) / 2e-5).toBeCloseTo(g, 5);
  });
});
