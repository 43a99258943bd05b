import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type BatchRow,
  listCustomersOfBatch,
  listPendingCustomers,
  listUnsettledBatches,
  rebuildCards,
  rebuildRewards,
  settleBatch,
  showPendingCustomer,
} from '../../db/queries/batches.ts';
import { indexCustomer, refreshCustomerCounts } from '../../db/queries/customers.ts';
import type { Shop } from '../shop/open.ts';
import { inSlices, tillSlice } from './slices.ts';

/** Entries or customers looked through in one step for the customers of a batch: a few milliseconds. */
const step = 5_000;

/**
 * Brings balances, rewards, visit counts and the search up to date with every batch that was closed or voided since. The ledger itself
 * already says the truth; what is rebuilt here are its caches, customer by customer in slices, and again after a crash in between.
 * `slice` is the longest one in ms, for callers behind whom nobody waits.
 */
export async function settleBatches(
  shop: Shop,
  clock: () => number,
  onProgress?: (done: number, total: number) => void,
  slice: number = tillSlice,
): Promise<void> {
  for (const batch of listUnsettledBatches(shop.read)) {
    const customers = await customersOf(shop, batch);
    const shown = batch.closedAt !== null && batch.voidedAt === null;
    await inSlices(
      shop,
      customers,
      (write, key) => {
        rebuildRewards(write, key);
        rebuildCards(write, key);
        refreshCustomerCounts(write, key);
        if (shown && showPendingCustomer(write, key)) indexCustomer(write, key);
      },
      { slice, onSlice: (done) => onProgress?.(done, customers.size) },
    );
    shop.transaction((write) => settleBatch(write, batch, clock()));
  }
}

/** Everybody the batch has an entry of, and those it only enrolled. */
async function customersOf(shop: Shop, batch: BatchRow): Promise<Set<number>> {
  const customers = new Set<number>();
  for (let from = batch.firstSeq ?? 1; from <= (batch.lastSeq ?? 0); from += step) {
    for (const key of listCustomersOfBatch(shop.read, batch.key, from, Math.min(from + step - 1, batch.lastSeq ?? 0)))
      customers.add(key);
    await nextTurn();
  }
  for (let after = 0; ; ) {
    const keys = listPendingCustomers(shop.read, batch.key, after, step);
    for (const key of keys) customers.add(key);
    after = keys.at(-1) ?? after;
    if (keys.length < step) return customers;
    await nextTurn();
  }
}
