import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { shopFiles } from '../shop/files.ts';

const length = 32;

/**
 * The shop's pepper: 32 random bytes in a file of the shop's folder that only this account can read, made when it is first needed.
 * It keeps PINs safe from whoever gets hold of the database or a backup alone; whoever gets the whole folder has it too, until
 * the database itself is encrypted. Without it nobody's PIN can be checked any more, and the recovery code lets the owner in.
 */
export function pepperOf(folder: string): Buffer {
  const known = findPepper(folder);
  if (known) return known;
  const { pepper: file } = shopFiles(folder);
  const made = randomBytes(length);
  const temporary = `${file}.part`;
  const handle = openSync(temporary, 'w', 0o600);
  try {
    writeSync(handle, made);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(temporary, file);
  return made;
}

/** The same, without making one: null when there is none. */
export function findPepper(folder: string): Buffer | null {
  try {
    const known = readFileSync(shopFiles(folder).pepper);
    return known.length === length ? known : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return null;
  }
}
