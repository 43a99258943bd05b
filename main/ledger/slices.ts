import { setImmediate as nextTurn } from 'node:timers/promises';
import type { WriteConnection } from '../../db/open.ts';
import type { Shop } from '../shop/open.ts';

/**
 * Longest time one slice of a bulk write keeps the writer, ms: a stamp at the till waits for one slice at most (HEADLESS.md says 8).
 * Rows stop a little earlier, because the commit's sync comes on top.
 */
export const tillSlice = 5;
/** A slice where nobody waits at a till: long, because each one ends with a sync and writes every page it touched once. */
export const quietSlice = 10_000;

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
  while (!next.done) {
    options.signal?.throwIfAborted();
    shop.transaction(
      (write) => {
        const until = performance.now() + (options.slice ?? tillSlice);
        options.before?.(write);
        do {
          each(write, next.value as T);
          done++;
          next = iterator.next();
        } while (!next.done && performance.now() < until);
        options.after?.(write);
      },
      {},
      { sync: false },
    );
    options.onSlice?.(done);
    await nextTurn();
  }
}
