import { prepared, type ReadConnection, type WriteConnection } from '../open.ts';

/** Days the owner marked closed, both included. */
export interface ClosureRow {
  readonly id: string;
  readonly firstDay: string;
  readonly lastDay: string;
}

/** Newest first. */
export function listClosures(connection: ReadConnection): ClosureRow[] {
  return prepared<[], ClosureRow>(
    connection,
    'SELECT id, firstDay, lastDay FROM closure ORDER BY firstDay DESC, key DESC',
  ).all();
}

export function insertClosure(
  connection: WriteConnection,
  closure: ClosureRow & { readonly personKey: number | null; readonly createdAt: number },
): void {
  prepared<object>(
    connection,
    `INSERT INTO closure (id, firstDay, lastDay, personKey, createdAt) VALUES (@id, @firstDay, @lastDay, @personKey, @createdAt)`,
  ).run(closure);
}

/** Takes a closure away; false when there was none. */
export function deleteClosure(connection: WriteConnection, id: string): boolean {
  return prepared<[string]>(connection, 'DELETE FROM closure WHERE id = ?').run(id).changes > 0;
}

/** Keys of the customers with a tag. */
export function listKeysWithTag(connection: ReadConnection, tag: string): number[] {
  return keys(
    prepared<[string], { key: number }>(connection, 'SELECT customerKey AS key FROM customerTag WHERE tag = ?').all(
      tag,
    ),
  );
}

/** Keys of the customers who have or had a card of a program. */
export function listKeysInProgram(connection: ReadConnection, programId: string): number[] {
  return keys(
    prepared<[string], { key: number }>(
      connection,
      'SELECT DISTINCT customerKey AS key FROM card WHERE programKey = (SELECT key FROM program WHERE id = ?)',
    ).all(programId),
  );
}

const keys = (rows: readonly { key: number }[]): number[] => rows.map((row) => row.key);

/** Visits somebody of the shop served: who imports a log has served nobody. */
const served = `FROM liveEntry e JOIN person p ON p.key = e.personKey
  WHERE e.customerKey = ? AND e.kind = 'visit' AND NOT EXISTS (SELECT 1 FROM batch b WHERE b.key = e.batchKey AND b.kind = 'import')`;

/** Id of the person who served a customer last; null when nobody is known. */
export function findLastServer(connection: ReadConnection, customerKey: number): string | null {
  return (
    prepared<[number], { id: string }>(connection, `SELECT p.id ${served} ORDER BY e.seq DESC LIMIT 1`).get(customerKey)
      ?.id ?? null
  );
}

/** Id of the person who served a customer most often, the latest of them when two are equal. */
export function findUsualServer(connection: ReadConnection, customerKey: number): string | null {
  return (
    prepared<[number], { id: string }>(
      connection,
      `SELECT p.id ${served} GROUP BY p.key ORDER BY count(*) DESC, max(e.seq) DESC LIMIT 1`,
    ).get(customerKey)?.id ?? null
  );
}

/** Live visits of the days on which the receipts were counted, from one business day to another, both included. */
export function countVisitsOfCountedDays(
  connection: ReadConnection,
  from: string,
  to: string,
): { businessDay: string; visits: number }[] {
  return prepared<[string, string], { businessDay: string; visits: number }>(
    connection,
    `SELECT businessDay, count(*) AS visits FROM liveEntry
     WHERE kind = 'visit' AND businessDay IN (SELECT businessDay FROM dayReceipts WHERE businessDay BETWEEN ? AND ?)
     GROUP BY businessDay`,
  ).all(from, to);
}

/** Keys of all customers who are not archived, ascending. */
export function listListedKeys(connection: ReadConnection): number[] {
  return keys(
    prepared<[], { key: number }>(
      connection,
      'SELECT key FROM customer WHERE archivedAt IS NULL AND pendingBatchKey IS NULL ORDER BY key',
    ).all(),
  );
}
