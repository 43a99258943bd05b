import { managersUp, ownerOnly, task } from './kinds.ts';
import { BusinessDay, Month } from './values.ts';
import { z } from './zod.ts';

/** One month's figures, defined in RETENTION.md section 7. Rates are percentages, null over zero. */
export const MonthFigures = z.strictObject({
  month: Month,
  /** False while the month is running ("so far"). */
  complete: z.boolean(),
  start: z.int(),
  end: z.int(),
  new: z.int(),
  won_back: z.int(),
  kept: z.int(),
  lost: z.int(),
  retention_pct: z.number().nullable(),
  churn_pct: z.number().nullable(),
  naive_retention_pct: z.number().nullable(),
  net_growth: z.int(),
  visitors: z.int(),
  returning_visitors: z.int(),
  returning_visitor_pct: z.number().nullable(),
  month_on_month_return_pct: z.number().nullable(),
  /** False while the month starts less than W days after the ledger: nobody can be lost yet. */
  mature: z.boolean(),
});
export type MonthFigures = z.infer<typeof MonthFigures>;

export const MonthSummary = z.strictObject({
  asOf: BusinessDay,
  windowDays: z.int(),
  /** True when the owner fixed the window, false when it came from the data. */
  windowFixed: z.boolean(),
  months: z.array(MonthFigures),
  /** First business day with a visit, null in an empty shop. */
  firstDay: BusinessDay.nullable(),
});
export type MonthSummary = z.infer<typeof MonthSummary>;

const range = z.strictObject({ from: Month, to: Month }).refine((r) => r.from <= r.to, { path: ['to'] });

export const month = {
  summary: task({ access: managersUp, input: range, output: MonthSummary }),
  /** Asks where, then writes the CSV; `saved` is the file's name, null when the person closed the dialog. */
  exportCsv: task({ access: ownerOnly, input: range, output: z.strictObject({ saved: z.string().nullable() }) }),
};
