import { copyFileSync, existsSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { openReader, type ReadConnection } from '../../db/open.ts';
import { type Host, openHost } from '../../main/bridge/host.ts';
import { shopFiles } from '../../main/shop/files.ts';
import type { ImportReport } from '../../preload/contract/visits.ts';
import { shopDatabase } from '../support/database.ts';
import { choose, chooseAgain, countBatchEntries, duringImport, longLog, visible } from '../support/logs.ts';
import {
  expectSound,
  faultsOf,
  hostDefaults,
  hour,
  noFaults,
  opening,
  openTestShop,
  pins,
  type TestShop,
  testFolder,
} from '../support/shop.ts';

const rows = longLog(6000, 500);
const whole = { rows: 6000, customersNew: 500, visitsNew: 6000, duplicates: 0, errorCount: 0 };

async function started(): Promise<{ shop: TestShop; file: string; path: string }> {
  const shop = await openTestShop({ as: 'owner' });
  const file = await choose(shop, rows);
  return { shop, file, path: shop.dialogs.file ?? '' };
}

/** The folder as a sudden end would leave it: file and log copied while the app has them open. */
function killedCopy(shop: TestShop): string {
  const folder = testFolder();
  for (const suffix of ['', '-wal']) {
    if (existsSync(shop.file + suffix)) copyFileSync(shop.file + suffix, shopFiles(folder).database + suffix);
    copyFileSync(shopFiles(shop.folder).key, shopFiles(folder).key);
  }
  return folder;
}

/** Starts the app on such a folder. */
async function startedOn(folder: string, path: string) {
  const host: Host = await openHost({
    folder,
    clock: () => opening + hour,
    ...hostDefaults,
    services: { ...hostDefaults.services, chooseFile: async () => path },
  });
  const call = async (name: string, input: unknown): Promise<unknown> => {
    const result = await host.call(name, input, uuidv7());
    if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.error)}`);
    return result.value;
  };
  const [owner] = (await call('people.list', {})) as { personId: string }[];
  await call('people.signIn', { personId: owner?.personId, pin: pins.owner });
  const connection: ReadConnection = openReader(shopDatabase(folder));
  const settled = async () => {
    const unsettled = connection.prepare('SELECT 1 FROM batch WHERE settledAt IS NULL');
    while (unsettled.get() !== undefined) await nextTurn();
  };
  return {
    call,
    connection,
    settled,
    async close() {
      connection.close();
      await host.close();
    },
  };
}

describe('while an import runs', () => {
  test('nothing of it shows, and it appears at once', async () => {
    const { shop, file } = await started();
    const before = visible(shop);
    let looks = 0;
    const answer = await duringImport(shop, file, 500, async () => {
      for (let i = 0; countBatchEntries(shop) < 5900; i++) {
        expect(visible(shop)).toEqual(before);
        expect((await shop.ok('customers.list', {})).total).toBe(0);
        expect(await shop.ok('counter.find', { text: 'customer' })).toEqual([]);
        expect(await shop.ok('counter.scan', { code: 'C0001' })).toMatchObject({ customerId: null });
        looks = i;
        await nextTurn();
      }
    });
    expect(looks).toBeGreaterThan(3);
    expect(answer).toMatchObject({ ok: true, value: whole });
    expect((await shop.ok('customers.list', {})).total).toBe(500);
    expectSound(shop);
  });

  test('the till stamps, and the ledger has no gap', async () => {
    const { shop, file } = await started();
    const { customerId } = await shop.ok('customers.enrol', { name: 'At the till' });
    let stamps = 0;
    const answer = await duringImport(shop, file, 500, async () => {
      while (countBatchEntries(shop) < 5000) {
        shop.clock.now += hour;
        await shop.ok('counter.stamp', { customerId, programId: shop.programId });
        stamps++;
        await nextTurn();
      }
    });
    expect(answer).toMatchObject({ ok: true, value: whole });
    expect(stamps).toBeGreaterThan(3);
    const card = (await shop.ok('counter.open', { customerId })).cards[0];
    expect((card?.stamps ?? 0) + 5 * (card?.rewards.length ?? 0)).toBe(stamps);
    // The two really were written in turns.
    const turns = shop.read((c) =>
      c
        .prepare(
          'SELECT count(*) AS n FROM entry a JOIN entry b ON b.seq = a.seq + 1 WHERE (a.batchKey IS NULL) <> (b.batchKey IS NULL)',
        )
        .get(),
    ) as { n: number };
    expect(turns.n).toBeGreaterThan(4);
    expectSound(shop);
  });

  test('somebody enrolled at the till meanwhile is untouched', async () => {
    const { shop, file } = await started();
    const numbers: string[] = [];
    await duringImport(shop, file, 1000, async () => {
      for (let i = 0; i < 5; i++) numbers.push((await shop.ok('customers.enrol', { name: `Walk-in ${i}` })).number);
    });
    expect(new Set(numbers).size).toBe(5);
    expect((await shop.ok('customers.list', {})).total).toBe(505);
    expectSound(shop);
  });

  test('a second one is refused', async () => {
    const { shop, file } = await started();
    await duringImport(shop, file, 500, async () => {
      expect(await shop.refused('visits.import', { file })).toMatchObject({ code: 'SHOP_BUSY' });
    });
    expectSound(shop);
  });
});

describe('a cancelled import', () => {
  test('leaves nothing that shows; the same file goes on and adds nothing twice', async () => {
    const { shop, file, path } = await started();
    const before = visible(shop);
    const cancelled = await duringImport(
      shop,
      file,
      2000,
      async (task) => void (await shop.ok('visits.cancel', { task })),
    );
    expect(cancelled).toMatchObject({ ok: false, error: { code: 'CANCELLED' } });
    expect(visible(shop)).toEqual(before);
    expectSound(shop);
    const written = countBatchEntries(shop);
    expect(written).toBeGreaterThan(1999);
    expect(written).toBeLessThan(6000);
    expect(await shop.ok('visits.dryRun', { file })).toMatchObject(whole);

    expect(await shop.ok('visits.import', { file: await chooseAgain(shop, path) })).toMatchObject(whole);
    // It went on where it had stopped: no row of it was written a second time.
    expect(countBatchEntries(shop)).toBe(6000);
    expect((await shop.ok('customers.list', {})).total).toBe(500);
    expectSound(shop);
  });

  test('cancelled twice, and restarted in between, it still goes on', async () => {
    const { shop, file, path } = await started();
    const cancel = async (task: string) => void (await shop.ok('visits.cancel', { task }));
    await duringImport(shop, file, 1000, cancel);
    await shop.restart();
    await shop.signIn('owner');
    await duringImport(shop, await chooseAgain(shop, path), 3000, cancel);
    await shop.restart();
    await shop.signIn('owner');
    expect(await shop.ok('visits.import', { file: await chooseAgain(shop, path) })).toMatchObject(whole);
    expect(countBatchEntries(shop)).toBe(6000);
    expectSound(shop);
  });

  test('another file with the same people takes over those that were left', async () => {
    const { shop, file } = await started();
    await duringImport(shop, file, 2000, async (task) => void (await shop.ok('visits.cancel', { task })));
    const other = await choose(shop, [...rows, ['C9999', '2026-01-01']]);
    expect(await shop.ok('visits.import', { file: other })).toMatchObject({
      rows: 6001,
      customersNew: 501,
      visitsNew: 6001,
    });
    expect((await shop.ok('customers.list', {})).total).toBe(501);
    expect(visible(shop).visits).toMatchObject({ n: 6001 });
    expectSound(shop);
  });

  test('cancelling what is over or never was does nothing', async () => {
    const { shop, file } = await started();
    const request = uuidv7();
    await shop.ok('visits.import', { file }, request);
    for (const task of [request, uuidv7()]) await shop.ok('visits.cancel', { task });
    expect((await shop.ok('customers.list', {})).total).toBe(500);
  });
});

describe('an import that a crash cut off', () => {
  test('shows nothing after the next start, which voids it; the same file goes on', async () => {
    const { shop, file, path } = await started();
    let folder = '';
    await duringImport(shop, file, 2500, () => {
      folder = killedCopy(shop);
    });
    const again = await startedOn(folder, path);
    try {
      await again.settled();
      expect(faultsOf(again.connection)).toEqual(noFaults);
      expect(await again.call('customers.list', {})).toMatchObject({ total: 0 });
      expect(again.connection.prepare('SELECT count(*) AS n FROM liveEntry').get()).toEqual({ n: 0 });
      const { file: token } = (await again.call('visits.chooseFile', {})) as { file: string };
      expect(await again.call('visits.import', { file: token })).toMatchObject(whole);
      expect(again.connection.prepare('SELECT count(*) AS n FROM entry').get()).toEqual({ n: 6000 });
      expect(await again.call('customers.list', {})).toMatchObject({ total: 500 });
      expect(faultsOf(again.connection)).toEqual(noFaults);
    } finally {
      await again.close();
    }
  });

  test('goes on even while the start is still tidying up after it', async () => {
    const { shop, file, path } = await started();
    let folder = '';
    await duringImport(shop, file, 4000, () => {
      folder = killedCopy(shop);
    });
    const again = await startedOn(folder, path);
    try {
      // Nobody waits for the start to settle the voided batch: the import is asked for at once.
      const { file: token } = (await again.call('visits.chooseFile', {})) as { file: string };
      expect(await again.call('visits.import', { file: token })).toMatchObject(whole);
      await again.settled();
      expect(await again.call('customers.list', {})).toMatchObject({ total: 500 });
      expect(faultsOf(again.connection)).toEqual(noFaults);
    } finally {
      await again.close();
    }
  });

  test('while what it brought was being counted: the next start counts the rest', async () => {
    const { shop, file, path } = await started();
    const closed = () =>
      shop.read((c) => c.prepare('SELECT 1 FROM batch WHERE closedAt IS NOT NULL').get() !== undefined);
    let folder = '';
    const running = shop.ok('visits.import', { file });
    while (!closed()) await nextTurn();
    for (let i = 0; i < 2; i++) await nextTurn();
    folder = killedCopy(shop);
    expect(await running).toMatchObject(whole);

    const again = await startedOn(folder, path);
    try {
      await again.settled();
      expect(faultsOf(again.connection)).toEqual(noFaults);
      expect(await again.call('customers.list', {})).toMatchObject({ total: 500 });
      const { file: token } = (await again.call('visits.chooseFile', {})) as { file: string };
      expect(await again.call('visits.import', { file: token })).toMatchObject({
        visitsNew: 0,
        duplicates: 6000,
      } satisfies Partial<ImportReport>);
    } finally {
      await again.close();
    }
  });
});

test('at whatever moment it is cut off, the next start shows all of it or nothing', async () => {
  const { shop, file, path } = await started();
  const copies: string[] = [];
  const running = shop.call('visits.import', { file });
  let ended = false;
  void running.finally(() => {
    ended = true;
  });
  for (let i = 0; !ended; i++) {
    if (i % 12 === 0 && copies.length < 24) copies.push(killedCopy(shop));
    await nextTurn();
  }
  expect(copies.length).toBeGreaterThan(3);
  copies.push(killedCopy(shop));
  const seen = new Set<number>();
  for (const folder of copies) {
    const again = await startedOn(folder, path);
    try {
      await again.settled();
      expect(faultsOf(again.connection)).toEqual(noFaults);
      const { total } = (await again.call('customers.list', {})) as { total: number };
      expect([0, 500]).toContain(total);
      seen.add(total);
    } finally {
      await again.close();
    }
  }
  expect([...seen].sort()).toEqual([0, 500]);
});
