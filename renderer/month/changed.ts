import type { Change } from '../../preload/contract/month.ts';
import type { Format } from '../app/format.ts';

/** Figures of a closed month that the page names one by one; the rest is counted. Paths of MonthContent. */
export const named = [
  'figures.start',
  'figures.new',
  'figures.won_back',
  'figures.lost',
  'figures.end',
  'figures.kept',
  'figures.retention_pct',
  'figures.churn_pct',
  'figures.naive_retention_pct',
  'figures.visitors',
  'figures.returning_visitors',
  'frequency.visits',
  'frequency.visits_per_visitor',
  'frequency.median_days_between',
  'rewards.total.issued',
  'rewards.total.redeemed',
  'rewards.total.voided',
  'rewards.total.open_at_end',
  'rewards.total.open_value',
  'money.income',
] as const;
export type NamedFigure = (typeof named)[number];

export interface NamedChange extends Change {
  readonly figure: NamedFigure;
}

const isNamed = (change: Change): change is NamedChange => (named as readonly string[]).includes(change.figure);

/** The changes with a name of their own in the order of the page, and how many others there are. */
export function sortChanges(changes: readonly Change[]): { readonly known: NamedChange[]; readonly others: number } {
  const known = changes.filter(isNamed).sort((a, b) => named.indexOf(a.figure) - named.indexOf(b.figure));
  return { known, others: changes.length - known.length };
}

const moneyFigures: readonly NamedFigure[] = ['rewards.total.open_value', 'money.income'];

export function figureText(figure: NamedFigure, value: number | null, format: Format): string {
  if (value === null) return '—';
  if (figure.endsWith('_pct')) return format.percent(value);
  return moneyFigures.includes(figure) ? format.money(value) : format.number(value);
}
