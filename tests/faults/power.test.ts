import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openReader } from '../../db/open.ts';
import { count, randomOf, seed, upTo } from '../support/counts.ts';
import { shopDatabase } from '../support/database.ts';
import { csv, longLog } from '../support/logs.ts';
import { program } from '../support/program.ts';
import { faultsOf, noFaults, testFolder } from '../support/shop.ts';
import { diskLibrary, whyNoLibrary } from './support/library.ts';
import { type Acknowledged, cutAt, isAck, type Left, type Work } from './support/powerCut.ts';
import { readRecord } from './support/record.ts';
import { type Counts, createTillStarts } from './support/starts.ts';

/** R1: the power goes at any moment, and the disk has done anything between nothing and all of what it was not asked to finish. */
const states = count(60, 50_000, 2_000_000);
/** Of one record; then the till works anew, and other operations meet each other. */
const statesEach = Math.min(states, 50_000);
const rounds = count(16, 60, 60);

/** A till works under the recorder. Answers what it did to the disk. */
async function recorded(...words: string[]): Promise<Work> {
  const base = testFolder();
  const folder = join(base, 'shop');
  mkdirSync(folder);
  const record = join(base, 'record');
  const log = join(base, 'log.csv');
  writeFileSync(log, csv(longLog(30, 8)));
  execFileSync(
    process.execPath,
    [await program('tests/faults/support/till.ts'), folder, ...words.map((word) => (word === 'LOG' ? log : word))],
    {
      env: { ...process.env, LD_PRELOAD: diskLibrary(), DISK_FOLDER: folder, DISK_RECORD: record },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  return { folder, operations: readRecord(record) };
}

interface Found {
  lost: number;
  /** States in which the journal said that something is missing. */
  behind: number;
  damagedJournals: number;
  /** States in the middle of a restore, and those of them in which the journal was asked to bring back what the backup lacks. */
  restoring: number;
  broughtBack: number;
}

/** Cuts the power at many moments, and looks whether everything acknowledged is there once, and everything fits together. */
async function cutAndStart(
  work: Work,
  wanted: number,
  random: () => number,
  disk: { lies: boolean } = { lies: false },
): Promise<Found & Counts> {
  const found: Found = { lost: 0, behind: 0, damagedJournals: 0, restoring: 0, broughtBack: 0 };
  const starts = createTillStarts();
  onTestFinished(starts.remove);
  const look = async (left: Left, { ids, restoring }: Acknowledged): Promise<void> => {
    const { state, ids: there, damagedJournal, broughtBack } = await starts.look(left, restoring);
    if (state === 'behind') found.behind++;
    if (state === 'behind' || ids.some((id) => !there.has(id))) found.lost++;
    if (damagedJournal) found.damagedJournals++;
    if (restoring) found.restoring++;
    if (broughtBack) found.broughtBack++;
  };
  // Whatever is found wrong on a disk that lies is a loss.
  const lookAtRuin = (left: Left, acknowledged: Acknowledged) =>
    look(left, acknowledged).catch(() => {
      found.lost++;
    });
  await cutAt(work, wanted, random, disk.lies ? lookAtRuin : look, disk.lies ? isLog : undefined);
  starts.remove();
  return { ...found, ...starts.counts };
}

const isLog = (path: string): boolean => path.endsWith('-wal');

const why = whyNoLibrary();

describe('R1 power cut', () => {
  test(`nothing acknowledged is lost in ${states} states of the disk`, {
    timeout: 300_000 + states * 60,
  }, async (context) => {
    if (why) return context.skip(why);
    const random = randomOf(seed);
    let [operations, acks] = [0, 0];
    const all = { states: 0, distinct: 0, recovered: 0, started: 0, damagedJournals: 0, restoring: 0, broughtBack: 0 };
    let work = await recorded(String(rounds), 'LOG');
    for (const n of upTo(Math.ceil(states / statesEach))) {
      if (n > 0) work = await recorded(String(rounds), 'LOG');
      const found = await cutAndStart(work, statesEach, random);
      expect(found).toMatchObject({ lost: 0, behind: 0 });
      expect(found.states).toBeGreaterThan(statesEach / 4);
      operations += work.operations.length;
      acks += work.operations.filter(isAck).length;
      for (const what of Object.keys(all) as (keyof typeof all)[]) all[what] += found[what];
    }
    console.log(
      `R1: ${all.states} states of ${operations} operations, ${acks} requests acknowledged, 0 lost, ${all.damagedJournals} journals called damaged; ` +
        `${all.distinct} of other bytes, ${all.recovered} of other pages, ${all.started} starts; ` +
        `${all.restoring} states in a restore, ${all.broughtBack} of them with a part to be brought back (seed ${seed})`,
    );

    // Control, the same record on a disk that forgets the log's syncs: it must lose, and the journal must know.
    // Such a disk may leave the file itself in pieces, when a checkpoint was under way: that is a loss too, and a noticed one.
    const controls = Math.max(60, statesEach / 100);
    const control = await cutAndStart(work, controls, randomOf(seed + 1), { lies: true });
    console.log(
      `R1, control, a disk that does not sync the log: lost in ${control.lost} of ${control.states} states, seen by the journal in ${control.behind}`,
    );
    expect(control.lost).toBeGreaterThan(0);
    expect(control.behind).toBeGreaterThan(0);
  });

  test('control: synchronous NORMAL loses where FULL does not', { timeout: 300_000 }, async (context) => {
    if (why) return context.skip(why);
    const lostWith = async (synchronous: string): Promise<number> => {
      const work = await recorded('60', '-', synchronous);
      let lost = 0;
      const file = join(testFolder(), 'bare.db');
      const cuts = await cutAt(work, 120, randomOf(seed), (left, { ids }) => {
        // Before anything was acknowledged there may be half a file, and nothing to lose.
        if (ids.length === 0) return;
        for (const suffix of ['', '-wal', '-shm']) {
          const bytes = left.get(`/bare.db${suffix}`);
          if (bytes) writeFileSync(file + suffix, bytes);
          else rmSync(file + suffix, { force: true });
        }
        const database = new Database(file);
        const table = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'done'").get();
        const there = new Set(table ? database.prepare<[], string>('SELECT id FROM done').pluck().all() : []);
        database.close();
        if (ids.some((id) => !there.has(id))) lost++;
      });
      console.log(`R1, control, synchronous ${synchronous}: lost in ${lost} of ${cuts} states`);
      return lost;
    };
    expect(await lostWith('full')).toBe(0);
    expect(await lostWith('normal')).toBeGreaterThan(0);
  });
});

test('R19 a stamp costs two syncs, the log and the journal', { timeout: 300_000 }, async (context) => {
  if (why) return context.skip(why);
  const { operations } = await recorded('24', '-');
  // Syncs between two acknowledgements, by file; a checkpoint or a new part of the journal brings more.
  const costs: string[] = [];
  let since: string[] = [];
  for (const operation of operations) {
    if (operation.op === 'sync')
      since.push(
        operation.path.endsWith('-wal') ? 'log' : /journal\/ledger/.test(operation.path) ? 'journal' : 'other',
      );
    if (!isAck(operation)) continue;
    costs.push(since.join(' '));
    since = [];
  }
  // The first one after a checkpoint begins the log anew, and its beginning is synced by itself.
  const plain = costs.slice(1).filter((cost, n) => !cost.includes('other') && !costs[n]?.includes('other'));
  console.log(`R19: ${costs.length} commands; syncs of those without a checkpoint: ${[...new Set(plain)].join(', ')}`);
  expect(plain.length).toBeGreaterThan(costs.length / 2);
  expect(new Set(plain)).toEqual(new Set(['log journal']));
});

test('the shop of a till that ended well is whole', { timeout: 300_000 }, async (context) => {
  if (why) return context.skip(why);
  const { folder } = await recorded('15', 'LOG');
  const read = openReader(shopDatabase(folder));
  expect(faultsOf(read)).toEqual(noFaults);
  read.close();
});
