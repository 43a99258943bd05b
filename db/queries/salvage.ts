import { prepared, type ReadConnection } from '../open.ts';

/** Everybody there ever was, and whether they can be found by the search. */
export function listCustomerKeys(connection: ReadConnection): { key: number; isShown: number }[] {
  return prepared<[], { key: number; isShown: number }>(
    connection,
    'SELECT key, pendingBatchKey IS NULL AND erasedAt IS NULL AS isShown FROM customer ORDER BY key',
  ).all();
}

export function listCardKeys(connection: ReadConnection): number[] {
  return prepared<[], { key: number }>(connection, 'SELECT key FROM card ORDER BY key')
    .all()
    .map((row) => row.key);
}

/** Entries of one request. */
export function countEntriesOf(connection: ReadConnection, requestId: string): number {
  return (
    prepared<[string], { entries: number }>(
      connection,
      'SELECT count(*) AS entries FROM entry WHERE requestId = ?',
    ).get(requestId)?.entries ?? 0
  );
}
