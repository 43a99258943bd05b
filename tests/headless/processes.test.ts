import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openReader } from '../../db/open.ts';
import { shopDatabase } from '../support/database.ts';
import { day, openTestShop, testFolder } from '../support/shop.ts';
import { answer, bytesOf, done, everybody, fails, imported, logFile, newShop } from './support.ts';

const root = resolve(import.meta.dirname, '../..');
const cli = join(root, 'main/headless/cli.ts');

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function ended(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

const start = (words: readonly string[], options: { script?: string; cwd?: string; env?: NodeJS.ProcessEnv } = {}) =>
  spawn(process.execPath, [options.script ?? cli, ...words], {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

test('as a program: exit codes, and stdout for the answer alone', async () => {
  const folder = await newShop();
  const log = logFile(['customer_id,date,colour', 'A,2025-01-01,red']);
  const [good, bad, wrong] = await Promise.all(
    [
      ['import-visits', log, '--data', folder],
      ['verify', '--data', testFolder({ onDisk: true })],
      ['verify', '--nonsense'],
    ].map((words) => ended(start(words))),
  );
  expect(good).toEqual({
    code: 0,
    stdout: '{"rows":1,"customersNew":1,"visitsNew":1,"duplicates":0,"errors":[]}\n',
    stderr: 'ignored columns: colour\n',
  });
  expect(bad).toMatchObject({ code: 1, stdout: '' });
  expect(bad?.stderr).toMatch(/^[^\n]+\n$/);
  expect(wrong).toMatchObject({ code: 2, stdout: '' });
});

test("the shop's zone counts, not the computer's", async () => {
  const log = logFile(['customer_id,date', 'A,2025-01-01 23:30', 'B,2025-01-01T23:30:00Z', 'C,2025-01-01']);
  const seen = await Promise.all(
    ['Pacific/Kiritimati', 'America/Los_Angeles'].map(async (TZ) => {
      const folder = await newShop();
      expect(await ended(start(['import-visits', log, '--data', folder], { env: { TZ } }))).toMatchObject({ code: 0 });
      return (await ended(start(['churn-list', '--all', '--as-of', '2025-02-01', '--data', folder], { env: { TZ } })))
        .stdout;
    }),
  );
  expect(seen[0]).toContain('B,,1,2025-01-02');
  expect(seen[1]).toBe(seen[0]);
});

test('npm runs it in the top folder; paths still mean what they meant where the person is', async () => {
  const place = testFolder({ onDisk: true });
  const log = logFile(['customer_id,date', 'A,2025-01-01']);
  const script = join(root, 'tools/headless.mjs');
  const there = { script, cwd: root, env: { npm_lifecycle_event: 'headless', INIT_CWD: dirname(log) } };
  const shop = join(place, 'shop');
  await done('init', '--data', shop);
  const out = await ended(start(['import-visits', basename(log), '--data', shop, '--out', 'answer.json'], there));
  expect(out).toMatchObject({ code: 0, stdout: '' });
  expect(existsSync(join(dirname(log), 'answer.json'))).toBe(true);
  // Started by itself, the folder it is in counts, whatever an npm further up says.
  const itself = { script, cwd: dirname(log), env: { npm_lifecycle_event: 'test', INIT_CWD: root } };
  expect(await ended(start(['import-visits', basename(log), '--data', shop], itself))).toMatchObject({ code: 0 });
});

test('a PDF without Electron: whatever is wrong with the call is said first, then why nothing can be printed', async () => {
  const script = join(root, 'tools/headless.mjs');
  const env = { ELECTRON_OVERRIDE_DIST_PATH: join(testFolder({ onDisk: true }), 'none') };
  const folder = await newShop();
  const pdf = (...words: string[]) => ended(start(['export-summary', '--format', 'pdf', ...words], { script, env }));
  expect(await pdf('--month', '2025-01', '--data', folder)).toEqual({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(
      /^a PDF is printed by Electron, and that cannot be had: There is no Electron in [^\n]+\n$/,
    ),
  });
  expect(await pdf('--month', '2025-13', '--data', folder)).toMatchObject({ code: 2, stdout: '' });
  const nothing = await pdf('--month', '2025-01', '--data', testFolder({ onDisk: true }));
  expect(nothing).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/no shop/) });
});

