import { dayNumber } from '../../../main/retention/days.ts';
import type { NbdParams } from '../../../main/retention/model/nbd.ts';
import type { RegularityParams } from '../../../main/retention/model/regularity.ts';
import { type VisitDays, VisitDaysBuilder } from '../../../main/retention/visitDays.ts';
// Imported, not read: the benchmarks are bundled and run from elsewhere.
import apparelExpected from '../fixtures/model/apparel_sim_expected.csv?raw';
import apparelVisits from '../fixtures/model/apparel_sim_visits.csv?raw';
import cdnowExpected from '../fixtures/model/cdnow_sample_expected.csv?raw';
import cdnowVisits from '../fixtures/model/cdnow_sample_visits.csv?raw';
import gradientsJson from '../fixtures/model/gradients.json';
import parametersJson from '../fixtures/model/parameters.json';
import vectorsJson from '../fixtures/model/unit_vectors.json';

/** Arguments as numbers, then the value as text of 17 digits. */
type Vector = (number | string)[];

export interface Point {
  readonly model: 'bg' | 'mbg' | 'mbgkm';
  readonly theta: number[];
  readonly x: number;
  readonly t_x: number;
  readonly T: number;
  readonly litt: number;
  readonly loglik: string;
  readonly p_alive: string;
  readonly p_no_visit: Record<string, string>;
  readonly expected_visits?: Record<string, string>;
}

export const vectors = vectorsJson as unknown as {
  special: Record<'lgamma' | 'digamma' | 'lbeta' | 'log_reg_inc_beta', Vector[]>;
  models: Point[];
  gauss_hermite_7: { nodes: string[]; weights: string[] };
};

export const gradients = gradientsJson as {
  model: 'bg' | 'mbg';
  theta: number[];
  loglik: number;
  grad_logparams: number[];
}[];

export type NbdName = 'bg_mle' | 'mbg_mle' | 'mbg_map';
export type RegularityName = 'mbgkm_mle' | 'mbgkm_map';
interface ReferenceFit {
  readonly params: Record<string, number>;
  readonly loglik: number;
  readonly log_posterior_unnormalised?: number;
  readonly pooled_rate?: number;
}
interface Parameters {
  readonly calibrationEnd: string;
  readonly customers: number;
  readonly repeatVisits: number;
  readonly models: Record<NbdName | RegularityName | 'gamma_gamma_mle', ReferenceFit>;
}

/** A log with what the reference made of it. Customers have the keys 1, 2, … in the order of their ids. */
export interface Dataset extends Parameters {
  /** To the end of the log, past the calibration end. */
  readonly visits: VisitDays;
  readonly asOf: number;
  readonly meanSpend: readonly number[];
  /** Some customers' expected figures by column name, and their key. */
  readonly expected: readonly { readonly key: number; readonly figures: Readonly<Record<string, number>> }[];
}

const files = {
  cdnow_sample: { visits: cdnowVisits, expected: cdnowExpected },
  apparel_sim: { visits: apparelVisits, expected: apparelExpected },
};

export const datasets = ['cdnow_sample', 'apparel_sim'] as const;

export function dataset(name: (typeof datasets)[number]): Dataset {
  const builder = new VisitDaysBuilder();
  const keys = new Map<string, number>();
  const meanSpend: number[] = [];
  for (const [id = '', first = '', gaps = '', spend = ''] of rows(files[name].visits).slice(1)) {
    const key = keys.size + 1;
    keys.set(id, key);
    meanSpend.push(Number(spend));
    let day = dayNumber(first);
    builder.add(key, day);
    for (const gap of gaps.split(' ').filter(Boolean)) {
      day += Number(gap);
      builder.add(key, day);
    }
  }
  const [columns = [], ...lines] = rows(files[name].expected);
  const parameters = parametersJson[name] as Parameters;
  return {
    ...parameters,
    visits: builder.build(),
    asOf: dayNumber(parameters.calibrationEnd),
    meanSpend,
    expected: lines.map((line) => ({
      key: keys.get(String(line[0])) as number,
      figures: Object.fromEntries(line.slice(1).map((value, i) => [columns[i + 1], Number(value)])),
    })),
  };
}

const rows = (csv: string): string[][] =>
  csv
    .trim()
    .split('\n')
    .map((line) => line.split(','));

/** The reference's parameters in our names; an order of theta works as well. */
export function nbdOf(params: Record<string, number> | readonly number[]): NbdParams {
  const [r = 0, alpha = 0, a = 0, b = 0] = Object.values(params);
  return { r, alpha, a, b };
}

export function regularityOf(params: Record<string, number> | readonly number[]): RegularityParams {
  const [r = 0, alpha = 0, a = 0, b = 0, kbar = 0, sigma = 0] = Object.values(params);
  return { r, alpha, a, b, kbar, sigma };
}

/** |found − wanted| over |wanted|; the difference itself where zero is wanted. */
export function off(found: number, wanted: number): number {
  return Math.abs(found - wanted) / (wanted === 0 ? 1 : Math.abs(wanted));
}
