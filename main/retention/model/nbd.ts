import { distinct } from './distinct.ts';
import { addOuter, type Objective } from './maximize.ts';
import { Rising } from './rising.ts';
import type { Rows } from './rows.ts';

/**
 * BG/NBD (Fader, Hardie, Lee 2005) and MBG/NBD (Batislam et al. 2007; Hoppe & Wagner 2007): visits at a customer's own
 * constant rate, Gamma(r, alpha) among customers, and after each visit a chance of never coming again, Beta(a, b).
 * In MBG that holds after the first visit too. Formulae: README.md.
 */
export type NbdModel = 'bg' | 'mbg';

/** Rates are per week. */
export interface NbdParams {
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
}

export const nbdTheta = ({ r, alpha, a, b }: NbdParams): Float64Array => Float64Array.of(r, alpha, a, b).map(Math.log);

export function nbdParams(theta: Float64Array): NbdParams {
  const [r = 0, alpha = 0, a = 0, b = 0] = theta.map(Math.exp);
  return { r, alpha, a, b };
}

/** The log-likelihood of the rows as a function of ln (r, alpha, a, b). */
export function nbdLikelihood(model: NbdModel, rows: Rows): Objective {
  const first = model === 'mbg' ? 1 : 0;
  const times = distinct(rows.recency, rows.age);
  const [recencyOf, ageOf] = times.columns as [Int32Array, Int32Array];
  const lnTime = new Float64Array(times.values.length);
  const perTime = new Float64Array(times.values.length);
  const most = rows.x.reduce((a, b) => Math.max(a, b), 0);
  const visits = new Rising(most);
  const stays = new Rising(most + first);
  const chances = new Rising(most + first);
  const { count, x, weight } = rows;

  return {
    size: 4,
    evaluate(theta, gradient, information) {
      const { r, alpha, a, b } = nbdParams(theta);
      const lnAlpha = Math.log(alpha);
      for (let t = 0; t < lnTime.length; t++) {
        const sum = alpha + (times.values[t] as number);
        lnTime[t] = Math.log(sum);
        perTime[t] = 1 / sum;
      }
      const lnA = Math.log(a);
      visits.from(r);
      stays.from(b);
      chances.from(a + b);
      let value = 0;
      let g0 = 0;
      let g1 = 0;
      let g2 = 0;
      let g3 = 0;
      information?.fill(0);
      for (let i = 0; i < count; i++) {
        const n = x[i] as number;
        const met = n + first;
        const recency = recencyOf[i] as number;
        const age = ageOf[i] as number;
        const s = r + n;
        const lnRecency = lnTime[recency] as number;
        const lnAge = lnTime[age] as number;
        // ln of (gone / alive). In BG nobody can have gone before the second visit.
        const lnOdds = met > 0 ? lnA - Math.log(b + met - 1) + s * (lnAge - lnRecency) : Number.NEGATIVE_INFINITY;
        const e = Math.exp(-Math.abs(lnOdds));
        const gone = lnOdds > 0 ? 1 / (1 + e) : e / (1 + e);
        const alive = 1 - gone;
        const w = weight[i] as number;
        // Both branches keep the exponent at or below 0.
        const lnEnd = (lnOdds > 0 ? lnOdds : 0) + Math.log1p(e) - s * lnAge;
        const lnStays = (stays.ln[met] as number) - (chances.ln[met] as number);
        value += w * ((visits.ln[n] as number) + r * lnAlpha + lnStays + lnEnd);
        const d0 = r * ((visits.slope[n] as number) + lnAlpha - alive * lnAge - gone * lnRecency);
        const d1 = r - alpha * s * (alive * (perTime[age] as number) + gone * (perTime[recency] as number));
        const d2 = gone - a * (chances.slope[met] as number);
        const d3 =
          b * ((stays.slope[met] as number) - (chances.slope[met] as number) - (met > 0 ? gone / (b + met - 1) : 0));
        g0 += w * d0;
        g1 += w * d1;
        g2 += w * d2;
        g3 += w * d3;
        if (information) addOuter(information, w, [d0, d1, d2, d3]);
      }
      gradient.set([g0, g1, g2, g3]);
      return value;
    },
  };
}
