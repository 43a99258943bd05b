import type { MonthFigures } from '../../preload/contract/month.ts';
import { formatMonth, monthStart } from './days.ts';
import { percent } from './percent.ts';
import { at, cutAt, firstDayOf, type VisitDays } from './visitDays.ts';
import { shortestWindow } from './window.ts';

export interface MonthRange {
  /** First and last month, as month numbers (days.ts). */
  readonly from: number;
  readonly to: number;
  /** Activity window W in days, at least 31. */
  readonly windowDays: number;
  /** "Today", as a day number: later visits are ignored. */
  readonly asOf: number;
}

/** What is counted per month; everything else follows from these. */
interface Counts {
  start: number;
  end: number;
  new: number;
  wonBack: number;
  kept: number;
  lost: number;
  visitors: number;
  returning: number;
  previousVisitors: number;
  cameAgain: number;
}

/**
 * Every month of the range, also the empty ones, as RETENTION.md section 7 defines them. With A(t) = customers with a
 * visit day in [t − W, t) and a month [s, e), e at most the day after `asOf`:
 * S = A(s), E = A(e), new = first visit ever in [s, e), won back = came in [s, e), known before s, not in S,
 * kept = S ∩ E, lost = S \ E; so E = kept + new + won back and S = kept + lost.
 * Percentages are unrounded, null over zero. Throws RangeError for W < 31, an empty range, or a month after `asOf`.
 */
export function monthlyFigures(visits: VisitDays, range: MonthRange): MonthFigures[] {
  const { from, to, windowDays: W, asOf } = range;
  if (!(W >= shortestWindow)) throw new RangeError(`the activity window is at least ${shortestWindow} days`);
  if (!(from <= to)) throw new RangeError('the range of months is empty');
  if (monthStart(to) > asOf) throw new RangeError('the range ends after today');

  const known = cutAt(visits, asOf);
  const bounds = boundsOf(from, to, asOf);
  const counts = bounds.slice(2).map(emptyCounts);
  for (let c = 0; c < known.customers; c++) count(known, c, bounds, W, counts);

  const first = firstDayOf(known);
  return counts.map(
    (n, i): MonthFigures => ({
      month: formatMonth(from + i),
      complete: monthStart(from + i + 1) <= asOf + 1,
      start: n.start,
      end: n.end,
      new: n.new,
      won_back: n.wonBack,
      kept: n.kept,
      lost: n.lost,
      retention_pct: percent(n.kept, n.start),
      churn_pct: percent(n.lost, n.start),
      naive_retention_pct: percent(n.end - n.new, n.start),
      net_growth: n.end - n.start,
      visitors: n.visitors,
      returning_visitors: n.returning,
      returning_visitor_pct: percent(n.returning, n.visitors),
      month_on_month_return_pct: percent(n.cameAgain, n.previousVisitors),
      mature: first !== null && monthStart(from + i) >= first + W,
    }),
  );
}

/** First day of the month before the range, of each month of it, and the end of the last: months + 2 numbers. */
function boundsOf(from: number, to: number, asOf: number): number[] {
  const bounds = [];
  for (let m = from - 1; m <= to; m++) bounds.push(monthStart(m));
  bounds.push(Math.min(monthStart(to + 1), asOf + 1));
  return bounds;
}

const emptyCounts = (): Counts => ({
  start: 0,
  end: 0,
  new: 0,
  wonBack: 0,
  kept: 0,
  lost: 0,
  visitors: 0,
  returning: 0,
  previousVisitors: 0,
  cameAgain: 0,
});

/** Add one customer to every month: one walk along their days and the months' bounds together. */
function count(visits: VisitDays, c: number, bounds: readonly number[], W: number, counts: readonly Counts[]): void {
  const { days } = visits;
  const first = at(visits.offsets, c);
  const stop = at(visits.offsets, c + 1);
  let i = advance(days, first, stop, bounds[0] as number);
  let e = bounds[1] as number;
  let next = advance(days, i, stop, e);
  // `i` and `next` are the first visits not before the month's start and end; the visit before each decides who is active.
  let active = next > first && at(days, next - 1) >= e - W;
  for (let m = 0; m < counts.length; m++) {
    const cameBefore = next > i;
    const wasActive = active;
    i = next;
    e = bounds[m + 2] as number;
    next = advance(days, i, stop, e);
    active = next > first && at(days, next - 1) >= e - W;
    const came = next > i;
    if (!came && !wasActive && !cameBefore) {
      // Nothing to count; and once the last visit is behind, nothing will be.
      if (i === stop) return;
      continue;
    }
    const n = counts[m] as Counts;
    if (wasActive) {
      n.start++;
      if (active) n.kept++;
      else n.lost++;
    }
    if (active) n.end++;
    if (came) {
      n.visitors++;
      if (i === first) n.new++;
      else {
        n.returning++;
        if (!wasActive) n.wonBack++;
      }
    }
    if (cameBefore) {
      n.previousVisitors++;
      if (came) n.cameAgain++;
    }
  }
}

/** The first index from `i` on whose day is not before `day`. */
function advance(days: Int32Array, i: number, stop: number, day: number): number {
  let next = i;
  while (next < stop && at(days, next) < day) next++;
  return next;
}
