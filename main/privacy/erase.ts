import { createHmac } from 'node:crypto';
import type { WriteConnection } from '../../db/open.ts';
import { eraseRecord, getErasable, insertTraces, listRecordsOf } from '../../db/queries/privacy.ts';
import type { LedgerKey } from '../ledger/seal.ts';

/** A number of another system as it stays after an erasure: to be recognised with the shop's key, and not to be read. */
export function hashOfNumber(secret: Uint8Array, externalId: string): Uint8Array {
  return createHmac('sha256', secret).update('erased number\0').update(externalId).digest();
}

/**
 * Erases a person in the caller's transaction: every record that was merged into one. Answers the ids of the records, of which
 * those that were erased before are left as they are.
 */
export function erasePerson(write: WriteConnection, key: number, { at, by }: { at: number; by: LedgerKey }): string[] {
  const erased = listRecordsOf(write, key).flatMap((record) => {
    const { id, externalId, erasedAt } = getErasable(write, record);
    if (erasedAt !== null) return [];
    const externalHash = externalId === null ? null : hashOfNumber(by.secret, externalId);
    eraseRecord(write, record, { at, externalHash });
    return [id];
  });
  if (erased.length > 0) insertTraces(write, at);
  return erased;
}
