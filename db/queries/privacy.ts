import { prepared, type ReadConnection, type WriteConnection } from '../open.ts';
import { sortName } from './customers.ts';

/** Keys of all records of one person: the customer's, and those that were merged into it. */
export function listRecordsOf(connection: ReadConnection, key: number): number[] {
  return prepared<[number], { key: number }>(
    connection,
    `WITH RECURSIVE whole (key) AS (SELECT ? UNION SELECT c.key FROM customer c JOIN whole w ON c.mergedIntoKey = w.key)
     SELECT key FROM whole ORDER BY key`,
  )
    .all(key)
    .map((row) => row.key);
}

/**
 * Takes everything away that says who a customer is, wherever it stands; the number, the visits and the ledger stay. A contact stays as
 * a count, without its note. What else names them is nowhere: entries, receipts, the activity log and lists hold ids.
 */
export function eraseRecord(
  connection: WriteConnection,
  key: number,
  erased: { at: number; externalHash: Uint8Array | null },
): void {
  const row = prepared<[number], { number: number }>(connection, 'SELECT number FROM customer WHERE key = ?').get(key);
  if (!row) throw new Error(`no customer ${key}`);
  prepared<object>(
    connection,
    `UPDATE customer SET name = NULL, sortName = @sortName, email = NULL, birthMonth = NULL, birthDay = NULL, birthYear = NULL,
       language = NULL, address = NULL, likes = NULL, notes = NULL, source = NULL, ownFields = '{}', mark = 'none', markUntil = NULL,
       externalId = NULL, externalHash = @externalHash, archivedAt = coalesce(archivedAt, @at), erasedAt = @at
     WHERE key = @key`,
  ).run({ key, ...erased, sortName: sortName({ name: null, number: row.number, externalId: null }) });
  for (const sql of [
    'DELETE FROM customerPhone WHERE customerKey = ?',
    'DELETE FROM customerTag WHERE customerKey = ?',
    'DELETE FROM customerConsent WHERE customerKey = ?',
    'DELETE FROM customerSearch WHERE rowid = ?',
    'DELETE FROM memberCard WHERE customerKey = ?',
    'UPDATE contact SET note = NULL WHERE customerKey = ?',
    // What was offered is the shop's own words; they were meant for this person alone.
    "UPDATE offer SET name = '?' WHERE customerKey = ?",
    'UPDATE person SET customerKey = NULL WHERE customerKey = ?',
    "UPDATE mergeRecord SET changes = '{}' WHERE keptKey = ?",
    "UPDATE mergeRecord SET changes = '{}' WHERE mergedKey = ?",
    // Of all entries of a request that was about them: a move has its reason with the other customer.
    `DELETE FROM entryReason WHERE seq IN (
       SELECT e.seq FROM entry mine JOIN entry e ON e.requestId = mine.requestId WHERE mine.customerKey = ?)`,
  ])
    prepared<[number]>(connection, sql).run(key);
}

/** A card a customer has or had, with what it is called today. */
export interface OwnCardRow {
  readonly program: string;
  readonly kind: string;
  readonly balance: number;
  readonly openedOn: string;
}

export function listCardsOf(connection: ReadConnection, customerKey: number): OwnCardRow[] {
  return prepared<[number], OwnCardRow>(
    connection,
    `SELECT v.name AS program, v.kind, c.balance, c.openedOn FROM card c
     JOIN programVersion v ON v.key = (SELECT key FROM programVersion WHERE programKey = c.programKey ORDER BY version DESC LIMIT 1)
     WHERE c.customerKey = ? ORDER BY c.key`,
  ).all(customerKey);
}

/** A reward a customer has earned, and what became of it. */
export interface OwnRewardRow {
  readonly name: string;
  readonly issuedAt: number;
  readonly expiresOn: string | null;
  readonly state: 'open' | 'redeemed' | 'voided' | 'expired' | 'moved';
}

export function listRewardsOf(connection: ReadConnection, customerKey: number): OwnRewardRow[] {
  return prepared<[number], OwnRewardRow>(
    connection,
    `SELECT w.name, r.issuedAt, r.expiresOn, r.state FROM reward r JOIN programReward w ON w.key = r.programRewardKey
     WHERE r.customerKey = ? ORDER BY r.key`,
  ).all(customerKey);
}

/** Months on whose kept at-risk list a customer stood. */
export function listMonthsNamed(connection: ReadConnection, customerKey: number): string[] {
  return prepared<[number], { month: string }>(
    connection,
    'SELECT month FROM namedCustomer WHERE customerKey = ? ORDER BY month',
  )
    .all(customerKey)
    .map((row) => row.month);
}

/** Another system's number of a customer, and whether they were erased before. */
export function getErasable(
  connection: ReadConnection,
  key: number,
): { id: string; externalId: string | null; erasedAt: number | null } {
  const row = prepared<[number], { id: string; externalId: string | null; erasedAt: number | null }>(
    connection,
    'SELECT id, externalId, erasedAt FROM customer WHERE key = ?',
  ).get(key);
  if (!row) throw new Error(`no customer ${key}`);
  return row;
}

/** The local key of a customer by id, whatever has become of them; null when there is none. */
export function findRecordKey(connection: ReadConnection, id: string): number | null {
  return prepared<[string], { key: number }>(connection, 'SELECT key FROM customer WHERE id = ?').get(id)?.key ?? null;
}

/** Ids of everybody who was erased. */
export function listErased(connection: ReadConnection): string[] {
  return prepared<[], { id: string }>(connection, 'SELECT id FROM customer WHERE erasedAt IS NOT NULL ORDER BY key')
    .all()
    .map((row) => row.id);
}

/** Was anybody with a number of another system erased? */
export function hasErasedNumbers(connection: ReadConnection): boolean {
  return prepared(connection, 'SELECT 1 FROM customer WHERE externalHash IS NOT NULL LIMIT 1').get() !== undefined;
}

export function isErasedNumber(connection: ReadConnection, externalHash: Uint8Array): boolean {
  return (
    prepared<[Uint8Array]>(connection, 'SELECT 1 FROM customer WHERE externalHash = ?').get(externalHash) !== undefined
  );
}

/** From now on the file has to be written anew when there is time. */
export function insertTraces(connection: WriteConnection, since: number): void {
  prepared<[number]>(connection, 'INSERT INTO traces (only, since) VALUES (1, ?) ON CONFLICT (only) DO NOTHING').run(
    since,
  );
}

export function hasTraces(connection: ReadConnection): boolean {
  return prepared(connection, 'SELECT 1 FROM traces').get() !== undefined;
}

/**
 * Writes the file anew, so that nothing is left of what was erased. Rows that are deleted are overwritten at once (secure_delete), but a
 * page that SQLite has put in another order can keep an old copy of a row between the present ones, and the search index keeps
 * the pieces of words until its parts are joined. Nobody can write meanwhile: a second for every hundred megabytes or so.
 */
export function removeTraces(connection: WriteConnection): void {
  prepared(connection, "INSERT INTO customerSearch (customerSearch) VALUES ('optimize')").run();
  prepared(connection, 'VACUUM').run();
  prepared(connection, 'DELETE FROM traces').run();
  connection.pragma('wal_checkpoint(TRUNCATE)');
}
