import { at, type VisitDays } from '../visitDays.ts';
import type { ShopCalendar } from './closures.ts';

/** What the models know of each customer, in whole days (RETENTION.md section 2). All arrays are equally long. */
export interface Histories {
  readonly customers: number;
  /** x: visit days after the first. */
  readonly repeats: Int32Array;
  /** Days from the first visit to the last. */
  readonly recency: Int32Array;
  /** Days from the first visit to today. */
  readonly age: Int32Array;
  /** l: sum of ln(gap in weeks) over the gaps. */
  readonly lnGaps: Float64Array;
}

export const daysPerWeek = 7;
const lnWeek = Math.log(daysPerWeek);

/** One history per customer, in the order of `visits`; days on which the shop was closed do not count as time. */
export function historiesOf(visits: VisitDays, { first, last, open }: ShopCalendar): Histories {
  const { customers, offsets, days } = visits;
  const repeats = new Int32Array(customers);
  const recency = new Int32Array(customers);
  const age = new Int32Array(customers);
  const lnGaps = new Float64Array(customers);
  const today = at(open, last - first);
  const lnDays = new Float64Array(today + 1).map((_, d) => Math.log(d) - lnWeek);
  for (let c = 0; c < customers; c++) {
    const from = at(offsets, c);
    const to = at(offsets, c + 1);
    const start = at(open, at(days, from) - first);
    let day = start;
    let sum = 0;
    for (let i = from + 1; i < to; i++) {
      const next = at(open, at(days, i) - first);
      sum += lnDays[next - day] as number;
      day = next;
    }
    repeats[c] = to - from - 1;
    recency[c] = day - start;
    age[c] = today - start;
    lnGaps[c] = sum;
  }
  return { customers, repeats, recency, age, lnGaps };
}

/** rho, the visits a week of those who came back: sum of x / sum of t_x; 0.25 when nobody did (RETENTION.md section 5). */
export function pooledRate({ customers, repeats, recency }: Histories): number {
  let visits = 0;
  let days = 0;
  for (let c = 0; c < customers; c++) {
    visits += at(repeats, c);
    days += at(recency, c);
  }
  return visits === 0 ? 0.25 : (visits * daysPerWeek) / days;
}
