import { command, managersUp, ownerOnly, query, task } from './kinds.ts';
import { BusinessDay, Done, Instant, Money, Month, PersonId, ProgramId } from './values.ts';
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

/** How often people came in a month (F-53). Several visits on one business day are one visit. */
export const Frequency = z.strictObject({
  month: Month,
  /** Visit days of all visitors together. */
  visits: z.int(),
  visitors: z.int(),
  visits_per_visitor: z.number().nullable(),
  /** Gaps that ended in this month: from a visit in it back to the same customer's visit day before, whenever that was. */
  gaps: z.int(),
  /** Median and mean of those gaps, days; null when nobody came again. */
  median_days_between: z.number().nullable(),
  mean_days_between: z.number().nullable(),
});
export type Frequency = z.infer<typeof Frequency>;

/** The same figures of three months beside each other; null where the ledger had not begun. */
export const Compared = z.strictObject({
  figures: MonthFigures,
  frequency: Frequency,
});
export type Compared = z.infer<typeof Compared>;

/** Customers first seen in `month`, and how many of them came in each month after (F-52). */
export const Cohort = z.strictObject({
  month: Month,
  size: z.int(),
  /** Index j − 1 is j months later, from 1 on; as long as there are months. Null in an empty cohort's percentage. */
  later: z.array(z.strictObject({ month: Month, came: z.int(), pct: z.number().nullable() })),
});
export type Cohort = z.infer<typeof Cohort>;

/** Cohorts, oldest first; cells of months that have not begun are absent, the running month's are "so far". */
export const CohortGrid = z.strictObject({
  /** The month that is still running, when it is in the grid. */
  running: Month.nullable(),
  cohorts: z.array(Cohort),
});
export type CohortGrid = z.infer<typeof CohortGrid>;

/** One program's rewards in a month (F-55). open_at_start + issued − voided − redeemed − expired = open_at_end, always. Values are minor units. */
export const RewardLine = z.strictObject({
  /** Null in the line of all programs together. */
  programId: ProgramId.nullable(),
  program: z.string().nullable(),
  open_at_start: z.int(),
  issued: z.int(),
  /** Of the issued ones, those taken back since: a void counts from its visit's day. */
  voided: z.int(),
  redeemed: z.int(),
  /** Ran out in the month. A month closed before rewards could run out had none. */
  expired: z.int().default(0),
  open_at_end: z.int(),
  /** What was given away in the month, and what is still owed at its end: the liability. Only rewards that have a value. */
  redeemed_value: Money,
  open_value: Money,
  /** Open rewards at the end whose program gives no value: not in open_value. */
  open_without_value: z.int(),
});
export type RewardLine = z.infer<typeof RewardLine>;

export const RewardReport = z.strictObject({ lines: z.array(RewardLine), total: RewardLine });
export type RewardReport = z.infer<typeof RewardReport>;

/** The best tenth of the customers of twelve months (F-47). Ties at the border are all in it, so it can be more than a tenth. */
export const Best = z.strictObject({
  by: z.enum(['visits', 'spend']),
  from: BusinessDay,
  to: BusinessDay,
  /** Customers with a visit in the twelve months. */
  customers: z.int(),
  best: z.int(),
  /** Visit days, or minor units, one needs at least to be among them. */
  least: z.int(),
  best_total: z.int(),
  total: z.int(),
  share_pct: z.number().nullable(),
  /** Mean of the best over mean of the others; null without others, or when they brought nothing. */
  times_the_others: z.number().nullable(),
});
export type Best = z.infer<typeof Best>;

/** First-time customers by who served their first visit (F-54). */
export const StaffLine = z.strictObject({
  /** Null for visits without a person: imported ones. */
  personId: PersonId.nullable(),
  name: z.string().nullable(),
  first_time: z.int(),
  /** Came on a later business day, up to the day of the report. */
  came_back: z.int(),
  came_back_pct: z.number().nullable(),
  /** Not back yet, but the first visit is less than W days ago. */
  still_open: z.int(),
});
export type StaffLine = z.infer<typeof StaffLine>;

/** Amounts of visits (F-85), minor units. Null stands where fewer than 80 % of the month's visits carry an amount. */
export const MoneyReport = z.strictObject({
  visits: z.int(),
  visits_with_amount: z.int(),
  with_amount_pct: z.number().nullable(),
  income: Money.nullable(),
  /** Income per customer active at the end. */
  income_per_active: z.number().nullable(),
  income_per_visit: z.number().nullable(),
  /** Share of the income that came from customers whose first visit was before the month. */
  returning_share_pct: z.number().nullable(),
  /** What last month's visitors spent this month, over what they spent last month; both months need their 80 %. */
  revenue_retention_pct: z.number().nullable(),
  /**
   * What everybody known at the end is expected to bring in the twelve months after, and that over the active ones. Null too while the
   * shop is too young. Months closed before there was such a figure have none.
   */
  expected_value: z.number().nullable().default(null),
  expected_value_per_active: z.number().nullable().default(null),
});
export type MoneyReport = z.infer<typeof MoneyReport>;

/** What the owner says a month cost, minor units; never frozen, because bills come later. Null where nothing is known or nobody was there. */
export const Costs = z.strictObject({
  winning: Money.nullable(),
  keeping: Money.nullable(),
  /** Over first-time customers, and over those who were active at the start and still are at the end. */
  per_new: z.number().nullable(),
  per_kept: z.number().nullable(),
});
export type Costs = z.infer<typeof Costs>;

