import { channels } from './customers.ts';
import { command, managersUp, query, withPin } from './kinds.ts';
import { BusinessDay, ContactId, CustomerId, Done, Instant, Notes } from './values.ts';
import { z } from './zod.ts';

/** Ways to speak with a customer: those that need a consent, and face to face. */
export const contactChannels = [...channels, 'inPerson'] as const;
export type ContactChannel = (typeof contactChannels)[number];

/** What came of it. */
export const outcomes = ['willCome', 'reached', 'sent', 'noAnswer', 'notComing'] as const;
export type Outcome = (typeof outcomes)[number];

/** One communication with a customer that has taken place. */
export const Contact = z.strictObject({
  contactId: ContactId,
  channel: z.enum(contactChannels),
  outcome: z.enum(outcomes),
  note: z.string().nullable(),
  /** The day it was, and when it was written down. */
  businessDay: BusinessDay,
  recordedAt: Instant,
  byName: z.string().nullable(),
});
export type Contact = z.infer<typeof Contact>;

export const contacts = {
  /** A customer's contacts, latest written down first; 500 at most. */
  list: query({ access: withPin, input: z.strictObject({ customerId: CustomerId }), output: z.array(Contact) }),
  /** Errors: BAD_INPUT (a day to come), NOT_FOUND, CUSTOMER_MERGED. */
  log: command({
    access: withPin,
    input: z.strictObject({
      customerId: CustomerId,
      channel: z.enum(contactChannels),
      outcome: z.enum(outcomes),
      note: Notes(500).default(null),
      /** Null for today. */
      day: BusinessDay.nullable().default(null),
    }),
    output: z.strictObject({ contactId: ContactId }),
    changes: ['contacts'],
  }),
  /** Takes back a contact that was noted by mistake. */
  remove: command({
    access: managersUp,
    input: z.strictObject({ contactId: ContactId }),
    output: Done,
    changes: ['contacts'],
  }),
};
