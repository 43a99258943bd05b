import { prepared, type ReadConnection } from '../open.ts';

/** Somebody on a list. `total` is how many there are altogether, the same on every row. */
export interface Listed {
  readonly key: number;
  readonly total: number;
}

/** On no list (F-89): archived, of a batch that is not there yet, or marked away, booked, moved, deceased, do not contact. */
const listed = `c.archivedAt IS NULL AND c.pendingBatchKey IS NULL
  AND (c.mark = 'none' OR (c.markUntil IS NOT NULL AND c.markUntil < @today))`;

interface Asked {
  readonly today: string;
  /** Null for all of them. */
  readonly programKey: number | null;
  readonly limit: number;
}

/**
 * Who has units, an amount or a reward whose last day lies from `today` to `to`; the nearest day first. A card's row knows one day: when it
 * is over and expiry has not been there yet, another batch of the card may be meant.
 */
export function listExpiring(connection: ReadConnection, asked: Asked & { readonly to: string }): Listed[] {
  return prepared<object, Listed>(
    connection,
    `SELECT d.customerKey AS key, count(*) OVER () AS total FROM (
       SELECT customerKey, expiresOn FROM card
       WHERE expiresOn <= @to AND (@programKey IS NULL OR programKey = @programKey)
       UNION ALL
       SELECT r.customerKey, r.expiresOn FROM reward r JOIN card k ON k.key = r.cardKey
       WHERE r.state = 'open' AND r.expiresOn BETWEEN @today AND @to AND (@programKey IS NULL OR k.programKey = @programKey)) d
     JOIN customer c ON c.key = d.customerKey WHERE ${listed}
     GROUP BY d.customerKey ORDER BY min(max(d.expiresOn, @today)), d.customerKey LIMIT @limit`,
  ).all(asked);
}

/** A birthday as it stands in a record, and its place in the order that is wanted. */
export interface Born {
  readonly month: number;
  readonly day: number;
}

/** Who has one of these birthdays, in their order. */
export function listBornOn(
  connection: ReadConnection,
  { today, limit, days }: { today: string; limit: number; days: readonly Born[] },
): (Listed & { place: number; birthYear: number | null })[] {
  return prepared<object, Listed & { place: number; birthYear: number | null }>(
    connection,
    `SELECT c.key, d.key AS place, c.birthYear, count(*) OVER () AS total
     FROM json_each(@days) d
     CROSS JOIN customer c ON c.birthMonth = d.value ->> 'month' AND c.birthDay = d.value ->> 'day'
     WHERE ${listed} ORDER BY d.key, c.sortName, c.key LIMIT @limit`,
  ).all({ today, limit, days: JSON.stringify(days) });
}

/** Balances of a program's cards, both included, from which it is `at` units to a reward. */
export interface Reach {
  readonly programKey: number;
  readonly from: number;
  readonly at: number;
}

/** Whose cards lie below a reward and not below `from`; the nearest to it first, then who came last. */
export function listNearly(
  connection: ReadConnection,
  { today, limit, reaches }: { today: string; limit: number; reaches: readonly Reach[] },
): Listed[] {
  return prepared<object, Listed>(
    connection,
    `SELECT k.customerKey AS key, count(*) OVER () AS total
     FROM json_each(@reaches) g
     CROSS JOIN card k ON k.programKey = g.value ->> 'programKey' AND k.closedAt IS NULL
       AND k.balance > 0 AND k.balance >= g.value ->> 'from' AND k.balance < g.value ->> 'at'
     JOIN customer c ON c.key = k.customerKey WHERE ${listed}
     GROUP BY k.customerKey ORDER BY min((g.value ->> 'at') - k.balance), c.lastVisitDay DESC, k.customerKey LIMIT @limit`,
  ).all({ today, limit, reaches: JSON.stringify(reaches) });
}

/** Who has had a reward since `before` (UTC ms) without using it; the longest first. */
export function listUnused(connection: ReadConnection, asked: Asked & { readonly before: number }): Listed[] {
  return prepared<object, Listed>(
    connection,
    `SELECT r.customerKey AS key, count(*) OVER () AS total
     FROM reward r JOIN card k ON k.key = r.cardKey JOIN customer c ON c.key = r.customerKey
     WHERE r.state = 'open' AND r.issuedAt <= @before AND (r.expiresOn IS NULL OR r.expiresOn >= @today)
       AND (@programKey IS NULL OR k.programKey = @programKey) AND ${listed}
     GROUP BY +r.customerKey ORDER BY min(r.issuedAt), +r.customerKey LIMIT @limit`,
  ).all(asked);
}

/**
 * Of whom something personal is still kept although they have not come since `before`, or never came and were enrolled before then (UTC
 * ms); the longest first. Also archived and marked people: what is kept of them is what is asked about.
 */
export function listLongGone(
  connection: ReadConnection,
  asked: { before: string; enrolledBefore: number; limit: number },
): (Listed & { lastVisitDay: string | null; createdAt: number })[] {
  return prepared<object, Listed & { lastVisitDay: string | null; createdAt: number }>(
    connection,
    `SELECT c.key, c.lastVisitDay, c.createdAt, count(*) OVER () AS total FROM customer c
     WHERE c.erasedAt IS NULL AND c.mergedIntoKey IS NULL AND c.pendingBatchKey IS NULL
       AND (c.lastVisitDay < @before OR (c.lastVisitDay IS NULL AND c.createdAt < @enrolledBefore))
       AND (c.name IS NOT NULL OR c.email IS NOT NULL OR EXISTS (SELECT 1 FROM customerPhone p WHERE p.customerKey = c.key))
     ORDER BY coalesce(c.lastVisitDay, date(c.createdAt / 1000, 'unixepoch')), c.key LIMIT @limit`,
  ).all(asked);
}

/** When a customer last came; null for never. */
export function findLastVisitDay(connection: ReadConnection, key: number): string | null {
  return (
    prepared<[number], { day: string | null }>(
      connection,
      'SELECT lastVisitDay AS day FROM customer WHERE key = ?',
    ).get(key)?.day ?? null
  );
}
