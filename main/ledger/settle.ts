import { inTransaction } from '../../db/open.ts';
import {
  type BatchRow,
  listCustomersOfBatch,
  listUnsettledBatches,
  rebuildCards,
  rebuildRewards,
  settleBatch,
  showPendingCustomer,
} from '../../db/queries/batches.ts';
import { indexCustomer, refreshCustomerCounts } from '../../db/queries/customers.ts';
import type { Shop } from '../shop/open.ts';
import { inSlices } from './slices.ts';

/** Entries looked through in one step for the customers of a batch: a few milliseconds. */
const step = 5_000;

/**
 * Brings balances, rewards, visit counts and the search up to date with every batch that was closed or voided since. The ledger itself
 * already says the truth; what is rebuilt here are its caches, customer by customer in slices, and again after a crash in between.
 */
export async function settleBatches(
  shop: Shop,
  clock: () => number,
  onProgress?: (done: number, total: number) => void,
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
      { onSlice: (done) => onProgress?.(done, customers.size) },
    );
    inTransaction(shop.write, () => settleBatch(shop.write, batch.key, clock()));
  }
}

async function customersOf(shop: Shop, batch: BatchRow): Promise<Set<number>> {
  const customers = new Set<number>();
  if (batch.firstSeq === null || batch.lastSeq === null) return customers;
  for (let from = batch.firstSeq; from <= batch.lastSeq; from += step) {
    for (const key of listCustomersOfBatch(shop.read, batch.key, from, Math.min(from + step - 1, batch.lastSeq)))
      customers.add(key);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return customers;
}