/** How much of the shop's business the cards saw (F-90), over the days on which the receipts were counted. */
export const Captured = z.strictObject({
  days: z.int(),
  receipts: z.int(),
  /** Live visits on those days; more than one a customer count, as receipts do. */
  visits: z.int(),
  captured_pct: z.number().nullable(),
});
export type Captured = z.infer<typeof Captured>;

/** Everything the month's page and its files say; data only, so that it can be frozen. */
export const MonthContent = z.strictObject({
  /** "Today" of this report; for a closed month the day before it was closed. */
  asOf: BusinessDay,
  windowDays: z.int(),
  windowFixed: z.boolean(),
  firstDay: BusinessDay.nullable(),
  currency: z.string(),
  figures: MonthFigures,
  frequency: Frequency,
  /** Null when the ledger had not begun then. */
  lastMonth: Compared.nullable(),
  lastYear: Compared.nullable(),
  /** Up to thirteen months, oldest first, this one last: for the line. */
  series: z.array(MonthFigures),
  /** Up to twelve cohorts, this month's last. */
  cohorts: CohortGrid,
  rewards: RewardReport,
  best: z.strictObject({ visits: Best.nullable(), spend: Best.nullable() }),
  /** Null for everybody but the owner. */
  staff: z.array(StaffLine).nullable(),
  money: MoneyReport,
  captured: Captured,
});
export type MonthContent = z.infer<typeof MonthContent>;

/** A figure that the ledger would say differently today: a dotted path of MonthContent, as delivered and as it would be now. */
export const Change = z.strictObject({
  figure: z.string(),
  delivered: z.number().nullable(),
  now: z.number().nullable(),
});
export type Change = z.infer<typeof Change>;

/**
 * Why a closed month would be another one today, with how many did it: entries taken back, entries written afterwards about its
 * days, files imported, imports taken back. The recomputation keeps the window and the day of the closing, so nothing else can.
 */
export const reasonKinds = ['voided', 'late', 'moved', 'merged', 'imported', 'importTakenBack'] as const;
export const Reason = z.strictObject({ kind: z.enum(reasonKinds), count: z.int() });
export type Reason = z.infer<typeof Reason>;

export const Closing = z.strictObject({
  closedAt: Instant,
  /** Who closed it; null when it closed by itself. */
  closedBy: z.string().nullable(),
});
export type Closing = z.infer<typeof Closing>;

export const MonthReport = z.strictObject({
  /** What to show: as delivered for a closed month, else as the ledger says it now. */
  content: MonthContent,
  closing: Closing.nullable(),
  costs: Costs,
  /** A closed month as the ledger would tell it today, when anything is different; else null. */
  now: MonthContent.nullable(),
  /** The figures that differ, of figures, frequency, rewards.total, best, money and captured; and why. */
  changes: z.array(Change),
  reasons: z.array(Reason),
  /** Complete, with data and not closed: the owner may close it. */
  canClose: z.boolean(),
});
export type MonthReport = z.infer<typeof MonthReport>;

export const reportFormats = ['pdf', 'xlsx', 'csv'] as const;
export const ReportFormat = z.enum(reportFormats);
export type ReportFormat = z.infer<typeof ReportFormat>;

const range = z.strictObject({ from: Month, to: Month }).refine((r) => r.from <= r.to, { path: ['to'] });
const saved = z.strictObject({ saved: z.string().nullable() });

export const month = {
  summary: task({ access: managersUp, input: range, output: MonthSummary }),
  /** Asks where, then writes the CSV; `saved` is the file's name, null when the person closed the dialog. */
  exportCsv: task({ access: ownerOnly, input: range, output: saved, needsRoom: true }),
  /** One month with everything. Refuses a month that has not begun with BAD_INPUT. */
  report: task({ access: managersUp, input: z.strictObject({ month: Month }), output: MonthReport }),
  /** Asks where, then writes the report of one month; the same numbers in every format. */
  exportReport: task({
    access: ownerOnly,
    input: z.strictObject({ month: Month, format: ReportFormat }),
    output: saved,
    needsRoom: true,
  }),
  /** Freezes a complete month as it is now (F-57). Errors: MONTH_RUNNING, MONTH_EMPTY, MONTH_CLOSED. */
  close: task({
    access: ownerOnly,
    input: z.strictObject({ month: Month }),
    output: MonthReport,
    changes: ['months'],
  }),
  /** What winning and keeping customers cost in a month that has begun; null takes it back. */
  setCosts: command({
    access: ownerOnly,
    input: z.strictObject({ month: Month, winning: Money.nullable(), keeping: Money.nullable() }),
    output: Done,
    changes: ['months'],
  }),
  /** Receipts counted at the days' ends, newest first: the days of one month. */
  receipts: query({
    access: managersUp,
    input: z.strictObject({ month: Month }),
    output: z.array(z.strictObject({ day: BusinessDay, receipts: z.int() })),
  }),
  /** The number of receipts of a day up to today; null takes it back. */
  setReceipts: command({
    access: managersUp,
    input: z.strictObject({ day: BusinessDay, receipts: z.int().min(0).max(1_000_000).nullable() }),
    output: z.strictObject({ day: BusinessDay, receipts: z.int().nullable() }),
    changes: ['months'],
  }),
};
