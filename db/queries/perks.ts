import { prepared, type ReadConnection, type WriteConnection } from '../open.ts';

export interface PerkRow {
  readonly key: number;
  readonly id: string;
  /** Programs know it by this name, so it never changes. */
  readonly name: string;
  readonly best: 'visits' | 'spend' | null;
  readonly createdAt: number;
  readonly offAt: number | null;
}

/** A month, and the one before, whose list holds until the new one is frozen; YYYY-MM. */
export interface PerkMonths {
  readonly month: string;
  readonly before: string;
}

/** The month whose list is in force for the perk `p`; null for none. */
const inForce = `CASE WHEN EXISTS (SELECT 1 FROM perkList l WHERE l.perkKey = p.key AND l.month = @month) THEN @month
  WHEN p.best IS NOT NULL AND EXISTS (SELECT 1 FROM perkList l WHERE l.perkKey = p.key AND l.month = @before) THEN @before END`;
/** A customer and everybody who was merged into them: what was picked or frozen for one holds for the other. */
const whole =
  'whole (key) AS (SELECT @customerKey UNION SELECT c.key FROM customer c JOIN whole w ON c.mergedIntoKey = w.key)';

export function listPerks(connection: ReadConnection): PerkRow[] {
  return prepared<[], PerkRow>(connection, 'SELECT * FROM perk ORDER BY offAt IS NOT NULL, key').all();
}

export function findPerk(connection: ReadConnection, id: string): PerkRow | null {
  return prepared<[string], PerkRow>(connection, 'SELECT * FROM perk WHERE id = ?').get(id) ?? null;
}

export function insertPerk(connection: WriteConnection, perk: Omit<PerkRow, 'key' | 'offAt'>): void {
  prepared<object>(
    connection,
    'INSERT INTO perk (id, name, best, createdAt) VALUES (@id, @name, @best, @createdAt)',
  ).run(perk);
}

export function updatePerk(connection: WriteConnection, key: number, to: Pick<PerkRow, 'best' | 'offAt'>): void {
  prepared<object>(connection, 'UPDATE perk SET best = @best, offAt = @offAt WHERE key = @key').run({ key, ...to });
}

/** A perk that is on, as one customer stands to it. */
export interface CustomerPerkRow {
  readonly key: number;
  readonly id: string;
  readonly name: string;
  readonly picked: 0 | 1;
  readonly best: 0 | 1;
}

/** Every perk that is on, carried or not. */
export function listPerksOf(connection: ReadConnection, customerKey: number, months: PerkMonths): CustomerPerkRow[] {
  return prepared<object, CustomerPerkRow>(
    connection,
    `WITH RECURSIVE ${whole}
     SELECT p.key, p.id, p.name,
       EXISTS (SELECT 1 FROM whole w JOIN perkPick k ON k.customerKey = w.key WHERE k.perkKey = p.key) AS picked,
       EXISTS (SELECT 1 FROM whole w JOIN perkHolder h ON h.customerKey = w.key WHERE h.perkKey = p.key AND h.month = ${inForce}) AS best
     FROM perk p WHERE p.offAt IS NULL ORDER BY p.key`,
  ).all({ customerKey, ...months });
}

/** A perk that a customer was given or carried by themselves, on or off now. */
export interface PerkHadRow {
  readonly name: string;
  readonly pickedAt: number | null;
  readonly months: readonly string[];
}

/** Every perk that is written down with a customer, and with everybody who was merged into them. */
export function listPerksHad(connection: ReadConnection, customerKey: number): PerkHadRow[] {
  return prepared<object, { name: string; pickedAt: number | null; months: string }>(
    connection,
    `WITH RECURSIVE ${whole},
     had AS (
       SELECT p.key, p.name,
         (SELECT min(k.pickedAt) FROM whole w JOIN perkPick k ON k.customerKey = w.key WHERE k.perkKey = p.key) AS pickedAt,
         (SELECT json_group_array(month) FROM (
           SELECT DISTINCT h.month FROM whole w JOIN perkHolder h ON h.customerKey = w.key WHERE h.perkKey = p.key ORDER BY h.month)) AS months
       FROM perk p)
     SELECT name, pickedAt, months FROM had WHERE pickedAt IS NOT NULL OR months <> '[]' ORDER BY key`,
  )
    .all({ customerKey })
    .map(({ months, ...row }) => ({ ...row, months: JSON.parse(months) as string[] }));
}

