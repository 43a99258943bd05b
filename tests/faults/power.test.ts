import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { openReader } from '../../db/open.ts';
import { openShop } from '../../main/shop/open.ts';
import { count, randomOf, seed, upTo } from '../support/counts.ts';
import { shopDatabase } from '../support/database.ts';
import { csv, longLog } from '../support/logs.ts';
import { faultsOf, noFaults, testFolder } from '../support/shop.ts';
import { diskLibrary, whyNoLibrary } from './support/library.ts';
import { createDisk, type Model, models, type Operation, readRecord } from './support/record.ts';

/** R1: the power goes at any moment, and the disk has done anything between nothing and all of what it was not asked to finish. */
const states = count(60, 12_000, 2_000_000);
/** Of one record; then the till works anew, and other operations meet each other. */
const statesEach = Math.min(states, 1_000);
const rounds = count(16, 120, 400);
const memory = '/dev/shm';

/** A till works under the recorder. Answers what it did to the disk. */
function recorded(...words: string[]): { folder: string; operations: Operation[] } {
  const base = testFolder();
  const folder = join(base, 'shop');
  mkdirSync(folder);
  const record = join(base, 'record');
  const log = join(base, 'log.csv');
  writeFileSync(log, csv(longLog(30, 8)));
  execFileSync(
    process.execPath,
    [join(import.meta.dirname, 'support/till.ts'), folder, ...words.map((word) => (word === 'LOG' ? log : word))],
    {
      env: { ...process.env, LD_PRELOAD: diskLibrary(), DISK_FOLDER: folder, DISK_RECORD: record },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  return { folder, operations: readRecord(record) };
}

const isAck = (operation: Operation): operation is Extract<Operation, { op: 'write' }> =>
  operation.op === 'write' && operation.path.endsWith('/acks');

interface Found {
  states: number;
  lost: number;
  /** States in which the journal said that something is missing. */
  behind: number;
  damagedJournals: number;
  /** States in the middle of a restore, and those of them in which the journal was asked to bring back what the backup lacks. */
  restoring: number;
  broughtBack: number;
}

/** What was acknowledged up to a moment: ids of requests, and whether a restore was under way. */
interface Acknowledged {
  readonly ids: string[];
  restoring: boolean;
}

/** Copies of the shop, which a start reads at the most: written once, however many states have them. */
const isCopy = (path: string): boolean => /^\/(backup\.db|(backups|aside)\/.*\.(db|json))$/.test(path);

function createCopies() {
  const folder = mkdtempSync(join(memory, 'regulars-copies-'));
  const places = new WeakMap<Buffer, string>();
  let count = 0;
  return {
    lay(bytes: Buffer, target: string): void {
      let place = places.get(bytes);
      if (!place) {
        place = join(folder, String(count++));
        writeFileSync(place, bytes);
        places.set(bytes, place);
      }
      linkSync(place, target);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Cuts the power at random operations and looks at what is left. */
async function cutAt(
  { folder, operations }: { folder: string; operations: readonly Operation[] },
  wanted: number,
  random: () => number,
  look: (folder: string, acknowledged: Acknowledged, found: Found) => Promise<void>,
  forgetSync?: (path: string) => boolean,
): Promise<Found> {
  const found: Found = { states: 0, lost: 0, behind: 0, damagedJournals: 0, restoring: 0, broughtBack: 0 };
  const each = wanted / operations.length;
  const disk = createDisk(forgetSync);
  const copies = createCopies();
  const acknowledged: Acknowledged = { ids: [], restoring: false };
  let due = 0;
  for (const operation of operations) {
    disk.do(operation);
    if (isAck(operation))
      for (const line of operation.bytes.toString().trim().split('\n'))
        if (line.startsWith('#')) acknowledged.restoring = line === '#restoring';
        else acknowledged.ids.push(line);
    for (due += each; due >= 1 || (due > 0 && random() < due && each < 1); due--) {
      const model = models[Math.floor(random() * models.length)] as Model;
      const left = mkdtempSync(join(memory, 'regulars-cut-'));
      for (const [path, bytes] of disk.cut(model, random)) {
        if (path.endsWith('/acks') || !path.startsWith(folder)) continue;
        const target = join(left, path.slice(folder.length));
        mkdirSync(dirname(target), { recursive: true });
        if (isCopy(path.slice(folder.length))) copies.lay(bytes, target);
        else writeFileSync(target, bytes);
      }
      try {
        await look(left, acknowledged, found);
      } catch (error) {
        const files = readdirSync(left)
          .map((name) => `${name} ${statSync(join(left, name)).size}`)
          .join(', ');
        throw new Error(
          `seed ${seed}, state ${found.states}, ${model}, after ${acknowledged.ids.length} acknowledged${acknowledged.restoring ? ', in a restore' : ''}; left: ${files}`,
          {
            cause: error,
          },
        );
      }
      found.states++;
      rmSync(left, { recursive: true, force: true });
    }
  }
  copies.remove();
  return found;
}

/** Opens the shop as a start would and looks whether everything acknowledged is there once, and everything fits together. */
async function lookAtShop(folder: string, { ids, restoring }: Acknowledged, found: Found): Promise<void> {
  let opened = await openShop(folder, Date.now);
  // A backup that has taken the shop's place already: the screen offers what the journal has beyond it.
  if (restoring && opened.state === 'failed' && opened.failure.kind === 'behind') {
    found.broughtBack++;
    opened = await openShop(folder, Date.now, { whenBehind: 'replay' });
  }
  if (restoring) found.restoring++;
  if (opened.state === 'failed' && opened.failure.kind === 'behind') {
    found.behind++;
    found.lost++;
    return;
  }
  // Nothing but the journal is left: a disk that has forgotten the whole first run.
  if (opened.state === 'empty') {
    if (ids.length > 0) found.lost++;
    return;
  }
  if (opened.state !== 'open') throw new Error(`the shop is ${JSON.stringify(opened)}`);
  const { shop } = opened;
  try {
    const receipts = shop.read
      .prepare<[], { requestId: string }>('SELECT requestId FROM receipt')
      .all()
      .map((row) => row.requestId);
    const there = new Set(receipts);
    if (ids.some((id) => !there.has(id))) found.lost++;
    expect(there.size).toBe(receipts.length);
    const { unfinishedBatches: _, ...faults } = faultsOf(shop.read);
    const { unfinishedBatches: __, ...none } = noFaults;
    expect(faults).toEqual(none);
    expect(shop.firstBad).toBeNull();
    if (shop.journal === 'damaged') found.damagedJournals++;
  } finally {
    shop.close();
  }
}

/** The same on a disk that lies: whatever is found wrong is a loss. */
async function lookAtRuin(folder: string, acknowledged: Acknowledged, found: Found): Promise<void> {
  const { lost } = found;
  try {
    await lookAtShop(folder, acknowledged, found);
  } catch {
    found.lost = lost + 1;
  }
}

const why = whyNoLibrary();

describe('R1 power cut', () => {
  test(`nothing acknowledged is lost in ${states} states of the disk`, {
    timeout: 300_000 + states * 200,
  }, async (context) => {
    if (why) return context.skip(why);
    const random = randomOf(seed);
    let [done, operations, acks, damagedJournals, restoring, broughtBack] = [0, 0, 0, 0, 0, 0];
    let work = recorded(String(rounds), 'LOG');
    for (const n of upTo(Math.ceil(states / statesEach))) {
      if (n > 0) work = recorded(String(rounds), 'LOG');
      const found = await cutAt(work, statesEach, random, lookAtShop);
      expect(found).toMatchObject({ lost: 0, behind: 0 });
      expect(found.states).toBeGreaterThan(statesEach / 4);
      done += found.states;
      operations += work.operations.length;
      acks += work.operations.filter(isAck).length;
      damagedJournals += found.damagedJournals;
      restoring += found.restoring;
      broughtBack += found.broughtBack;
    }
    console.log(
      `R1: ${done} states of ${operations} operations, ${acks} requests acknowledged, 0 lost, ${damagedJournals} journals called damaged; ` +
        `${restoring} states in a restore, ${broughtBack} of them with a part to be brought back (seed ${seed})`,
    );

    // Control, the same record on a disk that forgets the log's syncs: it must lose, and the journal must know.
    // Such a disk may leave the file itself in pieces, when a checkpoint was under way: that is a loss too, and a noticed one.
    const control = await cutAt(work, Math.max(60, statesEach / 50), randomOf(seed + 1), lookAtRuin, (path) =>
      path.endsWith('-wal'),
    );
    console.log(
      `R1, control, a disk that does not sync the log: lost in ${control.lost} of ${control.states} states, seen by the journal in ${control.behind}`,
    );
    expect(control.lost).toBeGreaterThan(0);
    expect(control.behind).toBeGreaterThan(0);
  });

  test('control: synchronous NORMAL loses where FULL does not', { timeout: 300_000 }, async (context) => {
    if (why) return context.skip(why);
    const lostWith = async (synchronous: string): Promise<number> => {
      const work = recorded('60', '-', synchronous);
      const found = await cutAt(work, 120, randomOf(seed), async (folder, { ids: acknowledged }, seen) => {
        const file = join(folder, 'bare.db');
        writeFileSync(file, '', { flag: 'a' });
        const database = new Database(file);
        const table = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'done'").get();
        const ids = table
          ? database
              .prepare<[], { id: string }>('SELECT id FROM done')
              .all()
              .map((row) => row.id)
          : [];
        database.close();
        const there = new Set(ids);
        if (acknowledged.some((id) => !there.has(id))) seen.lost++;
      });
      console.log(`R1, control, synchronous ${synchronous}: lost in ${found.lost} of ${found.states} states`);
      return found.lost;
    };
    expect(await lostWith('full')).toBe(0);
    expect(await lostWith('normal')).toBeGreaterThan(0);
  });
});

test('R19 a stamp costs two syncs, the log and the journal', { timeout: 300_000 }, (context) => {
  if (why) return context.skip(why);
  const { operations } = recorded('24', '-');
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

test('the shop of a till that ended well is whole', { timeout: 300_000 }, (context) => {
  if (why) return context.skip(why);
  const { folder } = recorded('15', 'LOG');
  const read = openReader(shopDatabase(folder));
  expect(faultsOf(read)).toEqual(noFaults);
  read.close();
});
