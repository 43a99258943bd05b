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
