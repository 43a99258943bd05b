import type { CohortGrid } from '../../preload/contract/month.ts';
import { formatMonth, monthOf, monthStart } from './days.ts';
import { percent } from './percent.ts';
import { at, cutAt, type VisitDays } from './visitDays.ts';

export interface CohortRange {
  /** First and last cohort, as month numbers (days.ts); the grid ends with the last one too. */
  readonly from: number;
  readonly to: number;
  /** "Today", as a day number: later visits are ignored. */
  readonly asOf: number;
}

/**
 * RETENTION.md section 7: of the customers first seen in month c, how many had a visit in month c + j. Cells after `to` or after
 * today are absent, not 0. Throws RangeError for an empty range or one that ends after `asOf`.
 */
export function cohortGrid(visits: VisitDays, { from, to, asOf }: CohortRange): CohortGrid {
  if (!(from <= to)) throw new RangeError('the range of months is empty');
  if (monthStart(to) > asOf) throw new RangeError('the range ends after today');
  const known = cutAt(visits, asOf);
  const sizes = new Int32Array(to - from + 1);
  const came = Array.from(sizes, (_, c) => new Int32Array(sizes.length - c));
  // A month's number from a day by look-up: the calendar is asked once a month, not three million times.
  const bounds = Array.from({ length: sizes.length + 1 }, (_, i) => monthStart(from + i));
  const begin = bounds[0] as number;
  for (let customer = 0; customer < known.customers; customer++) {
    const first = at(known.offsets, customer);
    const stop = at(known.offsets, customer + 1);
    if (at(known.days, first) < begin) continue;
    let month = 0;
    let cohort = -1;
    let last = -1;
    for (let i = first; i < stop; i++) {
      const day = at(known.days, i);
      while (month < sizes.length && day >= (bounds[month + 1] as number)) month++;
      if (month >= sizes.length) break;
      if (cohort < 0) {
        cohort = month;
        sizes[cohort] = at(sizes, cohort) + 1;
      }
      if (month === last) continue;
      last = month;
      const row = came[cohort] as Int32Array;
      row[month - cohort] = at(row, month - cohort) + 1;
    }
  }
  return {
    running: monthOf(asOf + 1) === to ? formatMonth(to) : null,
    cohorts: came.map((row, c) => ({
      month: formatMonth(from + c),
      size: at(sizes, c),
      later: [...row.subarray(1)].map((n, j) => ({
        month: formatMonth(from + c + j + 1),
        came: n,
        pct: percent(n, at(sizes, c)),
      })),
    })),
  };
}
