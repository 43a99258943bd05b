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

/** Of each visit nothing needs to be asked where every batch counts. */
function hasUncountedBatch(connection: ReadConnection): boolean {
  const found = prepared<[], { one: 1 }>(
    connection,
    'SELECT 1 AS one FROM batch WHERE closedAt IS NULL OR voidedAt IS NOT NULL LIMIT 1',
  ).get();
  return found !== undefined;
}

const ofCountedBatches =
  'AND (batchKey IS NULL OR batchKey NOT IN (SELECT key FROM batch WHERE closedAt IS NULL OR voidedAt IS NOT NULL))';

/** All visits up to and including the business day `asOf`. Read with visitDaysFromRows. */
export function listVisitDays(connection: ReadConnection, asOf: string): VisitDayRows {
  const counted = hasUncountedBatch(connection) ? ofCountedBatches : '';
  return {
    rows: connection
      .prepare<[string], VisitDayRows['rows'][number]>(
        // In the order of the index, named so that nothing else can be taken; whoever reads the days refuses any other order.
        `SELECT customerKey, group_concat(businessDay) AS days FROM entry INDEXED BY entryVisitDay
         WHERE kind = 'visit' AND businessDay <= ? ${counted} GROUP BY customerKey ORDER BY customerKey`,
      )
      .all(asOf),
    takenBack: connection
      .prepare<[string], VisitDayRows['takenBack'][number]>(
        `SELECT customerKey, businessDay FROM entry WHERE kind = 'visit' AND businessDay <= ? ${counted}
         AND seq IN (SELECT reverses FROM entry WHERE reverses IS NOT NULL) ORDER BY customerKey, businessDay`,
      )
      .all(asOf),
  };
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
  const counted = hasUncountedBatch(connection) ? ofCountedBatches : '';
  return connection
    .prepare<[{ keys: string; from: string; to: string }], SpanSpend>(
      `SELECT customerKey, sum(visits) AS visits, sum(withAmount) AS withAmount, sum(spend) AS spend FROM (
         SELECT customerKey, count(*) AS visits, count(amount) AS withAmount, coalesce(sum(amount), 0) AS spend
         FROM json_each(@keys) k CROSS JOIN entry INDEXED BY entryVisitDay
         WHERE customerKey = k.value AND kind = 'visit' AND businessDay BETWEEN @from AND @to ${counted} GROUP BY k.key
         UNION ALL
         SELECT customerKey, -count(*), -count(amount), -coalesce(sum(amount), 0)
         FROM entry WHERE +kind = 'visit' AND +businessDay BETWEEN @from AND @to ${counted}
           AND seq IN (SELECT reverses FROM entry WHERE reverses IS NOT NULL) GROUP BY customerKey)
       GROUP BY customerKey HAVING sum(visits) > 0 ORDER BY customerKey`,
    )
    .all({ keys: JSON.stringify(customers), from, to });
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
