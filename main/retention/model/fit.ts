import { type Histories, pooledRate } from './histories.ts';
import { type Maximum, maximize, type Objective } from './maximize.ts';
import { type NbdModel, type NbdParams, nbdLikelihood, nbdParams, nbdTheta } from './nbd.ts';
import { addPrior, priorCentre } from './prior.ts';
import { type RegularityParams, regularityLikelihood, regularityParams, regularityTheta } from './regularity.ts';
import { type Alike, compress, type Rows, sortedCustomers } from './rows.ts';
import { stratifiedSample } from './sample.ts';

/** A fitted model. The log-likelihood is that of the customers it was fitted on. */
export interface Fit<P> {
  readonly params: P;
  readonly logLikelihood: number;
  /** With the log prior, unnormalised; null for a maximum of the likelihood alone. */
  readonly logPosterior: number | null;
  /** Customers and different histories in the fit; fewer than the shop has when a sample was drawn. */
  readonly customers: number;
  readonly rows: number;
  /** Of the likelihood with its gradient, over all starts, those on the scouts' sample included. */
  readonly evaluations: number;
  readonly converged: boolean;
}

/** Everybody of a shop, sorted once for all fits. */
export interface Population {
  readonly histories: Histories;
  readonly order: Int32Array;
  readonly pooledRate: number;
}

export function populationOf(histories: Histories): Population {
  return { histories, order: sortedCustomers(histories), pooledRate: pooledRate(histories) };
}

/** A part of a population, every kind of history in its own share; the population itself when it is not larger. The same every time. */
export function sampleOf(population: Population, most: number): Population {
  return { ...population, order: stratifiedSample(population.order, most, seed) };
}

export interface FitOptions<P> {
  /** 'map' with the prior of RETENTION.md section 5, 'mle' without. */
  readonly method: 'map' | 'mle';
  /** Parameters of an earlier fit of this shop: tried beside the middle of the prior, instead of the other starts. */
  readonly warmStart?: P | undefined;
  /** Called before every evaluation; may throw to give up. */
  readonly beforeEvaluation?: (() => void) | undefined;
}

/** All starts are compared on so many customers, what they lead to is climbed with so many and then so many, at last with everybody. */
const scouts = 400;
const party = 3000;
const crowd = 20_000;
const seed = 1;
/** On the way nobody needs the very top: it is not ours. */
const scoutTolerance = 1e-3;
const campTolerance = 1;
/** What the last step may leave in the log-likelihood; beyond a crowd a twentieth of a standard error. */
const tolerance = 1e-10;
const crowdTolerance = 1e-3;
/** Two ends this close are the same hill; one this far below another is not worth climbing. */
const sameHill = 0.3;
const hopeless = 20;

/** Fit BG/NBD or MBG/NBD to everybody. */
export function fitNbd(model: NbdModel, population: Population, options: FitOptions<NbdParams>): Fit<NbdParams> {
  return climbed(population, options, {
    alike: 'days',
    likelihood: (rows) => nbdLikelihood(model, rows),
    starts: nbdStarts(population.pooledRate),
    theta: nbdTheta,
    params: nbdParams,
  });
}

/** Fit MBG-HK to everybody. */
export function fitRegularity(population: Population, options: FitOptions<RegularityParams>): Fit<RegularityParams> {
  return climbed(population, options, {
    alike: 'gaps',
    likelihood: regularityLikelihood,
    starts: regularityStarts(population.pooledRate),
    theta: regularityTheta,
    params: regularityParams,
  });
}

/** Four corners of what shops are like: the prior's middle, rarer and more alike, hardly anybody lost, very different rates. */
function nbdStarts(rate: number): Float64Array[] {
  const centre = priorCentre(rate);
  return [
    [0, 0, 0, 0],
    [1, 1, -0.7, -0.7],
    [0.3, 0.3, -2, 0.5],
    [-1.2, -1.2, 0.3, 0.9],
  ].map((shift) => centre.map((c, i) => c + (shift[i] as number)));
}

/** The same with regularity from none to much. */
function regularityStarts(rate: number): Float64Array[] {
  const regularity = [
    [1.5, 0.4],
    [1, 0.2],
    [3, 0.8],
    [0.8, 0.6],
  ];
  return nbdStarts(rate).map((start, i) => Float64Array.of(...start, ...(regularity[i] as number[]).map(Math.log)));
}

