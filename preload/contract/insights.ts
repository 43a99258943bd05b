import { managersUp, task } from './kinds.ts';
import { CohortGrid, MonthFigures } from './month.ts';
import { BusinessDay, Month } from './values.ts';
import { z } from './zod.ts';

/** Visits of one weekday, 1 Monday to 7 Sunday (ISO 8601), in the shop's own time. */
export const WeekdayVisits = z.strictObject({
  weekday: z.int().min(1).max(7),
  visits: z.int(),
  /** How often this weekday occurs in the span. */
  days: z.int(),
  /** Visits by the hour that a clock in the shop showed, 0 to 23; visits without a time are in none. */
  hours: z.array(z.int()).length(24),
});
export type WeekdayVisits = z.infer<typeof WeekdayVisits>;

export const WeekPattern = z.strictObject({
  from: BusinessDay,
  to: BusinessDay,
  visits: z.int(),
  /** Imported visits that carry a date and no time. */
  withoutTime: z.int(),
  weekdays: z.array(WeekdayVisits).length(7),
});
export type WeekPattern = z.infer<typeof WeekPattern>;

export const Insights = z.strictObject({
  asOf: BusinessDay,
  windowDays: z.int(),
  windowFixed: z.boolean(),
  /** First business day with a visit, null in an empty shop. */
  firstDay: BusinessDay.nullable(),
  /** Every month of the span, oldest first; none before the ledger began. */
  months: z.array(MonthFigures),
  cohorts: CohortGrid,
  week: WeekPattern,
});
export type Insights = z.infer<typeof Insights>;

export const insights = {
  /** The months `from` to `to` (at most 60); what lies before the ledger or after today is left out. */
  overview: task({
    access: managersUp,
    input: z.strictObject({ from: Month, to: Month }).refine((r) => r.from <= r.to, { path: ['to'] }),
    output: Insights,
  }),
};
