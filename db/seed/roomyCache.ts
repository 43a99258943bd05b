import type { WriteConnection } from '../open.ts';

/**
 * Gives the writer a page cache of this many bytes while the work runs: the indexes of a large ledger are filled at random places, and
 * every page that does not stay in memory is read and written again and again.
 */
export async function withRoomyCache<T>(
  connection: WriteConnection,
  bytes: number,
  work: () => Promise<T>,
): Promise<T> {
  const before = connection.pragma('cache_size', { simple: true }) as number;
  connection.pragma(`cache_size = -${Math.round(bytes / 1024)}`);
  try {
    return await work();
  } finally {
    if (connection.open) {
      connection.pragma(`cache_size = ${before}`);
      connection.pragma('shrink_memory');
    }
  }
}
