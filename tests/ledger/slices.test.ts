import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { listUnsettledBatches } from '../../db/queries/batches.ts';
import { seedShop } from '../../main/demo/seed.ts';
import { settleBatches } from '../../main/ledger/settle.ts';
import { inSlices, type SliceOptions, tillSlice } from '../../main/ledger/slices.ts';
import { openShop, type Shop } from '../../main/shop/open.ts';
import { imported, longLog } from '../support/logs.ts';
import { copyTestShop, faultsOf, noFaults, opening, openTestShop } from '../support/shop.ts';

async function openCopy(): Promise<Shop> {
  const { folder } = await copyTestShop();
  const opened = await openShop(folder, () => opening);
  if (opened.state !== 'open') throw new Error(opened.state);
  onTestFinished(() => opened.shop.close());
  opened.shop.write.exec('CREATE TABLE scratch (n INTEGER, note TEXT)');
  return opened.shop;
}

/** Rows that take a millisecond each, commits that take as long as it says, one after another: by a clock that stands still but for them. */
async function sliced(shop: Shop, items: number, commits: readonly number[], options: SliceOptions) {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  let n = 0;
  const asked: unknown[] = [];
  const slow: Shop = {
    ...shop,
    transaction(work, note, how) {
      asked.push(how);
      const answer = shop.transaction(work, note, how);
      vi.advanceTimersByTime(commits[n++ % commits.length] ?? 0);
      return answer;
    },
  };
  const done: number[] = [];
  const each = () => void vi.advanceTimersByTime(1);
  const every = Array.from({ length: items }, (_, i) => i);
  await inSlices(slow, every, each, { ...options, onSlice: (sum) => done.push(sum) });
  // No line of a part is waited for.
  expect(asked).toEqual(asked.map(() => ({ sync: false })));
  return done.map((sum, i) => sum - (done[i - 1] ?? 0));
}

test('a slice is as long as was asked for, its commit included: rows take what commits leave, and never nothing', async () => {
  const shop = await openCopy();
  const slice = 64;
  expect(await sliced(shop, 130, [32], { slice })).toEqual([32, 32, 32, 32, 2]);
  // Commits that take nothing leave more and more, slowly: one may be slow again.
  expect(await sliced(shop, 400, [0], { slice })).toEqual([32, 28, 26, 25, 24, 25, 26, 27, 28, 30, 32, 34, 36, 27]);
  expect(await sliced(shop, 130, [8, 56, 16, 0, 40], { slice })).toEqual([32, 29, 20, 20, 18, 11]);
  expect(await sliced(shop, 50, [320], { slice })).toEqual([32, 8, 8, 2]);
  // At a till.
  expect(tillSlice).toBe(5);
  expect(await sliced(shop, 8, [2.5], {})).toEqual([3, 3, 2]);
});

test('each item comes once and in order, in transactions that begin and end as they are asked to', async () => {
  const shop = await openCopy();
  const add = (note: string, n: number | null) =>
    shop.write.prepare<unknown[]>('INSERT INTO scratch VALUES (?, ?)').run(n, note);
  const seen: number[] = [];
  await inSlices(shop, new Set([5, 3, 9]), (_, n) => add('item', n), {
    slice: 0,
    before: () => add('before', null),
    after: () => add('after', null),
    // Another connection sees whole slices.
    onSlice: (done) => {
      seen.push(done);
      const { rows } = shop.read.prepare<[], { rows: number }>('SELECT count(*) AS rows FROM scratch').get() ?? {};
      expect(rows).toBe(3 * done);
    },
  });
  expect(seen).toEqual([1, 2, 3]);
  const rows = shop.write.prepare<[], { n: number; note: string }>('SELECT n, note FROM scratch').all();
  expect(rows.map(({ n, note }) => n ?? note)).toEqual([5, 3, 9].flatMap((n) => ['before', n, 'after']));
  // Of nothing there is no slice.
  await inSlices(shop, [], () => add('item', 0), { onSlice: () => expect.fail('a slice of nothing') });
});

const checkpointsAt = (shop: Shop) => shop.write.pragma('wal_autocheckpoint', { simple: true });

test('it stops where it is told to, for the reason it is given; what was committed stays, and checkpoints come by themselves again', async () => {
  const shop = await openCopy();
  const abort = new AbortController();
  const add = shop.write.prepare<[number]>('INSERT INTO scratch (n) VALUES (?)');
  const run = (more: SliceOptions) => inSlices(shop, [1, 2, 3, 4], (_, n) => add.run(n), { slice: 0, ...more });
  const aborted = run({
    signal: abort.signal,
    onSlice(done) {
      expect(checkpointsAt(shop)).toBe(0);
      if (done === 2) abort.abort(new Error('somebody pressed Cancel'));
    },
  });
  await expect(aborted).rejects.toThrow('somebody pressed Cancel');
  expect(shop.read.prepare('SELECT n FROM scratch').pluck().all()).toEqual([1, 2]);
  expect(checkpointsAt(shop)).toBe(1000);
  await run({});
  expect(checkpointsAt(shop)).toBe(1000);
});

