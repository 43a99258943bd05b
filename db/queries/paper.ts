import { prepared, type ReadConnection, type WriteConnection } from '../open.ts';

/** The shop's logo as the owner chose it. */
export interface LogoRow {
  readonly type: 'image/png' | 'image/jpeg';
  readonly bytes: Buffer;
}

export function findLogo(connection: ReadConnection): LogoRow | null {
  return prepared<[], LogoRow>(connection, 'SELECT type, bytes FROM shopLogo').get() ?? null;
}

export function updateLogo(connection: WriteConnection, logo: LogoRow): void {
  prepared<object>(
    connection,
    `INSERT INTO shopLogo (only, type, bytes) VALUES (1, @type, @bytes)
     ON CONFLICT (only) DO UPDATE SET type = excluded.type, bytes = excluded.bytes`,
  ).run(logo);
}

export function deleteLogo(connection: WriteConnection): void {
  prepared<[]>(connection, 'DELETE FROM shopLogo').run();
}

/** A line of the sheet for a day without power. */
export interface StampSheetRow {
  readonly id: string;
  readonly number: number;
  readonly externalId: string | null;
  readonly name: string | null;
  readonly phone: string | null;
  readonly balance: number;
  readonly openRewards: number;
}

/** Customers seen since a day, the latest of them when there are too many, by name; with their card in one program. */
export function listForStampSheet(
  connection: ReadConnection,
  of: { programKey: number; since: string; limit: number },
): StampSheetRow[] {
  return prepared<object, StampSheetRow>(
    connection,
    `SELECT id, number, externalId, name, phone, balance, openRewards FROM (
       SELECT c.id, c.number, c.externalId, c.name, c.sortName, c.key, c.openRewards,
         (SELECT typed FROM customerPhone WHERE customerKey = c.key AND position = 0) AS phone,
         coalesce((SELECT balance FROM card WHERE customerKey = c.key AND programKey = @programKey AND closedAt IS NULL), 0) AS balance
       FROM customer c WHERE c.archivedAt IS NULL AND c.pendingBatchKey IS NULL AND c.lastVisitDay >= @since
       ORDER BY c.lastVisitDay DESC, c.key LIMIT @limit)
     ORDER BY sortName, key`,
  ).all(of);
}

/** Was something entered from paper for this customer, day and program that still counts? */
export function hasPaperEntry(
  connection: ReadConnection,
  customerKey: number,
  programKey: number,
  day: string,
): boolean {
  return (
    prepared<[number, number, string], unknown>(
      connection,
      `SELECT 1 FROM liveEntry e JOIN card c ON c.key = e.cardKey
       WHERE e.customerKey = ? AND c.programKey = ? AND e.businessDay = ? AND e.kind = 'stamp' AND e.cause = 'paper'`,
    ).get(customerKey, programKey, day) !== undefined
  );
}

/** The newest poster of a kind that was printed. */
export interface PosterPrintRow {
  readonly programKey: number;
  readonly language: 'en' | 'id' | 'ro';
  readonly size: 'A4' | 'A5' | 'sign';
  readonly version: number;
  readonly printedAt: number;
  readonly printedOn: string;
}

export function listPosterPrints(connection: ReadConnection, programKey: number): PosterPrintRow[] {
  return prepared<[number], PosterPrintRow>(
    connection,
    'SELECT * FROM posterPrint WHERE programKey = ? ORDER BY printedAt, language, size',
  ).all(programKey);
}

export function updatePosterPrint(connection: WriteConnection, print: PosterPrintRow): void {
  prepared<object>(
    connection,
    `INSERT INTO posterPrint (programKey, language, size, version, printedAt, printedOn)
     VALUES (@programKey, @language, @size, @version, @printedAt, @printedOn)
     ON CONFLICT (programKey, language, size)
     DO UPDATE SET version = excluded.version, printedAt = excluded.printedAt, printedOn = excluded.printedOn`,
  ).run(print);
}

/** Cards of a program that were opened from a day on, and all live visits since: a walk through the ledger, for the worker. */
export function countEnrolments(
  connection: ReadConnection,
  programKey: number,
  from: string,
): { enrolled: number; visits: number } {
  const row = prepared<object, { enrolled: number; visits: number }>(
    connection,
    `SELECT (SELECT count(*) FROM card WHERE programKey = @programKey AND openedOn >= @from) AS enrolled,
       (SELECT count(*) FROM liveEntry WHERE kind = 'visit' AND businessDay >= @from) AS visits`,
  ).get({ programKey, from });
  if (!row) throw new Error('a query of counts answers one row');
  return row;
}

/** Somebody who has something: on a card, or a reward to fetch. `cards`: JSON of [programKey, balance] pairs. */
export interface BalanceRow {
  readonly id: string;
  readonly number: number;
  readonly externalId: string | null;
  readonly name: string | null;
  readonly openRewards: number;
  readonly cards: string;
}

const hasBalance = `c.archivedAt IS NULL AND c.pendingBatchKey IS NULL AND (c.openRewards > 0
  OR EXISTS (SELECT 1 FROM card WHERE customerKey = c.key AND closedAt IS NULL AND balance <> 0))`;

export function countWithBalance(connection: ReadConnection): number {
  return (
    prepared<[], { n: number }>(connection, `SELECT count(*) AS n FROM customer c WHERE ${hasBalance}`).get()?.n ?? 0
  );
}

/** Everybody who has something, by name; the latest to be here when there are more than `limit`. */
export function listBalances(connection: ReadConnection, limit: number): BalanceRow[] {
  return prepared<[number], BalanceRow>(
    connection,
    `SELECT id, number, externalId, name, openRewards,
       (SELECT json_group_array(json_array(programKey, balance)) FROM
         (SELECT programKey, balance FROM card WHERE customerKey = l.key AND closedAt IS NULL AND balance <> 0 ORDER BY programKey)) AS cards
     FROM (SELECT c.key, c.id, c.number, c.externalId, c.name, c.sortName, c.openRewards FROM customer c WHERE ${hasBalance}
       ORDER BY c.lastVisitDay DESC, c.key LIMIT ?) l
     ORDER BY sortName, key`,
  ).all(limit);
}
