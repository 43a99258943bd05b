import { validate, version } from 'uuid';
import { describe, expect, test } from 'vitest';
import { createSeedIds } from '../../db/seed/ids.ts';
import { Random } from '../../db/seed/random.ts';

const many = 40_000;
const draw = (random: Random, of: (random: Random) => number): { mean: number; variance: number } => {
  const values = Array.from({ length: many }, () => of(random));
  const mean = values.reduce((sum, value) => sum + value, 0) / many;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / many };
};
const bits = (seed: string) => {
  const random = new Random(seed);
  return Array.from({ length: 200 }, () => random.bits());
};

describe('random numbers', () => {
  test('the same seed gives the same numbers, another one others', () => {
    expect(bits('a')).toEqual(bits('a'));
    const others = new Set(bits('b'));
    expect(bits('a').filter((value) => others.has(value))).toEqual([]);
  });

  test('next is spread evenly over [0, 1)', () => {
    const random = new Random('even');
    const tenths = new Array<number>(10).fill(0);
    for (let i = 0; i < many; i++) {
      const tenth = Math.floor(random.next() * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    // Chi squared with 9 degrees of freedom: above 27.9 once in a thousand.
    const chi = tenths.reduce((sum, n) => sum + (n - many / 10) ** 2 / (many / 10), 0);
    expect(chi).toBeLessThan(27.9);
  });

  test('int reaches both its ends and nothing else', () => {
    const random = new Random('int');
    const seen = new Set(Array.from({ length: 1000 }, () => random.int(-2, 3)));
    expect([...seen].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2, 3]);
  });

  test('normal and gamma have their mean and variance', () => {
    const normal = draw(new Random('normal'), (random) => random.normal());
    expect(normal.mean).toBeCloseTo(0, 1);
    expect(normal.variance).toBeCloseTo(1, 1);
    for (const shape of [1, 2.5, 8]) {
      const gamma = draw(new Random(`gamma ${shape}`), (random) => random.gamma(shape));
      expect(gamma.mean).toBeCloseTo(1, 1);
      // Mean 1 makes the variance 1 / shape.
      expect(gamma.variance * shape).toBeGreaterThan(0.93);
      expect(gamma.variance * shape).toBeLessThan(1.07);
    }
  });
});

describe('made-up ids', () => {
  test('are UUIDv7s of their moment, each greater than the one before', () => {
    const newId = createSeedIds(new Random('ids'));
    const moments = Array.from({ length: 6000 }, (_, i) => 1_700_000_000_000 + Math.floor(i / 5000) * 60_000);
    const ids = moments.map(newId);
    expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
    expect([...new Set(ids)].sort()).toEqual(ids);
    // 4,096 fit into one millisecond; the 5,000th lies in the next.
    expect(Number.parseInt((ids[0] ?? '').replace('-', '').slice(0, 12), 16)).toBe(moments[0]);
    expect(Number.parseInt((ids[4999] ?? '').replace('-', '').slice(0, 12), 16)).toBe((moments[4999] ?? 0) + 1);
    expect(Number.parseInt((ids[5000] ?? '').replace('-', '').slice(0, 12), 16)).toBe(moments[5000]);
  });
});
