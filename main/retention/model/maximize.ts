/**
 * BFGS on a smooth function of a few unknowns (here: log-parameters), uphill. Ours because it starts from the objective's own
 * information matrix, which the npm libraries have no place for: they need several times as many likelihoods (README.md).
 */

export interface Objective {
  readonly size: number;
  /**
   * The value at `theta`; its gradient is written into `gradient`. With `information`, a size × size matrix by rows, the
   * sum of the outer products of the rows' own gradients is written there: near the maximum it is close to minus
   * the matrix of second derivatives, which makes the first step as good as a later one.
   */
  evaluate(theta: Float64Array, gradient: Float64Array, information?: Float64Array): number;
}

/** Adds w d dᵀ to a matrix by rows. */
export function addOuter(matrix: Float64Array, w: number, d: readonly number[] | Float64Array): void {
  const n = d.length;
  for (let i = 0; i < n; i++) {
    const wi = w * (d[i] as number);
    for (let j = 0; j < n; j++) matrix[i * n + j] = (matrix[i * n + j] as number) + wi * (d[j] as number);
  }
}

export interface Maximum {
  readonly theta: Float64Array;
  readonly value: number;
  readonly evaluations: number;
  /** Whether the next step promised less than `tolerance`. */
  readonly converged: boolean;
  /** The last estimate of the inverse of minus the second derivatives: a start for a similar objective. */
  readonly metric: Float64Array;
}

export interface MaximizeOptions {
  /** Stop when the next step promises less than this in the objective. */
  readonly tolerance?: number;
  readonly maxEvaluations?: number;
  /** Where to start the metric; else from the objective's information. */
  readonly metric?: Float64Array;
  /** Called before every evaluation; may throw. */
  readonly beforeEvaluation?: () => void;
}

/** Log-parameters further out than this are zero or infinity; nothing is to be learnt there. */
const farthest = 30;
/** No step changes a log-parameter by more. */
const longestStep = 2;
/** A step must bring this share of what the slope promised … */
const enoughRise = 1e-4;
/** … and leave at most this share of the slope. */
const slopeLeft = 0.9;
const mostHalvings = 40;

/** Climb from `start` to a maximum of the objective. */
export function maximize(objective: Objective, start: Float64Array, options: MaximizeOptions = {}): Maximum {
  const { tolerance = 1e-10, maxEvaluations = 500, beforeEvaluation } = options;
  const n = objective.size;
  let evaluations = 0;
  const evaluate = (theta: Float64Array, gradient: Float64Array, information?: Float64Array): number => {
    beforeEvaluation?.();
    evaluations++;
    return objective.evaluate(theta, gradient, information);
  };
  let theta: Float64Array = Float64Array.from(start);
  let gradient: Float64Array = new Float64Array(n);
  const information = new Float64Array(n * n);
  let value = evaluate(theta, gradient, options.metric ? undefined : information);
  let metric = options.metric ? Float64Array.from(options.metric) : invertedPositive(information, n);
  let fresh = true;
  let converged = false;
  while (evaluations < maxEvaluations) {
    let step = times(metric, gradient);
    let promised = dot(step, gradient);
    if (!(promised >= 0)) {
      // Rounding broke the metric: along the gradient, then.
      metric = identity(n);
      step = Float64Array.from(gradient);
      promised = dot(step, gradient);
      fresh = true;
    }
    if (promised < tolerance) {
      converged = true;
      break;
    }
    const longest = step.reduce((most, s) => Math.max(most, Math.abs(s)), 0);
    if (longest > longestStep) {
      for (let i = 0; i < n; i++) step[i] = ((step[i] as number) * longestStep) / longest;
      promised *= longestStep / longest;
    }
    const next = search(evaluate, theta, value, step, promised);
    if (!next) {
      if (fresh) break;
      metric = identity(n);
      fresh = true;
      continue;
    }
    learn(metric, difference(next.theta, theta), difference(gradient, next.gradient));
    ({ theta, value, gradient } = next);
    fresh = false;
  }
  return { theta, value, evaluations, converged, metric };
}

