import { marks } from './customers.ts';
import { atTheTill, command, query, withPin } from './kinds.ts';
import { CardCode } from './memberCards.ts';
import { cardColors, cardIcons, programStates } from './programs.ts';
import {
  BusinessDay,
  CardId,
  CustomerId,
  EntryId,
  Instant,
  Money,
  ProgramId,
  RequestId,
  RewardId,
  Text,
} from './values.ts';
import { z } from './zod.ts';

/** Stamps that one visit may bring to one card. */
export const maxStampsPerVisit = 10;
/** How long the confirmation offers Undo without a PIN, in milliseconds. */
export const undoMilliseconds = 10_000;

/** A line under the search field: enough to pick the right person, no more (F-26). */
export const Hit = z.strictObject({
  customerId: CustomerId,
  number: z.string(),
  name: z.string().nullable(),
  /** Last three digits of the phone, or null. */
  phoneEnd: z.string().nullable(),
  lastVisitDay: BusinessDay.nullable(),
});
export type Hit = z.infer<typeof Hit>;

export const OpenReward = z.strictObject({
  rewardId: RewardId,
  programId: ProgramId,
  name: z.string(),
  value: z.int().nullable(),
  issuedAt: Instant,
});
export type OpenReward = z.infer<typeof OpenReward>;

/** One customer's progress in one program, as the counter draws it. `cardId` is null before the first stamp. */
export const CounterCard = z.strictObject({
  cardId: CardId.nullable(),
  programId: ProgramId,
  name: z.string(),
  state: z.enum(programStates),
  icon: z.enum(cardIcons),
  color: z.enum(cardColors),
  goal: z.int(),
  /** Stamps on the card now; below zero means "owes n" after a return. */
  stamps: z.int(),
  rewardName: z.string(),
  minimumSpend: z.int().nullable(),
  rewards: z.array(OpenReward),
});
export type CounterCard = z.infer<typeof CounterCard>;

export const CounterCustomer = z.strictObject({
  customerId: CustomerId,
  number: z.string(),
  name: z.string().nullable(),
  phoneEnd: z.string().nullable(),
  /** What can prove the person when redeeming without a scanned card (F-17). */
  canProveBy: z.array(z.enum(['phone', 'birthday'])),
  likes: z.string().nullable(),
  mark: z.enum(marks),
  archived: z.boolean(),
  birthdayToday: z.boolean(),
  firstVisitDay: BusinessDay.nullable(),
  lastVisitDay: BusinessDay.nullable(),
  /** Days with a visit. */
  visitDays: z.int(),
  visitsToday: z.int(),
  /** Until this moment a new stamp joins the visit that is still going on, or null. */
  sameVisitUntil: Instant.nullable(),
  cards: z.array(CounterCard),
});
export type CounterCustomer = z.infer<typeof CounterCustomer>;

/** A manager's leave to go past a limit: the approval from people.approve and why. */
export const Override = z.strictObject({ approval: z.uuid(), reason: Text(200) });

/** What a scanned code leads to: a customer, or what is the matter with the card. */
export const Scanned = z.strictObject({
  customerId: CustomerId.nullable(),
  /** `misread`: the check digit does not fit. `blank`: a printed card that is nobody's yet. Null when there is a customer. */
  problem: z.enum(['unknown', 'misread', 'replaced', 'blank']).nullable(),
  /** When a lost card was replaced. */
  replacedOn: BusinessDay.nullable(),
  /** The code of a blank card, as it is written. */
  blank: CardCode.nullable(),
});
export type Scanned = z.infer<typeof Scanned>;

/** What the till shows after a stamp or a redemption. */
export const Confirmation = z.strictObject({
  requestId: RequestId,
  customerId: CustomerId,
  programId: ProgramId,
  entryIds: z.array(EntryId),
  /** Stamps on the card before and after; the goal for drawing it. */
  before: z.int(),
  after: z.int(),
  goal: z.int(),
  issued: z.array(OpenReward),
  redeemed: OpenReward.nullable(),
  /** Set when a limit was passed and the shop only warns. */
  warning: z.enum(['VISIT_LIMIT', 'TOO_SOON']).nullable(),
  undoUntil: Instant,
});
export type Confirmation = z.infer<typeof Confirmation>;

