import { managersUp, ownerOnly, query, roles, task } from './kinds.ts';
import { BusinessDay, CustomerId, EntryId, Instant, PersonId } from './values.ts';
import { z } from './zod.ts';

/** What the log calls something that is no command of its own: sign-ins, wrong PINs, files that left the shop, the command line. */
export const furtherActions = [
  'people.signIn',
  'people.tap',
  'people.badge',
  'people.signOut',
  'people.wrongPin',
  'people.lockedOut',
  'people.wrongRecoveryCode',
  'people.approve',
  'people.add',
  'people.changePin',
  'people.confirmRecoveryCode',
  'people.recover',
  'backups.make',
  'backups.choosePlace',
  'backups.later',
  'backups.restore',
  'privacy.saveCopy',
  'privacy.erase',
  'visits.import',
  'month.exportCsv',
  'month.exportReport',
  'month.close',
  'activity.exportCsv',
  'activity.seal',
  'activity.changed',
  'ledger.changed',
  'ledger.replay',
  'shop.clockSet',
  'shop.leaveBehind',
  'shop.init',
  'shop.seed',
] as const;

/** The features of the register, as the log can be narrowed to one of them. */
export const activityKinds = [
  'counter',
  'customers',
  'memberCards',
  'paper',
  'programs',
  'offers',
  'perks',
  'people',
  'shop',
  'visits',
  'month',
  'risk',
  'contacts',
  'merges',
  'privacy',
  'backups',
  'keys',
  'activity',
] as const;

const filter = {
  personId: PersonId.nullable().default(null),
  customerId: CustomerId.nullable().default(null),
  from: BusinessDay.nullable().default(null),
  to: BusinessDay.nullable().default(null),
  kind: z.enum(activityKinds).nullable().default(null),
};

/** Names are those of today; an erased person's is null. */
const Named = z.strictObject({ id: z.string(), name: z.string().nullable() });

export const ActivityLine = z.strictObject({
  /** Its place in the log; never two the same, no gaps. */
  seq: z.int(),
  at: Instant,
  day: BusinessDay,
  /** "counter.stamp" and its sisters; the page has a sentence for each. */
  action: z.string(),
  person: Named.nullable(),
  role: z.enum(roles).nullable(),
  via: z.enum(['window', 'headless']),
  target: Named.extend({ kind: z.enum(['customer', 'person', 'program', 'other']) }).nullable(),
  /** The manager who allowed it. */
  approvedBy: z.string().nullable(),
  /** Why, where a person had to say it: limits lifted, voids, moves, corrections. */
  reason: z.string().nullable(),
  /** Codes and counts that belong to it; never a name. */
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export type ActivityLine = z.infer<typeof ActivityLine>;

/** What strikes the eye (F-34). */
export const unusualKinds = [
  'manyEvents',
  'noAmount',
  'oneCustomer',
  'outsideHours',
  'adjustment',
  'override',
] as const;

const UnusualEntry = z.strictObject({
  entryId: EntryId,
  at: Instant,
  kind: z.string(),
  stamps: z.int(),
  person: z.string().nullable(),
  customer: z.strictObject({ customerId: CustomerId, name: z.string().nullable(), number: z.string() }),
});

export const Finding = z.strictObject({
  kind: z.enum(unusualKinds),
  /** Who did it; null where it is about several people. */
  person: z.string().nullable(),
  /** Whom it was for; null where it is about several customers. */
  customer: z.string().nullable(),
  day: BusinessDay.nullable(),
  /** How often, and out of how many where that matters. */
  count: z.int(),
  of: z.int().nullable(),
  /** The newest hundred at most. */
  entries: z.array(UnusualEntry),
});
export type Finding = z.infer<typeof Finding>;

export const activity = {
  /** The newest first, in pages: `before` is the seq of the last line of the page before. */
  list: query({
    access: ownerOnly,
    input: z.strictObject({
      ...filter,
      before: z.int().min(1).nullable().default(null),
      limit: z.int().min(1).max(200).default(50),
    }),
    output: z.strictObject({ lines: z.array(ActivityLine), more: z.boolean() }),
  }),
  /**
   * Everything the filter leaves, newest first, as CSV; of each line it says whether it is as it was written. `saved` is null when the dialog was
   * closed, `firstBad` the first line of the whole log that was changed or taken away, null when the chain holds.
   */
  exportCsv: task({
    access: ownerOnly,
    input: z.strictObject(filter),
    output: z.strictObject({ saved: z.string().nullable(), firstBad: z.int().nullable() }),
  }),
  /** Is every line as it was written, and behind the one it was written behind? With progress. */
  check: task({
    access: ownerOnly,
    input: z.strictObject({}),
    output: z.strictObject({ lines: z.int(), firstBad: z.int().nullable() }),
  }),
  /** What strikes the eye in the last days at the till; imports and paper entered later are no part of it. */
  unusual: task({
    access: managersUp,
    input: z.strictObject({ days: z.int().min(1).max(366).default(30) }),
    output: z.array(Finding),
  }),
};
