import { at, cutAt, type VisitDays } from './visitDays.ts';

/** Activity windows an owner is offered without asking, days. */
export const usualWindows = [45, 60, 90, 120, 180, 365] as const;
/** Below 31 days a month's own visitors could be inactive at its end, and end ≠ kept + new + won back. */
export const shortestWindow = 31;
const fewGaps = 30;
const windowOfFewGaps = 90;

/**
 * The activity window W from the shop's own data (RETENTION.md section 7): the smallest usual window that covers
 * 90 % of all gaps between consecutive visit days up to `asOf`. A gap of exactly W days is covered, since a last
 * visit exactly W days ago still counts as active. 90 with fewer than 30 gaps; 365 when no window covers enough.
 */
export function defaultWindow(visits: VisitDays, asOf: number): number {
  const { customers, offsets, days } = cutAt(visits, asOf);
  const gaps = days.length - customers;
  if (gaps < fewGaps) return windowOfFewGaps;
  const covered = usualWindows.map(() => 0);
  for (let c = 0; c < customers; c++) {
    for (let i = at(offsets, c) + 1; i < at(offsets, c + 1); i++) {
      const gap = at(days, i) - at(days, i - 1);
      const window = usualWindows.findIndex((w) => gap <= w);
      if (window >= 0) covered[window] = (covered[window] ?? 0) + 1;
    }
  }
  let sum = 0;
  for (const [i, w] of usualWindows.entries()) {
    sum += covered[i] ?? 0;
    // Ten times the count against nine times the total: exact, where 0.9 * gaps is not.
    if (10 * sum >= 9 * gaps) return w;
  }
  return usualWindows[usualWindows.length - 1] ?? windowOfFewGaps;
}
