import { causes, EarnedPart } from './earned.ts';
import { atTheTill, command, managersUp, query, withPin } from './kinds.ts';
import { programKinds } from './rules.ts';
import {
  BusinessDay,
  CustomerId,
  Done,
  EntryId,
  Instant,
  Language,
  Notes,
  Optional,
  Page,
  ProgramId,
  Text,
} from './values.ts';
import { z } from './zod.ts';

/** Why somebody is off the at-risk list (F-89). */
export const marks = ['none', 'away', 'booked', 'moved', 'deceased', 'doNotContact'] as const;
export type Mark = (typeof marks)[number];

export const channels = ['phone', 'sms', 'whatsapp', 'email', 'letter'] as const;

export const Birthday = z
  .strictObject({
    month: z.int().min(1).max(12),
    day: z.int().min(1).max(31),
    year: z.int().min(1900).max(2100).nullable(),
  })
  .refine(
    (b) => {
      // 29 February is somebody's birthday in every year; with a year it must exist.
      const date = new Date(Date.UTC(b.year ?? 2024, b.month - 1, b.day));
      return date.getUTCMonth() === b.month - 1;
    },
    { path: ['day'] },
  );
export type Birthday = z.infer<typeof Birthday>;

export const Consent = z.strictObject({
  channel: z.enum(channels),
  given: z.boolean(),
  at: Instant,
  source: z.string(),
  /** In which words they were asked; null when that is not known, or they said no. */
  wording: z.strictObject({ version: z.int(), text: z.string() }).nullable(),
});
export type Consent = z.infer<typeof Consent>;

/** What a person fills in about a customer. Name or phone is enough. */
const details = {
  name: Optional(100).default(null),
  phones: z.array(Text(40)).max(5).default([]),
  email: Optional(120).default(null),
  birthday: Birthday.nullable().default(null),
  language: Language.nullable().default(null),
  address: Notes(300).default(null),
  /** Shown at the counter: "oat milk, no sugar". */
  likes: Optional(160).default(null),
  notes: Notes(2000).default(null),
  tags: z.array(Text(30)).max(20).default([]),
  source: Optional(60).default(null),
  /** The shop's own fields, by their name. */
  ownFields: z.record(Text(40), Text(200)).default({}),
  /** Channels the customer agreed to; a change is kept with its date and source. */
  consents: z.array(z.enum(channels)).default([]),
};
export const CustomerDetails = z.strictObject(details);
export type CustomerDetails = z.infer<typeof CustomerDetails>;

export const CustomerRow = z.strictObject({
  customerId: CustomerId,
  number: z.string(),
  name: z.string().nullable(),
  phone: z.string().nullable(),
  tags: z.array(z.string()),
  mark: z.enum(marks),
  firstVisitDay: BusinessDay.nullable(),
  lastVisitDay: BusinessDay.nullable(),
  visitDays: z.int(),
  /** Rewards earned and not yet handed over. */
  openRewards: z.int(),
  archived: z.boolean(),
});
export type CustomerRow = z.infer<typeof CustomerRow>;

export const CustomerRecord = z.strictObject({
  customerId: CustomerId,
  number: z.string(),
  externalId: z.string().nullable(),
  name: z.string().nullable(),
  phones: z.array(z.string()),
  email: z.string().nullable(),
  birthday: z.strictObject({ month: z.int(), day: z.int(), year: z.int().nullable() }).nullable(),
  language: Language.nullable(),
  address: z.string().nullable(),
  likes: z.string().nullable(),
  notes: z.string().nullable(),
  tags: z.array(z.string()),
  source: z.string().nullable(),
  ownFields: z.record(z.string(), z.string()),
  consents: z.array(Consent),
  mark: z.enum(marks),
  markUntil: BusinessDay.nullable(),
  createdAt: Instant,
  archivedAt: Instant.nullable(),
  firstVisitDay: BusinessDay.nullable(),
  lastVisitDay: BusinessDay.nullable(),
  visitDays: z.int(),
  /** Minor units over all live visits; null when no visit carries an amount. */
  spend: z.int().nullable(),
});
export type CustomerRecord = z.infer<typeof CustomerRecord>;

export const entryKinds = [
  'visit',
  'opening',
  'stamp',
  'issue',
  'redeem',
  'spend',
  'expire',
  'adjust',
  'use',
  'void',
  'return',
  'move',
] as const;
export type EntryKind = (typeof entryKinds)[number];

