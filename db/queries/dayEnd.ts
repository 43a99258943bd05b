import { prepared, type ReadConnection } from '../open.ts';

/** What one person did at the till on a day; null for nobody. */
export interface DoneRow {
  readonly personId: string | null;
  readonly name: string | null;
  readonly visits: number;
  readonly fromPaper: number;
  readonly stamps: number;
  readonly points: number;
  readonly redeemed: number;
}

/**
 * Everything written by hand about a business day, by person. What was moved to another customer counts once, where it is now; what was
 * voided counts: it was done.
 */
export function listDone(connection: ReadConnection, day: string): DoneRow[] {
  return prepared<[string], DoneRow>(
    connection,
    `SELECT p.id AS personId, p.name,
       sum(e.kind = 'visit') AS visits,
       sum(e.kind = 'visit' AND e.cause IS 'paper') AS fromPaper,
       coalesce(sum(CASE WHEN e.kind = 'stamp' AND v.kind = 'stamps' THEN e.stamps END), 0) AS stamps,
       coalesce(sum(CASE WHEN e.kind = 'stamp' AND v.kind = 'points' THEN e.stamps END), 0) AS points,
       sum(e.kind IN ('redeem', 'spend', 'use')) AS redeemed
     FROM entry e LEFT JOIN person p ON p.key = e.personKey LEFT JOIN programVersion v ON v.key = e.programVersionKey
     WHERE e.batchKey IS NULL AND e.businessDay = ? AND e.kind IN ('visit', 'stamp', 'redeem', 'spend', 'use')
       AND e.cause IS NOT 'offerMade'
       AND NOT EXISTS (SELECT 1 FROM entry m WHERE m.reverses = e.seq AND m.kind = 'move')
     GROUP BY e.personKey ORDER BY p.key`,
  ).all(day);
}

/** How often each person took something back between two moments, UTC ms, the second not included. */
export function listTakenBack(
  connection: ReadConnection,
  from: number,
  to: number,
): { personId: string | null; name: string | null; takenBack: number }[] {
  return prepared<[number, number], { personId: string | null; name: string | null; takenBack: number }>(
    connection,
    `SELECT p.id AS personId, p.name, count(DISTINCT e.requestId) AS takenBack
     FROM entry e LEFT JOIN person p ON p.key = e.personKey
     WHERE e.reverses IS NOT NULL AND e.kind IN ('void', 'return') AND e.occurredAt >= ? AND e.occurredAt < ?
     GROUP BY e.personKey ORDER BY p.key`,
  ).all(from, to);
}

/** Live visits of a business day that were written by hand: what the cards saw of it. */
export function countSeen(connection: ReadConnection, day: string): number {
  return (
    prepared<[string], { n: number }>(
      connection,
      `SELECT count(*) AS n FROM entry e WHERE e.batchKey IS NULL AND e.businessDay = ? AND e.kind = 'visit'
         AND NOT EXISTS (SELECT 1 FROM entry r WHERE r.reverses = e.seq)`,
    ).get(day)?.n ?? 0
  );
}

/** Customers enrolled at the till between two moments, UTC ms. */
export function countEnrolled(connection: ReadConnection, from: number, to: number): number {
  return (
    prepared<[number, number], { n: number }>(
      connection,
      'SELECT count(*) AS n FROM customer WHERE createdAt >= ? AND createdAt < ? AND pendingBatchKey IS NULL AND externalId IS NULL',
    ).get(from, to)?.n ?? 0
  );
}
