import type { ReadConnection } from '../../../db/open.ts';
import { countFaults } from '../../../db/queries/verify.ts';

/** What the full check finds wrong, in words; null when nothing is. A batch that is still to be settled is nothing wrong. */
export function faultsIn(read: ReadConnection): string | null {
  const { customers: _c, entries: _e, receipts: _r, cards: _k, unfinishedBatches: _u, ...faults } = countFaults(read);
  const found = Object.entries(faults).filter(([, count]) => count > 0);
  return found.length === 0 ? null : found.map(([what, count]) => `${what} ${count}`).join(', ');
}

/** What hosts of this process want to do every so often; called by whoever wants to see what comes of it. */
export const ticks = new Map<unknown, () => void>();

/**
 * What the host does a quarter of a minute after its start (reserve for a full disk, first backup), or every few seconds, would come at a
 * random moment of a sweep, and count among its operations: here the first never comes, and the second when it is called.
 */
export function nothingByItself(): void {
  const { setTimeout: later, setInterval: often, clearInterval: noMore } = globalThis;
  const patchedLater = ((work: (...args: unknown[]) => void, ms?: number, ...rest: unknown[]) =>
    later(ms === 15_000 ? () => undefined : work, ms, ...rest)) as typeof later;
  globalThis.setTimeout = Object.assign(patchedLater, later);
  globalThis.setInterval = ((work: () => void) => {
    const handle = often(() => undefined, 2 ** 30);
    ticks.set(handle, work);
    return handle;
  }) as unknown as typeof often;
  globalThis.clearInterval = ((handle: NodeJS.Timeout) => {
    ticks.delete(handle);
    noMore(handle);
  }) as typeof noMore;
}
