import { addOuter, type Maximum, maximize, type Objective } from './maximize.ts';
import { digamma, lnGamma } from './special.ts';

/** What repeat customers spend a visit. Columns of `count` values: one customer each, x ≥ 1, mean > 0. */
export interface Spending {
  readonly count: number;
  /** Repeat visits with a known amount. */
  readonly x: Float64Array;
  /** Mean amount of those visits. */
  readonly mean: Float64Array;
}

/**
 * The Gamma-Gamma model (Fader & Hardie 2013, note 025): amounts vary around a customer's own mean with shape p, the means
 * with q and gamma, whatever the rate of visits. Where that does not hold, the plain mean.
 */
export type SpendModel =
  | {
      readonly kind: 'gammaGamma';
      readonly p: number;
      readonly q: number;
      readonly gamma: number;
      readonly logLikelihood: number;
      readonly customers: number;
      /** Between visits and mean amount, over the customers. */
      readonly correlation: number;
    }
  | {
      readonly kind: 'mean';
      /** Too few customers; spend goes with the rate; amounts hardly differ or have no finite mean. */
      readonly why: 'few' | 'dependent' | 'degenerate';
      /** Mean of the customers' means, 0 without any. */
      readonly mean: number;
      readonly customers: number;
      readonly correlation: number;
    };

const fewCustomers = 30;
const dependentFrom = 0.3;
/** Amounts this regular are a price list: the reference saw p = 146 on a vending machine. */
const pricesFrom = 100;

/** The Gamma-Gamma model of the shop when its conditions hold, else its plain mean. */
export function spendModelOf(spending: Spending): SpendModel {
  const { count, mean } = spending;
  const overall = count === 0 ? 0 : mean.reduce((sum, m) => sum + m, 0) / count;
  const correlation = correlationOf(spending);
  const plain = { kind: 'mean', mean: overall, customers: count, correlation } as const;
  if (count < fewCustomers) return { ...plain, why: 'few' };
  if (Math.abs(correlation) >= dependentFrom) return { ...plain, why: 'dependent' };
  const { theta, value } = fitSpend(spending, overall);
  const [p = 0, q = 0, gamma = 0] = theta.map(Math.exp);
  if (p >= pricesFrom || q <= 1) return { ...plain, why: 'degenerate' };
  return { kind: 'gammaGamma', p, q, gamma, logLikelihood: value, customers: count, correlation };
}

/** Expected amount of a visit of somebody with `x` repeat visits of `mean` on average (0 and 0: nothing known). */
export function expectedSpend(model: SpendModel, x: number, mean: number): number {
  if (model.kind === 'mean') return x > 0 ? mean : model.mean;
  const { p, q, gamma } = model;
  return (p * gamma + p * x * mean) / (p * x + q - 1);
}

function fitSpend(spending: Spending, overall: number): Maximum {
  const objective = spendLikelihood(spending);
  return [
    [1, 3],
    [6, 4],
    [20, 10],
    [2, 1.5],
  ]
    .map(([p = 1, q = 3]) => maximize(objective, Float64Array.of(p, q, (overall * (q - 1)) / p).map(Math.log)))
    .reduce((a, b) => (b.value > a.value ? b : a));
}

/** The log-likelihood as a function of ln (p, q, gamma). */
export function spendLikelihood({ count, x, mean }: Spending): Objective {
  return {
    size: 3,
    evaluate(theta, gradient, information) {
      const [p = 0, q = 0, gamma = 0] = theta.map(Math.exp);
      const lnGammaQ = lnGamma(q);
      const psiQ = digamma(q);
      const d = new Float64Array(3);
      let value = 0;
      gradient.fill(0);
      information?.fill(0);
      for (let i = 0; i < count; i++) {
        const n = x[i] as number;
        const m = mean[i] as number;
        const shape = p * n;
        const lnSum = Math.log(gamma + n * m);
        const psi = digamma(shape + q);
        const lnTotal = Math.log(n * m);
        value +=
          lnGamma(shape + q) -
          lnGamma(shape) -
          lnGammaQ +
          q * (theta[2] as number) +
          shape * lnTotal -
          Math.log(m) -
          (shape + q) * lnSum;
        d[0] = shape * (psi - digamma(shape) + lnTotal - lnSum);
        d[1] = q * (psi - psiQ + (theta[2] as number) - lnSum);
        d[2] = q - ((shape + q) * gamma) / (gamma + n * m);
        for (let j = 0; j < 3; j++) gradient[j] = (gradient[j] as number) + (d[j] as number);
        if (information) addOuter(information, 1, d);
      }
      return value;
    },
  };
}

/** Pearson's; 0 when one of both does not vary. */
function correlationOf({ count, x, mean }: Spending): number {
  let sx = 0;
  let sm = 0;
  for (let i = 0; i < count; i++) {
    sx += x[i] as number;
    sm += mean[i] as number;
  }
  let xx = 0;
  let mm = 0;
  let xm = 0;
  for (let i = 0; i < count; i++) {
    const dx = (x[i] as number) - sx / count;
    const dm = (mean[i] as number) - sm / count;
    xx += dx * dx;
    mm += dm * dm;
    xm += dx * dm;
  }
  return xx > 0 && mm > 0 ? xm / Math.sqrt(xx * mm) : 0;
}
