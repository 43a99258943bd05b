import type { RegularityParams } from '../../../main/retention/model/regularity.ts';
import { type VisitDays, VisitDaysBuilder } from '../../../main/retention/visitDays.ts';

export interface Shop extends Partial<RegularityParams> {
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
  readonly customers: number;
  /** Length of the log, and of its beginning in which everybody comes first. */
  readonly weeks: number;
  readonly firstWeeks: number;
  readonly seed: number;
}

/**
 * A shop as the models imagine it, drawn visit by visit: gaps Gamma(k) at the customer's own rate, after every visit a
 * chance of never coming again (also after the first). Days from 0; several visits on one day are one.
 */
export function simulate({ r, alpha, a, b, kbar = 1, sigma = 0, customers, weeks, firstWeeks, seed }: Shop): VisitDays {
  const random = randomNumbers(seed);
  const visits = new VisitDaysBuilder();
  const end = weeks * 7;
  for (let key = 1; key <= customers; key++) {
    const k = kbar * Math.exp(sigma * normal(random));
    const stagesPerDay = (gamma(random, r) * k) / alpha / 7;
    const leaving = gamma(random, a);
    const leave = leaving / (leaving + gamma(random, b));
    let t = random() * firstWeeks * 7;
    while (t < end) {
      visits.add(key, Math.floor(t));
      if (random() < leave) break;
      t += gamma(random, k) / stagesPerDay;
    }
  }
  return visits.build();
}

/** Mulberry32. */
export function randomNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Marsaglia and Tsang (2000). */
function gamma(random: () => number, shape: number): number {
  if (shape < 1) return gamma(random, shape + 1) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const z = normal(random);
    const v = (1 + z / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - random()) < (z * z) / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}
