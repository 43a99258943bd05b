import { contactChannels, outcomes } from './contacts.ts';
import { command, managersUp, ownerOnly, query, task } from './kinds.ts';
import { Best } from './month.ts';
import { BusinessDay, ClosureId, CustomerId, Done, Money, PersonId, ProgramId, RequestId, Text } from './values.ts';
import { z } from './zod.ts';

/** From regular to gone; `new` has fewer than three visit days (HEADLESS.md). */
export const bands = ['on_rhythm', 'due', 'overdue', 'at_risk', 'probably_lost', 'new'] as const;
export const Band = z.enum(bands);
export type Band = z.infer<typeof Band>;

const Probability = z.number().min(0).max(1);

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
  /** Shortest and longest of the last gaps, ten at most; null with fewer than three gaps. */
  gaps: z.strictObject({ count: z.int(), shortest: z.int(), longest: z.int() }).nullable(),
  band: Band,
  /** What the models say (RETENTION.md section 5). Null while the shop is too young for percentages. */
  figures: z
    .strictObject({
      /** Chance of no visit in the weeks ahead: now, and as it was after the last visit. */
      noVisit: Probability,
      noVisitThen: Probability,
      /** Share of this person's own breaks that last as long as the present one. */
      unusual: Probability,
    })
    .nullable(),
  /** Usual visits in the weeks ahead; times the chance that none will be made it is what the list is ordered by. */
  usualVisits: z.number(),
  visitsAtStake: z.number(),
  /** What a visit of theirs brings, minor units; null where amounts are not recorded. */
  spendPerVisit: Money.nullable(),
  /** The last contact, when it is less than 14 days ago. */
  contact: z.strictObject({ day: BusinessDay, channel: z.enum(contactChannels), outcome: z.enum(outcomes) }).nullable(),
});
export type RiskRow = z.infer<typeof RiskRow>;

/** How much of the business the cards see (F-90): the last four weeks against the twelve before. */
export const Seen = z.strictObject({
  /** Percentages, null without counted days. */
  now_pct: z.number().nullable(),
  before_pct: z.number().nullable(),
  /** It fell by 15 points or more: people may be missing from the cards, not from the shop. */
  fell: z.boolean(),
});
export type Seen = z.infer<typeof Seen>;

export const RiskList = z.strictObject({
  asOf: BusinessDay,
  /** Activity window in days that bounds the list. */
  windowDays: z.int(),
  /** H, the weeks ahead that every figure is about. */
  weeks: z.int(),
  /** How far to trust the figures: 0 no bands, 1 bands ("early estimate"), 2 percentages. */
  stage: z.literal([0, 1, 2]),
  /** What the list is ordered by. */
  order: z.enum(['visits', 'spend']),
  /** Regulars by band, within the filter. */
  counts: z.record(Band, z.int()),
  /** Regulars to act on, most at stake first; 500 at most. */
  rows: z.array(RiskRow),
  /** Came once or twice and not back yet, latest first; 200 at most. */
  newcomers: z.array(RiskRow),
  /** Left out because of a mark: away, booked, moved, deceased, do not contact. */
  marked: z.int(),
  /** Days from the first visit in the ledger to today. */
  ledgerDays: z.int(),
  /** Days taken out of everybody's time: nobody came, or marked closed. */
  closedDays: z.int(),
  seen: Seen,
});
export type RiskList = z.infer<typeof RiskList>;

/** Groups by recency, frequency and money among the shop's own customers (F-44); `notYet` never came. Everybody is in exactly one. */
export const segments = ['best', 'loyal', 'growing', 'fresh', 'cooling', 'missed', 'asleep', 'notYet'] as const;
export const Segment = z.enum(segments);
export type Segment = z.infer<typeof Segment>;

export const Segments = z.strictObject({
  asOf: BusinessDay,
  /** Customers who are not archived: the sum of the segments. */
  customers: z.int(),
  /** Money counts too; only visits where fewer than 80 % of them carry an amount. */
  bySpend: z.boolean(),
  segments: z.array(
    z.strictObject({
      segment: Segment,
      customers: z.int(),
      customers_pct: z.number().nullable(),
      /** Of the visit days of the last twelve months. */
      visits_pct: z.number().nullable(),
    }),
  ),
  /** Who is in the segment asked for, the most visits in twelve months first; 200 at most. */
  members: z.array(
    z.strictObject({
      customerId: CustomerId,
      number: z.string(),
      name: z.string().nullable(),
      lastVisitDay: BusinessDay.nullable(),
      /** Visit days of the last twelve months. */
      visits: z.int(),
      spend: Money.nullable(),
    }),
  ),
  /** The best tenth of those who came in the last twelve months (F-47); null with fewer than ten. */
  best: z.strictObject({ visits: Best.nullable(), spend: Best.nullable() }),
});
export type Segments = z.infer<typeof Segments>;

export const Closure = z.strictObject({ closureId: ClosureId, firstDay: BusinessDay, lastDay: BusinessDay });
export type Closure = z.infer<typeof Closure>;

export const risk = {
  list: task({
    access: managersUp,
    input: z.strictObject({
      bands: z.array(Band).default(['overdue', 'at_risk']),
      tag: Text(30).nullable().default(null),
      programId: ProgramId.nullable().default(null),
      /** Only customers whom this person served last, or most often. */
      servedBy: z
        .strictObject({ personId: PersonId, how: z.enum(['last', 'most']) })
        .nullable()
        .default(null),
    }),
    output: RiskList,
  }),
  /** The customers in groups, and the best tenth. */
  segments: task({
    access: managersUp,
    input: z.strictObject({ segment: Segment.nullable().default(null) }),
    output: Segments,
  }),
  /** Stops a running task by its requestId. */
  cancel: task({ access: managersUp, input: z.strictObject({ task: RequestId }), output: Done }),
  /** Days the shop was closed, latest first. */
  closures: query({ access: managersUp, input: z.strictObject({}), output: z.array(Closure) }),
  /** Errors: BAD_DAYS (ends before it begins, longer than a year). */
  addClosure: command({
    access: ownerOnly,
    input: z.strictObject({ firstDay: BusinessDay, lastDay: BusinessDay }),
    output: z.strictObject({ closureId: ClosureId }),
    changes: ['closures'],
  }),
  removeClosure: command({
    access: ownerOnly,
    input: z.strictObject({ closureId: ClosureId }),
    output: Done,
    changes: ['closures'],
  }),
};
