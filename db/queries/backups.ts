import { prepared, type ReadConnection, type WriteConnection } from '../open.ts';

/** The second place for backups, as the owner has decided. */
export interface BackupPlaceRow {
  /** Null: later. */
  readonly folder: string | null;
  readonly decidedAt: number;
  readonly copiedAt: number | null;
}

export function findBackupPlace(connection: ReadConnection): BackupPlaceRow | null {
  return prepared<[], BackupPlaceRow>(connection, 'SELECT folder, decidedAt, copiedAt FROM backupPlace').get() ?? null;
}

export function updateBackupPlace(
  connection: WriteConnection,
  place: { folder: string | null; personKey: number | null; decidedAt: number },
): void {
  prepared<object>(
    connection,
    `INSERT INTO backupPlace (only, folder, personKey, decidedAt) VALUES (1, @folder, @personKey, @decidedAt)
     ON CONFLICT (only) DO UPDATE SET folder = @folder, personKey = @personKey, decidedAt = @decidedAt`,
  ).run(place);
}

export function updateBackupCopied(connection: WriteConnection, at: number): void {
  prepared<[number]>(connection, 'UPDATE backupPlace SET copiedAt = ?').run(at);
}
