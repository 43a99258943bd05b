import { distinct } from './distinct.ts';
import { hermiteNodes, hermiteWeights } from './hermite.ts';
import { type BetaPoint, type BetaSlopes, lnIncompleteBetaSlopes } from './incompleteBeta.ts';
import { addOuter, type Objective } from './maximize.ts';
import type { NbdParams } from './nbd.ts';
import { Rising } from './rising.ts';
import type { Rows } from './rows.ts';
import { digamma, lnGamma } from './special.ts';

/**
 * MBG-HK: MBG/NBD whose gaps are Gamma(k), with a k of each customer's own, ln k ~ N(ln kbar, sigma²) among them.
 * Given k, with q = alpha / k, A_k(τ) = I_{(q+t_x)/(q+τ)}(r + kx, k) is the probability that a gap lasts longer than
 * τ − t_x. Formulae: README.md.
 */
export interface RegularityParams extends NbdParams {
  /** Median regularity; 1 is MBG/NBD, larger is more regular. */
  readonly kbar: number;
  /** Standard deviation of ln k. */
  readonly sigma: number;
}

export const regularityTheta = ({ r, alpha, a, b, kbar, sigma }: RegularityParams): Float64Array =>
  Float64Array.of(r, alpha, a, b, kbar, sigma).map(Math.log);

export function regularityParams(theta: Float64Array): RegularityParams {
  const [r = 0, alpha = 0, a = 0, b = 0, kbar = 0, sigma = 0] = theta.map(Math.exp);
  return { r, alpha, a, b, kbar, sigma };
}

export const nodes = hermiteNodes.length;
const leastK = 0.15;
const mostK = 60;
/** A node whose share of a row's likelihood cannot reach e^−24 = 4e-11 is left out: its A_k is not computed. */
export const negligible = 24;

/** k at node m, clipped as the definition says, and whether it was. */
export function kOfNode({ kbar, sigma }: RegularityParams, m: number): { k: number; clipped: boolean } {
  const k = kbar * Math.exp(sigma * (hermiteNodes[m] as number));
  return { k: Math.min(mostK, Math.max(leastK, k)), clipped: !(k > leastK && k < mostK) };
}

export const lnWeightOfNode = (m: number): number => Math.log(hermiteWeights[m] as number);

