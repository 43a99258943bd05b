import type { Frequency } from '../../preload/contract/month.ts';
import { formatMonth, monthStart } from './days.ts';
import { at, cutAt, type VisitDays } from './visitDays.ts';

/**
 * How often people came in a month (F-53): visit days of each visitor, and the days since their visit before. A gap belongs to the
 * month in which it ended. `month` is a month number (days.ts), `asOf` "today" as a day number. Throws RangeError for a month after it.
 */
export function frequencyOf(visits: VisitDays, month: number, asOf: number): Frequency {
  const start = monthStart(month);
  const end = Math.min(monthStart(month + 1), asOf + 1);
  if (start > asOf) throw new RangeError('the month begins after today');
  const { customers, offsets, days } = cutAt(visits, asOf);
  const gaps: number[] = [];
  let count = 0;
  let visitors = 0;
  let sum = 0;
  for (let c = 0; c < customers; c++) {
    const first = at(offsets, c);
    let came = 0;
    // From the latest day back: most customers of a long ledger are left after one look.
    for (let i = at(offsets, c + 1) - 1; i >= first && at(days, i) >= start; i--) {
      if (at(days, i) >= end) continue;
      came++;
      if (i === first) continue;
      const gap = at(days, i) - at(days, i - 1);
      gaps.push(gap);
      sum += gap;
    }
    if (came > 0) visitors++;
    count += came;
  }
  return {
    month: formatMonth(month),
    visits: count,
    visitors,
    visits_per_visitor: visitors === 0 ? null : count / visitors,
    gaps: gaps.length,
    median_days_between: medianOf(gaps),
    mean_days_between: gaps.length === 0 ? null : sum / gaps.length,
  };
}

/** The middle of the numbers, or the mean of the two in the middle; null of none. */
function medianOf(numbers: readonly number[]): number | null {
  const sorted = Float64Array.from(numbers).sort();
  const upper = sorted[sorted.length >> 1];
  const lower = sorted[(sorted.length - 1) >> 1];
  return upper === undefined || lower === undefined ? null : (upper + lower) / 2;
}
