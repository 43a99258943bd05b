import { prepared, type ReadConnection, type WriteConnection } from '../open.ts';

/** Who did what. Ids only: no name, phone or free text may stand in `detail`. */
export interface ActivityRow {
  readonly recordedAt: number;
  readonly businessDay: string;
  readonly personKey: number | null;
  readonly role: string | null;
  readonly via: 'window' | 'headless';
  readonly action: string;
  readonly targetId: string | null;
  readonly requestId: string | null;
  readonly approvedBy: number | null;
  /** JSON object. */
  readonly detail: string;
}

/** A line as the table holds it. */
export interface StoredLine extends ActivityRow {
  readonly seq: number;
  /** The keyed hash of the line and of the one before it; null in a log from before there was one. */
  readonly mac: Uint8Array | null;
}

/** Its place and its seal have to be the next ones: see main/activity/chain.ts, which makes them. */
export function insertLine(connection: WriteConnection, line: StoredLine): void {
  prepared<object>(
    connection,
    `INSERT INTO activity (seq, recordedAt, businessDay, personKey, role, via, action, targetId, requestId, approvedBy, detail, mac)
     VALUES (@seq, @recordedAt, @businessDay, @personKey, @role, @via, @action, @targetId, @requestId, @approvedBy, @detail, @mac)`,
  ).run(line);
}

export function lastLine(connection: ReadConnection): Pick<StoredLine, 'seq' | 'mac'> | null {
  const sql = 'SELECT seq, mac FROM activity ORDER BY seq DESC LIMIT 1';
  return prepared<[], Pick<StoredLine, 'seq' | 'mac'>>(connection, sql).get() ?? null;
}

export function findMac(connection: ReadConnection, seq: number): Uint8Array | null {
  const sql = 'SELECT mac FROM activity WHERE seq = ?';
  return prepared<[number], { mac: Uint8Array | null }>(connection, sql).get(seq)?.mac ?? null;
}

/** Lines of a part of the log with every column they have, in order. */
export function listStoredLines(connection: ReadConnection, fromSeq: number, toSeq: number): StoredLine[] {
  const sql = 'SELECT * FROM activity WHERE seq BETWEEN ? AND ? ORDER BY seq';
  return prepared<[number, number], StoredLine>(connection, sql).all(fromSeq, toSeq);
}

/** Seals a line from before there were seals; one that has its seal never gets another. */
export function sealLine(connection: WriteConnection, seq: number, mac: Uint8Array): void {
  prepared<[Uint8Array, number]>(connection, 'UPDATE activity SET mac = ? WHERE seq = ?').run(mac, seq);
}

/** Which lines of the log; null for all. Days are business days. */
export interface ActivityFilter {
  readonly personId: string | null;
  readonly customerId: string | null;
  readonly from: string | null;
  readonly to: string | null;
  /** The part of `action` before the dot. */
  readonly kind: string | null;
}

export interface ActivityLineRow extends Omit<ActivityRow, 'personKey' | 'approvedBy' | 'requestId'> {
  readonly seq: number;
  readonly personId: string | null;
  readonly personName: string | null;
  readonly approvedByName: string | null;
  readonly customerName: string | null;
  readonly customerNumber: number | null;
  readonly customerExternalId: string | null;
  readonly targetPersonName: string | null;
  readonly programName: string | null;
  /** What a person typed as the reason: it stands beside the ledger, and an erasure reaches it there. */
  readonly reason: string | null;
}

const lineColumns = `a.seq, a.recordedAt, a.businessDay, a.role, a.via, a.action, a.targetId, a.detail,
  p.id AS personId, p.name AS personName, m.name AS approvedByName, c.name AS customerName, c.number AS customerNumber, c.externalId AS customerExternalId,
  t.name AS targetPersonName,
  (SELECT v.name FROM program g JOIN programVersion v ON v.programKey = g.key WHERE g.id = a.targetId ORDER BY v.version DESC LIMIT 1)
    AS programName,
  -- Of what was written anew for another customer the reason is older than this line.
  (SELECT w.reason FROM entry e JOIN entryReason w ON w.seq = e.seq WHERE e.requestId = a.requestId AND e.fromSeq IS NULL ORDER BY e.seq LIMIT 1)
    AS reason`;
const lineJoins = `LEFT JOIN person p ON p.key = a.personKey LEFT JOIN person m ON m.key = a.approvedBy
  LEFT JOIN customer c ON c.id = a.targetId LEFT JOIN person t ON t.id = a.targetId`;
// One bound on each side: of two, SQLite goes by the first alone.
const within = `seq BETWEEN @first AND @last AND businessDay >= @from AND businessDay <= @to
  AND (@kind IS NULL OR (action > @kind AND action < @kindEnd))`;

// One statement for each way in, so that each goes by its own index backwards and stops after a page.
const ofAll = `SELECT ${lineColumns} FROM (SELECT * FROM activity WHERE ${within} ORDER BY seq DESC LIMIT @limit) a
  ${lineJoins} ORDER BY a.seq DESC`;
