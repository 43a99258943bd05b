import type { Compared } from '../../preload/contract/month.ts';
import type { Format } from '../app/format.ts';

/** How a figure is written: whole customers, a rate of 0 to 100, or a number with decimals. */
export type Kind = 'count' | 'percent' | 'decimal';

interface Measure {
  readonly key:
    | 'retention'
    | 'churn'
    | 'start'
    | 'end'
    | 'new'
    | 'wonBack'
    | 'lost'
    | 'visitors'
    | 'returning'
    | 'visits'
    | 'perVisitor'
    | 'between';
  readonly kind: Kind;
  of(month: Compared): number | null;
}

/** What the month is compared by, in the order of the table (F-53). */
export const measures: readonly Measure[] = [
  { key: 'retention', kind: 'percent', of: ({ figures }) => figures.retention_pct },
  { key: 'churn', kind: 'percent', of: ({ figures }) => figures.churn_pct },
  { key: 'start', kind: 'count', of: ({ figures }) => figures.start },
  { key: 'new', kind: 'count', of: ({ figures }) => figures.new },
  { key: 'wonBack', kind: 'count', of: ({ figures }) => figures.won_back },
  { key: 'lost', kind: 'count', of: ({ figures }) => figures.lost },
  { key: 'end', kind: 'count', of: ({ figures }) => figures.end },
  { key: 'visitors', kind: 'count', of: ({ figures }) => figures.visitors },
  { key: 'returning', kind: 'percent', of: ({ figures }) => figures.returning_visitor_pct },
  { key: 'visits', kind: 'count', of: ({ frequency }) => frequency.visits },
  { key: 'perVisitor', kind: 'decimal', of: ({ frequency }) => frequency.visits_per_visitor },
  { key: 'between', kind: 'decimal', of: ({ frequency }) => frequency.median_days_between },
];

/** A figure as it stands in a cell; "—" for one that is not defined. */
export function written(value: number | null, kind: Kind, format: Format): string {
  if (value === null) return '—';
  return kind === 'percent' ? format.percent(value) : format.number(value);
}

/** "+4", "−1.5" (percentage points for rates); "=" for no change as far as one can see, null where one side is missing. */
export function difference(now: number | null, then: number | null, kind: Kind, format: Format): string | null {
  if (now === null || then === null) return null;
  const digits = kind === 'count' ? 0 : kind === 'percent' ? 1 : 2;
  const by = Number((now - then).toFixed(digits));
  if (by === 0) return '=';
  return `${by > 0 ? '+' : '−'}${format.number(Math.abs(by))}`;
}
