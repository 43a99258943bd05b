import type { Best } from '../../preload/contract/month.ts';
import { percent } from './percent.ts';
import { at, type VisitDays } from './visitDays.ts';

/** Fewer customers than this have no best tenth worth speaking of. */
const leastCustomers = 10;

/** Visit days of every customer with one in [from, to], both day numbers; `key` is the caller's key. */
export function visitsWithin(visits: VisitDays, from: number, to: number): { key: number; value: number }[] {
  const rows: { key: number; value: number }[] = [];
  for (let c = 0; c < visits.customers; c++) {
    let value = 0;
    for (let i = at(visits.offsets, c); i < at(visits.offsets, c + 1) && at(visits.days, i) <= to; i++) {
      if (at(visits.days, i) >= from) value++;
    }
    if (value > 0) rows.push({ key: at(visits.keys, c), value });
  }
  return rows;
}

/**
 * The best tenth (F-47): the tenth part of the customers, rounded up, and everybody who ties with the last of them; what they bring,
 * and how much that is against the others. Values are visits or minor units. Null with fewer than ten customers.
 */
export function bestTenth(values: readonly number[]): Omit<Best, 'by' | 'from' | 'to'> | null {
  if (values.length < leastCustomers) return null;
  const sorted = Float64Array.from(values).sort().reverse();
  const least = sorted[Math.ceil(sorted.length / 10) - 1] as number;
  let best = 0;
  let bestTotal = 0;
  let total = 0;
  for (const value of sorted) {
    total += value;
    if (value < least) continue;
    best++;
    bestTotal += value;
  }
  const others = sorted.length - best;
  const rest = total - bestTotal;
  return {
    customers: sorted.length,
    best,
    least,
    best_total: bestTotal,
    total,
    share_pct: percent(bestTotal, total),
    times_the_others: others === 0 || rest === 0 ? null : bestTotal / best / (rest / others),
  };
}
