import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { listUnsettledBatches } from '../../db/queries/batches.ts';
import { findShop, type ShopRow } from '../../db/queries/shop.ts';
import { openInlineBackground } from '../../main/background/inline.ts';
import { settleBatches } from '../../main/ledger/settle.ts';
import { openShop, type Shop } from '../../main/shop/open.ts';
import { importVisits } from '../../main/visits/import.ts';
import { csv, longLog } from '../support/logs.ts';
import { copyTestShop, faultsOf, noFaults, opening, testFolder } from '../support/shop.ts';

const clock = () => opening;

/** An open shop and a way to import a file of many customers into it. */
async function withShop(
  work: (
    shop: Shop,
    run: (signal?: AbortSignal, onProgress?: (done: number) => void) => Promise<unknown>,
  ) => Promise<void>,
) {
  const { folder } = await copyTestShop();
  const opened = await openShop(folder, clock);
  if (opened.state !== 'open') throw new Error(opened.state);
  const { shop } = opened;
  const background = openInlineBackground(shop.file);
  const file = join(testFolder(), 'log.csv');
  writeFileSync(file, csv(longLog(2500, 1250)));
  const settings = findShop(shop.read) as ShopRow;
  try {
    await work(shop, (signal, onProgress) =>
      importVisits({
        shop,
        settings,
        background,
        file,
        dateOrder: null,
        personKey: null,
        clock,
        newId: uuidv7,
        ...(signal ? { signal } : {}),
        ...(onProgress ? { onProgress } : {}),
      }),
    );
  } finally {
    await background.close();
    shop.close();
  }
}

const entries = (shop: Shop) => shop.read.prepare<[], { n: number }>('SELECT count(*) AS n FROM entry').get()?.n ?? 0;
const shown = (shop: Shop) =>
  shop.read.prepare<[], { n: number }>('SELECT count(*) AS n FROM customer WHERE pendingBatchKey IS NULL').get()?.n;

/** Cancels an import half-way, with its batch voided and not settled, as a crash and a start leave it. */
async function leaveHalf(shop: Shop, run: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
  const abort = new AbortController();
  const running = run(abort.signal).catch((error: unknown) => String(error));
  while (entries(shop) < 500) await nextTurn();
  abort.abort();
  expect(await running).toContain('CANCELLED');
  shop.write.exec('UPDATE batch SET settledAt = NULL');
}

// The start may be done with it before, while or after the import goes on, as long as its slices let it.
test.each([0, 0.1, 0.3, 1, 3])(
  'an import taken up again while the start settles what was left of it is shown whole (slices of %d ms)',
  async (slice) => {
    await withShop(async (shop, run) => {
      await leaveHalf(shop, run);
      await Promise.all([settleBatches(shop, clock, undefined, slice), run()]);
      await settleBatches(shop, clock);
      expect(shown(shop)).toBe(1250);
      expect(faultsOf(shop.read)).toEqual(noFaults);
    });
  },
);

test('settling twice at once, and again, does no harm', async () => {
  await withShop(async (shop, run) => {
    await leaveHalf(shop, run);
    await Promise.all([settleBatches(shop, clock), settleBatches(shop, clock)]);
    await run();
    shop.write.exec('UPDATE batch SET settledAt = NULL');
    await Promise.all([settleBatches(shop, clock), settleBatches(shop, clock)]);
    expect(shown(shop)).toBe(1250);
    expect(listUnsettledBatches(shop.read)).toEqual([]);
    expect(faultsOf(shop.read)).toEqual(noFaults);
  });
});

test('what goes wrong after the batch was closed takes nothing back: the next settling shows it', async () => {
  await withShop(async (shop, run) => {
    const failing = run(undefined, () => {
      if (shop.read.prepare('SELECT 1 FROM batch WHERE closedAt IS NOT NULL').get() !== undefined)
        throw new Error('no more room');
    });
    await expect(failing).rejects.toThrow('no more room');
    expect(shop.read.prepare('SELECT voidedAt FROM batch').get()).toEqual({ voidedAt: null });
    await settleBatches(shop, clock);
    expect(shown(shop)).toBe(1250);
    expect(faultsOf(shop.read)).toEqual(noFaults);
  });
});
