import type { Band } from '../../../preload/contract/risk.ts';
import { type Rhythm, rhythmsOf } from '../rhythm.ts';
import { at, cutAt, placeOf, type VisitDays } from '../visitDays.ts';
import { shopCalendar } from './closures.ts';
import { type Fit, fitNbd, fitRegularity, type Population, populationOf, sampleOf } from './fit.ts';
import { daysPerWeek, historiesOf } from './histories.ts';
import { bandOf, blended, type Stage, stageOf } from './judge.ts';
import type { NbdParams } from './nbd.ts';
import { forecastNbd } from './nbdForecast.ts';
import type { RegularityParams } from './regularity.ts';
import { forecastRegularity } from './regularityForecast.ts';
import { compress, type Rows, rowsOf } from './rows.ts';

export interface RiskOptions {
  /** "Today", as a day number: later visits are ignored. */
  readonly asOf: number;
  /** H, the weeks ahead; 4 unless the owner chose otherwise. */
  readonly weeks?: number;
  /** Count every calendar day as time, also those on which the shop was closed. */
  readonly ignoreClosures?: boolean;
  /** Day numbers the owner marked closed. */
  readonly closedDays?: Iterable<number>;
  /** The fits of an earlier call for this shop: where the search begins. */
  readonly warmStart?: RiskFits | undefined;
  /** The fits of an earlier call with the same visits, day and closures: no search at all, for other weeks. */
  readonly fitted?: RiskFits | undefined;
  /** Both models are fitted on so many customers at most, a fixed sample; on everybody when not said. Everybody is judged by it either way. */
  readonly mostInFit?: number | undefined;
  readonly onProgress?: (done: number, total: number) => void;
  /** Called every few milliseconds; may throw to give up. */
  readonly checkCancelled?: () => void;
}

export interface RiskFits {
  readonly mbg: Fit<NbdParams>;
  readonly regularity: Fit<RegularityParams>;
}

/** One customer, judged by the models. `usualGapDays` is in calendar days, `usualVisits` counts open days. */
export interface RiskRow extends Rhythm {
  /** The blended risk: probability of no visit in the next `weeks`. */
  readonly pNoVisit: number;
  /** MBG-HK's probability of still being a customer. */
  readonly pAlive: number;
  /** MBG/NBD's expected visits in the next `weeks`. */
  readonly expectedVisits: number;
  /** S: the share of this person's own breaks that last as long as the present one. */
  readonly unusual: number;
  /** Usual visits times risk: what the list is ordered by. */
  readonly visitsAtStake: number;
}

export interface RiskModel {
  readonly asOf: number;
  readonly weeks: number;
  /** How far to trust all of this; bands are by days since and usual gap while it is 0. */
  readonly stage: Stage;
  readonly ledgerDays: number;
  /** Customers with a second visit day. */
  readonly cameBack: number;
  /** Days taken out of everybody's time. */
  readonly closedDays: number;
  /** Sum of P(alive). */
  readonly expectedActive: number;
  /** Null when nobody ever came, like `population`. */
  readonly fits: RiskFits | null;
  /** Everybody's history, in the order of `keys`. */
  readonly population: Population | null;
  readonly keys: Int32Array;
  /** Everybody with a visit by `asOf`, most visits at stake first. */
  readonly rows: readonly RiskRow[];
}

const steps = 100;
const stepsBeforeFit = 10;
const stepsBeforeForecast = 80;
/** About how many likelihoods both fits take together. */
const usualEvaluations = 180;

