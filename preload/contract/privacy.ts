import { Contact } from './contacts.ts';
import { Consent, CustomerRecord, TimelineItem } from './customers.ts';
import { atTheTill, command, ownerOnly, query, task } from './kinds.ts';
import { MemberCard } from './memberCards.ts';
import { Offer } from './offers.ts';
import { programKinds } from './rules.ts';
import { BusinessDay, CustomerId, Done, Instant, Lines, Month, Nothing } from './values.ts';
import { z } from './zod.ts';

/** A person's right to see what is known of them, and to be forgotten (F-75). */

/** Days for which backups made before an erasure may still hold the person. */
export const backupDays = 30;

/** Everything the shop holds about one person. */
export const CustomerCopy = z.strictObject({
  record: CustomerRecord,
  /** Records of the same person that were merged into this one. */
  merged: z.array(CustomerRecord),
  /** Every word on every channel, oldest first. */
  consents: z.array(Consent),
  memberCards: z.array(MemberCard),
  cards: z.array(
    z.strictObject({ program: z.string(), kind: z.enum(programKinds), balance: z.int(), openedOn: BusinessDay }),
  ),
  rewards: z.array(
    z.strictObject({
      name: z.string(),
      issuedAt: Instant,
      expiresOn: BusinessDay.nullable(),
      state: z.enum(['open', 'redeemed', 'voided', 'expired', 'moved']),
    }),
  ),
  /** Made to them alone, the newest first. */
  offers: z.array(Offer),
  /** Perks they were given, and the months in which they were among the best who carry one by themselves; also perks that are off now. */
  perks: z.array(z.strictObject({ name: z.string(), pickedAt: Instant.nullable(), months: z.array(Month) })),
  contacts: z.array(Contact),
  /** Months in which they stood on the at-risk list that the shop keeps. */
  monthsOnRiskList: z.array(Month),
  worksHere: z.boolean(),
  /** Everything in the ledger, newest first. */
  timeline: z.array(TimelineItem),
});
export type CustomerCopy = z.infer<typeof CustomerCopy>;

const one = { customerId: CustomerId };

export const privacy = {
  /** The words people are asked in whether they may be contacted; null while the owner has written none. */
  wording: query({
    access: atTheTill,
    input: Nothing,
    output: z.strictObject({ version: z.int(), text: z.string(), since: Instant }).nullable(),
  }),
  /** New words from now on, as a new version; a consent keeps the ones it was given to. */
  setWording: command({
    access: ownerOnly,
    input: z.strictObject({ text: Lines(1000) }),
    output: z.strictObject({ version: z.int() }),
    changes: ['customers'],
  }),
  /** All that is known of a customer: what their copy says. Errors: NOT_FOUND. */
  of: query({ access: ownerOnly, input: z.strictObject(one), output: CustomerCopy }),
  /** Asks where, then writes the copy as JSON; `saved` is the file's name, null when the dialog was closed. As a page: paper.save. */
  saveCopy: task({
    access: ownerOnly,
    input: z.strictObject(one),
    output: z.strictObject({ saved: z.string().nullable() }),
  }),
  /**
   * Erases a person for good: their record and those merged into it become nameless numbers. `typed` is their number, as the owner has
   * typed it. Errors: NOT_FOUND, CUSTOMER_MERGED, BAD_INPUT (typed).
   */
  erase: task({
    access: ownerOnly,
    input: z.strictObject({ ...one, typed: z.string().max(100) }),
    output: Done,
    changes: ['customers', 'cards', 'contacts', 'people'],
  }),
};