/** The log-likelihood of the rows as a function of ln (r, alpha, a, b, kbar, sigma). */
export function regularityLikelihood(rows: Rows): Objective {
  const counts = distinct(rows.x);
  const times = distinct(rows.recency, rows.age);
  const [xOf] = counts.columns as [Int32Array];
  const [recencyOf, ageOf] = times.columns as [Int32Array, Int32Array];
  const xs = counts.values;
  const ts = times.values;
  // Per node and time, per node and count of visits: whatever depends on nothing else.
  const lnTime = new Float64Array(nodes * ts.length);
  const base = new Float64Array(nodes * xs.length);
  const psi = new Float64Array(nodes * xs.length);
  const psiSum = new Float64Array(nodes * xs.length);
  const lnBetaAk = new Float64Array(nodes * xs.length);
  const most = xs.reduce((a, b) => Math.max(a, b), 0);
  const stays = new Rising(most + 1);
  const chances = new Rising(most + 1);
  const lnQuiet = Float64Array.from(rows.age, (age, i) => Math.log(age - (rows.recency[i] as number)));
  const kOf = new Float64Array(nodes);
  const psiK = new Float64Array(nodes);
  // One row's nodes: log-likelihood and its slopes by ln r, ln alpha and ln k, probability of having gone.
  const lnL = new Float64Array(nodes);
  const byR = new Float64Array(nodes);
  const byAlpha = new Float64Array(nodes);
  const byK = new Float64Array(nodes);
  const gone = new Float64Array(nodes);
  const point: BetaPoint = { z: 0, y: 0, lnZ: 0, lnY: 0, a: 0, b: 0, lnBeta: 0 };
  const beta: BetaSlopes = { value: 0, byA: 0, byB: 0, byZ: 0 };
  const slope = new Float64Array(6);

  return {
    size: 6,
    evaluate(theta, gradient, information) {
      const params = regularityParams(theta);
      const { r, alpha, a, b, sigma } = params;
      const psiR = digamma(r);
      const lnGammaR = lnGamma(r);
      const kSlope = new Float64Array(nodes);
      stays.from(b);
      chances.from(a + b);
      for (let m = 0; m < nodes; m++) {
        const { k, clipped } = kOfNode(params, m);
        const q = alpha / k;
        const lnGammaK = lnGamma(k);
        const constant = lnWeightOfNode(m) - lnGammaR + r * Math.log(q);
        kOf[m] = k;
        psiK[m] = digamma(k);
        kSlope[m] = clipped ? 0 : 1;
        for (let t = 0; t < ts.length; t++) lnTime[m * ts.length + t] = Math.log(q + (ts[t] as number));
        for (let i = 0; i < xs.length; i++) {
          const n = xs[i] as number;
          const big = r + k * n;
          const at = m * xs.length + i;
          const lnGammaBig = lnGamma(big);
          base[at] = constant + lnGammaBig - n * lnGammaK + (stays.ln[n + 1] as number) - (chances.ln[n + 1] as number);
          psi[at] = digamma(big);
          psiSum[at] = digamma(big + k);
          lnBetaAk[at] = lnGammaBig + lnGammaK - lnGamma(big + k);
        }
      }
      let value = 0;
      gradient.fill(0);
      information?.fill(0);
      for (let i = 0; i < rows.count; i++) {
        const n = rows.x[i] as number;
        const xi = xOf[i] as number;
        const recency = rows.recency[i] as number;
        const quiet = (rows.age[i] as number) - recency;
        const lnGone = Math.log(a / (b + n));
        let best = Number.NEGATIVE_INFINITY;
        for (let m = 0; m < nodes; m++) {
          const k = kOf[m] as number;
          const lnRecency = lnTime[m * ts.length + (recencyOf[i] as number)] as number;
          const known =
            (base[m * xs.length + xi] as number) + (k - 1) * (rows.lnGaps[i] as number) - (r + k * n) * lnRecency;
          lnL[m] = known;
          if (known > best) best = known;
        }
        // Between gone for sure and alive for sure lies every node's share.
        const bar = best + lnGone - Math.log1p(Math.exp(lnGone)) - negligible;
        let top = Number.NEGATIVE_INFINITY;
        for (let m = 0; m < nodes; m++) {
          const known = lnL[m] as number;
          if (known < bar) {
            lnL[m] = Number.NEGATIVE_INFINITY;
            continue;
          }
          const k = kOf[m] as number;
          const q = alpha / k;
          const at = m * xs.length + xi;
          const lnRecency = lnTime[m * ts.length + (recencyOf[i] as number)] as number;
          const lnAge = lnTime[m * ts.length + (ageOf[i] as number)] as number;
          const end = q + recency + quiet;
          point.z = (q + recency) / end;
          point.y = quiet / end;
          point.lnZ = lnRecency - lnAge;
          point.lnY = (lnQuiet[i] as number) - lnAge;
          point.a = r + k * n;
          point.b = k;
          point.lnBeta = lnBetaAk[at] as number;
          lnIncompleteBetaSlopes(point, psi[at] as number, psiK[m] as number, psiSum[at] as number, beta);
          const lnOdds = lnGone - beta.value;
          const e = Math.exp(-Math.abs(lnOdds));
          const goneM = lnOdds > 0 ? 1 / (1 + e) : e / (1 + e);
          const alive = 1 - goneM;
          const lnLm = known + beta.value + (lnOdds > 0 ? lnOdds : 0) + Math.log1p(e);
          const inner = (psi[at] as number) - lnRecency;
          const byQ = r - (point.a * q) / (q + recency) + alive * beta.byZ * ((q * point.y) / end);
          lnL[m] = lnLm;
          gone[m] = goneM;
          byR[m] = r * (inner - psiR + Math.log(q) + alive * beta.byA);
          byAlpha[m] = byQ;
          byK[m] =
            k * ((rows.lnGaps[i] as number) + n * (inner - (psiK[m] as number)) + alive * (n * beta.byA + beta.byB)) -
            byQ;
          if (lnLm > top) top = lnLm;
        }
        let sum = 0;
        for (let m = 0; m < nodes; m++) {
          const share = Math.exp((lnL[m] as number) - top);
          lnL[m] = share;
          sum += share;
        }
        slope.fill(0);
        let goneRow = 0;
        for (let m = 0; m < nodes; m++) {
          const share = (lnL[m] as number) / sum;
          if (share === 0) continue;
          const k = share * (byK[m] as number) * (kSlope[m] as number);
          slope[0] = (slope[0] as number) + share * (byR[m] as number);
          slope[1] = (slope[1] as number) + share * (byAlpha[m] as number);
          slope[4] = (slope[4] as number) + k;
          slope[5] = (slope[5] as number) + k * sigma * (hermiteNodes[m] as number);
          goneRow += share * (gone[m] as number);
        }
        slope[2] = goneRow - a * (chances.slope[n + 1] as number);
        slope[3] = b * ((stays.slope[n + 1] as number) - (chances.slope[n + 1] as number) - goneRow / (b + n));
        const w = rows.weight[i] as number;
        value += w * (top + Math.log(sum));
        for (let p = 0; p < 6; p++) gradient[p] = (gradient[p] as number) + w * (slope[p] as number);
        if (information) addOuter(information, w, slope);
      }
      return value;
    },
  };
}
