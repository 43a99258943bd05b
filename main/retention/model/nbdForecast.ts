import type { NbdModel, NbdParams } from './nbd.ts';
import type { Rows } from './rows.ts';

export interface NbdForecast {
  /** Probability of still being a customer. */
  readonly alive: Float64Array;
  /** Probability of no visit in the next `weeks`. */
  readonly noVisit: Float64Array;
  /** Expected visits in the next `weeks`. */
  readonly visits: Float64Array;
}

/** What BG or MBG says of each row about the next `weeks`. */
export function forecastNbd(model: NbdModel, params: NbdParams, rows: Rows, weeks: number): NbdForecast {
  const { r, alpha, a, b } = params;
  const first = model === 'mbg' ? 1 : 0;
  const { count, x, recency, age } = rows;
  const alive = new Float64Array(count);
  const noVisit = new Float64Array(count);
  const visits = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const n = x[i] as number;
    const t = alpha + (age[i] as number);
    const s = r + n;
    const later = s * Math.log1p(weeks / t);
    // Odds of having gone: a / (b + x + first − 1), times how much likelier the silence is then.
    const gone =
      n + first === 0 ? 0 : (a / (b + n + first - 1)) * Math.exp(s * Math.log(t / (alpha + (recency[i] as number))));
    const p = 1 / (1 + gone);
    alive[i] = p;
    // All terms positive: nothing cancels for somebody who comes almost surely.
    noVisit[i] = p === 0 ? 1 : Math.min(1, p * (gone + Math.exp(-later)));
    visits[i] = p === 0 ? 0 : p * visitsOfTheLiving(s, weeks / (t + weeks), later, a, b + n + first);
  }
  return { alive, noVisit, visits };
}

/**
 * E[visits | alive] = Σₙ P(N = n) eₙ: the rate offers N visits, negative binomial with shape s and
 * P(0) = (1 − y)^s = exp(−lnNone), and eₙ of n offered visits are made, since each needs to have stayed after the
 * one before: e₁ = 1, eₙ₊₁ = eₙ + E[(1−p)ⁿ], p ~ Beta(a, stayed). All terms are positive and nothing happens at a = 1,
 * where the textbook's difference of hypergeometric functions is 0/0.
 */
function visitsOfTheLiving(s: number, y: number, lnNone: number, a: number, stayed: number): number {
  let term = s * y;
  let stay = 1;
  let made = 1;
  let sum = term;
  let lnScale = -lnNone;
  for (let n = 1; ; n++) {
    stay *= (stayed + n - 1) / (a + stayed + n - 1);
    made += stay;
    const ratio = (y * (s + n)) / (n + 1);
    term *= ratio;
    const add = term * made;
    sum += add;
    // From here on the terms fall like a geometric series of this ratio, or faster.
    const falling = Math.max(ratio, y);
    if (falling < 1 && add <= 1e-13 * (1 - falling) * sum) break;
    if (sum > 1e200) {
      sum *= 1e-200;
      term *= 1e-200;
      lnScale += lnHuge;
    }
  }
  return sum * Math.exp(lnScale);
}

const lnHuge = 200 * Math.LN10;
