import { setImmediate as nextTurn } from 'node:timers/promises';
import type { WriteConnection } from '../../db/open.ts';
import type { Shop } from '../shop/open.ts';

/** Time one slice of a bulk write may keep the writer, ms, its commit included: a stamp at the till waits for one slice at most (HEADLESS.md). */
export const tillSlice = 8;
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
  // Seal, sync and journal come on top of the rows, and what they take depends on the disk and on who else is at work.
  let commit = slice / 2;
  while (!next.done) {
    options.signal?.throwIfAborted();
    let written = 0;
    shop.transaction(
      (write) => {
        const until = performance.now() + Math.max(slice * leastRows, slice - commit);
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
    // Smoothed: one commit that had to wait for the disk says little about the next.
    commit += (performance.now() - written - commit) / 8;
    options.onSlice?.(done);
    await nextTurn();
  }
}