interface Recipe<P> {
  readonly alike: Alike;
  readonly likelihood: (rows: Rows) => Objective;
  readonly starts: readonly Float64Array[];
  readonly theta: (params: P) => Float64Array;
  readonly params: (theta: Float64Array) => P;
}

/**
 * The maximum with everybody, found in camps: all starts on a few hundred customers, the different hills among them on some
 * thousand, at last with everybody, where a likelihood is dear and the first step already nearly right.
 */
function climbed<P>(
  { histories, order, pooledRate }: Population,
  { method, warmStart, beforeEvaluation }: FitOptions<P>,
  { alike, likelihood, starts, theta, params }: Recipe<P>,
): Fit<P> {
  let evaluations = 0;
  const camp = (size: number): Camp => {
    const customers = stratifiedSample(order, size, seed);
    const { rows } = compress(histories, alike, customers);
    const one = scaled(likelihood(rows), order.length / rows.customers);
    const objective = method === 'map' ? withPrior(one, pooledRate) : one;
    return {
      rows: rows.count,
      whole: customers === order,
      climb(from, more) {
        const found = maximize(objective, from, { ...more, ...(beforeEvaluation ? { beforeEvaluation } : {}) });
        evaluations += found.evaluations;
        return found;
      },
    };
  };
  const last = warmStart && theta(warmStart);
  let here = camp(scouts);
  let hills = hillsOf(
    (last ? [last, starts[0] as Float64Array] : starts).map((start) =>
      here.climb(start, { tolerance: scoutTolerance, maxEvaluations: 100 }),
    ),
  );
  if (here.whole) hills = hills.map(({ theta: from, metric }) => here.climb(from, { metric, tolerance }));
  for (const size of last ? [party, order.length] : [party, crowd, order.length]) {
    if (here.whole) break;
    here = camp(size);
    hills = hills.map(({ theta: from, metric }) => {
      if (!here.whole) return here.climb(from, { metric, tolerance: campTolerance });
      // The maximum of some of today's customers is further off than that of yesterday's whole shop.
      const near = last && isSameHill(last, from) ? last : from;
      return here.climb(near, { metric, tolerance: order.length >= crowd ? crowdTolerance : tolerance });
    });
  }
  const best = hills.reduce((a, b) => (b.value > a.value ? b : a));
  const prior = method === 'map' ? addPrior(best.theta, pooledRate, new Float64Array(best.theta.length)) : 0;
  return {
    params: params(best.theta),
    logLikelihood: best.value - prior,
    logPosterior: method === 'map' ? best.value : null,
    customers: order.length,
    rows: here.rows,
    evaluations,
    converged: best.converged,
  };
}

/** Some of the customers, or all. */
interface Camp {
  /** Different histories among them. */
  readonly rows: number;
  readonly whole: boolean;
  climb(from: Float64Array, more: Parameters<typeof maximize>[2]): Maximum;
}

/** The different maxima worth climbing to the end, best first; two at most. */
function hillsOf(found: readonly Maximum[]): Maximum[] {
  const hills: Maximum[] = [];
  for (const one of [...found].sort((a, b) => b.value - a.value)) {
    const best = hills[0] ?? one;
    const known = hills.some((hill) => isSameHill(hill.theta, one.theta));
    if (!known && hills.length < 2 && best.value - one.value < hopeless) hills.push(one);
  }
  return hills;
}

function isSameHill(a: Float64Array, b: Float64Array): boolean {
  return a.every((t, i) => Math.abs(t - (b[i] as number)) < sameHill);
}

function scaled(objective: Objective, factor: number): Objective {
  if (factor === 1) return objective;
  return {
    size: objective.size,
    evaluate(theta, gradient, information) {
      const value = objective.evaluate(theta, gradient, information) * factor;
      multiply(gradient, factor);
      if (information) multiply(information, factor);
      return value;
    },
  };
}

function multiply(array: Float64Array, factor: number): void {
  for (let i = 0; i < array.length; i++) array[i] = (array[i] as number) * factor;
}

function withPrior(objective: Objective, pooledRate: number): Objective {
  return {
    size: objective.size,
    evaluate(theta, gradient, information) {
      const value = objective.evaluate(theta, gradient, information);
      return value + addPrior(theta, pooledRate, gradient, information);
    },
  };
}