export function insertPick(connection: WriteConnection, perkKey: number, customerKey: number, at: number): void {
  prepared<[number, number, number]>(
    connection,
    'INSERT INTO perkPick (perkKey, customerKey, pickedAt) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  ).run(perkKey, customerKey, at);
}

/** Of the customer, and of everybody who was merged into them. */
export function deletePick(connection: WriteConnection, perkKey: number, customerKey: number): void {
  prepared<object>(
    connection,
    `WITH RECURSIVE ${whole} DELETE FROM perkPick WHERE perkKey = @perkKey AND customerKey IN (SELECT key FROM whole)`,
  ).run({ perkKey, customerKey });
}

export function hasPerkList(connection: ReadConnection, perkKey: number, month: string): boolean {
  return (
    prepared<[number, string]>(connection, 'SELECT 1 FROM perkList WHERE perkKey = ? AND month = ?').get(
      perkKey,
      month,
    ) !== undefined
  );
}

export function insertPerkList(
  connection: WriteConnection,
  list: { perkKey: number; month: string; day: string; recordedAt: number; customerKeys: readonly number[] },
): void {
  const { customerKeys, ...row } = list;
  prepared<object>(
    connection,
    'INSERT INTO perkList (perkKey, month, day, recordedAt) VALUES (@perkKey, @month, @day, @recordedAt)',
  ).run(row);
  prepared<object>(
    connection,
    'INSERT INTO perkHolder (customerKey, perkKey, month) SELECT value, @perkKey, @month FROM json_each(@keys)',
  ).run({ ...row, keys: JSON.stringify(customerKeys) });
}

/** The month whose list is in force; null while there is none. */
export function findListInForce(connection: ReadConnection, perkKey: number, months: PerkMonths): string | null {
  return (
    prepared<object, { month: string | null }>(
      connection,
      `SELECT ${inForce} AS month FROM perk p WHERE p.key = @perkKey`,
    ).get({ perkKey, ...months })?.month ?? null
  );
}

/** Somebody who carries a perk. */
export interface HolderRow {
  readonly id: string;
  readonly number: number;
  readonly externalId: string | null;
  readonly name: string | null;
  readonly picked: 0 | 1;
}

/** Who carries a perk, by name; people who were merged are the record that stayed. `list` is the month whose list holds. */
export function listHolders(
  connection: ReadConnection,
  perkKey: number,
  list: string | null,
  limit: number,
): { total: number; holders: HolderRow[] } {
  const found = `
    WITH RECURSIVE carrier (key, picked) AS (
      SELECT customerKey, 1 FROM perkPick WHERE perkKey = @perkKey
      UNION SELECT customerKey, 0 FROM perkHolder WHERE perkKey = @perkKey AND month = @list
      UNION SELECT c.mergedIntoKey, r.picked FROM carrier r JOIN customer c ON c.key = r.key WHERE c.mergedIntoKey IS NOT NULL)
    SELECT c.id, c.number, c.externalId, c.name, max(r.picked) AS picked, c.sortName
    FROM carrier r JOIN customer c ON c.key = r.key WHERE c.archivedAt IS NULL GROUP BY c.key`;
  const total =
    prepared<object, { n: number }>(connection, `SELECT count(*) AS n FROM (${found})`).get({ perkKey, list })?.n ?? 0;
  const holders = prepared<object, HolderRow>(
    connection,
    `SELECT id, number, externalId, name, picked FROM (${found}) ORDER BY picked DESC, sortName LIMIT @limit`,
  ).all({ perkKey, list, limit });
  return { total, holders };
}

const usesOf = "kind = 'use' AND cause = 'perk' AND json_extract(parts, '$[0].name') = @name";

/** Live uses of a perk from a business day on; at the till alone. */
export function countPerkUses(connection: ReadConnection, name: string, from: string): number {
  return (
    prepared<object, { n: number }>(
      connection,
      `SELECT count(*) AS n FROM liveEntry WHERE batchKey IS NULL AND businessDay >= @from AND ${usesOf}`,
    ).get({ name, from })?.n ?? 0
  );
}

/** Has the customer used a perk on this business day? */
export function hasUsedPerk(connection: ReadConnection, customerKey: number, name: string, day: string): boolean {
  return (
    prepared<object>(
      connection,
      `SELECT 1 FROM liveEntry WHERE customerKey = @customerKey AND businessDay = @day AND ${usesOf} LIMIT 1`,
    ).get({ customerKey, name, day }) !== undefined
  );
}