test('while the app has the shop, reading works and writing says why it does not', async () => {
  const shop = await openTestShop({ as: 'owner', onDisk: true });
  const { folder } = shop;
  const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
  await shop.ok('counter.stamp', { customerId, programId: shop.programId });
  const log = logFile(['customer_id,date', 'A,2025-01-01']);
  for (const words of [
    ['import-visits', log],
    ['import-visits', log, '--dry-run'],
    ['seed', '--customers', '1', '--entries', '1'],
  ])
    expect(await fails(...words, '--data', folder)).toContain('open');
  expect(await fails('init', '--data', folder)).toContain('already');

  expect(Object.values(await everybody(folder, '2026-03-10'))).toMatchObject([{ name: 'Maria', visits: 1 }]);
  expect(await answer('verify', '--data', folder)).toMatchObject({ ok: true, entries: 2 });
  expect(await answer('backup', join(testFolder({ onDisk: true }), 'b.db'), '--data', folder)).toMatchObject({
    entries: 2,
  });
  await done('export-summary', '--month', '2026-03', '--data', folder);
  await done('churn-model', '--data', folder);
  // And the till goes on.
  shop.clock.now += day;
  await shop.ok('counter.stamp', { customerId, programId: shop.programId });
});

/** Rows of 40 people over a year, every one another moment. */
const longLog = Array.from({ length: 20_000 }, (_, i) => {
  const at = new Date(Date.UTC(2024, 0, 1) + i * 1_577_000).toISOString().slice(0, 19);
  return `P${i % 40},${at},5`;
});
const head = 'customer_id,date,amount';

/** How many entries lie in the file, and how many of them count. */
function entriesOf(folder: string): { all: number; live: number } {
  const read = openReader(shopDatabase(folder));
  try {
    return read
      .prepare('SELECT (SELECT count(*) FROM entry) AS "all", (SELECT count(*) FROM liveEntry) AS live')
      .get() as { all: number; live: number };
  } finally {
    read.close();
  }
}

/** Starts an import and kills it without a word once some of its rows are in the file. */
async function importKilled(file: string, folder: string): Promise<void> {
  const child = start(['import-visits', file, '--data', folder]);
  const end = ended(child);
  const deadline = Date.now() + 30_000;
  while (entriesOf(folder).all < 100 && child.exitCode === null && Date.now() < deadline) await wait(2);
  child.kill('SIGKILL');
  expect(await end).toMatchObject({ code: null, stdout: '' });
  expect(entriesOf(folder)).toMatchObject({ live: 0 });
}

test('killed in the middle: nothing shows, and the same file again brings all of it once', async () => {
  const folder = await newShop();
  const file = logFile([head, ...longLog]);
  await importKilled(file, folder);
  expect(await everybody(folder, '2026-01-01')).toEqual({});
  expect(await answer('verify', '--data', folder)).toMatchObject({ ok: true, customers: 0, unfinishedBatches: 1 });
  expect(await answer('import-visits', file, '--data', folder)).toMatchObject({ customersNew: 40, visitsNew: 20_000 });
  // It went on with the rows that were there.
  expect(entriesOf(folder)).toEqual({ all: 20_000, live: 20_000 });
  const before = await done('export-summary', '--month', '2024-01', '--to', '2024-12', '--data', folder);
  expect(await answer('import-visits', file, '--data', folder)).toMatchObject({ visitsNew: 0, duplicates: 20_000 });
  expect(await done('export-summary', '--month', '2024-01', '--to', '2024-12', '--data', folder)).toBe(before);
  expect(await answer('verify', '--data', folder)).toMatchObject({ ok: true, unfinishedBatches: 0 });
});

test('killed in the middle, and another file brings the same rows first: they count once', async () => {
  const folder = await newShop();
  const file = logFile([head, ...longLog]);
  await importKilled(file, folder);
  expect(await imported(folder, [head, ...longLog.toReversed()])).toMatchObject({ visitsNew: 20_000 });
  const { all } = entriesOf(folder);
  expect(await answer('import-visits', file, '--data', folder)).toMatchObject({ visitsNew: 0, duplicates: 20_000 });
  expect(entriesOf(folder)).toEqual({ all, live: 20_000 });
  const before = bytesOf(folder);
  await fails('import-visits', logFile('a,b\n1,2\n'), '--data', folder);
  expect(bytesOf(folder)).toEqual(before);
});
