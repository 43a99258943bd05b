import type { BackupReport } from '../../db/backup.ts';
import type { JobContext } from '../background/jobs.ts';
import { checkSource, refusalOf } from '../backups/restore.ts';

/**
 * Looks the background's own file through, which is to take the place of a shop that is not open: its pages, its ledger, its hash, whose it is. `shop` is the
 * id it must have, null for any. Refuses with BACKUP_UNFIT. A job.
 */
export async function lookAtFile({ file }: JobContext, { shop }: { shop: string | null }): Promise<BackupReport> {
  try {
    return await checkSource(file, shop);
  } catch (error) {
    throw refusalOf(error);
  }
}
