import { existsSync, statSync } from 'node:fs';
import { lockOf } from '../../db/cipher.ts';
import { rollBack } from '../../db/open.ts';
import { shopFiles } from './files.ts';

/**
 * Takes back what was being written when the power went, where the file still has a rollback journal beside it: a new file, or one that came
 * out of a backup, which is given its write-ahead log only when it is opened. A look from outside cannot do that, and would find the file
 * unreadable for ever. The caller has the lock.
 */
export function finishRollback(folder: string, key: Uint8Array | null): void {
  const { database } = shopFiles(folder);
  const journal = `${database}-journal`;
  if (!existsSync(database) || !existsSync(journal) || statSync(journal).size === 0) return;
  rollBack({ path: database, key: lockOf(database, key) === 'plain' ? null : key });
}
