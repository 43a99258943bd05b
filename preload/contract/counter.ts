import { marks } from './customers.ts';
import { EarnedPart } from './earned.ts';
import { atTheTill, command, managersUp, query, withPin } from './kinds.ts';
import { CardCode } from './memberCards.ts';
import { programStates } from './programs.ts';
import {
  Benefit,
  cardColors,
  cardIcons,
  Multiplier,
  mostUnits,
  OfferedBenefit,
  programKinds,
  rewardKinds,
} from './rules.ts';
import {
  BusinessDay,
  CardId,
  CustomerId,
  EntryId,
  Instant,
  ItemId,
  Money,
  OfferId,
  PerkId,
  ProgramId,
  ProgramRewardId,
  RequestId,
  RewardId,
  Text,
} from './values.ts';
import { z } from './zod.ts';

/** How long the confirmation offers Undo without a PIN, in milliseconds. */
export const undoMilliseconds = 10_000;

/** How long a person may move what they have just recorded to another customer without a manager, in milliseconds. */
export const moveMilliseconds = 60_000;

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
  programRewardId: ProgramRewardId,
  kind: z.enum(rewardKinds),
  name: z.string(),
  percent: z.int().nullable(),
  value: z.int().nullable(),
  issuedAt: Instant,
  /** The last day it can be redeemed; null for good. */
  expiresOn: BusinessDay.nullable(),
});
export type OpenReward = z.infer<typeof OpenReward>;

/** A reward of the rules this card goes by: on a punch card by the stamp it lies on, with points by its price. */
export const CardReward = z.strictObject({
  programRewardId: ProgramRewardId,
  at: z.int(),
  kind: z.enum(rewardKinds),
  name: z.string(),
  percent: z.int().nullable(),
  value: z.int().nullable(),
  /** Punch card: had in this lap. Points: there are enough for it. */
  reached: z.boolean(),
});
export type CardReward = z.infer<typeof CardReward>;

/** Units that came on one day and are still on the card, the oldest first: they are spent and run out in this order (F-15). */
export const Lot = z.strictObject({
  day: BusinessDay,
  units: z.int(),
  /** The last day they count; null for good. */
  expiresOn: BusinessDay.nullable(),
});
export type Lot = z.infer<typeof Lot>;

/** One customer's progress in one program of stamps or points. `cardId` is null before the first stamp. What has run out is gone already. */
export const CounterCard = z.strictObject({
  cardId: CardId.nullable(),
  programId: ProgramId,
  kind: z.enum(programKinds).extract(['stamps', 'points']),
  name: z.string(),
  state: z.enum(programStates),
  icon: z.enum(cardIcons),
  color: z.enum(cardColors),
  /** Stamps that fill the card; null for points. */
  goal: z.int().nullable(),
  /** Stamps or points on the card now; below zero means "owes n" after a return. */
  stamps: z.int(),
  /** Minor units spent that wait for the next visit (F-08). */
  carry: z.int(),
  /** Of the full card; with points of the next reward that the balance does not reach yet, else of the dearest. Null without rewards. */
  rewardName: z.string().nullable(),
  /** By stamp or price, cheapest first. */
  cardRewards: z.array(CardReward),
  /** What a visit needs to be told: an amount, what was bought. */
  per: z.enum(['visit', 'amount', 'item']),
  /** Some things bought earn more or less than others (F-03). */
  countsItems: z.boolean(),
  /** Minor units of an amount that bring `units`; null when amounts do not count. */
  every: z.int().nullable(),
  /** What a visit, each full amount or each piece brings. */
  units: z.int(),
  minimumSpend: z.int().nullable(),
  /** Stamps that one visit may still bring; null for any number. */
  capPerVisit: z.int().nullable(),
  /** Minor units a point is worth as money off; null when not offered. */
  pointValue: z.int().nullable(),
  /** Runs now for this customer: what the highest of them does to one unit (F-11). */
  multiplier: z.strictObject({ name: z.string(), effect: Multiplier.shape.effect }).nullable(),
  /** Only where something runs out. */
  lots: z.array(Lot),
  /** No more for this customer: the program's cap is reached (F-05). */
  usedUp: z.boolean(),
  rewards: z.array(OpenReward),
});
export type CounterCard = z.infer<typeof CounterCard>;

/** A discount of a frequent buyer or a special of a member (F-04). */
export const CounterBenefit = z.strictObject({
  programId: ProgramId,
  kind: z.enum(programKinds).extract(['discount', 'special']),
  name: z.string(),
  icon: z.enum(cardIcons),
  color: z.enum(cardColors),
  benefit: Benefit.omit({ cost: true }),
  /** May be used now. */
  available: z.boolean(),
  /** Discount: visit days within the days that count, how many are needed, and within how many days. */
  visits: z.int().nullable(),
  needed: z.int().nullable(),
  withinDays: z.int().nullable(),
  /** Used so far, how often it may be used, and whether today. */
  uses: z.int(),
  usageCap: z.int().nullable(),
  usedToday: z.boolean(),
  /** The last day it can be used; null for good. */
  endsOn: BusinessDay.nullable(),
});
export type CounterBenefit = z.infer<typeof CounterBenefit>;

