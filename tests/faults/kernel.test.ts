import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openShop } from '../../main/shop/open.ts';
import { count, randomOf, seed, upTo } from '../support/counts.ts';
import { detach, mount, whyNoMount } from '../support/mount.ts';
import { faultsIn } from './support/check.ts';
import { cutProgram, whyNoLibrary } from './support/library.ts';
import { mounted } from './support/mount.ts';

/** R2: the power goes for a real file system of the kernel, which then replays its own log. */
const cuts = { ext4: count(5, 150, 7_500), xfs: count(0, 50, 2_500) } as const;
/** A new shop after so many cuts. */
const lives = 25;

/** A till in a process of its own, that lives through its disk's cuts. */
function survivor(folder: string, kind: 'real' | 'full' | 'normal') {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'support/survivor.ts'), folder, kind], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += String(chunk);
  });
  const until = async (word: string): Promise<void> => {
    const deadline = Date.now() + 30_000;
    while (!said.includes(`${word}\n`)) {
      if (child.exitCode !== null || Date.now() > deadline)
        throw new Error(`the till never said ${word}: ${said.slice(-200)}`);
      await sleep(1);
    }
  };
  return {
    async open() {
      said = '';
      child.stdin.write('open\n');
      await until('ready');
    },
    /** What was acknowledged by now; the last line may be half of one. */
    acknowledged: () => [...said.matchAll(/^done (\S+)$/gm)].map((match) => match[1] ?? ''),
    closed: () => until('closed'),
    async end() {
      const ended = once(child, 'close');
      child.stdin.end();
      await ended;
    },
  };
}

/** Cuts the power so many times. `look` answers how many of the acknowledged requests are gone. */
async function cutTimes(
  kind: 'ext4' | 'xfs',
  times: number,
  work: 'real' | 'full' | 'normal',
  look: (folder: string, acknowledged: readonly string[]) => Promise<number>,
): Promise<{ cuts: number; acknowledged: number; lost: number }> {
  const place = mounted(kind, kind === 'xfs' ? 320 : 64);
  const folder = join(place.folder, 'shop');
  mkdirSync(folder);
  execFileSync('sync', ['-f', folder]);
  const random = randomOf(seed);
  const till = survivor(folder, work);
  const program = cutProgram();
  let acknowledged: string[] = [];
  let [cuts, all, lost] = [0, 0, 0];
  for (const n of upTo(times, 0.25)) {
    cuts++;
    if (n % lives === lives - 1) {
      for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
      execFileSync('sync', ['-f', folder]);
      acknowledged = [];
    }
    await till.open();
    await sleep(random() * 200);
    // Only what was heard before the cut began: a word that comes later may speak of a disk that was gone.
    const heard = till.acknowledged();
    execFileSync(program, [place.folder]);
    await till.closed();
    acknowledged.push(...heard);
    all += heard.length;
    detach(place);
    mount(place);
    const gone = await look(folder, acknowledged);
    lost += gone;
    if (work === 'normal') acknowledged = [];
  }
  await till.end();
  return { cuts, acknowledged: all, lost };
}

async function lookAtShop(folder: string, acknowledged: readonly string[]): Promise<number> {
  const opened = await openShop(folder, Date.now);
  if (opened.state === 'empty' && acknowledged.length === 0) return 0;
  if (opened.state !== 'open') throw new Error(`seed ${seed}: the shop is ${JSON.stringify(opened)}`);
  const { shop } = opened;
  try {
    expect(faultsIn(shop.read)).toBeNull();
    expect(shop.firstBad).toBeNull();
    expect(shop.journal).toBe('good');
    const there = shop.read.prepare('SELECT 1 FROM receipt WHERE requestId = ?');
    return acknowledged.filter((id) => there.get(id) === undefined).length;
  } finally {
    shop.close();
  }
}

async function lookAtTable(folder: string, acknowledged: readonly string[]): Promise<number> {
  const database = new Database(join(folder, 'bare.db'));
  try {
    const table = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'receipt'").get();
    if (!table) return acknowledged.length;
    const there = database.prepare('SELECT 1 FROM receipt WHERE requestId = ?');
    return acknowledged.filter((id) => there.get(id) === undefined).length;
  } finally {
    database.close();
  }
}

const whyNot = (kind: 'ext4' | 'xfs'): string | null => whyNoLibrary() ?? whyNoMount(kind);

describe('R2 power cut of a real file system', () => {
  for (const kind of ['ext4', 'xfs'] as const)
    test(`${kind}: nothing acknowledged is lost in ${cuts[kind]} cuts`, {
      timeout: 120_000 + cuts[kind] * 5_000,
    }, async (context) => {
      if (cuts[kind] === 0) return context.skip('in npm run test:faults');
      const why = whyNot(kind);
      if (why) return context.skip(why);
      const { cuts: done, acknowledged, lost } = await cutTimes(kind, cuts[kind], 'real', lookAtShop);
      console.log(`R2, ${kind}: ${done} cuts, ${acknowledged} requests acknowledged, ${lost} lost (seed ${seed})`);
      expect(acknowledged).toBeGreaterThan(done);
      expect(lost).toBe(0);
    });

  test('control: synchronous NORMAL loses on the same disk, FULL does not', { timeout: 300_000 }, async (context) => {
    const why = whyNot('ext4');
    if (why) return context.skip(why);
    const times = count(3, 10, 60);
    const full = await cutTimes('ext4', times, 'full', lookAtTable);
    // A cut just after SQLite brought the log into the file takes nothing: on a quick disk that may be three in a row.
    const normal = { cuts: 0, acknowledged: 0, lost: 0 };
    while (normal.cuts < 20 * times && normal.lost === 0) {
      const { cuts: more, acknowledged, lost } = await cutTimes('ext4', times, 'normal', lookAtTable);
      normal.cuts += more;
      normal.acknowledged += acknowledged;
      normal.lost += lost;
    }
    console.log(
      `R2, control: FULL lost ${full.lost} of ${full.acknowledged}, NORMAL ${normal.lost} of ${normal.acknowledged}; ${times} and ${normal.cuts} cuts`,
    );
    expect(full.lost).toBe(0);
    expect(normal.lost).toBeGreaterThan(0);
  });
});
