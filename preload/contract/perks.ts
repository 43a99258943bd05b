import { command, managersUp, query, task, withPin } from './kinds.ts';
import { CustomerId, Done, Month, Nothing, PerkId, Text } from './values.ts';
import { z } from './zod.ts';

/** What the best tenth (F-47) is told by; null: only who is picked by hand carries the perk. */
export const Best = z.enum(['visits', 'spend']).nullable();

/** Longest name: what a rule of a program takes (F-11). */
const PerkName = Text(40);

/** A named perk for the best, or for people picked by hand (F-14). Rules of programs know it by its name. */
export const Perk = z.strictObject({
  perkId: PerkId,
  name: z.string(),
  best: Best,
  off: z.boolean(),
  /** The month for which the best tenth was frozen; null while nobody was. */
  list: Month.nullable(),
  /** Customers who carry it now, and how many of them were picked. */
  carriers: z.int(),
  picked: z.int(),
  /** Uses at the till this month. */
  uses: z.int(),
});
export type Perk = z.infer<typeof Perk>;

export const PerkHolder = z.strictObject({
  customerId: CustomerId,
  number: z.string(),
  name: z.string().nullable(),
  picked: z.boolean(),
});
export type PerkHolder = z.infer<typeof PerkHolder>;

/** How one customer stands to a perk that is on. */
export const CustomerPerk = z.strictObject({
  perkId: PerkId,
  name: z.string(),
  picked: z.boolean(),
  /** Among the best tenth of the month. */
  best: z.boolean(),
});
export type CustomerPerk = z.infer<typeof CustomerPerk>;

export const perks = {
  /** Those that are on first. */
  list: query({ access: managersUp, input: Nothing, output: z.array(Perk) }),
  /** Who carries it, the picked ones first; 200 at most. */
  holders: query({ access: managersUp, input: z.strictObject({ perkId: PerkId }), output: z.array(PerkHolder) }),
  /** Every perk that is on, carried by this customer or not. */
  of: query({ access: withPin, input: z.strictObject({ customerId: CustomerId }), output: z.array(CustomerPerk) }),
  /** Its name is for good. Errors: BAD_INPUT (name) when there is one of that name. */
  create: command({
    access: managersUp,
    input: z.strictObject({ name: PerkName, best: Best }),
    output: z.strictObject({ perkId: PerkId }),
    changes: ['perks'],
  }),
  /** Who carries it from the next month on (in this one nobody loses it); off: nobody, at once. */
  change: command({
    access: managersUp,
    input: z.strictObject({ perkId: PerkId, best: Best, off: z.boolean() }),
    output: Done,
    changes: ['perks'],
  }),
  /** Picks somebody by hand, or no longer. Errors: CUSTOMER_ARCHIVED, CUSTOMER_MERGED. */
  pick: command({
    access: managersUp,
    input: z.strictObject({ perkId: PerkId, customerId: CustomerId, picked: z.boolean() }),
    output: Done,
    changes: ['perks'],
  }),
  /** Freezes the lists that are missing for this month; a start of the app and a new month do it by themselves. */
  freeze: task({
    access: managersUp,
    input: Nothing,
    output: z.strictObject({ lists: z.int() }),
    changes: ['perks'],
  }),
};
