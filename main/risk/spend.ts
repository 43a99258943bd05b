import type { SpanSpend } from '../../db/queries/visits.ts';
import { spendIsKnown } from '../month/money.ts';
import { expectedSpend, type Spending, spendModelOf } from '../retention/model/spend.ts';

/** What a visit of somebody brings, minor units. */
export type SpendPerVisit = (key: number) => number;

/** The spend model is fitted on so many customers at most: its three parameters need no more. */
const mostForSpend = 3000;

/**
 * The expected amount of a visit of each customer (RETENTION.md section 2.6) from a year's amounts; null where fewer than 80 % of the
 * visits carry one. `daysOf` are the visit days of the same year: amounts of one day are one visit's.
 */
export function spendPerVisit(rows: readonly SpanSpend[], daysOf: (key: number) => number): SpendPerVisit | null {
  if (!spendIsKnown(rows.map((row) => [row.visits, row.withAmount]))) return null;
  const means = new Map<number, { x: number; mean: number }>();
  for (const { customerKey, visits, withAmount, spend } of rows) {
    const days = daysOf(customerKey);
    if (withAmount === 0 || spend === 0 || days === 0) continue;
    means.set(customerKey, {
      x: Math.max(1, Math.round((withAmount * days) / visits)),
      mean: (spend / withAmount) * (visits / days),
    });
  }
  const model = spendModelOf(sampleOf([...means.values()]));
  return (key) => {
    const known = means.get(key);
    return known ? expectedSpend(model, known.x, known.mean) : expectedSpend(model, 0, 0);
  };
}

/** Every so-manieth customer, so that the fit takes no longer in a large shop. */
function sampleOf(all: readonly { x: number; mean: number }[]): Spending {
  const step = Math.max(1, all.length / mostForSpend);
  const some = Array.from({ length: Math.min(all.length, mostForSpend) }, (_, i) => all[Math.floor(i * step)]);
  return {
    count: some.length,
    x: Float64Array.from(some, (one) => one?.x ?? 0),
    mean: Float64Array.from(some, (one) => one?.mean ?? 0),
  };
}
