import { command, managersUp, query, withPin } from './kinds.ts';
import { OfferedBenefit, WholeBenefit } from './rules.ts';
import { BusinessDay, CustomerId, Done, OfferId } from './values.ts';
import { z } from './zod.ts';

/** What can become of an offer: made = redeemed + ended + withdrawn + open, always. */
export const offerStates = ['open', 'redeemed', 'ended', 'withdrawn'] as const;

/** Days an offer may run at most. */
export const mostOfferDays = 366;

const offer = {
  offerId: OfferId,
  benefit: OfferedBenefit,
  /** The last day it can be redeemed. */
  endsOn: BusinessDay,
  state: z.enum(offerStates),
  madeOn: BusinessDay,
  redeemedOn: BusinessDay.nullable(),
};

/** One customer, one benefit, a last day (F-84). */
export const Offer = z.strictObject(offer);
export type Offer = z.infer<typeof Offer>;

/** The same with what came of it. */
export const OfferLine = z.strictObject({
  ...offer,
  customerId: CustomerId,
  number: z.string(),
  name: z.string().nullable(),
  /** Minor units; null when nobody said. Money off costs itself. */
  cost: z.int().nullable(),
  /** There was a visit within 30 days, the day it was made not counted; `waiting` while it can still come. Both false when it was withdrawn. */
  cameBack: z.boolean(),
  waiting: z.boolean(),
});
export type OfferLine = z.infer<typeof OfferLine>;

export const OfferReport = z.strictObject({
  /** Offers made on this day or later: twelve months. */
  from: BusinessDay,
  made: z.int(),
  open: z.int(),
  redeemed: z.int(),
  ended: z.int(),
  withdrawn: z.int(),
  cameBack: z.int(),
  waiting: z.int(),
  /** Of the redeemed ones, minor units, and how many of them have none. */
  cost: z.int(),
  withoutCost: z.int(),
  /** The newest first, 200 at most. */
  lines: z.array(OfferLine),
});
export type OfferReport = z.infer<typeof OfferReport>;

export const offers = {
  /** A customer's offers, the newest first. */
  of: query({ access: withPin, input: z.strictObject({ customerId: CustomerId }), output: z.array(Offer) }),
  /** The offers of the last twelve months and what came of them. */
  list: query({ access: managersUp, input: z.strictObject({}), output: OfferReport }),
  /** Errors: CUSTOMER_ARCHIVED, CUSTOMER_MERGED, OWN_CARD, BAD_INPUT (benefit.percent, benefit.value; endsOn: over already, too far ahead). */
  make: command({
    access: managersUp,
    input: z.strictObject({ customerId: CustomerId, benefit: WholeBenefit, endsOn: BusinessDay }),
    output: z.strictObject({ offerId: OfferId }),
    changes: ['offers'],
  }),
  /** Takes back an offer that was not redeemed. Errors: OFFER_NOT_OPEN (params.state, params.on). */
  withdraw: command({
    access: managersUp,
    input: z.strictObject({ offerId: OfferId }),
    output: Done,
    changes: ['offers'],
  }),
};
