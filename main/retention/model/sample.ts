import { at } from '../visitDays.ts';

/**
 * `size` of the sorted customers, one drawn at random from each of `size` equal slices: every customer with the same
 * chance, every kind of history in its own share, which scatters less than drawing freely (README.md). The same seed
 * draws the same. Answers `order` itself when it is not longer.
 */
export function stratifiedSample(order: Int32Array, size: number, seed: number): Int32Array {
  if (order.length <= size) return order;
  const random = randomNumbers(seed);
  const slice = order.length / size;
  return new Int32Array(size).map((_, i) => at(order, Math.min(order.length - 1, Math.floor((i + random()) * slice))));
}

/** Mulberry32: 32 bits of state, good enough to pick customers by. */
function randomNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
