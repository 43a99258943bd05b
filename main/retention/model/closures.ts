import { at, type VisitDays } from '../visitDays.ts';

/** The shop's days from the first visit to `last`, with what counts as time and what does not. */
export interface ShopCalendar {
  /** Day number of the first visit of anybody. */
  readonly first: number;
  readonly last: number;
  /** Days that are taken out: at them nobody's clock runs. */
  readonly closed: number;
  /** `open[d - first]`: open days from the first one to day d, both counted. */
  readonly open: Int32Array;
}

/** Days in a row without anybody: a shop that is open has none so long (RETENTION.md section 4, closures). */
const shortestClosure = 3;

/**
 * Which days count as time up to `last`: all but runs of three days or more on which nobody came, the last run
 * included, and days marked closed. A day with a visit always counts, so that the gap between two visits is never 0.
 * Null when nobody ever came. `ignoreClosures`: every day counts.
 */
export function shopCalendar(
  visits: VisitDays,
  last: number,
  { ignoreClosures = false, closedDays = [] }: { ignoreClosures?: boolean; closedDays?: Iterable<number> } = {},
): ShopCalendar | null {
  if (visits.customers === 0) return null;
  let first = last;
  for (let c = 0; c < visits.customers; c++) first = Math.min(first, at(visits.days, at(visits.offsets, c)));
  const days = last - first + 1;
  const counts = new Uint8Array(days).fill(1);
  if (!ignoreClosures) {
    const visited = new Uint8Array(days);
    for (let i = 0; i < visits.days.length; i++) visited[at(visits.days, i) - first] = 1;
    for (let from = 0; from < days; ) {
      let to = from;
      while (to < days && !visited[to]) to++;
      if (to - from >= shortestClosure) counts.fill(0, from, to);
      from = to + 1;
    }
    for (const day of closedDays) if (day >= first && day <= last && !visited[day - first]) counts[day - first] = 0;
  }
  const open = new Int32Array(days);
  let sum = 0;
  for (let d = 0; d < days; d++) {
    sum += counts[d] as number;
    open[d] = sum;
  }
  return { first, last, closed: days - sum, open };
}
