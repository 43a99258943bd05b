import { prepared, type ReadConnection } from '../open.ts';

/** Whose visits fell on which business days. */
export interface VisitDayRows {
  /**
   * One row a customer, by key: the business days of all visits joined by commas, ascending, a day as often as somebody came on it.
   * 100,000 long rows cross into JavaScript ten times faster than three million short ones.
   */
  readonly rows: readonly { readonly customerKey: number; readonly days: string }[];
  /** Visits among them that were taken back, by customer and day: few, and looking each of millions up in the reversals costs more than all else. */
  readonly takenBack: readonly { readonly customerKey: number; readonly businessDay: string }[];
}

/** A condition on the entries of batches; where every batch counts nothing needs to be asked of each of millions of visits. */
export function ofCountedBatches(connection: ReadConnection): typeof counted | '' {
  const anyOther = prepared<[], { one: 1 }>(
    connection,
    'SELECT 1 AS one FROM batch WHERE closedAt IS NULL OR voidedAt IS NOT NULL LIMIT 1',
  ).get();
  return anyOther ? counted : '';
}

const counted =
  'AND (batchKey IS NULL OR batchKey NOT IN (SELECT key FROM batch WHERE closedAt IS NULL OR voidedAt IS NOT NULL))';

/** All visits up to and including the business day `asOf`. Read with visitDaysFromRows. */
export function listVisitDays(connection: ReadConnection, asOf: string): VisitDayRows {
  const listed = ofCountedBatches(connection);
  return {
    rows: connection
      .prepare<[string], VisitDayRows['rows'][number]>(
        // In the order of the index, named so that nothing else can be taken; whoever reads the days refuses any other order.
        `SELECT customerKey, group_concat(businessDay) AS days FROM entry INDEXED BY entryVisitDay
         WHERE kind = 'visit' AND businessDay <= ? ${listed} GROUP BY customerKey ORDER BY customerKey`,
      )
      .all(asOf),
    takenBack: connection
      .prepare<[string], VisitDayRows['takenBack'][number]>(
        `SELECT customerKey, businessDay FROM entry WHERE kind = 'visit' AND businessDay <= ? ${listed}
         AND seq IN (SELECT reverses FROM entry WHERE reverses IS NOT NULL) ORDER BY customerKey, businessDay`,
      )
      .all(asOf),
  };
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
