import { readFileSync } from 'node:fs';
import { dayNumber } from '../../../main/retention/days.ts';
import type { NbdParams } from '../../../main/retention/model/nbd.ts';
import type { RegularityParams } from '../../../main/retention/model/regularity.ts';
import { type VisitDays, VisitDaysBuilder } from '../../../main/retention/visitDays.ts';

const folder = new URL('../fixtures/model/', import.meta.url);
const text = (file: string): string => readFileSync(new URL(file, folder), 'utf8');
const json = (file: string): unknown => JSON.parse(text(file));

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

export const vectors = json('unit_vectors.json') as {
  special: Record<'lgamma' | 'digamma' | 'lbeta' | 'log_reg_inc_beta', Vector[]>;
  models: Point[];
  gauss_hermite_7: { nodes: string[]; weights: string[] };
};

export const gradients = json('gradients.json') as {
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

export const datasets = ['cdnow_sample', 'apparel_sim'] as const;

export function dataset(name: (typeof datasets)[number]): Dataset {
  const builder = new VisitDaysBuilder();
  const keys = new Map<string, number>();
  const meanSpend: number[] = [];
  for (const [id = '', first = '', gaps = '', spend = ''] of rows(`${name}_visits.csv`).slice(1)) {
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
  const [columns = [], ...lines] = rows(`${name}_expected.csv`);
  const parameters = (json('parameters.json') as Record<string, Parameters>)[name] as Parameters;
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

const rows = (file: string): string[][] =>
  text(file)
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
