import { prepared, type ReadConnection, type WriteConnection } from '../open.ts';

export type EntryKind =
  | 'visit'
  | 'opening'
  | 'stamp'
  | 'issue'
  | 'redeem'
  | 'spend'
  | 'expire'
  | 'adjust'
  | 'use'
  | 'void'
  | 'return'
  | 'move';
/** Kinds that take another entry back. */
export type ReversalKind = 'void' | 'return' | 'move';

/**
 * One row of the ledger. `stamps` and `carry` are the change of the card's balance and of its unspent amount; times are UTC ms; amounts
 * minor units; `parts` is JSON.
 */
export interface EntryRow {
  readonly seq: number;
  readonly id: string;
  readonly kind: EntryKind;
  readonly customerKey: number;
  readonly cardKey: number | null;
  readonly programVersionKey: number | null;
  readonly rewardKey: number | null;
  readonly visitSeq: number | null;
  readonly reverses: number | null;
  readonly fromSeq: number | null;
  readonly cause: string | null;
  readonly stamps: number;
  readonly carry: number;
  readonly amount: number | null;
  readonly parts: string | null;
  readonly businessDay: string;
  readonly occurredAt: number | null;
  readonly recordedAt: number;
  readonly sourceTime: string | null;
  readonly deviceKey: number;
  readonly personKey: number | null;
  readonly requestId: string | null;
  readonly batchKey: number | null;
  readonly clockSuspect: number;
  /** Of a personal offer that was made or redeemed. */
  readonly offerKey: number | null;
}

/** The last entry's place and time, for the next one. */
export function lastEntry(connection: ReadConnection): { seq: number; recordedAt: number } {
  return (
    prepared<[], { seq: number; recordedAt: number }>(
      connection,
      'SELECT seq, recordedAt FROM entry ORDER BY seq DESC LIMIT 1',
    ).get() ?? {
      seq: 0,
      recordedAt: 0,
    }
  );
}

const columnsOfEntry = 25;
const appends = (rows: number): string => `
  INSERT INTO entry (seq, id, kind, customerKey, cardKey, programVersionKey, rewardKey, visitSeq, reverses, fromSeq, cause, stamps, carry,
    amount, parts, businessDay, occurredAt, recordedAt, sourceTime, deviceKey, personKey, requestId, batchKey, clockSuspect,
    offerKey)
  VALUES ${Array.from({ length: rows }, () => `(${Array(columnsOfEntry).fill('?').join(', ')})`).join(', ')}`;
/** Entries one statement of a bulk write appends; with more of them the calls no longer cost anything beside the work. */
export const entriesAtOnce = 8;
const appendOne = appends(1);
const appendMany = appends(entriesAtOnce);

/** In the order of the columns above. */
const valuesOf = (e: EntryRow): unknown[] => [
  e.seq,
  e.id,
  e.kind,
  e.customerKey,
  e.cardKey,
  e.programVersionKey,
  e.rewardKey,
  e.visitSeq,
  e.reverses,
  e.fromSeq,
  e.cause,
  e.stamps,
  e.carry,
  e.amount,
  e.parts,
  e.businessDay,
  e.occurredAt,
  e.recordedAt,
  e.sourceTime,
  e.deviceKey,
  e.personKey,
  e.requestId,
  e.batchKey,
  e.clockSuspect,
  e.offerKey,
];

/** Appends an entry as it is; the triggers refuse a gap, a repeated id and a second reversal. */
export function appendEntry(connection: WriteConnection, entry: EntryRow): void {
  prepared<unknown[]>(connection, appendOne).run(...valuesOf(entry));
}

/** Appends entries as they are, in their order; what the triggers refuse of one is refused of all handed over together. */
export function appendEntries(connection: WriteConnection, entries: readonly EntryRow[]): void {
  let i = 0;
  for (; i + entriesAtOnce <= entries.length; i += entriesAtOnce) {
    prepared<unknown[]>(connection, appendMany).run(...entries.slice(i, i + entriesAtOnce).flatMap(valuesOf));
  }
  for (const entry of entries.slice(i)) appendEntry(connection, entry);
}

export function insertEntryReason(connection: WriteConnection, seq: number, reason: string): void {
  prepared<[number, string]>(connection, 'INSERT INTO entryReason (seq, reason) VALUES (?, ?)').run(seq, reason);
}

export function findEntryReason(connection: ReadConnection, seq: number): string | null {
  return (
    prepared<[number], { reason: string }>(connection, 'SELECT reason FROM entryReason WHERE seq = ?').get(seq)
      ?.reason ?? null
  );
}

export function findEntry(connection: ReadConnection, id: string): EntryRow | null {
  return prepared<[string], EntryRow>(connection, 'SELECT * FROM entry WHERE id = ?').get(id) ?? null;
}

/** Throws when there is no such entry. */
export function getEntry(connection: ReadConnection, seq: number): EntryRow {
  const row = prepared<[number], EntryRow>(connection, 'SELECT * FROM entry WHERE seq = ?').get(seq);
  if (!row) throw new Error(`no entry ${seq}`);
  return row;
}

/** Everything of a customer that is counted now, in order. */
export function listLiveOfCustomer(connection: ReadConnection, customerKey: number): EntryRow[] {
  return prepared<[number], EntryRow>(connection, 'SELECT * FROM liveEntry WHERE customerKey = ? ORDER BY seq').all(
    customerKey,
  );
}

/** Is the entry counted now: not a reversal, not reversed, not of an open or voided batch? */
export function isLive(connection: ReadConnection, seq: number): boolean {
  return prepared<[number], unknown>(connection, 'SELECT 1 FROM liveEntry WHERE seq = ?').get(seq) !== undefined;
}

