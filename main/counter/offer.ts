import { getCustomer } from '../../db/queries/customers.ts';
import { findOffer } from '../../db/queries/offers.ts';
import type { Confirmation } from '../../preload/contract/counter.ts';
import type { OfferId } from '../../preload/contract/values.ts';
import type { CommandContext } from '../bridge/context.ts';
import { AppError, found } from '../bridge/errors.ts';
import { shownBenefit } from '../offers/offers.ts';
import { expireOf } from '../programs/expiry.ts';
import { confirmation, type Input } from './confirm.ts';
import { checkProof, refuseInactive, visitGoingOn } from './customer.ts';
import { paidBy, takeOffPaid } from './paid.ts';

/** Redeems a personal offer, once ever (F-84), under the rules of a reward (F-17). */
export function redeemOffer(context: CommandContext, { offerId, proof }: Input<'redeemOffer'>): Confirmation {
  const { read, ledger, today, note } = context;
  const offer = found(findOffer(read, offerId, today));
  const customer = getCustomer(read, offer.customerKey);
  refuseInactive(customer);
  if (offer.state !== 'open') throw new AppError('OFFER_NOT_OPEN', { state: offer.state, on: offer.endsOn });
  checkProof(context, customer, proof);
  expireOf(context, customer.key);
  const visitSeq = visitGoingOn(context, customer);
  const parts = takeOffPaid(context, customer.key, visitSeq, (bought) => paidBy(offer, bought));
  ledger.append({ kind: 'use', cause: 'offer', customerKey: customer.key, offerKey: offer.key, visitSeq });
  note({ by: proof.by, offer: offerId }, customer.id);
  return confirmation(context, customer, {
    programId: null,
    before: 0,
    after: 0,
    parts,
    used: { ...shownBenefit(offer), name: null },
    offerId: offerId as OfferId,
  });
}
