import type { ReadConnection } from '../../db/open.ts';
import { type CustomerRow, customerNumber, listPhones } from '../../db/queries/customers.ts';
import type { ShortCustomer } from '../../preload/contract/merges.ts';
import type { CustomerId } from '../../preload/contract/values.ts';
import { phoneEnd } from '../customers/phones.ts';

/** What tells one record from another. */
export const shortOf = (read: ReadConnection, row: CustomerRow): ShortCustomer => ({
  customerId: row.id as CustomerId,
  number: customerNumber(row),
  name: row.name,
  phoneEnd: phoneEnd(listPhones(read, row.key)[0]?.typed ?? null),
  visitDays: row.visitDays,
  lastVisitDay: row.lastVisitDay,
});
