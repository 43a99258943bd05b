import { CustomerRecord } from './customers.ts';
import { command, managersUp, query, task, withPin } from './kinds.ts';
import { programKinds } from './rules.ts';
import { CustomerId, Done, Instant, ProgramId } from './values.ts';
import { z } from './zod.ts';

/** Two records of one person become one (F-27). */

/** Days a merge can be undone. */
export const undoDays = 30;

/** Of these one side's is kept; phones, e-mails, tags, notes, own fields and consents are united. */
export const mergeFields = ['name', 'email', 'birthday', 'language', 'address', 'likes', 'source', 'mark'] as const;
export type MergeField = (typeof mergeFields)[number];

/** Why two records may be one person. */
export const pairReasons = ['phone', 'email', 'birthday'] as const;

const ShortCustomer = z.strictObject({
  customerId: CustomerId,
  number: z.string(),
  name: z.string().nullable(),
  phoneEnd: z.string().nullable(),
  visitDays: z.int(),
  lastVisitDay: z.iso.date().nullable(),
});
export type ShortCustomer = z.infer<typeof ShortCustomer>;

/** Two records that may be one person, and why. */
const Suspects = z.strictObject({ a: ShortCustomer, b: ShortCustomer, why: z.enum(pairReasons) });
export type Suspects = z.infer<typeof Suspects>;

const pair = { keepId: CustomerId, mergeId: CustomerId };

export const Preview = z.strictObject({
  kept: CustomerRecord,
  merged: CustomerRecord,
  /** Balances now and together; `rewards` that become due by it, and open ones that come over. */
  cards: z.array(
    z.strictObject({
      programId: ProgramId,
      name: z.string(),
      kind: z.enum(programKinds),
      kept: z.int(),
      merged: z.int(),
      after: z.int(),
      rewards: z.int(),
    }),
  ),
  openRewards: z.strictObject({ kept: z.int(), merged: z.int() }),
  /** The record that comes out, if nothing is taken from the merged side that the kept one has. */
  visitDays: z.int(),
  spend: z.int().nullable(),
});
export type Preview = z.infer<typeof Preview>;

export const merges = {
  /** Pairs that may be one person: the same phone or e-mail, or the same birthday and nearly the same name. */
  suspects: task({
    access: managersUp,
    input: z.strictObject({}),
    output: z.array(Suspects),
  }),
  /** Says that two records are two people: they are suspected no longer. `apart` false takes that back. Errors: BAD_INPUT (bId). */
  tellApart: command({
    access: managersUp,
    input: z.strictObject({ aId: CustomerId, bId: CustomerId, apart: z.boolean() }),
    output: Done,
    changes: [],
  }),
  /** Both side by side and what comes out. Errors: NOT_FOUND, CUSTOMER_ARCHIVED, BAD_INPUT (mergeId). */
  preview: query({ access: managersUp, input: z.strictObject(pair), output: Preview }),
  /**
   * Makes one customer of two: the history of the merged one is written anew for the kept one, whom its numbers and cards lead to from
   * then on, and whose talks and cards they become. `take` names the fields of which the merged side's is kept. Errors as of preview,
   * OWN_CARD, and TWO_OF_STAFF (both are the records of people who work here).
   */
  merge: command({
    access: managersUp,
    input: z.strictObject({ ...pair, take: z.array(z.enum(mergeFields)).max(mergeFields.length).default([]) }),
    output: z.strictObject({ merge: z.uuid(), customerId: CustomerId }),
    changes: ['customers', 'cards', 'visits'],
  }),
  /**
   * Makes two of them again, within 30 days: what came over goes back, what was recorded since stays. Errors: MERGE_TOO_LATE,
   * NOTHING_TO_UNDO, CUSTOMER_MERGED (the kept one was merged itself since: undo that first).
   */
  undo: command({
    access: managersUp,
    input: z.strictObject({ merge: z.uuid() }),
    output: Done,
    changes: ['customers', 'cards', 'visits'],
  }),
  /** Merges of a customer that stand. */
  of: query({
    access: withPin,
    input: z.strictObject({ customerId: CustomerId }),
    output: z.array(
      z.strictObject({
        merge: z.uuid(),
        /** True when this customer is the one that was kept. */
        kept: z.boolean(),
        other: ShortCustomer,
        mergedAt: Instant,
        /** Null when it is too late. */
        undoUntil: Instant.nullable(),
      }),
    ),
  }),
};
