import { type CustomerRow, indexCustomer } from '../../db/queries/customers.ts';
import { findMemberCard, insertMemberCard, updateMemberCardOwner } from '../../db/queries/memberCards.ts';
import type { CardCode } from '../../preload/contract/memberCards.ts';
import type { CommandContext, QueryContext } from '../bridge/context.ts';
import { AppError } from '../bridge/errors.ts';
import { businessDayOf } from '../shop/time.ts';
import { newCode } from './code.ts';
import { lookUpCode } from './lookUp.ts';

/** The shop's business day of a moment, for "replaced on". */
export const dayOf = ({ settings }: QueryContext, at: number): string =>
  businessDayOf(at, settings.timeZone, settings.dayStartMinutes);

/** A new card of a customer's, or a blank one. */
export function issueCard({ write, now }: CommandContext, customerKey: number | null): CardCode {
  for (;;) {
    const code = newCode();
    if (findMemberCard(write, code)) continue;
    insertMemberCard(write, { code, customerKey, issuedAt: now });
    // The code can be typed into the search too.
    if (customerKey !== null) indexCustomer(write, customerKey);
    return code;
  }
}

/** A blank card that was scanned or typed becomes the customer's. Refuses with what is wrong with the card. */
export function attachCard(context: CommandContext, customer: Pick<CustomerRow, 'key'>, typed: string): CardCode {
  const { write, now } = context;
  const found = lookUpCode(write, typed);
  switch (found.is) {
    case 'misread':
      throw new AppError('CARD_MISREAD', {}, ['code']);
    case 'unknown':
      throw new AppError('CARD_UNKNOWN', {}, ['code']);
    case 'customer':
      throw new AppError('CARD_TAKEN', {}, ['code']);
    case 'replaced':
      throw new AppError('CARD_REPLACED', { on: dayOf(context, found.at) }, ['code']);
    case 'blank':
      updateMemberCardOwner(write, found.code, customer.key, now);
      indexCustomer(write, customer.key);
      return found.code;
  }
}