/** The at-risk figures of every customer (RETENTION.md sections 0, 2 and 5). Pure: the same visits give the same figures. */
export function riskModel(visits: VisitDays, options: RiskOptions): RiskModel {
  const { asOf, weeks = 4, onProgress, checkCancelled } = options;
  const known = cutAt(visits, asOf);
  const calendar = shopCalendar(known, asOf, options);
  const none = { asOf, weeks, stage: 0, ledgerDays: 0, cameBack: 0, closedDays: 0, expectedActive: 0 } as const;
  if (!calendar) return { ...none, fits: null, population: null, keys: known.keys, rows: [] };
  const population = populationOf(historiesOf(known, calendar));
  checkCancelled?.();
  const rhythms = rhythmsOf(known, { asOf, weeks });
  checkCancelled?.();
  onProgress?.(stepsBeforeFit, steps);
  const fits = options.fitted ?? fitBoth(population, options);
  onProgress?.(stepsBeforeForecast, steps);
  const figures = forecast(population, fits, weeks, checkCancelled);
  const { histories, pooledRate } = population;
  const { repeats, recency } = histories;
  const ledgerDays = asOf - calendar.first + 1;
  let cameBack = 0;
  let withRhythm = 0;
  let expectedActive = 0;
  for (let c = 0; c < histories.customers; c++) {
    if (at(repeats, c) > 0) cameBack++;
    if (at(repeats, c) > 1) withRhythm++;
    expectedActive += figures.alive[c] as number;
  }
  const stage = stageOf({ ledgerDays, cameBack, withRhythm });
  const stake = new Float64Array(rhythms.length);
  const lastDays = new Int32Array(rhythms.length);
  const byKey = rhythms.map((rhythm, c): RiskRow => {
    const pNoVisit = figures.noVisit[c] as number;
    const pAlive = figures.alive[c] as number;
    const unusual = figures.unusual[c] as number;
    // H (x + 1) / (t_x + g0): the person's own rate with one gap of the shop's mixed in.
    const usualVisits = (weeks * daysPerWeek * (at(repeats, c) + 1)) / (at(recency, c) + daysPerWeek / pooledRate);
    const band: Band = rhythm.band === 'new' || stage === 0 ? rhythm.band : bandOf(unusual, pAlive);
    stake[c] = usualVisits * pNoVisit;
    lastDays[c] = rhythm.lastDay;
    const { key, visits, firstDay, lastDay, daysSince, usualGapDays } = rhythm;
    return {
      key,
      visits,
      firstDay,
      lastDay,
      daysSince,
      usualGapDays,
      band,
      usualVisits,
      pNoVisit,
      pAlive,
      expectedVisits: figures.visits[c] as number,
      unusual,
      visitsAtStake: stake[c] as number,
    };
  });
  checkCancelled?.();
  // Numbers are sorted, then the rows laid in their order: comparing fields of a hundred thousand objects is dearer.
  const order = new Int32Array(byKey.length).map((_, c) => c);
  order.sort((a, b) => (stake[b] as number) - (stake[a] as number) || at(lastDays, a) - at(lastDays, b) || a - b);
  const rows = Array.from(order, (c) => byKey[c] as RiskRow);
  onProgress?.(steps, steps);
  return {
    asOf,
    weeks,
    stage,
    ledgerDays,
    cameBack,
    closedDays: calendar.closed,
    expectedActive,
    fits,
    population,
    keys: known.keys,
    rows,
  };
}

/**
 * The risk that each of these customers had on the evening of their last visit: "91 % then, 27 % now" is one minus the two.
 * For the rows that are shown; in the order of `keys`. Throws RangeError for a key that the model does not know.
 */
export function risksAfterLastVisit({ population, fits, weeks, keys }: RiskModel, wanted: readonly number[]): number[] {
  if (!population || !fits || wanted.length === 0) return [];
  const { repeats, recency, lnGaps } = population.histories;
  const rows = rowsOf(
    wanted.map((key) => {
      const c = placeOf(keys, key);
      const days = at(recency, c) / daysPerWeek;
      return { x: at(repeats, c), recency: days, age: days, lnGaps: lnGaps[c] as number };
    }),
  );
  const { noVisit } = forecastRows(rows, fits, weeks);
  return [...noVisit];
}

/** Both fits, MBG-HK the longer part by far. */
function fitBoth(population: Population, options: RiskOptions): RiskFits {
  const { warmStart, mostInFit, onProgress, checkCancelled } = options;
  let evaluations = 0;
  const beforeEvaluation = () => {
    checkCancelled?.();
    const share = Math.min(1, evaluations++ / usualEvaluations);
    if (evaluations % 10 === 0)
      onProgress?.(stepsBeforeFit + Math.round(share * (stepsBeforeForecast - stepsBeforeFit)), steps);
  };
  const fitted = mostInFit === undefined ? population : sampleOf(population, mostInFit);
  return {
    mbg: fitNbd('mbg', fitted, { method: 'map', warmStart: warmStart?.mbg.params, beforeEvaluation }),
    regularity: fitRegularity(fitted, {
      method: 'map',
      warmStart: warmStart?.regularity.params,
      beforeEvaluation,
    }),
  };
}

interface Figures {
  readonly noVisit: Float64Array;
  readonly alive: Float64Array;
  readonly unusual: Float64Array;
  readonly visits: Float64Array;
}

/** The figures of every customer of the population. */
function forecast({ histories, order }: Population, fits: RiskFits, weeks: number, pause?: () => void): Figures {
  const { rows, rowOf } = compress(histories, 'gaps', order);
  const ofRows = forecastRows(rows, fits, weeks, pause);
  const ofCustomers = (column: Float64Array): Float64Array => {
    const spread = new Float64Array(order.length);
    for (let i = 0; i < order.length; i++) spread[at(order, i)] = column[at(rowOf, i)] as number;
    return spread;
  };
  return {
    noVisit: ofCustomers(ofRows.noVisit),
    alive: ofCustomers(ofRows.alive),
    unusual: ofCustomers(ofRows.unusual),
    visits: ofCustomers(ofRows.visits),
  };
}

/** The blend and what stands beside it, by row. */
function forecastRows(rows: Rows, { mbg, regularity }: RiskFits, weeks: number, pause?: () => void): Figures {
  const ofMbg = forecastNbd('mbg', mbg.params, rows, weeks);
  const { noVisit, alive, unusual } = forecastRegularity(regularity.params, rows, weeks, pause);
  return {
    noVisit: noVisit.map((p, i) => blended(p, ofMbg.noVisit[i] as number)),
    alive,
    unusual,
    visits: ofMbg.visits,
  };
}