test('others get a turn after each slice, and after each checkpoint', async () => {
  const shop = await openCopy();
  let turns = 0;
  let running = true;
  const other = (async () => {
    for (; running; turns++) await nextTurn();
  })();
  const perSlice = async (bytes: number): Promise<number> => {
    const before = turns;
    const add = shop.write.prepare<[number, string]>('INSERT INTO scratch VALUES (?, ?)');
    const items = Array.from({ length: 10 }, (_, i) => i);
    await inSlices(shop, items, (_, n) => add.run(n, 'x'.repeat(bytes)), { slice: 0 });
    return (turns - before) / items.length;
  };
  expect(await perSlice(1)).toBe(1);
  // More than a till would be kept waiting with.
  expect(await perSlice(4096 * 600)).toBe(2);
  running = false;
  await other;
});

test('everybody of a large batch is counted, and those whom it only enrolled are shown, once it is closed and not before', async () => {
  const shop = await openTestShop({ as: 'owner' });
  // More than are looked through at once, by entries and by people.
  await imported(shop, longLog(10_020, 30));
  await shop.restart();
  await shop.host.close();
  const opened = await openShop(shop.folder, () => opening);
  if (opened.state !== 'open') throw new Error(opened.state);
  const { write, read } = opened.shop;
  onTestFinished(() => opened.shop.close());
  const first = read.prepare('SELECT * FROM customer ORDER BY key').all();
  expect(read.prepare('SELECT lastSeq - firstSeq + 1 FROM batch').pluck().get()).toBe(10_020);
  const enrolled = (batchKey: number, from: number, count: number) =>
    write
      .prepare<unknown[]>(
        `WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ? - 1)
         INSERT INTO customer (id, number, name, sortName, createdAt, pendingBatchKey)
         SELECT 'c' || (? + i), ? + i, 'Somebody', 'somebody', 1, ? FROM n`,
      )
      .run(count, from, from, batchKey);
  enrolled(1, 200_000, 10_001);
  write.exec(`UPDATE customer SET visitDays = 0, firstVisitDay = NULL, lastVisitDay = NULL; UPDATE batch SET settledAt = NULL;
    INSERT INTO batch (key, id, kind, openedAt, voidedAt) VALUES (2, 'voided', 'import', 1, 2), (3, 'both', 'import', 1, 2);
    INSERT INTO batch (key, id, kind, openedAt) VALUES (4, 'open', 'import', 1);
    UPDATE batch SET closedAt = 1 WHERE key = 3`);
  for (const batch of [2, 3, 4]) enrolled(batch, batch * 1_000_000, 1);
  const told: (readonly [number, number])[] = [];
  await settleBatches(
    opened.shop,
    () => 77,
    (...progress) => told.push(progress),
    2000,
  );
  const total = 30 + 10_001;
  expect(told.map(([, of]) => of)).toEqual([...told.slice(2).map(() => total), 1, 1]);
  expect(told.slice(-3)).toEqual([
    [total, total],
    [1, 1],
    [1, 1],
  ]);
  expect(read.prepare('SELECT * FROM customer WHERE visitDays > 0 ORDER BY key').all()).toEqual(first);
  const pending = 'SELECT pendingBatchKey FROM customer WHERE pendingBatchKey IS NOT NULL ORDER BY key';
  expect(read.prepare(pending).pluck().all()).toEqual([2, 3, 4]);
  expect(read.prepare('SELECT key, settledAt FROM batch ORDER BY key').raw().all()).toEqual([
    [1, 77],
    [2, 77],
    [3, 77],
    [4, null],
  ]);
  expect(listUnsettledBatches(read)).toEqual([]);
  expect(read.prepare('SELECT count(*) FROM customerSearch').pluck().get()).toBe(total);
  expect({ ...faultsOf(read), unfinishedBatches: 0 }).toEqual(noFaults);
});

test.each([
  ['closed', null],
  ['voided', 590],
] as const)('cards and rewards are counted anew when a batch that stamped them is %s', async (_, stopAt) => {
  const shop = await openCopy();
  const stop = new AbortController();
  const onProgress = (done: number) => void (stopAt !== null && done >= stopAt && stop.abort());
  const options = { customers: 20, entries: 300, now: opening, slice: 1, signal: stop.signal, onProgress };
  await seedShop(shop, options).catch((error: unknown) => {
    if (stopAt === null) throw error;
  });
  const cards = 'SELECT count(*) FROM card WHERE balance <> 0 OR lap <> 1';
  const rewards = "SELECT count(*) FROM reward WHERE state <> 'voided'";
  const given = [cards, rewards].map((sql) => shop.read.prepare(sql).pluck().get() as number);
  expect(shop.read.prepare('SELECT count(*) FROM reward').pluck().get()).toBeGreaterThan(0);
  if (stopAt === null) expect(Math.min(...given)).toBeGreaterThan(0);
  else expect(given).toEqual([0, 0]);
  expect(faultsOf(shop.read)).toEqual(noFaults);
});
