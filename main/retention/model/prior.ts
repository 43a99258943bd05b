/**
 * The prior that keeps small shops sane (RETENTION.md section 5): normal densities of log-parameters, without their
 * constants and without a Jacobian, as the reference writes its `log_posterior_unnormalised`.
 */

interface Normal {
  readonly mean: number;
  readonly sd: number;
}

const lnR: Normal = { mean: Math.log(0.9), sd: 0.7 };
/** ln(a/b) and ln(a+b): the odds of not coming back after a visit, and how alike customers are in them. */
const lnOdds: Normal = { mean: -1.1, sd: 1.1 };
const lnSize: Normal = { mean: Math.log(1.8), sd: 0.6 };
/** The visit rate, about the pooled one, which counts only those who came back and is therefore too high. */
const rateBelowPooled = 0.7;
const lnRateSd = 1.5;
export const lnRegularity: Normal = { mean: Math.log(1.5), sd: 0.5 };
export const lnSpread: Normal = { mean: Math.log(0.4), sd: 0.5 };

/** ln r, ln alpha, ln a, ln b at the middle of the prior: where a fit without a better idea starts. */
export function priorCentre(pooledRate: number): Float64Array {
  const odds = Math.exp(lnOdds.mean);
  const size = Math.exp(lnSize.mean);
  return Float64Array.of(
    lnR.mean,
    lnR.mean - (Math.log(pooledRate) - rateBelowPooled),
    Math.log((size * odds) / (1 + odds)),
    Math.log(size / (1 + odds)),
  );
}

/**
 * The log prior of theta = ln (r, alpha, a, b) or ln (r, alpha, a, b, kbar, sigma). Adds its gradient to `gradient` and
 * its curvature to `information`.
 */
export function addPrior(
  theta: Float64Array,
  pooledRate: number,
  gradient: Float64Array,
  information?: Float64Array,
): number {
  const [r = 0, alpha = 0, a = 0, b = 0] = theta;
  const shareA = 1 / (1 + Math.exp(b - a));
  const add = ({ mean, sd }: Normal, value: number, direction: readonly [number, number][]): number => {
    const z = (value - mean) / sd;
    for (const [i, di] of direction) {
      gradient[i] = (gradient[i] as number) - (z / sd) * di;
      if (!information) continue;
      for (const [j, dj] of direction) {
        const k = i * theta.length + j;
        information[k] = (information[k] as number) + (di * dj) / (sd * sd);
      }
    }
    return -0.5 * z * z;
  };
  let value = add(lnR, r, [[0, 1]]);
  value += add(lnOdds, a - b, [
    [2, 1],
    [3, -1],
  ]);
  value += add(lnSize, Math.log(Math.exp(a) + Math.exp(b)), [
    [2, shareA],
    [3, 1 - shareA],
  ]);
  value += add({ mean: Math.log(pooledRate) - rateBelowPooled, sd: lnRateSd }, r - alpha, [
    [0, 1],
    [1, -1],
  ]);
  if (theta.length > 4) {
    value += add(lnRegularity, theta[4] as number, [[4, 1]]);
    value += add(lnSpread, theta[5] as number, [[5, 1]]);
  }
  return value;
}
