import type { Insights } from '../../preload/contract/insights.ts';
import type { CohortGrid } from '../../preload/contract/month.ts';
import type { JobContext } from '../background/jobs.ts';
import { capturedOf } from '../month/captured.ts';
import { cohortGrid } from '../retention/cohorts.ts';
import { dayNumber, formatDay, monthNumber, monthOf, monthStart } from '../retention/days.ts';
import { monthlyFigures } from '../retention/months.ts';
import { firstDayOf } from '../retention/visitDays.ts';
import { defaultWindow } from '../retention/window.ts';
import { weekPattern } from './week.ts';

export interface OverviewParams {
  /** YYYY-MM; what lies before the ledger or after `asOf` is left out. */
  readonly from: string;
  readonly to: string;
  readonly asOf: string;
  readonly windowDays: number | null;
  readonly timeZone: string;
}

/** Most months one look may span. */
export const mostMonths = 60;

/** Retention over time, cohorts and the week, over the same months. */
export function overview(context: JobContext, { from, to, asOf, windowDays, timeZone }: OverviewParams): Insights {
  const visits = context.visitDays(asOf);
  context.checkCancelled();
  const today = dayNumber(asOf);
  const window = windowDays ?? defaultWindow(visits, today);
  const firstDay = firstDayOf(visits);
  const last = Math.min(monthNumber(to), monthOf(today));
  const first = Math.max(monthNumber(from), last - mostMonths + 1, firstDay === null ? last : monthOf(firstDay));
  const empty = firstDay === null || first > last;
  const nothing: CohortGrid = { running: null, cohorts: [] };
  const start = monthStart(empty ? last : first);
  const end = Math.min(monthStart(last + 1), today + 1) - 1;
  // A weekday of a day before the ledger began says nothing about the week.
  const begun = Math.max(start, Math.min(firstDay ?? start, end));
  return {
    asOf,
    windowDays: window,
    windowFixed: windowDays !== null,
    firstDay: firstDay === null ? null : formatDay(firstDay),
    months: empty ? [] : monthlyFigures(visits, { from: first, to: last, windowDays: window, asOf: today }),
    cohorts: empty ? nothing : cohortGrid(visits, { from: first, to: last, asOf: today }),
    week: weekPattern(context.read, begun, end, timeZone),
    captured: capturedOf(context.read, formatDay(begun), formatDay(end)),
  };
}
