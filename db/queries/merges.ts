import { prepared, type ReadConnection, type WriteConnection } from '../open.ts';

export interface MergeRow {
  readonly key: number;
  readonly id: string;
  readonly keptKey: number;
  readonly mergedKey: number;
  readonly requestId: string;
  readonly mergedAt: number;
  readonly undoneAt: number | null;
  /** JSON; an empty object once a person of it was erased (queries/privacy.ts): it repeats what both records said. */
  readonly changes: string;
}

export function insertMerge(connection: WriteConnection, merge: Omit<MergeRow, 'key' | 'undoneAt'>): void {
  prepared<object>(
    connection,
    `INSERT INTO mergeRecord (id, keptKey, mergedKey, requestId, mergedAt, changes)
     VALUES (@id, @keptKey, @mergedKey, @requestId, @mergedAt, @changes)`,
  ).run(merge);
}

export function findMerge(connection: ReadConnection, id: string): MergeRow | null {
  return prepared<[string], MergeRow>(connection, 'SELECT * FROM mergeRecord WHERE id = ?').get(id) ?? null;
}

/** Merges that stand, of this customer with others or into another, newest first. */
export function listMerges(connection: ReadConnection, customerKey: number): MergeRow[] {
  return prepared<object, MergeRow>(
    connection,
    'SELECT * FROM mergeRecord WHERE (keptKey = @customerKey OR mergedKey = @customerKey) AND undoneAt IS NULL ORDER BY key DESC',
  ).all({ customerKey });
}

export function updateMergeUndone(connection: WriteConnection, key: number, at: number): void {
  prepared<[number, number]>(connection, 'UPDATE mergeRecord SET undoneAt = ? WHERE key = ?').run(at, key);
}

/** `into` null when the merge was undone. */
export function updateMergedInto(
  connection: WriteConnection,
  key: number,
  into: number | null,
  archivedAt: number | null,
): void {
  prepared<object>(
    connection,
    'UPDATE customer SET mergedIntoKey = @into, archivedAt = @archivedAt WHERE key = @key',
  ).run({ key, into, archivedAt });
}

/** Gives one customer's member cards to another; answers their codes. */
export function updateCardsOwner(connection: WriteConnection, from: number, to: number): string[] {
  return prepared<[number, number], { code: string }>(
    connection,
    'UPDATE memberCard SET customerKey = ? WHERE customerKey = ? RETURNING code',
  )
    .all(to, from)
    .map(({ code }) => code);
}

/** Gives one card to another customer, if it still belongs to `from`. */
export function updateCardOwner(connection: WriteConnection, code: string, from: number, to: number): void {
  prepared<[number, string, number]>(
    connection,
    'UPDATE memberCard SET customerKey = ? WHERE code = ? AND customerKey = ?',
  ).run(to, code, from);
}

/** Gives one customer's talks to another; answers their ids. */
export function updateContactsOwner(connection: WriteConnection, from: number, to: number): string[] {
  return prepared<[number, number], { id: string }>(
    connection,
    'UPDATE contact SET customerKey = ? WHERE customerKey = ? RETURNING id',
  )
    .all(to, from)
    .map(({ id }) => id);
}

/** Gives one talk to another customer, if it is still there and with `from`. */
export function updateContactOwner(connection: WriteConnection, id: string, from: number, to: number): void {
  prepared<[number, string, number]>(
    connection,
    'UPDATE contact SET customerKey = ? WHERE id = ? AND customerKey = ?',
  ).run(to, id, from);
}

/** Takes a consent away that a merge brought. */
export function deleteConsent(connection: WriteConnection, customerKey: number, channel: string, at: number): void {
  prepared<[number, string, number]>(
    connection,
    'DELETE FROM customerConsent WHERE customerKey = ? AND channel = ? AND at = ?',
  ).run(customerKey, channel, at);
}

