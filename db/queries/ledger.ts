import { prepared, type ReadConnection, type WriteConnection } from '../open.ts';

export type EntryKind = 'visit' | 'opening' | 'stamp' | 'issue' | 'redeem' | 'void' | 'return';

/** One row of the ledger. `stamps` is the change of the card's balance; times are UTC ms; amounts minor units. */
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
  readonly stamps: number;
  readonly amount: number | null;
  readonly businessDay: string;
  readonly occurredAt: number | null;
  readonly recordedAt: number;
  readonly sourceTime: string | null;
  readonly deviceKey: number;
  readonly personKey: number | null;
  readonly requestId: string | null;
  readonly batchKey: number | null;
  readonly clockSuspect: number;
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

const appends = (rows: number): string => `
  INSERT INTO entry (seq, id, kind, customerKey, cardKey, programVersionKey, rewardKey, visitSeq, reverses, stamps, amount,
    businessDay, occurredAt, recordedAt, sourceTime, deviceKey, personKey, requestId, batchKey, clockSuspect)
  VALUES ${Array.from({ length: rows }, () => '(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').join(', ')}`;
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
  e.stamps,
  e.amount,
  e.businessDay,
  e.occurredAt,
  e.recordedAt,
  e.sourceTime,
  e.deviceKey,
  e.personKey,
  e.requestId,
  e.batchKey,
  e.clockSuspect,
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

export function findEntry(connection: ReadConnection, id: string): EntryRow | null {
  return prepared<[string], EntryRow>(connection, 'SELECT * FROM entry WHERE id = ?').get(id) ?? null;
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
  return prepared<[number, string], EntryRow>(
    connection,
    "SELECT * FROM liveEntry WHERE kind = 'visit' AND customerKey = ? AND businessDay = ? ORDER BY seq",
  ).all(customerKey, businessDay);
}

/** The live issue and redeem entries of a reward. */
export function listLiveOfReward(connection: ReadConnection, rewardKey: number): EntryRow[] {
  return prepared<[number], EntryRow>(connection, 'SELECT * FROM liveEntry WHERE rewardKey = ? ORDER BY seq').all(
    rewardKey,
  );
}

/** Sum of the live stamps of a card: what its balance must be. */
export function sumOfCard(connection: ReadConnection, cardKey: number): number {
  return (
    prepared<[number], { sum: number }>(
      connection,
      'SELECT coalesce(sum(stamps), 0) AS sum FROM liveEntry WHERE cardKey = ?',
    ).get(cardKey)?.sum ?? 0
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
