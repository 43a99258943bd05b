import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openReader } from '../../db/open.ts';
import { openHost } from '../../main/bridge/host.ts';
import type { ShopStatus } from '../../preload/contract/shop.ts';
import { count, randomOf, seed, upTo } from '../support/counts.ts';
import { shopDatabase } from '../support/database.ts';
import { csv, longLog } from '../support/logs.ts';
import { program } from '../support/program.ts';
import { faultsOf, hostDefaults, noFaults, testFolder } from '../support/shop.ts';

/** R3: kill -9 of a till at work. */
const kills = count(12, 300, 20_000);
const random = randomOf(seed);
const logged = { visits: 3000, customers: 300 };

interface Life {
  /** Ids of the requests it was told to be done. */
  readonly acknowledged: readonly string[];
  readonly ready: boolean;
  readonly imported: boolean;
}

/** A moment: so long after the process began (`starting`), after it was ready, or after so many requests were acknowledged. */
interface Moment {
  readonly starting: boolean;
  readonly done: number;
  readonly ms: number;
}

/** Lets a till work in the folder and kills it. */
async function liveAndDie(folder: string, honesty: 'honest' | 'hasty', log: string, when: Moment): Promise<Life> {
  const child = spawn(process.execPath, [await program('tests/crash/stamper.ts'), folder, honesty, log], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let complaint = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += String(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += String(chunk);
  });
  const ended = once(child, 'close');
  const isTime = () => said.includes('ready\n') && said.split('\ndone ').length > when.done;
  if (!when.starting) while (!isTime() && child.exitCode === null) await sleep(2);
  await sleep(when.ms);
  // It never ends by itself: if it did, something was wrong that a crash would hide.
  expect(child.exitCode, complaint).toBeNull();
  child.kill('SIGKILL');
  await ended;
  const lines = said.split('\n');
  return {
    acknowledged: lines.filter((line) => line.startsWith('done ')).map((line) => line.slice(5)),
    ready: lines.includes('ready'),
    imported: lines.includes('imported'),
  };
}

/** Starts the app on what is left, waits until it has tidied up, and looks whether every acknowledged request is there once. */
async function findLost(folder: string, acknowledged: readonly string[]): Promise<string[]> {
  const host = await openHost({ folder, ...hostDefaults });
  const status = await host.call('shop.status', {}, null);
  const state = status.ok ? (status.value as ShopStatus).state : 'refused';
  expect(['ready', 'needsOwner', 'empty']).toContain(state);
  if (state === 'empty') {
    await host.close();
    return [...acknowledged];
  }
  const read = openReader(shopDatabase(folder));
  const unsettled = read.prepare('SELECT 1 FROM batch WHERE settledAt IS NULL');
  while (unsettled.get() !== undefined) await sleep(1);
  expect(faultsOf(read)).toEqual(noFaults);
  const receipts = read
    .prepare<[], { requestId: string }>('SELECT requestId FROM receipt')
    .all()
    .map((row) => row.requestId);
  expect(new Set(receipts).size).toBe(receipts.length);
  // A log is there whole or not at all.
  const shown = read
    .prepare<[], { n: number }>(
      'SELECT count(*) AS n FROM customer WHERE externalId IS NOT NULL AND pendingBatchKey IS NULL',
    )
    .get();
  expect([0, logged.customers]).toContain(shown?.n);
  read.close();
  await host.close();
  // No backup stands under its name unless it is whole; what a kill cut off is called otherwise.
  for (const name of readdirSync(folder).filter((file) => /^backup-\d\.db$/.test(file))) {
    const copy = openReader({ ...shopDatabase(folder), path: join(folder, name) });
    expect(copy.pragma('integrity_check', { simple: true })).toBe('ok');
    copy.close();
  }
  const there = new Set(receipts);
  return acknowledged.filter((id) => !there.has(id));
}

function writeLog(): string {
  const log = join(testFolder({ onDisk: true }), 'log.csv');
  writeFileSync(log, csv(longLog(logged.visits, logged.customers)));
  return log;
}

test(`kill -9, ${kills} times: nothing acknowledged is lost, nothing is there twice`, {
  timeout: 60_000 + kills * 5_000,
}, async () => {
  const log = writeLog();
  let folder = testFolder({ onDisk: true });
  let acknowledged: string[] = [];
  const sum = { all: 0, starting: 0, ready: 0, shops: 1 };
  let lives = 0;
  for (const i of upTo(kills)) {
    lives++;
    // Each shop begins with its first run, also that cut off, and lives through some kills.
    if (i % 12 === 11) {
      folder = testFolder({ onDisk: true });
      acknowledged = [];
      sum.shops++;
    }
    // On a busy machine a quarter of a second is too short for much: every other one works for a while in any case.
    const starting = i % 4 === 3;
    const done = i % 2 === 0 ? 1 + Math.floor(random() * 20) : 0;
    const ms = starting ? 20 + random() * 400 : random() * (done > 0 ? 20 : 250);
    const life = await liveAndDie(folder, 'honest', log, { starting, done, ms });
    acknowledged.push(...life.acknowledged);
    sum.all += life.acknowledged.length;
    sum[life.ready ? 'ready' : 'starting']++;
    expect(await findLost(folder, acknowledged)).toEqual([]);
  }
  console.log(
    `R3, kill -9: ${lives} kills of ${sum.shops} shops (${sum.starting} while starting), ${sum.all} requests acknowledged, 0 lost (seed ${seed})`,
  );
  expect(sum.ready).toBeGreaterThan(Math.floor(lives / 4));
  expect(sum.all).toBeGreaterThan(lives / 2);
});

test('control: a till that says "done" before it is written is found out', { timeout: 300_000 }, async () => {
  let lost: string[] = [];
  let tries = 0;
  for (; tries < 20 && lost.length === 0; tries++) {
    const folder = testFolder({ onDisk: true });
    const { acknowledged } = await liveAndDie(folder, 'hasty', '', {
      starting: false,
      done: 0,
      ms: 20 + random() * 100,
    });
    lost = await findLost(folder, acknowledged);
  }
  console.log(`kill -9, control: found out by kill ${tries}`);
  expect(lost).toHaveLength(1);
});
