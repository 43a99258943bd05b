import { managersUp, query } from './kinds.ts';
import { BusinessDay, PersonId } from './values.ts';
import { z } from './zod.ts';

/**
 * What was done at the till on one business day. Everything counts that was done, also what was taken back since: that is counted beside
 * it, on the day on which it was taken back. So a day that is over stays as it is.
 */
const done = {
  /** Visits recorded. */
  visits: z.int(),
  /** Stamps and points given; bonuses too. */
  stamps: z.int(),
  points: z.int(),
  /** Rewards handed over, points spent and benefits used. */
  redeemed: z.int(),
  /** Times something was undone, voided or returned on this day, whatever day it was about. */
  takenBack: z.int(),
};

export const DayPerson = z.strictObject({
  /** Null for what nobody did by hand. */
  personId: PersonId.nullable(),
  name: z.string().nullable(),
  ...done,
});
export type DayPerson = z.infer<typeof DayPerson>;

export const DayEnd = z.strictObject({
  day: BusinessDay,
  /** False while the day is still going on. */
  over: z.boolean(),
  total: z.strictObject(done),
  /** Of the visits, those entered from paper afterwards. */
  fromPaper: z.int(),
  /** Customers enrolled on this day. */
  enrolled: z.int(),
  people: z.array(DayPerson),
  /** Counted by hand at the day's end (F-90); null when not counted. */
  receipts: z.int().nullable(),
  /** Visits that still count per hundred receipts; null without receipts. */
  captured_pct: z.number().nullable(),
});
export type DayEnd = z.infer<typeof DayEnd>;

export const dayEnd = {
  /** One business day up to today. */
  of: query({ access: managersUp, input: z.strictObject({ day: BusinessDay }), output: DayEnd }),
};
