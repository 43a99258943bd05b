import type { CostRow, SpendRow } from '../../db/queries/month.ts';
import type { Costs, MoneyReport, MonthFigures } from '../../preload/contract/month.ts';
import { percent } from '../retention/percent.ts';

/** Do at least 80 % of the visits carry an amount? Given as pairs of visits and those with one. Not of none. */
export function spendIsKnown(pairs: readonly (readonly [visits: number, withAmount: number])[]): boolean {
  let visits = 0;
  let withAmount = 0;
  for (const [all, some] of pairs) {
    visits += all;
    withAmount += some;
  }
  // Ten times the one against eight times the other: exact, where 0.8 * visits is not.
  return visits > 0 && 10 * withAmount >= 8 * visits;
}

/**
 * The month in money (F-85), minor units, from what each customer spent. `newcomers` are the keys of customers whose first visit lies
 * in the month, `active` the customers active at its end.
 */
export function moneyOf(
  rows: readonly SpendRow[],
  newcomers: ReadonlySet<number>,
  active: number,
): Omit<MoneyReport, 'expected_value' | 'expected_value_per_active'> {
  let visits = 0;
  let withAmount = 0;
  let income = 0;
  let returning = 0;
  let previous = 0;
  let again = 0;
  for (const row of rows) {
    visits += row.monthVisits;
    withAmount += row.monthVisitsWithAmount;
    income += row.monthSpend;
    if (!newcomers.has(row.customerKey)) returning += row.monthSpend;
    if (row.previousVisits === 0) continue;
    previous += row.previousSpend;
    again += row.monthSpend;
  }
  const known = spendIsKnown([[visits, withAmount]]);
  const knownBefore = spendIsKnown(rows.map((row) => [row.previousVisits, row.previousVisitsWithAmount]));
  return {
    visits,
    visits_with_amount: withAmount,
    with_amount_pct: percent(withAmount, visits),
    income: known ? income : null,
    income_per_active: known && active > 0 ? income / active : null,
    income_per_visit: known ? income / withAmount : null,
    returning_share_pct: known ? percent(returning, income) : null,
    revenue_retention_pct: known && knownBefore ? percent(again, previous) : null,
  };
}

/** What the owner spent in a month on winning and on keeping customers, over those who were won and kept (F-85). */
export function costsOf(costs: CostRow | null, figures: Pick<MonthFigures, 'new' | 'kept'>): Costs {
  const { winning = null, keeping = null } = costs ?? {};
  const over = (cost: number | null, count: number) => (cost === null || count === 0 ? null : cost / count);
  return { winning, keeping, per_new: over(winning, figures.new), per_kept: over(keeping, figures.kept) };
}
