import type { ReadConnection } from '../../db/open.ts';
import { type CustomerRow, findCustomerByCode, getCustomer, keptCustomer } from '../../db/queries/customers.ts';
import { findMemberCard } from '../../db/queries/memberCards.ts';
import type { CardCode } from '../../preload/contract/memberCards.ts';
import { readCode } from './code.ts';

/** What a scanned code leads to. `replaced` says since when, UTC ms. */
export type Found =
  | { readonly is: 'customer'; readonly customer: CustomerRow }
  | { readonly is: 'replaced'; readonly at: number }
  | { readonly is: 'blank'; readonly code: CardCode }
  | { readonly is: 'misread' | 'unknown' };

/** What a scanner may put around a code: control characters, spaces. */
const clean = (code: string): string => code.replace(/\p{Cc}/gu, '').trim();

/** Whose code this is: another system's number, the shop's own, or one of its member cards. */
export function lookUpCode(read: ReadConnection, scanned: string): Found {
  const text = clean(scanned);
  const customer = findCustomerByCode(read, text);
  if (customer) return { is: 'customer', customer };
  const reading = readCode(text);
  if (reading === null) return { is: 'unknown' };
  if ('misread' in reading) return { is: 'misread' };
  const card = findMemberCard(read, reading.code);
  if (!card) return { is: 'unknown' };
  if (card.replacedAt !== null) return { is: 'replaced', at: card.replacedAt };
  if (card.customerKey === null) return { is: 'blank', code: card.code as CardCode };
  return { is: 'customer', customer: keptCustomer(read, getCustomer(read, card.customerKey)) };
}
