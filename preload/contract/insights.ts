import { managersUp, task } from './kinds.ts';
import { Captured, CohortGrid, MonthFigures } from './month.ts';
import { Band } from './risk.ts';
import { BusinessDay, Done, Month, RequestId } from './values.ts';
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
  /** How much of the business the cards saw over the same days (F-90). */
  captured: Captured,
});
export type Insights = z.infer<typeof Insights>;

/** How one rule did on the regulars of past evenings. */
export const BackTestScore = z.strictObject({
  /** Of as many people as the list named, the highest by this rule: how many stayed away. */
  stayedAway: z.int(),
  /** Of all pairs of one who stayed away and one who came: the share in which this rule has the first one higher. 0.5 is a coin. */
  auc: z.number().nullable(),
  /** How many times as many stayed away among the tenth that this rule calls riskiest as among all regulars. */
  lift: z.number().nullable(),
});
export type BackTestScore = z.infer<typeof BackTestScore>;

const backTestSum = {
  /** Regulars whom the list could have shown, and how many of them had no visit in the weeks after. */
  regulars: z.int(),
  stayedAway: z.int(),
  /** People named: the first twenty of the list. How many of them stayed away, and how many the list expected to. */
  named: z.int(),
  namedAway: z.int(),
  said: z.number(),
  /** By the risk, by days since the last visit, and by how overdue against their own gap. */
  risk: BackTestScore,
  days: BackTestScore,
  overdue: BackTestScore,
};
export const BackTestSum = z.strictObject(backTestSum);
export type BackTestSum = z.infer<typeof BackTestSum>;

/** What the list of one past evening was worth; `day` is the last day it knew. */
export const BackTestCut = z.strictObject({ day: BusinessDay, ...backTestSum });
export type BackTestCut = z.infer<typeof BackTestCut>;

/** A list as it was named at the start of a month, scored once its weeks had passed. */
export const NamedList = z.strictObject({
  month: Month,
  /** The last day it knew, and the weeks ahead it spoke of. */
  day: BusinessDay,
  weeks: z.int(),
  named: z.int(),
  said: z.number(),
  /** Null while the weeks are running. */
  stayedAway: z.int().nullable(),
});
export type NamedList = z.infer<typeof NamedList>;

/** How many regulars stood in each band on the evening of `day`: three visit days or more, the last within the window. */
export const BandsAt = z.strictObject({
  month: Month,
  day: BusinessDay,
  regulars: z.int(),
  bands: z.record(Band, z.int()),
  /** Sum of everybody's chance of still being a customer; null while the shop was too young for it. */
  expectedActive: z.number().nullable(),
});
export type BandsAt = z.infer<typeof BandsAt>;

/** The risk list looked back on: its bands over time, and whether it was right (F-82). */
export const RiskHistory = z.strictObject({
  asOf: BusinessDay,
  /** H of the list. */
  weeks: z.int(),
  windowDays: z.int(),
  /** Month ends, oldest first; the last is today in a running month. */
  bands: z.array(BandsAt),
  /** Past cuts, oldest first, and all together; `total` is null when there is too little to say. */
  cuts: z.array(BackTestCut),
  total: BackTestSum.nullable(),
  /** Lists as they were named, latest first. */
  lists: z.array(NamedList),
});
export type RiskHistory = z.infer<typeof RiskHistory>;

const range = z.strictObject({ from: Month, to: Month }).refine((r) => r.from <= r.to, { path: ['to'] });

export const insights = {
  /** The months `from` to `to` (at most 60); what lies before the ledger or after today is left out. */
  overview: task({
    access: managersUp,
    input: range,
    output: Insights,
  }),
  /** The months `from` to `to` (at most 60) for the bands, the shop's last months for the rest. Says how far it is; can be cancelled. */
  risk: task({ access: managersUp, input: range, output: RiskHistory }),
  /** Stops a running task by its requestId. */
  cancel: task({ access: managersUp, input: z.strictObject({ task: RequestId }), output: Done }),
};
