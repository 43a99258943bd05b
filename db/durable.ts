import { chmodSync, closeSync, fsync, fsyncSync, openSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Holds this thread up, ms: for what cannot wait in another way. */
export function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** Windows refuses for a moment while a virus scanner looks at the file. */
export function renamePatiently(from: string, to: string): void {
  for (let attempt = 1; ; attempt++) {
    try {
      renameSync(from, to);
      return;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (
        attempt === 10 ||
        !(code === 'EPERM' || code === 'EBUSY' || code === 'EACCES') ||
        process.platform !== 'win32'
      )
        throw error;
      pause(50 * attempt);
    }
  }
}

/** A database is a file and what SQLite lays beside it, under its name with these behind it. */
export const databaseSuffixes = ['', '-journal', '-wal', '-shm'] as const;

/** Takes away a database that nobody has open, with all that lies beside it, as far as it is there. */
export function removeDatabase(path: string): void {
  for (const suffix of databaseSuffixes) rmSync(path + suffix, { force: true });
}

/** From now on this account alone may read a file, where the system and the drive know such a thing. SQLite makes new ones for everybody. */
export function keepToOurselves(path: string): void {
  if (process.platform === 'win32' || (statSync(path).mode & 0o077) === 0) return;
  try {
    chmodSync(path, 0o600);
  } catch {
    // A drive without owners, or a file of somebody else's.
  }
}

/** Makes what was written to a file, or the names in a folder, last. */
export function sync(path: string, flags: string): void {
  const handle = openSync(path, flags);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Makes what was written to a file last, while this thread does something else with it. */
export async function syncMeanwhile(path: string): Promise<void> {
  const handle = openSync(path, 'r+');
  try {
    await new Promise<void>((resolve, reject) => fsync(handle, (error) => (error ? reject(error) : resolve())));
  } finally {
    closeSync(handle);
  }
}

/** Makes the names in a folder last: a file that was made or renamed there. */
export function syncNames(folder: string): void {
  if (process.platform !== 'win32') sync(folder, 'r');
}

/** A small file that only this account can read, written whole or not at all, and lasting when this returns. */
export function writeDurably(file: string, content: string | Uint8Array): void {
  const part = `${file}.${process.pid}.part`;
  try {
    const handle = openSync(part, 'w', 0o600);
    try {
      writeFileSync(handle, content);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renamePatiently(part, file);
    syncNames(dirname(file));
  } finally {
    rmSync(part, { force: true });
  }
}
