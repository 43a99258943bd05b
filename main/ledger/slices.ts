import { setImmediate as nextTurn } from 'node:timers/promises';
import { checkpointIfDue, deferCheckpoints } from '../../db/checkpoint.ts';
import type { WriteConnection } from '../../db/open.ts';
import type { Shop } from '../shop/open.ts';

/**
 * What one slice of a bulk write aims at, ms, its commit included, so that hardly any is longer than the 8 ms of HEADLESS.md however long its
 * commit takes: a stamp at the till waits for one slice at most.
 */
export const tillSlice = 5;
/** A slice where nobody waits at a till: long, because each one ends with a sync and writes every page it touched once. */
export const quietSlice = 10_000;

/** Share of a slice that is for rows however long commits take: else nothing would get done on a busy machine. */
const leastRows = 1 / 8;

export interface SliceOptions {
  /** Milliseconds; {@link tillSlice} unless nobody waits. */
  readonly slice?: number;
  /** Run inside each slice's transaction, around its items. */
  readonly before?: (write: WriteConnection) => void;
  readonly after?: (write: WriteConnection) => void;
  readonly signal?: AbortSignal;
  readonly onSlice?: (done: number) => void;
}

/**
 * Handles items one after another in transactions of a few milliseconds, giving way between them. Stops with the signal's reason when
 * it is aborted; slices that were committed stay. The journal is synced when the batch is closed or voided, not with each slice.
 */
export async function inSlices<T>(
  shop: Shop,
  items: Iterable<T>,
  each: (write: WriteConnection, item: T) => void,
  options: SliceOptions = {},
): Promise<void> {
  const iterator = items[Symbol.iterator]();
  let next = iterator.next();
  let done = 0;
  const slice = options.slice ?? tillSlice;
  // Seal, sync and journal come on top of the rows, and what they take depends on the disk and on who else is at work: smoothed, and as much
  // again as it usually is off by, as TCP waits for an answer (RFC 6298).
  let commit = slice / 2;
  let spread = 0;
  const resumeCheckpoints = deferCheckpoints(shop.write);
  try {
    while (!next.done) {
      options.signal?.throwIfAborted();
      let written = 0;
      shop.transaction(
        (write) => {
          const until = performance.now() + Math.max(slice * leastRows, slice - commit - 2 * spread);
          options.before?.(write);
          do {
            each(write, next.value as T);
            done++;
            next = iterator.next();
          } while (!next.done && performance.now() < until);
          options.after?.(write);
          written = performance.now();
        },
        {},
        { sync: false },
      );
      const off = performance.now() - written - commit;
      commit += off / 8;
      spread += (Math.abs(off) - spread) / 8;
      options.onSlice?.(done);
      await nextTurn();
      if (checkpointIfDue(shop.write)) await nextTurn();
    }
  } finally {
    resumeCheckpoints();
  }
}
