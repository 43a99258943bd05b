import { prepared, type ReadConnection, type WriteConnection } from '../open.ts';

/** One program's rewards over a span of business days; values are minor units. */
export interface RewardCounts {
  readonly programId: string;
  readonly program: string;
  readonly openAtStart: number;
  readonly issued: number;
  readonly voided: number;
  readonly redeemed: number;
  readonly expired: number;
  readonly openAtEnd: number;
  readonly redeemedValue: number;
  readonly openValue: number;
  readonly openWithoutValue: number;
}

/**
 * Rewards of every program from the business day `from` to `to`, both included. An issue that was taken back counts as issued and as
 * voided on its own day; a redemption that was taken back never was. The names are the programs' present ones.
 */
export function listRewardCounts(connection: ReadConnection, from: string, to: string): RewardCounts[] {
  return prepared<[{ from: string; to: string }], RewardCounts>(
    connection,
    `WITH life AS (
       SELECT e.rewardKey, e.businessDay AS issuedOn,
         EXISTS (SELECT 1 FROM entry r WHERE r.reverses = e.seq) AS voided,
         (SELECT max(r.businessDay, e.businessDay) FROM liveEntry r WHERE r.rewardKey = e.rewardKey AND r.kind = 'redeem') AS redeemedOn,
         (SELECT max(r.businessDay, e.businessDay) FROM liveEntry r WHERE r.rewardKey = e.rewardKey AND r.kind = 'expire') AS expiredOn
       FROM entry e
       WHERE e.rewardKey IS NOT NULL AND e.kind = 'issue' AND e.businessDay <= @to
         -- Issued anew for another customer: that one counts.
         AND NOT EXISTS (SELECT 1 FROM entry m WHERE m.reverses = e.seq AND m.kind = 'move')
         AND (e.batchKey IS NULL OR EXISTS (
           SELECT 1 FROM batch b WHERE b.key = e.batchKey AND b.closedAt IS NOT NULL AND b.voidedAt IS NULL))),
     state AS (
       SELECT v.programKey, w.value,
         issuedOn >= @from AS issued,
         issuedOn >= @from AND voided AS voided,
         NOT voided AND redeemedOn BETWEEN @from AND @to AS redeemed,
         NOT voided AND expiredOn BETWEEN @from AND @to AS expired,
         issuedOn < @from AND NOT voided AND coalesce(redeemedOn, expiredOn, @from) >= @from AS openAtStart,
         NOT voided AND coalesce(redeemedOn, expiredOn, '9999') > @to AS openAtEnd
       FROM life JOIN reward r ON r.key = life.rewardKey JOIN programReward w ON w.key = r.programRewardKey
       JOIN programVersion v ON v.key = w.programVersionKey)
     SELECT p.id AS programId,
       (SELECT name FROM programVersion WHERE programKey = p.key ORDER BY version DESC LIMIT 1) AS program,
       coalesce(sum(openAtStart), 0) AS openAtStart, coalesce(sum(issued), 0) AS issued, coalesce(sum(voided), 0) AS voided,
       coalesce(sum(redeemed), 0) AS redeemed, coalesce(sum(expired), 0) AS expired, coalesce(sum(openAtEnd), 0) AS openAtEnd,
       coalesce(sum(CASE WHEN redeemed THEN value END), 0) AS redeemedValue,
       coalesce(sum(CASE WHEN openAtEnd THEN value END), 0) AS openValue,
       coalesce(sum(openAtEnd AND value IS NULL), 0) AS openWithoutValue
     FROM program p LEFT JOIN state s ON s.programKey = p.key GROUP BY p.key ORDER BY p.key`,
  ).all({ from, to });
}

/** What one customer spent, minor units, and how many visits that is known of. */
export interface SpendRow {
  readonly customerKey: number;
  readonly yearVisits: number;
  readonly yearVisitsWithAmount: number;
  readonly yearSpend: number;
  readonly monthVisits: number;
  readonly monthVisitsWithAmount: number;
  readonly monthSpend: number;
  readonly previousVisits: number;
  readonly previousVisitsWithAmount: number;
  readonly previousSpend: number;
}

/** Business days, all included: the year's first, the month before's first and last, the month's first and last. */
export interface SpendSpans {
  readonly year: string;
  readonly previous: string;
  readonly previousEnd: string;
  readonly month: string;
  readonly end: string;
}

/**
 * Every customer with a live entry from the first day of the year or of the month before to the month's end. Visits are counted singly.
 * The + keeps SQLite from walking the whole ledger in the order of customers, row by row: sorting one year's rows is three times faster.
 */