interface Point {
  theta: Float64Array;
  value: number;
  gradient: Float64Array;
}

/** A point along `step` that rises enough and flattens enough, by doubling and halving (weak Wolfe); null if none is found. */
function search(
  evaluate: (theta: Float64Array, gradient: Float64Array) => number,
  from: Float64Array,
  value: number,
  step: Float64Array,
  slope: number,
): Point | null {
  // What rounding in a sum of thousands of logarithms may take away.
  const noise = 1e-14 * Math.abs(value);
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  let length = 1;
  let best: Point | null = null;
  for (let tries = 0; tries < mostHalvings; tries++) {
    const theta = from.map((t, i) => Math.max(-farthest, Math.min(farthest, t + length * (step[i] as number))));
    const gradient = new Float64Array(from.length);
    const found = evaluate(theta, gradient);
    if (!(found >= value + enoughRise * length * slope - noise)) high = length;
    else {
      best = { theta, value: found, gradient };
      if (dot(gradient, step) <= slopeLeft * slope || length >= 8) return best;
      low = length;
    }
    length = high === Number.POSITIVE_INFINITY ? length * 2 : (low + high) / 2;
    if (best && high - low < 1e-3 * high) return best;
  }
  return best;
}

/** The BFGS update of the inverse, unless the curvature along the step has the wrong sign. */
function learn(metric: Float64Array, step: Float64Array, drop: Float64Array): void {
  const n = step.length;
  const curvature = dot(step, drop);
  if (!(curvature > 1e-12 * Math.sqrt(dot(step, step) * dot(drop, drop)))) return;
  const scaled = times(metric, drop);
  const factor = (1 + dot(drop, scaled) / curvature) / curvature;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const si = step[i] as number;
      const sj = step[j] as number;
      const k = i * n + j;
      metric[k] =
        (metric[k] as number) +
        factor * si * sj -
        ((scaled[i] as number) * sj + si * (scaled[j] as number)) / curvature;
    }
  }
}

/**
 * The inverse of a symmetric matrix that should be positive definite, by Gauss and Jordan; a share of the diagonal
 * is added until every pivot is positive, so that a direction without information gets a long but finite step.
 */
export function invertedPositive(matrix: Float64Array, n: number): Float64Array {
  let largest = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, matrix[i * n + i] as number);
  if (!(largest > 0 && Number.isFinite(largest))) return identity(n);
  for (let ridge = 1e-9; ; ridge *= 100) {
    const inverse = inverted(matrix, n, ridge * largest);
    if (inverse) return inverse;
    if (ridge > 1) return identity(n);
  }
}

function inverted(matrix: Float64Array, n: number, ridge: number): Float64Array | null {
  const left = Float64Array.from(matrix);
  const right = identity(n);
  for (let i = 0; i < n; i++) left[i * n + i] = (left[i * n + i] as number) + ridge;
  for (let p = 0; p < n; p++) {
    const pivot = left[p * n + p] as number;
    if (!(pivot > ridge / 2)) return null;
    for (let j = 0; j < n; j++) {
      left[p * n + j] = (left[p * n + j] as number) / pivot;
      right[p * n + j] = (right[p * n + j] as number) / pivot;
    }
    for (let i = 0; i < n; i++) {
      const factor = left[i * n + p] as number;
      if (i === p || factor === 0) continue;
      for (let j = 0; j < n; j++) {
        left[i * n + j] = (left[i * n + j] as number) - factor * (left[p * n + j] as number);
        right[i * n + j] = (right[i * n + j] as number) - factor * (right[p * n + j] as number);
      }
    }
  }
  return right;
}

function identity(n: number): Float64Array {
  return new Float64Array(n * n).map((_, k) => (k % (n + 1) === 0 ? 1 : 0));
}

function times(matrix: Float64Array, vector: Float64Array): Float64Array {
  const n = vector.length;
  return vector.map((_, i) => dot(matrix.subarray(i * n, (i + 1) * n), vector));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((v, i) => v - (b[i] as number));
}
