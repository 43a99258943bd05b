import { versionOf } from '../migrate.ts';
import { prepared, type ReadConnection } from '../open.ts';
import { findBackupPlace } from './backups.ts';
import { findRecovery } from './people.ts';

/** Schema versions from which on there are recovery codes and peppered PINs, and a second place for backups. */
const firstRecovery = 3;
const firstPlace = 17;

/** An owner as a backup knows them: the columns every version since recovery codes has, whatever came later. */
export interface BackupOwnerRow {
  readonly id: string;
  readonly name: string;
  readonly pinSalt: Buffer;
  readonly pinHash: Buffer;
  readonly pinCost: number;
  readonly pinPepper: string | null;
}

/** The owners of the shop in a file. None in one from before recovery codes: nobody could prove anything. */
export function listBackupOwners(connection: ReadConnection): BackupOwnerRow[] {
  if (versionOf(connection) < firstRecovery) return [];
  return prepared<[], BackupOwnerRow>(
    connection,
    `SELECT id, name, pinSalt, pinHash, pinCost, pinPepper FROM person
     WHERE role = 'owner' AND archivedAt IS NULL ORDER BY key`,
  ).all();
}

/** What the shop in a file is called; null before its own row was written. */
export function findBackupName(connection: ReadConnection): string | null {
  return prepared<[], { name: string }>(connection, 'SELECT name FROM shop').get()?.name ?? null;
}

/** When the last thing in a file was done, UTC ms. */
export function findLastActivity(connection: ReadConnection): number | null {
  return (
    prepared<[], { recordedAt: number }>(connection, 'SELECT recordedAt FROM activity ORDER BY seq DESC LIMIT 1').get()
      ?.recordedAt ?? null
  );
}

export function hasRecovery(connection: ReadConnection): boolean {
  return versionOf(connection) >= firstRecovery && findRecovery(connection) !== null;
}

/** The folder of the second place; null when there is none. */
export function findPlaceFolder(connection: ReadConnection): string | null {
  return versionOf(connection) < firstPlace ? null : (findBackupPlace(connection)?.folder ?? null);
}

/** Tables whose size says something about a shop, and how many rows each has. */
const counts: readonly (readonly [string, string])[] = [
  ['customers', 'SELECT count(*) AS n FROM customer'],
  ['erased', 'SELECT count(*) AS n FROM customer WHERE erasedAt IS NOT NULL'],
  ['people', 'SELECT count(*) AS n FROM person'],
  ['programs', 'SELECT count(*) AS n FROM program'],
  ['cards', 'SELECT count(*) AS n FROM card'],
  ['rewards', 'SELECT count(*) AS n FROM reward'],
  ['entries', 'SELECT count(*) AS n FROM entry'],
  ['lastSeq', 'SELECT max(seq) AS n FROM entry'],
  ['seals', 'SELECT count(*) AS n FROM seal'],
  ['batches', 'SELECT count(*) AS n FROM batch'],
  ['openBatches', 'SELECT count(*) AS n FROM batch WHERE closedAt IS NULL AND voidedAt IS NULL'],
  ['receipts', 'SELECT count(*) AS n FROM receipt'],
  ['activity', 'SELECT count(*) AS n FROM activity'],
];

/** Rows of each table; null for one that cannot be counted: the file is damaged, or of a version before it. */
export function countRows(connection: ReadConnection): Record<string, number | null> {
  return Object.fromEntries(
    counts.map(([name, sql]) => {
      try {
        return [name, prepared<[], { n: number | null }>(connection, sql).get()?.n ?? 0];
      } catch {
        return [name, null];
      }
    }),
  );
}

/** The settings that are figures or choices; none that a person has named. */
export function findPlainSettings(connection: ReadConnection): Record<string, string | number | null> | null {
  return (
    prepared<[], Record<string, string | number | null>>(
      connection,
      `SELECT language, currency, timeZone, dayStartMinutes, trustedTill, autoLockMinutes, visitsPerDay, minutesBetweenVisits,
        limitMode, activityWindowDays, slipPaper, slipAfterStamp, riskWeeks FROM shop`,
    ).get() ?? null
  );
}

export function sqliteVersion(connection: ReadConnection): string {
  return prepared<[], { v: string }>(connection, 'SELECT sqlite_version() AS v').get()?.v ?? '';
}
