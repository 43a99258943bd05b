import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { bindingOptions } from './binding.ts';
import { faultOf } from './faults.ts';

/** A database file and the key of its pages: 32 bytes, or null for a plain file. The two travel together, so that nobody opens a file without its key. */
export interface DatabaseFile {
  readonly path: string;
  readonly key: Uint8Array | null;
}

const nameBytes = 16;
/** What follows the name and stays readable: where it lies, and what it says in every file of ours (reserved bytes, three constants). */
const shapeAt = 20;
const shape = Buffer.from([64, 64, 32, 32]);
const plainName = Buffer.from('SQLite format 3\0', 'latin1');

/**
 * What a file begins with that was locked with a key: it names the key without giving it away, so that a wrong key is told from a
 * damaged file. The engine takes these bytes for a salt, which a key that is not derived from anything has no use for.
 */
export const nameOfKey = (key: Uint8Array): Buffer =>
  createHash('sha256').update('regulars file key').update(key).digest().subarray(0, nameBytes);

/** "raw:" keeps the engine from deriving a key from what it is given, which would cost every connection half a second. */
const engineKey = (key: Uint8Array): Buffer => Buffer.concat([Buffer.from('raw:'), key, nameOfKey(key)]);

/**
 * Gives a new connection its key, before anything else is asked of it. AEGIS-256 with a tag on every page: what was changed on
 * the disk is not read, but reported as corrupt. Never as SQL text, which could end up in an error's words. Throws SQLITE_IOERR_READ where
 * the file's first bytes could not be read.
 */
export function unlock(connection: Database.Database, key: Uint8Array | null): void {
  connection.pragma("cipher = 'aegis'");
  if (key === null) return;
  connection.key(engineKey(key));
  // The engine takes the name from the file's first bytes, and where the disk refuses to read them goes on with whatever lay in its buffer: that
  // would be written into the file with its first page, which nobody would then take for this shop's. Found by R4.
  const taken = connection.prepare<[], string>("SELECT sqlite3mc_codec_data('cipher_salt')").pluck().get();
  if (taken?.toLowerCase() !== nameOfKey(key).toString('hex'))
    throw Object.assign(new Error('the name of the key could not be read'), { code: 'SQLITE_IOERR_READ' });
}

/** The same for a file that is damaged: what does not fit its tag is not held back, and means nothing. */
export function unlockUnchecked(connection: Database.Database, key: Uint8Array | null): void {
  connection.pragma('hmac_check = 0');
  unlock(connection, key);
}

/** What the first bytes of a file say: plain, locked with this key, locked with another, or no database at all. */
export type Lock = 'plain' | 'fits' | 'other' | 'none';

/** Looks at a file that this process has not open: closing any handle of one would drop the locks that SQLite holds on it. */
export function lockOf(path: string, key: Uint8Array | null): Lock {
  const first = Buffer.alloc(shapeAt + shape.length);
  const handle = openSync(path, 'r');
  try {
    readSync(handle, first, 0, first.length, 0);
  } finally {
    closeSync(handle);
  }
  const name = first.subarray(0, nameBytes);
  if (name.equals(plainName)) return 'plain';
  if (key !== null && name.equals(nameOfKey(key))) return 'fits';
  return first.subarray(shapeAt).equals(shape) ? 'other' : 'none';
}

/** Is it a file without a lock? One whose first bytes the disk refuses is taken for a locked one: a shop's own is plain no longer than to its next start. */
export function isPlain(path: string): boolean {
  try {
    return lockOf(path, null) === 'plain';
  } catch (error) {
    if (faultOf(error) !== 'io') throw error;
    return false;
  }
}

/**
 * Writes a whole copy of a database under another key: the way from a plain file to a locked one. No plain byte is written on the way.
 * The source may be open elsewhere. Leaves half a file behind when it fails.
 */
export function copyUnderKey(source: DatabaseFile, target: DatabaseFile): void {
  // VACUUM INTO locks what it writes with the key of the connection's own database: an empty one, which is never written to.
  const seed = `${target.path}.seed`;
  const connection = new Database(seed, bindingOptions());
  try {
    unlock(connection, target.key);
    connection.pragma('busy_timeout = 2000');
    connection.prepare('ATTACH ? AS source KEY ?').run(source.path, source.key ? engineKey(source.key) : '');
    connection.prepare('VACUUM source INTO ?').run(target.path);
  } finally {
    connection.close();
    rmSync(seed, { force: true });
  }
}