export function listSpend(connection: ReadConnection, spans: SpendSpans): SpendRow[] {
  return prepared<[SpendSpans], SpendRow>(
    connection,
    `SELECT customerKey,
       sum(kind = 'visit' AND businessDay >= @year) AS yearVisits,
       sum(kind = 'visit' AND amount IS NOT NULL AND businessDay >= @year) AS yearVisitsWithAmount,
       coalesce(sum(CASE WHEN businessDay >= @year THEN amount END), 0) AS yearSpend,
       sum(kind = 'visit' AND businessDay >= @month) AS monthVisits,
       sum(kind = 'visit' AND amount IS NOT NULL AND businessDay >= @month) AS monthVisitsWithAmount,
       coalesce(sum(CASE WHEN businessDay >= @month THEN amount END), 0) AS monthSpend,
       sum(kind = 'visit' AND businessDay BETWEEN @previous AND @previousEnd) AS previousVisits,
       sum(kind = 'visit' AND amount IS NOT NULL AND businessDay BETWEEN @previous AND @previousEnd) AS previousVisitsWithAmount,
       coalesce(sum(CASE WHEN businessDay BETWEEN @previous AND @previousEnd THEN amount END), 0) AS previousSpend
     FROM liveEntry
     WHERE businessDay BETWEEN min(@year, @previous) AND @end AND (kind = 'visit' OR (kind = 'stamp' AND amount IS NOT NULL))
     GROUP BY +customerKey ORDER BY +customerKey`,
  ).all(spans);
}

/** Who served a customer's first live visit of a business day; null for an imported one: who imports a log has served nobody. */
export function findServer(
  connection: ReadConnection,
  customerKey: number,
  businessDay: string,
): { id: string; name: string } | null {
  const row = prepared<[number, string], { id: string | null; name: string | null }>(
    connection,
    `SELECT p.id, p.name FROM liveEntry e
     LEFT JOIN person p ON p.key = e.personKey AND NOT EXISTS (SELECT 1 FROM batch b WHERE b.key = e.batchKey AND b.kind = 'import')
     WHERE e.kind = 'visit' AND e.customerKey = ? AND e.businessDay = ? ORDER BY e.seq LIMIT 1`,
  ).get(customerKey, businessDay);
  return row?.id && row.name !== null ? { id: row.id, name: row.name } : null;
}

/** Days with counted receipts from `from` to `to`, both included, and the live visits of just those days. */
export function getCaptured(
  connection: ReadConnection,
  from: string,
  to: string,
): { days: number; receipts: number; visits: number } {
  const counted = prepared<[string, string], { days: number; receipts: number }>(
    connection,
    'SELECT count(*) AS days, coalesce(sum(receipts), 0) AS receipts FROM dayReceipts WHERE businessDay BETWEEN ? AND ?',
  ).get(from, to) ?? { days: 0, receipts: 0 };
  // The ledger has no index by day; without a counted day nothing is looked through.
  if (counted.days === 0) return { ...counted, visits: 0 };
  const seen = prepared<[string, string], { visits: number }>(
    connection,
    `SELECT count(*) AS visits FROM liveEntry
     WHERE kind = 'visit' AND businessDay IN (SELECT businessDay FROM dayReceipts WHERE businessDay BETWEEN ? AND ?)`,
  ).get(from, to);
  return { ...counted, visits: seen?.visits ?? 0 };
}

export function listReceipts(
  connection: ReadConnection,
  from: string,
  to: string,
): { day: string; receipts: number }[] {
  return prepared<[string, string], { day: string; receipts: number }>(
    connection,
    'SELECT businessDay AS day, receipts FROM dayReceipts WHERE businessDay BETWEEN ? AND ? ORDER BY businessDay DESC',
  ).all(from, to);
}

export function updateReceipts(
  connection: WriteConnection,
  of: { businessDay: string; receipts: number; personKey: number | null; recordedAt: number },
): void {
  prepared<object>(
    connection,
    `INSERT INTO dayReceipts (businessDay, receipts, personKey, recordedAt) VALUES (@businessDay, @receipts, @personKey, @recordedAt)
     ON CONFLICT (businessDay) DO UPDATE SET receipts = excluded.receipts, personKey = excluded.personKey, recordedAt = excluded.recordedAt`,
  ).run(of);
}

export function deleteReceipts(connection: WriteConnection, businessDay: string): void {
  prepared<[string]>(connection, 'DELETE FROM dayReceipts WHERE businessDay = ?').run(businessDay);
}

/** A month as it was delivered. */
export interface ClosingRow {
  readonly month: string;
  readonly closedAt: number;
  readonly personKey: number | null;
  /** The present name of who closed it. */
  readonly person: string | null;
  readonly lastSeq: number;
  /** MonthContent as JSON. */
  readonly content: string;
}

export function findClosing(connection: ReadConnection, month: string): ClosingRow | null {
  return (
    prepared<[string], ClosingRow>(
      connection,
      `SELECT c.month, c.closedAt, c.personKey, p.name AS person, c.lastSeq, c.content
       FROM monthClosing c LEFT JOIN person p ON p.key = c.personKey WHERE c.month = ?`,
    ).get(month) ?? null
  );
}

