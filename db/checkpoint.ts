import type { WriteConnection } from './open.ts';

/** A commit that leaves a thousand pages in the write-ahead log, about 4 MB, copies them into the file as well. Or not. */
export function checkpointByItself(connection: WriteConnection, on: boolean): void {
  connection.pragma(on ? 'wal_autocheckpoint = 1000' : 'wal_autocheckpoint = 0');
}

/** In work that takes turns with a till: half as many, for half as long. */
const pagesBetweenTurns = 500;

/** How many works at once have asked for it. */
const deferred = new WeakMap<WriteConnection, number>();

/**
 * From now on no commit checkpoints by itself, because commit and checkpoint together would keep a till waiting: {@link checkpointIfDue}
 * does it in a turn of its own. Answers what ends it; until then the log grows.
 */
export function deferCheckpoints(connection: WriteConnection): () => void {
  const change = (by: number): void => {
    // Opened anew after an I/O error, or closed with the shop.
    if (!connection.open) return;
    const works = (deferred.get(connection) ?? 0) + by;
    deferred.set(connection, works);
    checkpointByItself(connection, works === 0);
  };
  change(1);
  return () => change(-1);
}

/** Copies the log into the file as far as readers allow, if there is enough in it. Says whether it did. */
export function checkpointIfDue(connection: WriteConnection): boolean {
  // Closed with the shop between two turns.
  if (!connection.open) return false;
  // NOOP tells how far it is and copies nothing: 0.03 ms.
  const [log] = connection.pragma('wal_checkpoint(NOOP)') as { log: number; checkpointed: number }[];
  if (!log || log.log - log.checkpointed < pagesBetweenTurns) return false;
  connection.pragma('wal_checkpoint(PASSIVE)');
  return true;
}
