import type { ReadConnection } from '../../db/open.ts';
import { customerNumber, findCustomer, getCustomer } from '../../db/queries/customers.ts';
import { getEntry } from '../../db/queries/ledger.ts';
import {
  countOffers,
  findOffer,
  insertOffer,
  listOffers,
  listOffersOf,
  lostWords,
  type OfferedBenefit,
  type OfferRow,
} from '../../db/queries/offers.ts';
import { mostOfferDays, type Offer } from '../../preload/contract/offers.ts';
import type { CustomerId, OfferId } from '../../preload/contract/values.ts';
import { AppError, found } from '../bridge/errors.ts';
import { implement } from '../bridge/implement.ts';
import { activeCustomer } from '../counter/customer.ts';
import { dayNumber, formatDay } from '../retention/days.ts';

/** The report looks so many days back. */
const reportDays = 365;
/** Offers listed by name. */
const mostLines = 200;

/** Without its cost, which is the shop's own business. */
export const shownBenefit = ({ kind, name, percent, value }: OfferedBenefit): Offer['benefit'] => ({
  kind,
  name: name === lostWords ? null : name,
  percent,
  value,
});

const shown = (row: OfferRow): Offer => ({
  offerId: row.id as OfferId,
  benefit: shownBenefit(row),
  endsOn: row.endsOn,
  // Those that went to another record are not asked for.
  state: row.state as Offer['state'],
  madeOn: row.madeOn,
  redeemedOn: row.redeemedOn,
});

/** A customer's offers on a day, the newest first. */
export const offersOf = (read: ReadConnection, customerKey: number, today: string): Offer[] =>
  listOffersOf(read, customerKey, today).map(shown);

export const offers = implement('offers', {
  of: ({ read, today }, { customerId }) => offersOf(read, found(findCustomer(read, customerId)).key, today),

  list({ read, today }) {
    const from = formatDay(dayNumber(today) - reportDays + 1);
    return {
      from,
      ...countOffers(read, today, from),
      lines: listOffers(read, today, from, mostLines).map((row) => ({
        ...shown(row),
        customerId: row.customerId as CustomerId,
        number: customerNumber(row),
        name: row.customerName,
        cost: row.cost,
        cameBack: row.cameBack === 1,
        waiting: row.waiting === 1,
      })),
    };
  },

  make(context, { customerId, benefit, endsOn }) {
    const { write, ledger, now, today, newId, note } = context;
    const customer = activeCustomer(context, customerId);
    if (endsOn < today || dayNumber(endsOn) - dayNumber(today) > mostOfferDays)
      throw new AppError('BAD_INPUT', {}, ['endsOn']);
    const id = newId();
    const offerKey = insertOffer(write, { id, customerKey: customer.key, ...benefit, endsOn, madeAt: now });
    ledger.append({ kind: 'use', cause: 'offerMade', customerKey: customer.key, offerKey });
    note({ offer: id }, customerId);
    return { offerId: id as OfferId };
  },

  withdraw(context, { offerId }) {
    const { read, ledger, today, note } = context;
    const offer = found(findOffer(read, offerId, today));
    if (offer.state !== 'open') throw new AppError('OFFER_NOT_OPEN', { state: offer.state, on: offer.endsOn });
    const made = getEntry(read, offer.madeSeq);
    ledger.reverse(made, 'void', null);
    note({ offer: offerId }, getCustomer(read, made.customerKey).id);
    return { done: true };
  },
});
