import { prepared, type ReadConnection, type WriteConnection } from '../open.ts';

/** Long work written in slices; see the table's comment. */
export interface BatchRow {
  readonly key: number;
  readonly id: string;
  readonly kind: 'import' | 'seed' | 'expiry' | 'change';
  readonly fileHash: string | null;
  readonly firstSeq: number | null;
  readonly lastSeq: number | null;
  readonly closedAt: number | null;
  readonly voidedAt: number | null;
  readonly settledAt: number | null;
}

export function insertBatch(
  connection: WriteConnection,
  batch: { id: string; kind: BatchRow['kind']; fileHash: string | null; personKey: number | null; openedAt: number },
): number {
  return Number(
    prepared<object>(
      connection,
      'INSERT INTO batch (id, kind, fileHash, personKey, openedAt) VALUES (@id, @kind, @fileHash, @personKey, @openedAt)',
    ).run(batch).lastInsertRowid,
  );
}

/** A batch whose entries count one by one, with all that is counted from them kept at once: there is nothing to close or settle later. */
export function insertClosedBatch(
  connection: WriteConnection,
  batch: { id: string; kind: 'expiry' | 'change'; personKey: number | null; at: number },
): number {
  return Number(
    prepared<object>(
      connection,
      'INSERT INTO batch (id, kind, personKey, openedAt, closedAt, settledAt) VALUES (@id, @kind, @personKey, @at, @at, @at)',
    ).run(batch).lastInsertRowid,
  );
}

/**
 * A batch of the same file that was left open or voided by a cancel: the same work again goes on with it. Not when another batch was
 * closed since: that one may have brought the same rows, and both together would count them twice.
 */
export function findUnfinishedBatch(connection: ReadConnection, fileHash: string): BatchRow | null {
  return (
    prepared<[string], BatchRow>(
      connection,
      `SELECT * FROM batch WHERE fileHash = ? AND closedAt IS NULL AND NOT EXISTS (
         SELECT 1 FROM batch other WHERE other.closedAt IS NOT NULL
         AND (other.key > batch.key OR other.closedAt > batch.openedAt OR other.lastSeq > batch.firstSeq))
       ORDER BY key DESC LIMIT 1`,
    ).get(fileHash) ?? null
  );
}

/** Takes a voided, never closed batch up again. */
export function reopenBatch(connection: WriteConnection, key: number): void {
  prepared<[number]>(connection, 'UPDATE batch SET voidedAt = NULL, settledAt = NULL WHERE key = ?').run(key);
}

/** Widens the batch's range of the ledger after a slice. */
export function updateBatchRange(connection: WriteConnection, key: number, firstSeq: number, lastSeq: number): void {
  prepared<object>(
    connection,
    'UPDATE batch SET firstSeq = min(coalesce(firstSeq, @firstSeq), @firstSeq), lastSeq = max(coalesce(lastSeq, @lastSeq), @lastSeq) WHERE key = @key',
  ).run({ key, firstSeq, lastSeq });
}

/** From here on its entries count; what is counted from them has to be settled anew, whatever was settled before. */
export function closeBatch(connection: WriteConnection, key: number, at: number): void {
  prepared<[number, number]>(connection, 'UPDATE batch SET closedAt = ?, settledAt = NULL WHERE key = ?').run(at, key);
}

/** From here on its entries do not count. */
export function voidBatch(connection: WriteConnection, key: number, at: number): void {
  prepared<[number, number]>(connection, 'UPDATE batch SET voidedAt = ?, settledAt = NULL WHERE key = ?').run(at, key);
}

/** Only if the batch is still as it was when the settling began: it may have been taken up again or closed meanwhile. */
export function settleBatch(connection: WriteConnection, batch: BatchRow, at: number): void {
  prepared<[number, number, number | null, number | null]>(
    connection,
    'UPDATE batch SET settledAt = ? WHERE key = ? AND closedAt IS ? AND voidedAt IS ?',
  ).run(at, batch.key, batch.closedAt, batch.voidedAt);
}

