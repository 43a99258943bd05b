import { contactChannels, outcomes } from './contacts.ts';
import { managersUp, task } from './kinds.ts';
import { BusinessDay, CustomerId, Money, ProgramId } from './values.ts';
import { z } from './zod.ts';

/** Lists that are ready when the owner looks (F-46; the last for F-75); those who lapsed are the at-risk list itself. */
export const readyLists = ['expiring', 'birthdays', 'nearly', 'unused', 'longGone'] as const;
export const ReadyListName = z.enum(readyLists);
export type ReadyListName = z.infer<typeof ReadyListName>;

/** Days ahead that a list looks (expiring, birthdays), or that a reward has lain unused. */
export const listDays = { expiring: 14, birthdays: 7, unused: 14 } as const;
/** Months without a visit after which the owner is asked whether somebody's data is still needed: one of these. */
export const reviewMonths = [12, 24, 36] as const;
/** Percent of the way to the next reward from which somebody is nearly there. */
export const nearlyPct = 90;

const card = { program: z.string(), kind: z.enum(['stamps', 'points']) };
/** Why somebody is on a list; one of each thing and day. */
export const ListReason = z.discriminatedUnion('what', [
  /** Stamps or points of one batch with their last day. Also later batches of the same card, so that the whole of it is seen. */
  z.strictObject({ what: z.literal('units'), ...card, units: z.int(), until: BusinessDay }),
  /** An amount that has earned nothing yet, and its last day. */
  z.strictObject({ what: z.literal('carry'), ...card, amount: Money, until: BusinessDay }),
  z.strictObject({ what: z.literal('reward'), program: z.string(), reward: z.string(), until: BusinessDay }),
  /** The day it is kept on: in years without a 29 February the 28th. `age` is what they turn, where the year is known. */
  z.strictObject({ what: z.literal('birthday'), on: BusinessDay, age: z.int().nullable() }),
  /** Nothing has been heard of them since; `never`: they only enrolled. */
  z.strictObject({ what: z.literal('longGone'), since: BusinessDay, never: z.boolean() }),
  z.strictObject({ what: z.literal('nearly'), ...card, units: z.int(), at: z.int(), reward: z.string() }),
  z.strictObject({
    what: z.literal('unused'),
    program: z.string(),
    reward: z.string(),
    since: BusinessDay,
    until: BusinessDay.nullable(),
  }),
]);
export type ListReason = z.infer<typeof ListReason>;

export const ListRow = z.strictObject({
  customerId: CustomerId,
  number: z.string(),
  name: z.string().nullable(),
  phoneEnd: z.string().nullable(),
  lastVisitDay: BusinessDay.nullable(),
  reasons: z.array(ListReason).min(1),
  /** The last contact, when it is less than 14 days ago. */
  contact: z.strictObject({ day: BusinessDay, channel: z.enum(contactChannels), outcome: z.enum(outcomes) }).nullable(),
});
export type ListRow = z.infer<typeof ListRow>;

export const ReadyList = z.strictObject({
  asOf: BusinessDay,
  /** The last day the list looks ahead to; what comes later stands there for completeness. Null where it does not look ahead. */
  to: BusinessDay.nullable(),
  /** Customers on the list; `rows` has the first 500 of them. Archived and marked people are on none but the review of those long gone. */
  total: z.int(),
  rows: z.array(ListRow),
});
export type ReadyList = z.infer<typeof ReadyList>;

export const lists = {
  /** Whoever comes first stands first. A birthday and a long absence belong to no program: there `programId` is not asked. */
  of: task({
    access: managersUp,
    input: z.strictObject({
      list: ReadyListName,
      programId: ProgramId.nullable().default(null),
      /** For those long gone. */
      months: z.literal(reviewMonths).default(24),
    }),
    output: ReadyList,
  }),
};
