import { type BackupReport, checkCopy } from '../../../db/backup.ts';
import { openReader, openWriter, type ReadConnection, type WriteConnection } from '../../../db/open.ts';
import { plain, shopDatabase } from '../../support/database.ts';

/** Opens a shop's database with a connection of its own, as another process would. */
export function look<T>(folder: string, work: (read: ReadConnection) => T): T {
  const read = openReader(shopDatabase(folder));
  try {
    return work(read);
  } finally {
    read.close();
  }
}

/** Writes to the plain file of a folder whose shop nobody has open. */
export function change(file: string, work: (write: WriteConnection) => void): void {
  const write = openWriter(plain(file));
  try {
    work(write);
  } finally {
    write.close();
  }
}

/** A backup of a folder's shop, opened, checked and hashed. */
export const checkBackup = (folder: string, path: string): Promise<BackupReport> =>
  checkCopy({ ...shopDatabase(folder), path });