/** Left open by a crash: neither closed nor voided. */
export function listOpenBatches(connection: ReadConnection): BatchRow[] {
  return prepared<[], BatchRow>(connection, 'SELECT * FROM batch WHERE closedAt IS NULL AND voidedAt IS NULL').all();
}

/** Closed or voided, but balances and counts not brought up to date yet. */
export function listUnsettledBatches(connection: ReadConnection): BatchRow[] {
  return prepared<[], BatchRow>(
    connection,
    'SELECT * FROM batch WHERE settledAt IS NULL AND (closedAt IS NOT NULL OR voidedAt IS NOT NULL) ORDER BY key',
  ).all();
}

/** Keys of the customers a batch touches in a part of the ledger; asked part by part, so that no question takes long. */
export function listCustomersOfBatch(
  connection: ReadConnection,
  batchKey: number,
  fromSeq: number,
  toSeq: number,
): number[] {
  return prepared<[number, number, number], { customerKey: number }>(
    connection,
    'SELECT DISTINCT customerKey FROM entry WHERE seq BETWEEN ? AND ? AND batchKey = ?',
  )
    .all(fromSeq, toSeq, batchKey)
    .map((row) => row.customerKey);
}

/** Keys of the customers a batch made that are not shown yet, ascending, from behind `after` on. */
export function listPendingCustomers(
  connection: ReadConnection,
  batchKey: number,
  after: number,
  limit: number,
): number[] {
  return prepared<[number, number, number], { key: number }>(
    connection,
    'SELECT key FROM customer WHERE pendingBatchKey = ? AND key > ? ORDER BY key LIMIT ?',
  )
    .all(batchKey, after, limit)
    .map((row) => row.key);
}

/** A settled customer of a closed batch is shown from now on. */
export function showPendingCustomer(connection: WriteConnection, customerKey: number): boolean {
  return (
    prepared<[number]>(
      connection,
      'UPDATE customer SET pendingBatchKey = NULL WHERE key = ? AND pendingBatchKey IS NOT NULL',
    ).run(customerKey).changes > 0
  );
}

/** States of all the customer's rewards, rebuilt from the ledger. */
export function rebuildRewards(connection: WriteConnection, customerKey: number): void {
  prepared<[number]>(
    connection,
    'UPDATE reward SET state = (SELECT state FROM rewardNow WHERE key = reward.key) WHERE customerKey = ?',
  ).run(customerKey);
}

/** What is counted of all the customer's cards, rebuilt from the ledger. */
export function rebuildCards(connection: WriteConnection, customerKey: number): void {
  prepared<[number]>(
    connection,
    `UPDATE card SET (balance, carry, lap) = (
       SELECT coalesce(sum(stamps), 0), coalesce(sum(carry), 0), 1 + count(CASE WHEN kind = 'issue' AND stamps < 0 THEN 1 END)
       FROM liveEntry WHERE cardKey = card.key) WHERE customerKey = ?`,
  ).run(customerKey);
}

/** Imported visits of one customer and of those merged into them, counted by moment and amount: `settled` of closed batches, `mine` of this unfinished one. */
export interface KnownVisits {
  readonly sourceTime: string;
  readonly amount: number | null;
  readonly settled: number;
  readonly mine: number;
}

export function listKnownVisits(
  connection: ReadConnection,
  customerKey: number,
  batchKey: number | null,
): KnownVisits[] {
  return prepared<object, KnownVisits>(
    connection,
    `SELECT e.sourceTime, e.amount, sum(b.closedAt IS NOT NULL AND b.voidedAt IS NULL) AS settled, sum(b.key = coalesce(@batchKey, -1)) AS mine
     FROM entry e JOIN batch b ON b.key = e.batchKey
     WHERE e.customerKey IN (
         WITH RECURSIVE whole (key) AS (SELECT @customerKey UNION SELECT c.key FROM customer c JOIN whole w ON c.mergedIntoKey = w.key)
         SELECT key FROM whole) AND e.kind = 'visit' AND e.sourceTime IS NOT NULL GROUP BY e.sourceTime, e.amount`,
  ).all({ customerKey, batchKey });
}