export function insertClosing(connection: WriteConnection, closing: Omit<ClosingRow, 'person'>): void {
  prepared<object>(
    connection,
    `INSERT INTO monthClosing (month, closedAt, personKey, lastSeq, content)
     VALUES (@month, @closedAt, @personKey, @lastSeq, @content)`,
  ).run(closing);
}

/** What was done to the ledger since a closing that concerns business days up to `to`. */
export function countChanges(
  connection: ReadConnection,
  since: { lastSeq: number; closedAt: number },
  to: string,
): { voided: number; late: number; moved: number; merged: number; imported: number; importTakenBack: number } {
  const row = prepared<
    object,
    { voided: number; late: number; moved: number; merged: number; imported: number; importTakenBack: number }
  >(
    connection,
    `SELECT
       (SELECT count(*) FROM entry r JOIN entry e ON e.seq = r.reverses
        WHERE r.seq > @lastSeq AND r.kind <> 'move' AND e.seq <= @lastSeq AND e.businessDay <= @to) AS voided,
       (SELECT count(*) FROM liveEntry WHERE seq > @lastSeq AND (batchKey IS NULL OR kind = 'expire') AND fromSeq IS NULL AND businessDay <= @to) AS late,
       (SELECT count(DISTINCT r.requestId) FROM entry r JOIN entry e ON e.seq = r.reverses JOIN receipt p ON p.requestId = r.requestId
        WHERE r.seq > @lastSeq AND r.kind = 'move' AND p.procedure = 'counter.move' AND e.businessDay <= @to) AS moved,
       (SELECT count(DISTINCT r.requestId) FROM entry r JOIN entry e ON e.seq = r.reverses JOIN receipt p ON p.requestId = r.requestId
        WHERE r.seq > @lastSeq AND r.kind = 'move' AND p.procedure IN ('merges.merge', 'merges.undo') AND e.businessDay <= @to) AS merged,
       (SELECT count(*) FROM batch b WHERE b.kind NOT IN ('expiry', 'change') AND b.closedAt > @closedAt AND b.voidedAt IS NULL AND EXISTS (
          SELECT 1 FROM entry e WHERE e.seq BETWEEN b.firstSeq AND b.lastSeq AND e.batchKey = b.key AND e.businessDay <= @to)) AS imported,
       (SELECT count(*) FROM batch b WHERE b.closedAt <= @closedAt AND b.voidedAt > @closedAt AND EXISTS (
          SELECT 1 FROM entry e WHERE e.seq BETWEEN b.firstSeq AND b.lastSeq AND e.batchKey = b.key AND e.businessDay <= @to)) AS importTakenBack`,
  ).get({ ...since, to });
  if (!row) throw new Error('a query of counts answers one row');
  return row;
}

/** Months with a live visit that was made at the till (not imported, not made up) up to `to` and that are not closed, oldest first. */
export function listUnclosedMonths(connection: ReadConnection, to: string): string[] {
  // From month to month by the index of days, where going through the entries of ten years would take a second each day.
  return prepared<object, { month: string }>(
    connection,
    `WITH RECURSIVE lived (month) AS (
       SELECT substr(min(businessDay), 1, 7) FROM entry WHERE batchKey IS NULL
       UNION ALL
       SELECT (SELECT substr(min(businessDay), 1, 7) FROM entry WHERE batchKey IS NULL AND businessDay > month || '-31')
       FROM lived WHERE month < @to)
     SELECT month FROM lived WHERE month <= @to AND month NOT IN (SELECT month FROM monthClosing) AND EXISTS (
       SELECT 1 FROM liveEntry WHERE kind = 'visit' AND batchKey IS NULL AND sourceTime IS NULL
         AND businessDay BETWEEN month || '-01' AND month || '-31')
     ORDER BY month`,
  )
    .all({ to })
    .map((row) => row.month);
}

/** What a month cost, minor units; null is not known. */
export interface CostRow {
  readonly winning: number | null;
  readonly keeping: number | null;
}

export function findCosts(connection: ReadConnection, month: string): CostRow | null {
  return (
    prepared<[string], CostRow>(connection, 'SELECT winning, keeping FROM monthCost WHERE month = ?').get(month) ?? null
  );
}

export function updateCosts(
  connection: WriteConnection,
  of: CostRow & { month: string; personKey: number | null; recordedAt: number },
): void {
  prepared<object>(
    connection,
    `INSERT INTO monthCost (month, winning, keeping, personKey, recordedAt) VALUES (@month, @winning, @keeping, @personKey, @recordedAt)
     ON CONFLICT (month) DO UPDATE SET winning = excluded.winning, keeping = excluded.keeping, personKey = excluded.personKey,
       recordedAt = excluded.recordedAt`,
  ).run(of);
}
