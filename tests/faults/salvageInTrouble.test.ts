import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, test } from 'vitest';
import { openHost } from '../../main/bridge/host.ts';
import { shopFiles } from '../../main/shop/files.ts';
import type { InputFor, OutputFor, ProcedureName } from '../../preload/contract/index.ts';
import type { Salvage } from '../../preload/contract/rescue.ts';
import { hashOfFile } from '../support/content.ts';
import { count, randomOf, seed, upTo } from '../support/counts.ts';
import { program } from '../support/program.ts';
import { day, hostDefaults, opening, pins, testFolder } from '../support/shop.ts';
import { faultsIn } from './support/check.ts';
import { between, change, openBusyShop, pageSize } from './support/damage.ts';
import { look } from './support/file.ts';
import { diskLibrary, whyNoLibrary } from './support/library.ts';

/**
 * R3 and R6: kill -9 while a damaged shop is saved, while what was saved takes its place, and while the next start ends that. Whatever the moment, the
 * start after it finds the damaged file or the saved one, the damaged one is kept with its log, and nothing half made is left lying.
 */
/** Disks that refuse blocks. */
const disks = count(3, 15, 600);
const kills = count(6, 25, 2_000);
const why = whyNoLibrary();
const random = randomOf(seed);

let script: string;
let sound: string;
let damaged: string;
/** Pages of the file with customers on them, and with the people who can prove that the shop is theirs. */
let customers: number[];
let people: number[];
let entries: unknown[];
let evidence: (string | null)[];
/** Operations on the disk of a start, of saving, and of all until what was saved has taken its place. */
const operations = { start: 0, saved: 0, swapped: 0 };

const entriesOf = (folder: string): unknown[] =>
  look(folder, (read) => read.prepare('SELECT * FROM entry ORDER BY seq').raw().all());
/** The file and its log. */
const setAt = (database: string): (string | null)[] =>
  ['', '-wal'].map((end) => (existsSync(database + end) ? hashOfFile(database + end) : null));

/** Blocks of a file that say nothing any more, counted from 0. */
const blank = (file: string, blocks: readonly number[]): void =>
  change(file, (bytes) => {
    for (const block of blocks) bytes.fill(0, block * pageSize, Math.min((block + 1) * pageSize, bytes.length));
    return bytes;
  });

/** A process of its own, which the library ends at an operation. Answers what it said, and whether it was ended. */
function salvager(base: string, what: 'save' | 'start', at: number, refused: readonly (string | number)[] = []) {
  const { stdout, stderr, signal, status } = spawnSync(
    process.execPath,
    [script, base, what, String(at), ...refused.map(String)],
    { env: { ...process.env, LD_PRELOAD: diskLibrary(), DISK_FOLDER: base }, encoding: 'utf8' },
  );
  if (signal !== 'SIGKILL' && status !== 0) throw new Error(`the salvager broke off: ${stderr}`);
  const lines = stdout.split('\n').flatMap((line) => {
    const [, done, operations, found = 'null'] = /^(\w+) (\d+) (.*)$/.exec(line) ?? [];
    return done ? [{ done, operations: Number(operations), found: JSON.parse(found) as unknown }] : [];
  });
  const lineOf = (done: string) => lines.find((line) => line.done === done);
  return {
    killed: signal === 'SIGKILL',
    /** Operations until then; -1 where it never came so far. */
    said: (done: string): number => lineOf(done)?.operations ?? -1,
    found: (lineOf('saved')?.found ?? null) as Salvage | null,
  };
}

function newBase(from = damaged): { base: string; folder: string } {
  const base = testFolder({ lasting: true });
  const folder = join(base, 'shop');
  mkdirSync(folder);
  cpSync(from, folder, { recursive: true, preserveTimestamps: true });
  return { base, folder };
}

