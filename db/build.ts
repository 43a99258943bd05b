import { rmSync } from 'node:fs';
import type { DatabaseFile } from './cipher.ts';
import { migrate } from './migrate.ts';
import { assertDurable, inTransaction, openWriter, type WriteConnection } from './open.ts';

/** Makes a database of the present version in a new file that nobody else knows of yet, in one transaction. Leaves half a file behind when it fails. */
export function buildFile<T>({ path, key }: DatabaseFile, fill: (write: WriteConnection) => T): T {
  for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(path + suffix, { force: true });
  const write = openWriter({ path, key });
  try {
    migrate(write);
    const filled = inTransaction(write, () => fill(write));
    assertDurable(write);
    return filled;
  } finally {
    // The last connection writes the log into the file.
    write.close();
  }
}