/** Live visit days of two customers together. */
export function countDaysTogether(connection: ReadConnection, a: number, b: number): number {
  return (
    prepared<[number, number], { n: number }>(
      connection,
      "SELECT count(DISTINCT businessDay) AS n FROM liveEntry WHERE kind = 'visit' AND customerKey IN (?, ?)",
    ).get(a, b)?.n ?? 0
  );
}

/** Two customers, the older record first. */
export interface PairRow {
  readonly a: number;
  readonly b: number;
}

/** Writes down that two records are two people; twice is once. */
export function insertApart(
  connection: WriteConnection,
  { a, b }: PairRow,
  by: { readonly personKey: number | null; readonly recordedAt: number },
): void {
  prepared<object>(
    connection,
    `INSERT INTO apart (aKey, bKey, personKey, recordedAt) VALUES (@a, @b, @personKey, @recordedAt) ON CONFLICT DO NOTHING`,
  ).run({ a, b, ...by });
}

export function deleteApart(connection: WriteConnection, { a, b }: PairRow): void {
  prepared<[number, number]>(connection, 'DELETE FROM apart WHERE aKey = ? AND bKey = ?').run(a, b);
}

/** Every pair that somebody has told apart, as it was said. */
export function listApart(connection: ReadConnection): PairRow[] {
  return prepared<[], PairRow>(connection, 'SELECT aKey AS a, bKey AS b FROM apart').all();
}

/** Who each customer is by now: the one a merged record has become, however many merges later. */
export function keptKeys(connection: ReadConnection): (key: number) => number {
  const into = new Map(
    prepared<[], { key: number; into: number }>(
      connection,
      'SELECT key, mergedIntoKey AS "into" FROM customer WHERE mergedIntoKey IS NOT NULL',
    )
      .all()
      .map((row) => [row.key, row.into]),
  );
  return (key) => {
    let now = key;
    for (let next = into.get(now); next !== undefined; next = into.get(now)) now = next;
    return now;
  };
}

/** Pairs with a phone in common, at most `limit`. */
export function listPairsByPhone(connection: ReadConnection, limit: number): PairRow[] {
  return prepared<[number], PairRow>(
    connection,
    `SELECT DISTINCT p.customerKey AS a, q.customerKey AS b
     FROM customerPhone p JOIN customerPhone q ON q.e164 = p.e164 AND q.customerKey > p.customerKey
     JOIN customer c ON c.key = p.customerKey JOIN customer d ON d.key = q.customerKey
     WHERE p.e164 IS NOT NULL AND c.archivedAt IS NULL AND c.pendingBatchKey IS NULL AND d.archivedAt IS NULL AND d.pendingBatchKey IS NULL
     LIMIT ?`,
  ).all(limit);
}

/** Pairs with the same e-mail, at most `limit`. */
export function listPairsByEmail(connection: ReadConnection, limit: number): PairRow[] {
  return prepared<[number], PairRow>(
    connection,
    `SELECT c.key AS a, d.key AS b FROM customer c JOIN customer d ON d.email = c.email AND d.key > c.key
     WHERE c.email IS NOT NULL AND c.archivedAt IS NULL AND c.pendingBatchKey IS NULL AND d.archivedAt IS NULL AND d.pendingBatchKey IS NULL
     LIMIT ?`,
  ).all(limit);
}

/** Everybody active with a name and a birthday. */
export function iterateBorn(
  connection: ReadConnection,
): IterableIterator<{ key: number; name: string; birthMonth: number; birthDay: number; birthYear: number | null }> {
  return prepared<[], { key: number; name: string; birthMonth: number; birthDay: number; birthYear: number | null }>(
    connection,
    `SELECT key, name, birthMonth, birthDay, birthYear FROM customer
     WHERE name IS NOT NULL AND birthMonth IS NOT NULL AND birthDay IS NOT NULL AND archivedAt IS NULL AND pendingBatchKey IS NULL`,
  ).iterate();
}