const ofPerson = `SELECT ${lineColumns} FROM (SELECT * FROM activity
  WHERE personKey = (SELECT key FROM person WHERE id = @personId) AND ${within} ORDER BY seq DESC LIMIT @limit) a
  ${lineJoins} ORDER BY a.seq DESC`;
const ofCustomer = `SELECT ${lineColumns} FROM (SELECT * FROM activity
  WHERE targetId = @customerId AND (@personId IS NULL OR personKey = (SELECT key FROM person WHERE id = @personId)) AND ${within}
  ORDER BY seq DESC LIMIT @limit) a ${lineJoins} ORDER BY a.seq DESC`;

/** Lines of the log before a seq (null: from the newest), newest first. */
export function listActivity(
  connection: ReadConnection,
  filter: ActivityFilter,
  page: { before: number | null; limit: number },
): ActivityLineRow[] {
  const from = filter.from ?? '0000-00-00';
  const to = filter.to ?? '9999-99-99';
  // Days and places in the log run together but for clocks that were set: the index on days says where to look.
  const bounds =
    filter.from === null && filter.to === null
      ? { first: 0, last: Number.MAX_SAFE_INTEGER }
      : prepared<[string, string], { first: number | null; last: number | null }>(
          connection,
          'SELECT min(seq) AS first, max(seq) AS last FROM activity WHERE businessDay BETWEEN ? AND ?',
        ).get(from, to);
  if (bounds?.first === null || bounds?.last === null || !bounds) return [];
  const values = {
    personId: filter.personId,
    customerId: filter.customerId,
    from,
    to,
    first: bounds.first,
    last: Math.min(bounds.last, (page.before ?? Number.MAX_SAFE_INTEGER) - 1),
    // "counter." to "counter/": the slash comes right after the dot.
    kind: filter.kind === null ? null : `${filter.kind}.`,
    kindEnd: filter.kind === null ? null : `${filter.kind}/`,
    limit: page.limit,
  };
  if (filter.customerId !== null) return prepared<object, ActivityLineRow>(connection, ofCustomer).all(values);
  if (filter.personId !== null) return prepared<object, ActivityLineRow>(connection, ofPerson).all(values);
  return prepared<object, ActivityLineRow>(connection, ofAll).all(values);
}

/** An entry made at the till, as the search for unusual ones looks at it. */
export interface TillEntryRow {
  readonly seq: number;
  readonly id: string;
  readonly kind: string;
  readonly requestId: string;
  readonly procedure: string;
  readonly customerKey: number;
  readonly personKey: number | null;
  /** UTC ms. */
  readonly at: number;
  readonly businessDay: string;
  readonly stamps: number;
  /** Of the entry, or of the visit it belongs to. */
  readonly amount: number | null;
  readonly programKey: number | null;
  /** A manager's approval was used for it. */
  readonly approved: number;
}

/** Entries written one by one by people since a moment, oldest first: no imports, and nothing that the program did by itself. */
export function listTillEntries(connection: ReadConnection, since: number): TillEntryRow[] {
  return prepared<[number], TillEntryRow>(
    connection,
    `SELECT e.seq, e.id, e.kind, e.requestId, r.procedure, e.customerKey, e.personKey,
       coalesce(e.occurredAt, e.recordedAt) AS at, e.businessDay, e.stamps, coalesce(e.amount, v.amount) AS amount, g.programKey,
       e.requestId IN (SELECT requestId FROM activity WHERE approvedBy IS NOT NULL AND requestId IS NOT NULL) AS approved
     FROM entry e JOIN receipt r ON r.requestId = e.requestId
       LEFT JOIN entry v ON v.seq = e.visitSeq LEFT JOIN programVersion g ON g.key = e.programVersionKey
     WHERE e.seq >= ? AND e.personKey IS NOT NULL AND e.kind <> 'issue' AND e.cause IS NOT 'paidByReward' ORDER BY e.seq`,
  ).all(firstSeqSince(connection, since));
}

/** The first entry recorded at or after a moment; times of recording never fall, so halving finds it. */
function firstSeqSince(connection: ReadConnection, since: number): number {
  const recordedAt = prepared<[number], { recordedAt: number }>(
    connection,
    'SELECT recordedAt FROM entry WHERE seq = ?',
  );
  let low = 1;
  let high =
    (prepared<[], { seq: number }>(connection, 'SELECT seq FROM entry ORDER BY seq DESC LIMIT 1').get()?.seq ?? 0) + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((recordedAt.get(middle)?.recordedAt ?? 0) < since) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Names for findings, by local keys. */
export function namePerson(connection: ReadConnection, key: number): string | null {
  return (
    prepared<[number], { name: string }>(connection, 'SELECT name FROM person WHERE key = ?').get(key)?.name ?? null
  );
}