beforeAll(async () => {
  if (why) return;
  const { shop, work } = await openBusyShop();
  for (let n = 0; n < 30; n++) await work(n);
  shop.host.checkpoint();
  for (let n = 30; n < 36; n++) await work(n);
  script = await program('tests/faults/support/salvager.ts');
  sound = testFolder({ lasting: true });
  // As a process leaves it that was ended: the newest work stands in the log alone.
  cpSync(shop.folder, sound, { recursive: true, filter: (file) => !/-shm$|lock\.db|\/(backups|ballast)$/.test(file) });
  const { size } = statSync(shopFiles(sound).database);
  const pagesOf = (...tables: string[]): number[] =>
    shop.read(
      (read) =>
        read
          .prepare(
            'SELECT pageno FROM dbstat WHERE name IN (SELECT value FROM json_each(?)) AND pageno * pgsize <= ? ORDER BY 1',
          )
          .pluck()
          .all(JSON.stringify(tables), size) as number[],
    );
  customers = pagesOf('customer');
  people = pagesOf('person');
  const spoilt = pagesOf('customer', 'card');
  await shop.close();
  entries = entriesOf(sound);
  rmSync(`${shopFiles(sound).database}-shm`, { force: true });
  damaged = testFolder({ lasting: true });
  cpSync(sound, damaged, { recursive: true, preserveTimestamps: true });
  const { database } = shopFiles(damaged);
  blank(
    database,
    spoilt.map((page) => page - 1),
  );
  evidence = setAt(database);
  expect(evidence).not.toContain(null);

  const { base } = newBase();
  const whole = salvager(base, 'save', 0);
  Object.assign(operations, { saved: whole.said('saved'), swapped: whole.said('swapped') });
  operations.start = salvager(newBase().base, 'start', 0).said('started');
  expect(operations.start).toBeGreaterThan(5);
  expect(customers.length).toBeGreaterThan(2);
  expect(operations.swapped).toBeGreaterThan(operations.saved);
}, 120_000);

/** What lies in a folder and is neither the shop, nor what a person is told of. */
const leftIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /salvaged|restor|\.part|scratch/.test(name),
  );

