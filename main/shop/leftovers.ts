import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { removeDatabase } from '../../db/durable.ts';
import { wipe } from '../keys/files.ts';
import { shopFiles } from './files.ts';

/** What {@link writeDurably} was writing; it may have been the keys. */
const smallPart = /\.\d+\.part$/;

/**
 * Takes away what a process left in a shop's folder that was ended in the middle, and what was saved of a damaged database and did not take its
 * place, unless it is still to. What a restore left is `finishRestore`'s, what a backup left the next backup's. The caller has the lock.
 */
export function removeLeftovers(folder: string, { keepSaved = false }: { keepSaved?: boolean } = {}): void {
  for (const name of readdirSync(folder)) if (smallPart.test(name)) wipe(join(folder, name));
  const { salvaged } = shopFiles(folder);
  for (const made of ['.part', '.rows', '.scratch', '.scratch.spare']) removeDatabase(salvaged + made);
  if (!keepSaved) removeDatabase(salvaged);
}
