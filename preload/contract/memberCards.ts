import { atTheTill, command, managersUp, query, withPin } from './kinds.ts';
import { BusinessDay, CustomerId, Instant, Language } from './values.ts';
import { z } from './zod.ts';

/** Cards that one run prints at most: fifty sheets. */
export const mostCards = 500;

/**
 * What a member card says: an R, eight random digits and a check digit (Damm). Digits and R alone, because they are where a scanner
 * expects them on an English, Indonesian and Romanian keyboard alike; Y and Z are not.
 */
export const CardCode = z.string().regex(/^R\d{9}$/);
export type CardCode = z.infer<typeof CardCode>;

/** A card as it is in the world: blank until somebody takes it, and refused once another has taken its place. */
export const MemberCard = z.strictObject({
  code: CardCode,
  issuedAt: Instant,
  /** Null while it works. */
  replacedOn: BusinessDay.nullable(),
});
export type MemberCard = z.infer<typeof MemberCard>;

/** A card to print. */
export const PrintedCard = z.strictObject({
  code: CardCode,
  /** Null for a blank card, and for a customer without a name. */
  name: z.string().nullable(),
  /** The customer's language, else the shop's. */
  language: Language,
});
export type PrintedCard = z.infer<typeof PrintedCard>;

const codes = z.strictObject({ codes: z.array(CardCode) });
/** A code as it was scanned or typed: spaces, dashes and small letters are read over. */
const Typed = z.string().max(200);

export const memberCards = {
  /** All cards a customer ever had, newest first. */
  of: query({ access: withPin, input: z.strictObject({ customerId: CustomerId }), output: z.array(MemberCard) }),
  /** What stands on the cards of a print run, in the order asked for; codes nobody issued are left out. */
  printed: query({
    access: withPin,
    input: z.strictObject({ codes: z.array(CardCode).min(1).max(mostCards) }),
    output: z.array(PrintedCard),
  }),
  /** A code for each of these customers: the one they have, or a new one; `onlyNew` leaves out who has one. Archived customers get none. */
  issue: command({
    access: withPin,
    input: z.strictObject({
      customerIds: z.array(CustomerId).min(1).max(mostCards),
      onlyNew: z.boolean().default(false),
    }),
    output: codes,
    changes: ['customers'],
  }),
  /** Codes of blank cards, to be printed ahead and attached to somebody later. */
  issueBlank: command({
    access: managersUp,
    input: z.strictObject({ count: z.int().min(1).max(mostCards) }),
    output: codes,
    changes: [],
  }),
  /** A blank card becomes a customer's. Errors: CARD_MISREAD, CARD_UNKNOWN, CARD_TAKEN, CARD_REPLACED (params.on), CUSTOMER_ARCHIVED. */
  attach: command({
    access: atTheTill,
    input: z.strictObject({ customerId: CustomerId, code: Typed }),
    output: z.strictObject({ code: CardCode }),
    changes: ['customers'],
  }),
  /**
   * A lost card is refused from now on, and another takes its place: a blank one at hand, or a new one to be printed (null).
   * Errors: those of `attach` about the new card; CARD_REPLACED when the lost one was replaced already.
   */
  replace: command({
    access: withPin,
    input: z.strictObject({ lost: CardCode, by: Typed.nullable().default(null) }),
    output: z.strictObject({ code: CardCode }),
    changes: ['customers'],
  }),
};
