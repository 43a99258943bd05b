import { managersUp, task } from './kinds.ts';
import { BusinessDay, CustomerId } from './values.ts';
import { z } from './zod.ts';

/** From regular to gone; `new` has fewer than three visit days (HEADLESS.md). */
export const bands = ['on_rhythm', 'due', 'overdue', 'at_risk', 'probably_lost', 'new'] as const;
export const Band = z.enum(bands);
export type Band = z.infer<typeof Band>;

export const RiskRow = z.strictObject({
  customerId: CustomerId,
  number: z.string(),
  name: z.string().nullable(),
  phoneEnd: z.string().nullable(),
  /** Visit days. */
  visits: z.int(),
  firstVisitDay: BusinessDay,
  lastVisitDay: BusinessDay,
  daysSince: z.int(),
  /** Median of the last ten gaps, days; null with fewer than three visit days. */
  usualGapDays: z.number().nullable(),
  band: Band,
  /** Usual visits in four weeks that are missing while the person stays away. */
  visitsAtStake: z.number(),
});
export type RiskRow = z.infer<typeof RiskRow>;

export const RiskList = z.strictObject({
  asOf: BusinessDay,
  /** Activity window in days that bounds the list. */
  windowDays: z.int(),
  counts: z.record(Band, z.int()),
  /** Regulars to act on, most visits at stake first; 500 at most. */
  rows: z.array(RiskRow),
  /** Came once or twice and not back yet, latest first; 200 at most. */
  newcomers: z.array(RiskRow),
  /** Left out because of a mark: away, booked, moved, deceased, do not contact. */
  marked: z.int(),
  /** Days from the first visit in the ledger to today; below 28 the list says so. */
  ledgerDays: z.int(),
});
export type RiskList = z.infer<typeof RiskList>;

export const risk = {
  list: task({
    access: managersUp,
    input: z.strictObject({ bands: z.array(Band).default(['overdue', 'at_risk']) }),
    output: RiskList,
  }),
};
