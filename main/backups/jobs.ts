import type { BackupWhy } from '../../preload/contract/backups.ts';
import type { JobContext } from '../background/jobs.ts';
import { copyOutside, forgetInOld, isUnchanged, makeBackup, rotate } from './make.ts';

export interface BackUpParams {
  readonly folder: string;
  readonly why: BackupWhy;
  readonly now: number;
  /** Make one although nothing has been done since the last. */
  readonly always: boolean;
  /** The second place; null for none. */
  readonly place: string | null;
  readonly secret: Uint8Array;
}

export interface BackedUp {
  /** Name of the backup that was made; null when there was nothing new. */
  readonly made: string | null;
  /** What became of the second copy. */
  readonly outside: 'copied' | 'missing' | 'failed' | 'none';
}

/** A backup of a shop that nobody has open. A job. */
export async function backUpFile(
  { read }: JobContext,
  { folder, now }: { folder: string; now: number },
): Promise<void> {
  await makeBackup(read, folder, { why: 'asked', at: now });
}

/** Makes a backup if there is something new, keeps its folder in order, and brings a copy to the second place. A job. */
export async function backUp(
  { read }: JobContext,
  { folder, why, now, always, place, secret }: BackUpParams,
): Promise<BackedUp> {
  const made = always || !isUnchanged(read, folder) ? (await makeBackup(read, folder, { why, at: now })).name : null;
  rotate(folder, now);
  await forgetInOld(read, folder, { now, secret });
  if (place === null) return { made, outside: 'none' };
  try {
    return { made, outside: (await copyOutside(read, { folder, place, now, secret })) ? 'copied' : 'missing' };
  } catch {
    // The first backup stands; a second place that fails is told, and tried again with the next one.
    return { made, outside: 'failed' };
  }
}
