import { prepared, type ReadConnection, type WriteConnection } from '../open.ts';
import { ofCountedBatches } from './visits.ts';

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

/** One customer's visits in a span of business days: how many, how many with an amount, and their sum in minor units. */
export interface SpanSpend {
  readonly customerKey: number;
  readonly visits: number;
  readonly withAmount: number;
  readonly spend: number;
}

/**
 * The visits of these customers from one business day to another, both included, by customer in ascending order. Visits are counted singly.
 * Their index holds the amounts; what was taken back is counted against it, as in listVisitDays.
 */
export function listSpanSpend(
  connection: ReadConnection,
  { keys: customers, from, to }: { keys: readonly number[]; from: string; to: string },
): SpanSpend[] {
  const listed = ofCountedBatches(connection);
  return connection
    .prepare<[{ keys: string; from: string; to: string }], SpanSpend>(
      `SELECT customerKey, sum(visits) AS visits, sum(withAmount) AS withAmount, sum(spend) AS spend FROM (
         SELECT customerKey, count(*) AS visits, count(amount) AS withAmount, coalesce(sum(amount), 0) AS spend
         FROM json_each(@keys) k CROSS JOIN entry INDEXED BY entryVisitDay
         WHERE customerKey = k.value AND kind = 'visit' AND businessDay BETWEEN @from AND @to ${listed} GROUP BY k.key
         UNION ALL
         SELECT customerKey, -count(*), -count(amount), -coalesce(sum(amount), 0)
         FROM entry WHERE +kind = 'visit' AND +businessDay BETWEEN @from AND @to ${listed}
           AND seq IN (SELECT reverses FROM entry WHERE reverses IS NOT NULL) GROUP BY customerKey)
       GROUP BY customerKey HAVING sum(visits) > 0 ORDER BY customerKey`,
    )
    .all({ keys: JSON.stringify(customers), from, to });
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
