import type { BackupWhy } from '../../preload/contract/backups.ts';
import type { JobContext } from '../background/jobs.ts';
import type { Wrap } from '../keys/wrap.ts';
import { copyOutside, isUnchanged, keepOrder, makeBackup } from './make.ts';

export interface BackUpParams {
  readonly folder: string;
  readonly why: BackupWhy;
  readonly now: number;
  /** Make one although nothing has been done since the last. */
  readonly always: boolean;
  /** The second place; null for none. */
  readonly place: string | null;
  readonly secret: Uint8Array;
  /** What the recovery code opens backups with. */
  readonly recovery: Wrap | null;
}

export interface BackedUp {
  /** Name of the backup that was made; null when there was nothing new. */
  readonly made: string | null;
  /** What became of the second copy. */
  readonly outside: 'copied' | 'missing' | 'failed' | 'none';
}

/** A backup of a shop that nobody has open. A job. */
export async function backUpFile(
  source: JobContext,
  { folder, now, recovery }: { folder: string; now: number; recovery: Wrap | null },
): Promise<void> {
  await makeBackup(source, folder, { why: 'asked', at: now, recovery });
}

/** Makes a backup if there is something new, keeps its folder in order, and brings a copy to the second place. A job. */
export async function backUp(
  source: JobContext,
  { folder, why, always, place, ...order }: BackUpParams,
): Promise<BackedUp> {
  const isNew = always || !isUnchanged(source.read, folder);
  const made = isNew ? (await makeBackup(source, folder, { why, at: order.now, recovery: order.recovery })).name : null;
  await keepOrder(source, folder, order);
  if (place === null) return { made, outside: 'none' };
  try {
    return { made, outside: (await copyOutside(source, { folder, place, ...order })) ? 'copied' : 'missing' };
  } catch {
    // The first backup stands; a second place that fails is told, and tried again with the next one.
    return { made, outside: 'failed' };
  }
}