/** One ledger entry on the timeline, newest first. A voided one stays, marked. */
export const TimelineItem = z.strictObject({
  entryId: EntryId,
  kind: z.enum(entryKinds),
  cause: z.enum(causes).nullable(),
  businessDay: BusinessDay,
  /** Null for a bare day from an imported log. */
  occurredAt: Instant.nullable(),
  recordedAt: Instant,
  programName: z.string().nullable(),
  programKind: z.enum(programKinds).nullable(),
  /** Of a reward or a personal offer; null also for an offer whose words are lost. */
  rewardName: z.string().nullable(),
  /** Stamps or points given (+) or used (−); 0 for a visit. */
  stamps: z.int(),
  parts: z.array(EarnedPart),
  amount: z.int().nullable(),
  byName: z.string().nullable(),
  imported: z.boolean(),
  /** The visit this entry belongs to; for a void or return outside a visit (or of the visit itself), what it takes back. */
  visitEntryId: EntryId.nullable(),
  reason: z.string().nullable(),
  voided: z.boolean(),
  /** Of an entry that was moved: whom it went to, or came from. */
  other: z.strictObject({ customerId: CustomerId, number: z.string(), name: z.string().nullable() }).nullable(),
});
export type TimelineItem = z.infer<typeof TimelineItem>;

export const customerSorts = ['name', 'number', 'lastVisitDay', 'firstVisitDay', 'visitDays', 'openRewards'] as const;

const one = z.strictObject({ customerId: CustomerId });

export const customers = {
  /** The table: searched, filtered, sorted and paged in the database. */
  list: query({
    access: withPin,
    input: z.strictObject({
      text: z.string().max(100).default(''),
      state: z.enum(['active', 'archived', 'all']).default('active'),
      /** Only customers with this tag. */
      tag: Text(30).nullable().default(null),
      mark: z.enum(marks).nullable().default(null),
      programId: ProgramId.nullable().default(null),
      hasOpenReward: z.boolean().default(false),
      /** Seen on or after / not seen since this day. */
      seenSince: BusinessDay.nullable().default(null),
      notSeenSince: BusinessDay.nullable().default(null),
      sort: z.enum(customerSorts).default('name'),
      descending: z.boolean().default(false),
      ...Page,
    }),
    output: z.strictObject({ total: z.int(), rows: z.array(CustomerRow) }),
  }),
  /** Tags in use, with how many customers carry each. */
  tags: query({
    access: withPin,
    input: z.strictObject({}),
    output: z.array(z.strictObject({ tag: z.string(), customers: z.int() })),
  }),
  get: query({ access: withPin, input: one, output: CustomerRecord }),
  timeline: query({
    access: withPin,
    input: z.strictObject({
      customerId: CustomerId,
      before: EntryId.nullable().default(null),
      limit: z.int().min(1).max(200).default(50),
    }),
    output: z.strictObject({ items: z.array(TimelineItem), more: z.boolean() }),
  }),
  /** Likely the same person, shown before saving (F-24): same phone or e-mail, or nearly the same name. */
  likely: query({
    access: atTheTill,
    input: z.strictObject({
      name: z.string().max(100).default(''),
      phone: z.string().max(40).default(''),
      email: z.string().max(120).default(''),
    }),
    output: z.array(
      z.strictObject({
        customerId: CustomerId,
        number: z.string(),
        name: z.string().nullable(),
        phoneEnd: z.string().nullable(),
        lastVisitDay: BusinessDay.nullable(),
        why: z.enum(['phone', 'email', 'name']),
      }),
    ),
  }),
  /** Errors: BAD_INPUT (neither name nor phone), BAD_PHONE (fields), OPENING_CLOSED, TOO_MANY_STAMPS, and those of memberCards.attach. */
  enrol: command({
    access: atTheTill,
    input: z
      .strictObject({
        ...details,
        /** Stamps already on a paper card, during the shop's first 60 days. Never counted as visits. */
        opening: z
          .strictObject({ programId: ProgramId, stamps: z.int().min(1).max(49) })
          .nullable()
          .default(null),
        /** A blank member card that becomes theirs, as scanned or typed. */
        cardCode: Optional(200).default(null),
      })
      .refine((d) => d.name !== null || d.phones.length > 0, { path: ['name'] }),
    output: z.strictObject({ customerId: CustomerId, number: z.string() }),
    changes: ['customers', 'cards'],
  }),
  update: command({
    access: withPin,
    input: z
      .strictObject({ customerId: CustomerId, ...details })
      .refine((d) => d.name !== null || d.phones.length > 0, {
        path: ['name'],
      }),
    output: Done,
    changes: ['customers', 'cards'],
  }),
  mark: command({
    access: withPin,
    input: z.strictObject({ customerId: CustomerId, mark: z.enum(marks), until: BusinessDay.nullable().default(null) }),
    output: Done,
    changes: ['customers'],
  }),
  archive: command({ access: managersUp, input: one, output: Done, changes: ['customers', 'cards'] }),
  restore: command({ access: managersUp, input: one, output: Done, changes: ['customers', 'cards'] }),
};
