import { stringify } from 'csv-stringify/sync';
import type { MonthFigures } from '../../preload/contract/month.ts';

/** Columns of the summary, in the order of HEADLESS.md. */
export const monthColumns = [
  'month',
  'complete',
  'start',
  'end',
  'new',
  'won_back',
  'kept',
  'lost',
  'retention_pct',
  'churn_pct',
  'naive_retention_pct',
  'net_growth',
  'visitors',
  'returning_visitors',
  'returning_visitor_pct',
  'month_on_month_return_pct',
  'mature',
] as const satisfies readonly (keyof MonthFigures)[];

/** RFC 4180 with a header row; a rate over zero is an empty cell, flags are true and false, nothing is rounded. */
export function monthsCsv(months: readonly MonthFigures[]): string {
  return stringify([...months], {
    header: true,
    columns: [...monthColumns],
    record_delimiter: '\r\n',
    cast: { boolean: String },
  });
}
