import { distinct } from './distinct.ts';
import { type BetaPoint, incompleteBeta } from './incompleteBeta.ts';
import { kOfNode, lnWeightOfNode, negligible, nodes, type RegularityParams } from './regularity.ts';
import type { Rows } from './rows.ts';
import { lnBeta, lnGamma } from './special.ts';

export interface RegularityForecast {
  /** Probability of still being a customer. */
  readonly alive: Float64Array;
  /** Probability of no visit in the next `weeks`. */
  readonly noVisit: Float64Array;
  /** S: the share of this customer's own gaps that last as long as the present silence, had they not gone. */
  readonly unusual: Float64Array;
}

/** Rows between two calls of `pause`: some milliseconds. */
const stretch = 2048;

/** What MBG-HK says of each row about the next `weeks`. `pause` is called every few milliseconds and may throw to give up. */
export function forecastRegularity(
  params: RegularityParams,
  rows: Rows,
  weeks: number,
  pause?: () => void,
): RegularityForecast {
  const { r, alpha, a, b } = params;
  const counts = distinct(rows.x);
  const [xOf] = counts.columns as [Int32Array];
  const xs = counts.values;
  const base = new Float64Array(nodes * xs.length);
  const lnBetaAk = new Float64Array(nodes * xs.length);
  const kOf = new Float64Array(nodes);
  const lnBetaAB = lnBeta(a, b);
  const lnGammaR = lnGamma(r);
  for (let m = 0; m < nodes; m++) {
    const { k } = kOfNode(params, m);
    const lnGammaK = lnGamma(k);
    const constant = lnWeightOfNode(m) - lnGammaR + r * Math.log(alpha / k);
    kOf[m] = k;
    for (let i = 0; i < xs.length; i++) {
      const n = xs[i] as number;
      const lnGammaBig = lnGamma(r + k * n);
      base[m * xs.length + i] = constant + lnGammaBig - n * lnGammaK + lnBeta(a, b + n + 1) - lnBetaAB;
      lnBetaAk[m * xs.length + i] = lnGammaBig + lnGammaK - lnGamma(r + k * n + k);
    }
  }
  const alive = new Float64Array(rows.count);
  const noVisit = new Float64Array(rows.count);
  const unusual = new Float64Array(rows.count);
  const known = new Float64Array(nodes);
  const point: BetaPoint = { z: 0, y: 0, lnZ: 0, lnY: 0, a: 0, b: 0, lnBeta: 0 };

  for (let i = 0; i < rows.count; i++) {
    if (i % stretch === 0) pause?.();
    const n = rows.x[i] as number;
    const recency = rows.recency[i] as number;
    const quiet = (rows.age[i] as number) - recency;
    // Odds of having gone for good after the last visit, before the silence says anything.
    const gone = a / (b + n);
    let best = Number.NEGATIVE_INFINITY;
    for (let m = 0; m < nodes; m++) {
      const k = kOf[m] as number;
      known[m] =
        (base[m * xs.length + (xOf[i] as number)] as number) +
        (k - 1) * (rows.lnGaps[i] as number) -
        (r + k * n) * Math.log(alpha / k + recency);
      if ((known[m] as number) > best) best = known[m] as number;
    }
    const bar = best + Math.log(gone / (1 + gone)) - negligible;
    let all = 0;
    let lasting = 0;
    let still = 0;
    let silent = 0;
    let atVisit = 0;
    for (let m = 0; m < nodes; m++) {
      if ((known[m] as number) < bar) continue;
      const k = kOf[m] as number;
      const start = alpha / k + recency;
      point.a = r + k * n;
      point.b = k;
      point.lnBeta = lnBetaAk[m * xs.length + (xOf[i] as number)] as number;
      const now = longerThan(point, start, quiet);
      const later = now === 0 ? 0 : longerThan(point, start, quiet + weeks);
      const share = Math.exp((known[m] as number) - best);
      atVisit += share;
      lasting += share * now;
      all += share * (now + gone);
      still += share * now;
      silent += share * (later + gone);
    }
    alive[i] = still / all;
    noVisit[i] = Math.min(1, silent / all);
    unusual[i] = Math.min(1, lasting / atVisit);
  }
  return { alive, noVisit, unusual };
}

/** A_k: the probability that the gap after `start` (q + t_x) lasts longer than `quiet`. */
function longerThan(point: BetaPoint, start: number, quiet: number): number {
  if (quiet === 0) return 1;
  const end = start + quiet;
  point.z = start / end;
  point.y = quiet / end;
  point.lnZ = Math.log(point.z);
  point.lnY = Math.log(point.y);
  return incompleteBeta(point);
}
