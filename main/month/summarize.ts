import type { MonthSummary } from '../../preload/contract/month.ts';
import type { JobContext } from '../background/jobs.ts';
import { dayNumber, formatDay, monthNumber, monthOf } from '../retention/days.ts';
import { monthlyFigures } from '../retention/months.ts';
import { firstDayOf } from '../retention/visitDays.ts';
import { defaultWindow } from '../retention/window.ts';

export interface SummarizeParams {
  /** YYYY-MM. Months after that of `asOf` are left out. */
  readonly from: string;
  readonly to: string;
  readonly asOf: string;
  /** The owner's activity window, or null to take it from the data. */
  readonly windowDays: number | null;
}

/** The months of a range as RETENTION.md section 7 defines them, always computed from the ledger. */
export function summarizeMonths(context: JobContext, { from, to, asOf, windowDays }: SummarizeParams): MonthSummary {
  const visits = context.visitDays(asOf);
  context.checkCancelled();
  const today = dayNumber(asOf);
  const window = windowDays ?? defaultWindow(visits, today);
  const last = Math.min(monthNumber(to), monthOf(today));
  const first = monthNumber(from);
  const firstDay = firstDayOf(visits);
  return {
    asOf,
    windowDays: window,
    windowFixed: windowDays !== null,
    months: first > last ? [] : monthlyFigures(visits, { from: first, to: last, windowDays: window, asOf: today }),
    firstDay: firstDay === null ? null : formatDay(firstDay),
  };
}
