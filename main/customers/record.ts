import type { ReadConnection } from '../../db/open.ts';
import {
  type ConsentRow,
  type CustomerRow,
  customerNumber,
  listConsents,
  listPhones,
  listTags,
  sumOfSpend,
} from '../../db/queries/customers.ts';
import type { Consent, CustomerRecord } from '../../preload/contract/customers.ts';
import type { CustomerId } from '../../preload/contract/values.ts';

/** A consent with the words it was given to. */
export const consentOf = ({ channel, given, at, source, wording, wordingText }: ConsentRow): Consent => ({
  channel: channel as Consent['channel'],
  given: given === 1,
  at,
  source,
  wording: wording === null || wordingText === null ? null : { version: wording, text: wordingText },
});

/** Everything written down about a customer, and what the ledger says of them. */
export function recordOf(read: ReadConnection, row: CustomerRow): CustomerRecord {
  const { birthMonth, birthDay, birthYear } = row;
  return {
    customerId: row.id as CustomerId,
    number: customerNumber(row),
    externalId: row.externalId,
    name: row.name,
    phones: listPhones(read, row.key).map((phone) => phone.typed),
    email: row.email,
    birthday: birthMonth !== null && birthDay !== null ? { month: birthMonth, day: birthDay, year: birthYear } : null,
    language: row.language,
    address: row.address,
    likes: row.likes,
    notes: row.notes,
    tags: listTags(read, row.key),
    source: row.source,
    ownFields: JSON.parse(row.ownFields) as Record<string, string>,
    consents: listConsents(read, row.key).map(consentOf),
    mark: row.mark,
    markUntil: row.markUntil,
    createdAt: row.createdAt,
    archivedAt: row.archivedAt,
    firstVisitDay: row.firstVisitDay,
    lastVisitDay: row.lastVisitDay,
    visitDays: row.visitDays,
    spend: sumOfSpend(read, row.key),
  };
}
