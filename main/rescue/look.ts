import type { BackupReport } from '../../db/backup.ts';
import { faultOf } from '../../db/faults.ts';
import type { RescuePreview } from '../../preload/contract/rescue.ts';
import type { JobContext } from '../background/jobs.ts';
import { checkSource, refusalOf } from '../backups/restore.ts';
import { type JournalFrom, lookAtJournal, type Remains, remainsOf } from '../ledger/journal.ts';
import { entriesAfter } from '../ledger/lines.ts';
import { keyOf } from '../ledger/seal.ts';

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

/** What a journal has behind a file; `since` null where it is another shop's, or there is none. */
export type Behind = Pick<RescuePreview, 'since' | 'broken'>;

/** What can be read of a journal of which the disk refuses blocks; null where it refuses none. Each may take it seconds. A job. */
export const readRemains = (_context: JobContext, of: JournalFrom): Remains | null => remainsOf(of);

/** Counts what the journal of a folder has behind a shop's entry, also where the disk refuses blocks of it. A job. */
export function lookBehindFile(_context: JobContext, of: Omit<JournalFrom, 'shop'> & { shop: string | null }): Behind {
  const { journal, secret, shop, lastSeq } = of;
  try {
    const found = lookAtJournal(journal, keyOf(secret));
    return { since: found && found.shop === shop ? entriesAfter(found, lastSeq) : null, broken: null };
  } catch (error) {
    const remains = shop !== null && faultOf(error) === 'io' ? remainsOf({ ...of, shop }) : null;
    if (!remains) throw error;
    const { refused } = remains;
    return { since: remains.lastSeq - lastSeq, broken: { refused, back: entriesAfter(remains, lastSeq) } };
  }
}
