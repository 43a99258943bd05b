import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openReader } from '../../db/open.ts';
import { listBackups } from '../../main/backups/store.ts';
import { shopFiles } from '../../main/shop/files.ts';
import { openShop } from '../../main/shop/open.ts';
import { count, randomOf, scale, seed, timeFor } from '../support/counts.ts';
import { shopDatabase } from '../support/database.ts';
import { faultsOf, noFaults, testFolder } from '../support/shop.ts';
import { checkBackup } from './support/file.ts';
import type { Evening } from './support/soaker.ts';

/** R20: years at the till, run fast. In `npm run torture` ten of them, of a million entries. */
const days = count(8, 120, 3_650);
const perDay = count(20, 60, 274);
const kills = count(1, 4, 50);
const first = Date.UTC(2016, 2, 1);

/**
 * A process that works from one day to another; killed in the middle of the day after `until`, if that is not the last, or when there is no time
 * left (`end`, by the process's clock).
 */
async function live(
  folder: string,
  of: { from: number; until: number; random: () => number; end?: number; leaky?: boolean },
): Promise<Evening[]> {
  const { from, until, random, end = Number.POSITIVE_INFINITY, leaky = false } = of;
  const words = [folder, String(from), String(days), String(perDay), leaky ? 'leaky' : ''];
  const child = spawn(process.execPath, ['--expose-gc', join(import.meta.dirname, 'support/soaker.ts'), ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += String(chunk);
  });
  const ended = once(child, 'close');
  const evenings: Evening[] = [];
  let killed = false;
  for await (const line of createInterface(child.stdout)) {
    evenings.push(JSON.parse(line) as Evening);
    const killDay = evenings.at(-1)?.day === until && until !== days - 1;
    if (killed || !(killDay || performance.now() > end)) continue;
    killed = true;
    await sleep(random() * 60);
    child.kill('SIGKILL');
  }
  await ended;
  expect(killed || child.exitCode === 0, complaint).toBe(true);
  return evenings;
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

/** What one life of a process holds more of at its end than after its first quarter; a tenth is allowed, and two files. */
function grown(evenings: readonly Evening[]): string[] {
  const quarter = Math.max(1, evenings.length >> 2);
  const [early, late] = [evenings.slice(quarter, 2 * quarter), evenings.slice(-quarter)];
  const of = (some: readonly Evening[], what: 'heap' | 'files') => median(some.map((one) => one[what] ?? 0));
  return [
    ...(of(late, 'heap') > 1.1 * of(early, 'heap') ? [`memory from ${of(early, 'heap')} to ${of(late, 'heap')}`] : []),
    ...(of(late, 'files') > of(early, 'files') + 2 ? [`files from ${of(early, 'files')} to ${of(late, 'files')}`] : []),
  ];
}

test(`R20 ${days} days at the till: nothing grows that should not, and the shop is sound`, {
  timeout: 120_000 + days * perDay * 60,
}, async () => {
  const random = randomOf(seed);
  // Ten years and their backups are 30 GB at the end: not in memory.
  const folder = testFolder({ onDisk: scale === 2 });
  const end = performance.now() + timeFor(1);
  const lives: Evening[][] = [];
  for (let life = 0, from = 0; life <= kills && from < days && (life === 0 || performance.now() < end); life++) {
    // The last life is the longest: what grows slowly shows in it.
    const until = life === kills ? days - 1 : from + Math.floor((days / (kills + 2)) * (0.5 + random()));
    const evenings = await live(folder, { from, until, random, end });
    lives.push(evenings);
    from = (evenings.at(-1)?.day ?? until) + 1;
  }
  const evenings = lives.flat();
  const told = evenings.reduce((sum, { entries }) => sum + entries, 0);
  const lastDay = evenings.at(-1)?.day ?? 0;
  const longest = lives.toSorted((a, b) => b.length - a.length)[0] ?? [];
  const log = Math.max(...evenings.map((one) => one.log));
  console.log(
    `R20: ${lastDay + 1} days, ${told} entries, ${lives.length - 1} kills; in the longest life of ${longest.length} days memory ` +
      `${longest
        .map((one) => Math.round(one.heap / 1e6))
        .filter((_, n) => n % Math.ceil(longest.length / 6) === 0)
        .join(' ')} MB, process ` +
      `${Math.round((longest[0]?.rss ?? 0) / 1e6)} to ${Math.round((longest.at(-1)?.rss ?? 0) / 1e6)} MB, files ${longest[0]?.files} to ` +
      `${longest.at(-1)?.files}; log at most ${(log / 1e6).toFixed(1)} MB (seed ${seed})`,
  );
  if (performance.now() < end) expect(lastDay).toBe(days - 1);
  expect(grown(longest)).toEqual([]);
  expect(log).toBeLessThan(16 * 2 ** 20);

  const now = first + (lastDay + 1) * 86_400_000;
  const opened = await openShop(folder, () => now);
  if (opened.state !== 'open') throw new Error(JSON.stringify(opened));
  expect(opened.shop).toMatchObject({ journal: 'good', firstBad: null, firstBadLine: null, broughtBack: 0 });
  opened.shop.close();
  const read = openReader(shopDatabase(folder));
  expect(faultsOf(read)).toEqual(noFaults);
  const there = read.prepare<[], { n: number }>('SELECT count(*) AS n FROM entry').get()?.n ?? 0;
  const closed = read.prepare<[], { n: number }>('SELECT count(*) AS n FROM monthClosing').get()?.n ?? 0;
  read.close();
  // A day that a kill broke off told of nothing.
  expect(there).toBeGreaterThanOrEqual(told);
  // A month closes by itself when it has been over for seven days; a day that was broken off may have closed one.
  const due = (at: number) => {
    const until = new Date(at - 8 * 86_400_000);
    return (until.getUTCFullYear() - 2016) * 12 + until.getUTCMonth() - 2;
  };
  expect([due(now), due(now + 86_400_000)]).toContain(closed);
  const backups = listBackups(shopFiles(folder).backups);
  const [newest] = backups;
  expect(backups.length).toBeLessThanOrEqual(24 + 30 + 12);
  expect(newest && (await checkBackup(folder, join(shopFiles(folder).backups, newest.name))).sha256).toBe(
    newest?.sha256,
  );
});

test('control: a till that leaves a connection open every day is found out', { timeout: 300_000 }, async (context) => {
  if (process.platform !== 'linux') return context.skip('only Linux tells how many files a process has open');
  const evenings = await live(testFolder(), { from: days - 8, until: days - 1, random: randomOf(seed), leaky: true });
  expect(grown(evenings).join()).toContain('files');
});
