import type { ReadConnection } from '../../db/open.ts';
import { customerNumber, getCustomer, type TimelineRow } from '../../db/queries/customers.ts';
import type { TimelineItem } from '../../preload/contract/customers.ts';
import type { CustomerId, EntryId } from '../../preload/contract/values.ts';

/** An entry as the timeline shows it. */
export function itemOf(
  read: ReadConnection,
  { id, seq: _seq, visitEntryId, imported, voided, cause, parts, otherKey, ...row }: TimelineRow,
): TimelineItem {
  return {
    ...row,
    // Written by this program from the contract's own lists.
    cause: cause as TimelineItem['cause'],
    parts: parts === null ? [] : (JSON.parse(parts) as TimelineItem['parts']),
    entryId: id as EntryId,
    visitEntryId: visitEntryId as EntryId | null,
    imported: imported === 1,
    voided: voided === 1,
    other: otherKey === null ? null : otherOf(read, otherKey),
  };
}

function otherOf(read: ReadConnection, key: number): TimelineItem['other'] {
  const row = getCustomer(read, key);
  return { customerId: row.id as CustomerId, number: customerNumber(row), name: row.name };
}