export const counter = {
  /** Search as you type: name, part of a phone, e-mail, card number; accents ignored. Best first. */
  find: query({
    access: atTheTill,
    input: z.strictObject({ text: z.string().max(100), limit: z.int().min(1).max(50).default(8) }),
    output: z.array(Hit),
  }),
  /** A scanned code: exactly one customer, or why it leads to nobody. */
  scan: query({
    access: atTheTill,
    input: z.strictObject({ code: z.string().max(200) }),
    output: Scanned,
  }),
  open: query({ access: atTheTill, input: z.strictObject({ customerId: CustomerId }), output: CounterCustomer }),
  /**
   * Stamp a card. Errors: PROGRAM_NOT_RUNNING, MINIMUM_SPEND (params.minimum), AMOUNT_NEEDED, TOO_MANY_STAMPS (params.cap, params.left),
   * TOO_SOON (params.until; send `sameVisit` to add to the visit going on), VISIT_LIMIT (params.limit; needs `override` when the shop blocks),
   * APPROVAL_NEEDED, CUSTOMER_ARCHIVED.
   */
  stamp: command({
    access: atTheTill,
    input: z.strictObject({
      customerId: CustomerId,
      programId: ProgramId,
      stamps: z.int().min(1).max(maxStampsPerVisit).default(1),
      /** What the visit cost, minor units; a punch card never needs it unless it has a minimum spend. */
      amount: Money.nullable().default(null),
      sameVisit: z.boolean().default(false),
      override: Override.nullable().default(null),
    }),
    output: Confirmation,
    changes: ['cards', 'customers', 'visits'],
  }),
  /**
   * Hand a reward over, once. Without a scanned card the person says the last three digits of their phone or their birthday;
   * `known` is accepted only for somebody with neither on record. Errors: REWARD_NOT_OPEN, IDENTITY_NEEDED, IDENTITY_WRONG, CARD_REPLACED (params.on).
   */
  redeem: command({
    access: withPin,
    input: z.strictObject({
      rewardId: RewardId,
      proof: z.discriminatedUnion('by', [
        z.strictObject({ by: z.literal('card'), code: z.string().max(200) }),
        z.strictObject({ by: z.literal('phone'), digits: z.string().regex(/^\d{3}$/) }),
        z.strictObject({ by: z.literal('birthday'), month: z.int().min(1).max(12), day: z.int().min(1).max(31) }),
        z.strictObject({ by: z.literal('known') }),
      ]),
    }),
    output: Confirmation,
    changes: ['cards', 'customers', 'visits'],
  }),
  /** Take back one's own last action within ten seconds. Errors: UNDO_TOO_LATE, NOTHING_TO_UNDO, ALREADY_VOIDED. */
  undo: command({
    access: atTheTill,
    input: z.strictObject({ undo: RequestId }),
    output: z.strictObject({ customerId: CustomerId, entryIds: z.array(EntryId) }),
    changes: ['cards', 'customers', 'visits'],
  }),
  /**
   * Take an entry back later, with a reason: by a manager, or by staff with a manager's approval. A visit takes its stamps along, a reward
   * they issued if it is still open, and gives back the reward used in it (F-22). `return` says that goods came back, `void` that it was a mistake. Errors: APPROVAL_NEEDED, ALREADY_VOIDED.
   */
  reverse: command({
    access: withPin,
    input: z.strictObject({
      entryId: EntryId,
      as: z.enum(['void', 'return']),
      reason: Text(200),
      approval: z.uuid().nullable().default(null),
    }),
    output: z.strictObject({ customerId: CustomerId, entryIds: z.array(EntryId) }),
    changes: ['cards', 'customers', 'visits'],
  }),
};