/** Something that was offered to this customer alone (F-84). */
export const CounterOffer = z.strictObject({
  offerId: OfferId,
  benefit: OfferedBenefit,
  /** The last day it can be redeemed. */
  endsOn: BusinessDay,
});
export type CounterOffer = z.infer<typeof CounterOffer>;

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
  /** Discounts, and the specials this customer is enrolled in. */
  benefits: z.array(CounterBenefit),
  /** Personal offers that can be redeemed today, the first to end first. */
  offers: z.array(CounterOffer),
  /** Perks the customer carries today (F-14). */
  perks: z.array(z.strictObject({ perkId: PerkId, name: z.string(), usedToday: z.boolean() })),
  /** Specials the customer could be enrolled in (`counter.join`). */
  joinable: z.array(z.strictObject({ programId: ProgramId, name: z.string() })),
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

/** How the person shows who they are (F-17). */
const Proof = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('card'), code: z.string().max(200) }),
  z.strictObject({ by: z.literal('phone'), digits: z.string().regex(/^\d{3}$/) }),
  z.strictObject({ by: z.literal('birthday'), month: z.int().min(1).max(12), day: z.int().min(1).max(31) }),
  z.strictObject({ by: z.literal('known') }),
]);

/** What the till shows after something was done. */
export const Confirmation = z.strictObject({
  requestId: RequestId,
  customerId: CustomerId,
  /** Null for a visit on no card. */
  programId: ProgramId.nullable(),
  entryIds: z.array(EntryId),
  /** Stamps or points on the card before and after; the goal for drawing it, null for points and benefits. */
  before: z.int(),
  after: z.int(),
  goal: z.int().nullable(),
  /** What a visit brought, in all and how it came about; the unspent amount that is on the card now. */
  earned: z.int(),
  parts: z.array(EarnedPart),
  carry: z.int(),
  issued: z.array(OpenReward),
  redeemed: OpenReward.nullable(),
  /** Points taken as money off, and what they were worth, minor units. */
  spent: z.strictObject({ points: z.int(), amount: z.int() }).nullable(),
  /**
   * A discount, special, perk or personal offer that was used, and which offer it was. Of an offer without its words: answers are kept, in the
   * journal too, where no erasure reaches.
   */
  used: OfferedBenefit.nullable(),
  offerId: OfferId.nullable(),
  /** Set when a limit was passed and the shop only warns. */
  warning: z.enum(['VISIT_LIMIT', 'TOO_SOON']).nullable(),
  /** The visit day before today, to know the person by (F-26); null for somebody new. */
  previousVisitDay: BusinessDay.nullable(),
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
   * Record a visit on a card: it earns what the rules say. Errors: PROGRAM_NOT_RUNNING, PROGRAM_USED_UP, MINIMUM_SPEND (params.minimum),
   * AMOUNT_NEEDED, ITEMS_NEEDED, TOO_MANY_STAMPS (params.cap, params.left), TOO_SOON (params.until; send `sameVisit` to add to the visit
   * going on), VISIT_LIMIT (params.limit; needs `override` when the shop blocks), APPROVAL_NEEDED, CUSTOMER_ARCHIVED,
   * BAD_INPUT (programId: a discount or special has no card to stamp; items.N.itemId).
   */
  stamp: command({
    access: atTheTill,
    input: z.strictObject({
      customerId: CustomerId,
      programId: ProgramId,
      /** For programs that count visits: another number than the program's; null for that one. */
      stamps: z.int().min(1).max(50).nullable().default(null),
      /** What was bought, minor units, before anything taken off by a reward of this visit: that part earns nothing (F-07). */
      amount: Money.nullable().default(null),
      items: z
        .array(
          z.strictObject({
            itemId: ItemId,
            quantity: z.int().min(1).max(10_000).default(1),
            /** Of all pieces together. */
            amount: Money.nullable().default(null),
          }),
        )
        .max(100)
        .default([]),
      sameVisit: z.boolean().default(false),
      override: Override.nullable().default(null),
    }),
    output: Confirmation,
    changes: ['cards', 'customers', 'visits'],
  }),
  /**
   * Record a visit on no card: in a shop that only has discounts and specials it is what counts. Errors: TOO_SOON (params.until),
   * VISIT_LIMIT (params.limit; needs `override` when the shop blocks), APPROVAL_NEEDED, CUSTOMER_ARCHIVED.
   */
  visit: command({
    access: atTheTill,
    input: z.strictObject({
      customerId: CustomerId,
      amount: Money.nullable().default(null),
      override: Override.nullable().default(null),
    }),
    output: Confirmation,
    changes: ['cards', 'customers', 'visits'],
  }),
  /**
   * Hand a reward over, once. Without a scanned card the person says the last three digits of their phone or their birthday;
   * `known` is accepted only for somebody with neither on record. Errors: REWARD_NOT_OPEN, IDENTITY_NEEDED, IDENTITY_WRONG,
   * CARD_REPLACED (params.on).
   */
  redeem: command({
    access: withPin,
    input: z.strictObject({ rewardId: RewardId, proof: Proof }),
    output: Confirmation,
    changes: ['cards', 'customers', 'visits'],
  }),
  /** Redeem a personal offer, once ever, under the rules of a reward. Errors as of redeem, with OFFER_NOT_OPEN (params.state, params.on). */
  redeemOffer: command({
    access: withPin,
    input: z.strictObject({ offerId: OfferId, proof: Proof }),
    output: Confirmation,
    changes: ['cards', 'customers', 'visits'],
  }),
  /**
   * Spend points: for a reward at its price, handed over at once, or any number of them as money off (F-18). Errors as of redeem, and
   * NOT_ENOUGH_POINTS (params.balance, params.needed), PROGRAM_USED_UP, BAD_INPUT (spend: not offered by this program).
   */
  spend: command({
    access: withPin,
    input: z.strictObject({
      customerId: CustomerId,
      programId: ProgramId,
      spend: z.discriminatedUnion('on', [
        z.strictObject({ on: z.literal('reward'), programRewardId: ProgramRewardId }),
        z.strictObject({ on: z.literal('amount'), points: z.int().min(1).max(1_000_000_000) }),
      ]),
      proof: Proof,
    }),
    output: Confirmation,
    changes: ['cards', 'customers', 'visits'],
  }),
  /**
   * Log the use of a discount or special. Errors: PROGRAM_NOT_RUNNING, PROGRAM_USED_UP, NOT_ENROLLED, NOT_EARNED (params.visits,
   * params.needed, params.withinDays), CUSTOMER_ARCHIVED.
   */
  use: command({
    access: atTheTill,
    input: z.strictObject({ customerId: CustomerId, programId: ProgramId }),
    output: Confirmation,
    changes: ['cards', 'customers', 'visits'],
  }),
  /** Log the use of a perk. Errors: PERK_NOT_CARRIED, CUSTOMER_ARCHIVED. */
  usePerk: command({
    access: atTheTill,
    input: z.strictObject({ customerId: CustomerId, perkId: PerkId }),
    output: Confirmation,
    changes: ['cards', 'customers', 'visits'],
  }),
  /** Enrol a customer in a special. Doing it again changes nothing. Errors: PROGRAM_NOT_RUNNING, CUSTOMER_ARCHIVED, BAD_INPUT (programId). */
  join: command({
    access: atTheTill,
    input: z.strictObject({ customerId: CustomerId, programId: ProgramId }),
    output: z.strictObject({ cardId: CardId }),
    changes: ['cards', 'customers'],
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
  /**
   * Move an entry to the customer it should have been recorded for: a visit with all that hangs on it, a stamp or opening stamps (F-21).
   * One's own entry within a minute; later with a PIN, staff with a manager's approval. A reward used in the visit goes back to whom it
   * belongs; the other customer's open one of the same kind is taken for it, if there is one. Moving it back undoes it. Errors:
   * ALREADY_VOIDED, CUSTOMER_ARCHIVED, PIN_NEEDED, APPROVAL_NEEDED, OWN_CARD, PROGRAM_NOT_RUNNING and PROGRAM_USED_UP (of the other
   * customer) when it has stamps, BAD_INPUT (entryId, toCustomerId).
   */
  move: command({
    access: atTheTill,
    input: z.strictObject({
      entryId: EntryId,
      toCustomerId: CustomerId,
      reason: Text(200).nullable().default(null),
      approval: z.uuid().nullable().default(null),
    }),
    output: z.strictObject({
      fromCustomerId: CustomerId,
      customerId: CustomerId,
      /** The entry as the other customer has it now; moving this one back undoes it. */
      entryId: EntryId,
    }),
    changes: ['cards', 'customers', 'visits'],
  }),
  /**
   * Put a card right by hand, with a reason that stays in the history. Units added may earn rewards; more than there are cannot be taken.
   * Errors: PROGRAM_NOT_RUNNING and PROGRAM_USED_UP when units are added, CUSTOMER_ARCHIVED, BAD_INPUT (programId, units: also more than 50 stamps).
   */
  adjust: command({
    access: managersUp,
    input: z.strictObject({
      customerId: CustomerId,
      programId: ProgramId,
      units: z
        .int()
        .min(-mostUnits)
        .max(mostUnits)
        .refine((units) => units !== 0),
      reason: Text(200),
    }),
    output: z.strictObject({ customerId: CustomerId, entryIds: z.array(EntryId) }),
    changes: ['cards', 'customers', 'visits'],
  }),
};
