import type { DatabaseFile } from './cipher.ts';
import { keepToOurselves, removeDatabase } from './durable.ts';
import { migrate } from './migrate.ts';
import { assertDurable, inTransaction, openWriter, type WriteConnection } from './open.ts';

/**
 * Makes a database of the present version in a new file that nobody else knows of yet, in one transaction. Leaves half a file behind when it fails.
 * `inAnyOrder`: references are not looked at as rows come, which takes SQLite longer with every row that waits for another; whoever fills it checks
 * them afterwards.
 */
export function buildFile<T>(
  { path, key }: DatabaseFile,
  fill: (write: WriteConnection) => T,
  { inAnyOrder = false }: { inAnyOrder?: boolean } = {},
): T {
  removeDatabase(path);
  const write = openWriter({ path, key });
  try {
    keepToOurselves(path);
    migrate(write);
    if (inAnyOrder) {
      write.pragma('foreign_keys = OFF');
      // Rows of all tables with all their indexes: what does not stay in memory is written and read again and again.
      write.pragma('cache_size = -32768');
    }
    const filled = inTransaction(write, () => fill(write));
    assertDurable(write);
    return filled;
  } finally {
    // The last connection writes the log into the file.
    write.close();
  }
}
