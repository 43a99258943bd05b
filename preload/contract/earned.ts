import { z } from './zod.ts';

/** Why a visit brought units, or fewer than one would think. */
export const earnedWhys = [
  /** The visit itself, or the number the person at the till gave. */
  'visit',
  /** `amount` of the purchase counted. */
  'amount',
  'items',
  /** What the multiplier `name` added or took. */
  'multiplier',
  /** Above the stamps one visit may bring. */
  'cap',
  /** `amount` was paid by a reward or points and earned nothing. */
  'paidByReward',
  /** Everything bought earns nothing. */
  'excluded',
  'signUp',
  'birthday',
  'winBack',
  /** The perk `name` was used; it brings no units by itself. */
  'perk',
] as const;
export type EarnedWhy = (typeof earnedWhys)[number];

/** One step of how units came about: they add up. Kept with the ledger's entry; names of rules, never of people. */
export const EarnedPart = z.strictObject({
  why: z.enum(earnedWhys),
  name: z.string().nullable(),
  units: z.int(),
  /** Minor units, where an amount is part of the reason. */
  amount: z.int().nullable(),
});
export type EarnedPart = z.infer<typeof EarnedPart>;

/** What brought a ledger entry about, where its kind does not say it. */
export const causes = [
  'signUp',
  'birthday',
  'winBack',
  'referral',
  'paper',
  'change',
  'merge',
  'move',
  /** A personal offer was redeemed; one was made. */
  'offer',
  'offerMade',
  /** A perk was used. */
  'perk',
  /** Taken off because a reward paid that part of the purchase. */
  'paidByReward',
] as const;
export type Cause = (typeof causes)[number];
