import { prepared, type ReadConnection } from '../open.ts';

/**
 * The days of every live visit up to and including `asOf`, ordered by customer and day, a day as often as somebody came on it: one text
 * of day numbers (days since 1970-01-01, joined by commas) a customer, because 100,000 long rows cross into JavaScript ten times faster
 * than three million short ones. Read with visitDaysFromText, which passes over repeated days more cheaply than DISTINCT would.
 */
export function listVisitDays(connection: ReadConnection, asOf: string): { customerKey: number; days: string }[] {
  return connection
    .prepare<[string], { customerKey: number; days: string }>(
      `SELECT customerKey, group_concat(unixepoch(businessDay) / 86400) AS days FROM (
         SELECT customerKey, businessDay FROM liveEntry WHERE kind = 'visit' AND businessDay <= ? ORDER BY customerKey, businessDay)
       GROUP BY customerKey ORDER BY customerKey`,
    )
    .all(asOf);
}

/** Who the customers behind these keys are; in the order of the keys given. */
export interface NameRow {
  readonly key: number;
  readonly id: string;
  readonly number: number;
  readonly externalId: string | null;
  readonly name: string | null;
  /** First phone as typed. */
  readonly phone: string | null;
}

/** Throws when there is no such customer. */
export function getName(connection: ReadConnection, key: number): NameRow {
  const row = prepared<[number], NameRow>(
    connection,
    `SELECT key, id, number, externalId, name, (SELECT typed FROM customerPhone WHERE customerKey = customer.key AND position = 0) AS phone
     FROM customer WHERE key = ?`,
  ).get(key);
  if (!row) throw new Error(`no customer ${key}`);
  return row;
}

/** Keys of customers who are on no list on this day: archived, or marked away, booked, moved, deceased or do not contact (F-89). */
export function listUnlistedKeys(connection: ReadConnection, day: string): { key: number; archived: number }[] {
  return prepared<[string], { key: number; archived: number }>(
    connection,
    `SELECT key, archivedAt IS NOT NULL AS archived FROM customer
     WHERE archivedAt IS NOT NULL OR (mark <> 'none' AND (markUntil IS NULL OR markUntil >= ?))`,
  ).all(day);
}