/** Entries of one request, in order. */
export function listEntriesOfRequest(connection: ReadConnection, requestId: string): EntryRow[] {
  return prepared<[string], EntryRow>(connection, 'SELECT * FROM entry WHERE requestId = ? ORDER BY seq').all(
    requestId,
  );
}

/** Live entries that belong to a visit (not the visit itself), in order. */
export function listLiveOfVisit(connection: ReadConnection, customerKey: number, visitSeq: number): EntryRow[] {
  return prepared<[number, number, number], EntryRow>(
    connection,
    'SELECT * FROM liveEntry WHERE customerKey = ? AND seq > ? AND visitSeq = ? ORDER BY seq',
  ).all(customerKey, visitSeq, visitSeq);
}

/** The customer's live visits of one business day, in order. */
export function listLiveVisitsOnDay(connection: ReadConnection, customerKey: number, businessDay: string): EntryRow[] {
  // Put in order here: SQLite would go through all that the customer ever had, because it is in this order there, or make a table to sort them in.
  return prepared<[number, string], EntryRow>(
    connection,
    "SELECT * FROM liveEntry WHERE kind = 'visit' AND customerKey = ? AND businessDay = ?",
  )
    .all(customerKey, businessDay)
    .sort((a, b) => a.seq - b.seq);
}

/** The customer's last live visit day before a day; null without one. */
export function findVisitDayBefore(
  connection: ReadConnection,
  customerKey: number,
  businessDay: string,
): string | null {
  return (
    prepared<[number, string], { day: string | null }>(
      connection,
      "SELECT max(businessDay) AS day FROM liveEntry WHERE kind = 'visit' AND customerKey = ? AND businessDay < ?",
    ).get(customerKey, businessDay)?.day ?? null
  );
}

/** Live visit days of a customer from `from` to `to`, both included. */
export function countVisitDays(connection: ReadConnection, customerKey: number, from: string, to: string): number {
  return (
    prepared<[number, string, string], { n: number }>(
      connection,
      "SELECT count(DISTINCT businessDay) AS n FROM liveEntry WHERE kind = 'visit' AND customerKey = ? AND businessDay BETWEEN ? AND ?",
    ).get(customerKey, from, to)?.n ?? 0
  );
}

const cardsInProgram =
  'cardKey IN (SELECT key FROM card WHERE customerKey = @customerKey AND programKey = @programKey)';

/** Has the customer ever had anything from the program that still counts, on whatever card? */
export function hasGains(
  connection: ReadConnection,
  of: { readonly customerKey: number; readonly programKey: number },
): boolean {
  return (
    prepared<object, unknown>(
      connection,
      `SELECT 1 FROM liveEntry WHERE ${cardsInProgram} AND kind IN ('stamp', 'opening') LIMIT 1`,
    ).get(of) !== undefined
  );
}

/** Has the customer got anything for this cause in the program from `from` to `to`, both included? */
export function hasCause(
  connection: ReadConnection,
  of: {
    readonly customerKey: number;
    readonly programKey: number;
    readonly cause: string;
    readonly from: string;
    readonly to: string;
  },
): boolean {
  return (
    prepared<object, unknown>(
      connection,
      `SELECT 1 FROM liveEntry WHERE ${cardsInProgram} AND cause = @cause AND stamps > 0 AND businessDay BETWEEN @from AND @to LIMIT 1`,
    ).get(of) !== undefined
  );
}

/** Live uses of a program's benefit by a customer: how many there are, and the day of the last. */
export function countUses(
  connection: ReadConnection,
  customerKey: number,
  programKey: number,
): { uses: number; last: string | null } {
  return (
    prepared<[number, number], { uses: number; last: string | null }>(
      connection,
      `SELECT count(*) AS uses, max(businessDay) AS last FROM liveEntry
       WHERE kind = 'use' AND customerKey = ? AND programVersionKey IN (SELECT key FROM programVersion WHERE programKey = ?)`,
    ).get(customerKey, programKey) ?? { uses: 0, last: null }
  );
}

/** The newest live entry by which units of a card ran out; null when there is none. */
export function findLastExpiry(connection: ReadConnection, cardKey: number): EntryRow | null {
  return (
    prepared<[number], EntryRow>(
      connection,
      "SELECT * FROM liveEntry WHERE cardKey = ? AND kind = 'expire' AND stamps < 0 ORDER BY seq DESC LIMIT 1",
    ).get(cardKey) ?? null
  );
}

/** The live issue, redeem and expire entries of a reward. */
export function listLiveOfReward(connection: ReadConnection, rewardKey: number): EntryRow[] {
  return prepared<[number], EntryRow>(connection, 'SELECT * FROM liveEntry WHERE rewardKey = ? ORDER BY seq').all(
    rewardKey,
  );
}

/** What changes whenever the ledger would say something else; results of long computations are cached under it. */
export function ledgerVersion(connection: ReadConnection): string {
  const row = prepared<[], { last: number; closed: number; voided: number }>(
    connection,
    `SELECT (SELECT coalesce(max(seq), 0) FROM entry) AS last,
       (SELECT count(*) FROM batch WHERE closedAt IS NOT NULL) AS closed,
       (SELECT count(*) FROM batch WHERE voidedAt IS NOT NULL) AS voided`,
  ).get();
  return `${row?.last ?? 0}.${row?.closed ?? 0}.${row?.voided ?? 0}`;
}

/** First and last business day with a live visit, null in an empty ledger. */
export function visitDayRange(connection: ReadConnection): { first: string; last: string } | null {
  const row = prepared<[], { first: string | null; last: string | null }>(
    connection,
    "SELECT min(businessDay) AS first, max(businessDay) AS last FROM liveEntry WHERE kind = 'visit'",
  ).get();
  return row?.first && row.last ? { first: row.first, last: row.last } : null;
}