async function nextStart(folder: string) {
  const host = await openHost({ folder, clock: () => opening + 3 * day, ...hostDefaults });
  const ok = async <N extends ProcedureName>(name: N, input: InputFor<N>): Promise<OutputFor<N>> => {
    const answer = await host.call(name, input, uuidv7());
    if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.error)}`);
    return answer.value as OutputFor<N>;
  };
  return { host, ok };
}

/** Answers which of the two it was. */
async function findOldOrNew(folder: string): Promise<'old' | 'new'> {
  const files = shopFiles(folder);
  const { host, ok } = await nextStart(folder);
  try {
    const { state, failure, health } = await ok('shop.status', {});
    expect(leftIn(folder)).toEqual([]);
    const [copy = '', ...others] = readdirSync(files.damaged);
    expect([others, setAt(join(files.damaged, copy, 'regulars.db'))]).toEqual([[], evidence]);
    const isOld = state === 'failed';
    if (isOld) {
      expect(failure).toMatchObject({ kind: 'damaged', kept: join('damaged', copy) });
      expect(setAt(files.database)).toEqual(evidence);
      expect(existsSync(files.aside)).toBe(false);
      const { source, shopName, owners } = await ok('rescue.salvage', {});
      const personId = owners[0]?.personId as never;
      await ok('rescue.restore', { source, typed: shopName, proof: { by: 'pin', personId, pin: pins.owner } });
      expect(leftIn(folder)).toEqual([]);
    } else expect([state, health?.journal, health?.firstBad]).toEqual(['ready', 'good', null]);
    const [place = '', ...more] = readdirSync(files.aside);
    expect([more, setAt(join(files.aside, place, 'regulars.db'))]).toEqual([[], evidence]);
    expect(entriesOf(folder)).toEqual(entries);
    expect(look(folder, faultsIn)).toBeNull();
    return isOld ? 'old' : 'new';
  } finally {
    await host.close();
  }
}

/** One operation of the swap after another, all of them where there are kills enough: two of three are in it. */
function ofSwap(n: number): number {
  const all = operations.swapped - operations.saved;
  const step = Math.max(1, Math.floor(all / (kills / 1.5)));
  return operations.saved + 1 + ((n * step + seed) % all);
}

describe('kill -9 while a damaged shop is saved', { timeout: 60_000 + kills * 10_000 }, () => {
  test('leaves the damaged file or the saved one, the evidence, and nothing half made', async (context) => {
    if (why) return context.skip(why);
    const sums = { kills: 0, saving: 0, swapping: 0, starting: 0, old: 0, new: 0 };
    for (const n of upTo(kills)) {
      const { base, folder } = newBase();
      const { start, saved, swapped } = operations;
      const at = n % 3 === 0 ? between(random, 1, saved + 1) : ofSwap(n - Math.ceil(n / 3));
      const starting = n % 3 === 2 ? between(random, 1, start + 1) : null;
      const what = `seed ${seed}, kill ${n}: operation ${at} of ${swapped}, start ${starting}`;
      try {
        // The first start may be cut off too, while the evidence is copied.
        if (n % 3 === 0) sums.starting += Number(salvager(base, 'start', between(random, 1, start + 1)).killed);
        const first = salvager(base, 'save', at);
        sums[first.said('saved') < 0 ? 'saving' : 'swapping'] += Number(first.killed);
        if (starting !== null) sums.starting += Number(salvager(base, 'start', starting).killed);
        sums[await findOldOrNew(folder)]++;
        sums.kills++;
      } catch (error) {
        throw new Error(what, { cause: error });
      }
      rmSync(base, { recursive: true, force: true });
    }
    console.log(
      `R3, R6: ${sums.kills} shops whose saving was ended by kill -9: ${sums.saving} times while saving, ${sums.swapping} in the swap, ` +
        `${sums.starting} in a start; found ${sums.old} old, ${sums.new} new, 0 half (${JSON.stringify(operations)}, seed ${seed})`,
    );
    expect(Math.min(sums.saving, sums.swapping, sums.starting, sums.old, sums.new)).toBeGreaterThan(0);
  });
});

/** Where blocks lie that a disk refuses: in the file, its log, or the journal. */
const places = ['database', 'log', 'journal'] as const;
const pathOf = (folder: string, place: (typeof places)[number]): string => {
  const { database, journal } = shopFiles(folder);
  return { database, log: `${database}-wal`, journal: join(journal, 'ledger-000001.log') }[place];
};

describe('a disk that refuses blocks of a shop', { timeout: 60_000 + disks * 10_000 }, () => {
  test('costs what lay on them and nothing else; it is said how many they are, and the shop opens with the rest', async (context) => {
    if (why) return context.skip(why);
    let refused = 0;
    for (const n of upTo(disks)) {
      const place = places[n % places.length] ?? 'database';
      const bad = newBase(sound);
      const theirs = customers.map((page) => page - 1);
      // Of the file the key's name and somebody's pages in any case; where another is refused, the file is damaged too, or it would open.
      if (place !== 'database') blank(pathOf(bad.folder, 'database'), theirs);
      const all = Math.ceil(statSync(pathOf(bad.folder, place)).size / pageSize);
      const blocks = new Set(place === 'database' ? [0, ...theirs.slice(n % 2)] : [between(random, 0, all)]);
      for (let block = 0; block < all; block++)
        if (random() < 0.04 && !(place === 'database' && people.includes(block + 1))) blocks.add(block);
      const same = newBase(bad.folder);
      blank(pathOf(same.folder, place), [...blocks]);
      const before = setAt(shopFiles(bad.folder).database);
      try {
        const { found } = salvager(bad.base, 'save', 0, [pathOf('', place), ...blocks]);
        // Without the disk's refusals, and with nothing on those blocks.
        const { host, ok } = await nextStart(same.folder);
        const worth = await ok('rescue.salvage', {}).finally(() => host.close());
        const { known, nameless, entries: saved, entriesOnce, parts } = worth;
        expect(worth.refused).toBe(0);
        expect(found).toMatchObject({ known, nameless, entries: saved, entriesOnce, parts, refused: blocks.size });
        expect(nameless).toBeGreaterThan(0);
        if (place !== 'journal') expect(saved).toBe(entries.length);

        const after = await nextStart(bad.folder);
        const { state, health } = await after.ok('shop.status', {}).finally(() => after.host.close());
        expect([state, health?.journal, health?.firstBad]).toEqual(['ready', 'good', null]);
        const { aside } = shopFiles(bad.folder);
        const [kept = ''] = readdirSync(aside);
        expect(setAt(join(aside, kept, 'regulars.db'))).toEqual(before);
        // Also one that tells of lines of the activity log that are gone: what is in the file now does not follow from it.
        expect(existsSync(join(aside, kept, 'journal'))).toBe(place === 'journal' || parts.includes('log'));
        expect(entriesOf(bad.folder)).toHaveLength(saved);
        expect(look(bad.folder, faultsIn)).toBeNull();
        refused += blocks.size;
      } catch (error) {
        throw new Error(`seed ${seed}, disk ${n}: ${place} ${[...blocks].join(' ')}`, { cause: error });
      }
      for (const { base } of [bad, same]) rmSync(base, { recursive: true, force: true });
    }
    console.log(`R6: ${disks} disks refused ${refused} blocks, and nothing else was lost (seed ${seed})`);
  });
});
