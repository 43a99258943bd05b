import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, test } from 'vitest';
import { openHost } from '../../main/bridge/host.ts';
import type { JournalLine } from '../../main/ledger/journal.ts';
import { shopFiles } from '../../main/shop/files.ts';
import type { OutputFor } from '../../preload/contract/index.ts';
import { hashOfFile } from '../support/content.ts';
import { count, randomOf, seed, upTo } from '../support/counts.ts';
import { program } from '../support/program.ts';
import { day, hostDefaults, opening, testFolder } from '../support/shop.ts';
import { faultsIn } from './support/check.ts';
import { between, change, openBusyShop, pageSize } from './support/damage.ts';
import { look } from './support/file.ts';
import { diskLibrary, whyNoLibrary } from './support/library.ts';

/**
 * R6: a backup is brought back beside a journal of which the disk refuses blocks. What the journal says from the backup on up to the first of them comes back, and
 * nothing behind it, which nothing could be put behind; how much that is, is said before. The journal is kept as it is.
 * R3: the same whenever it is ended in between.
 */
const disks = count(4, 15, 600);
const kills = count(3, 11, 1_000);
const why = whyNoLibrary();
const random = randomOf(seed);

let script: string;
let opener: string;
let damaged: string;
/** The same before it was damaged. */
let sound: string;
/** The last entry of the backup. */
let backedUp: number;
let entries: unknown[];
let erased: string;

interface Said extends Pick<OutputFor<'rescue.preview'>, 'since' | 'broken'> {
  readonly found: 'damaged' | 'behind' | null;
  readonly answer: OutputFor<'rescue.restore'>;
  readonly operations: number;
  readonly state: string;
  readonly health: OutputFor<'shop.status'>['health'];
}

const entriesOf = (folder: string): unknown[] =>
  look(folder, (read) => read.prepare('SELECT * FROM entry ORDER BY seq').raw().all());

const partsOf = (journal: string): string[] =>
  readdirSync(journal)
    .filter((name) => name.endsWith('.log'))
    .sort();

function newBase(of = damaged): { base: string; folder: string } {
  const base = testFolder({ lasting: true });
  const folder = join(base, 'shop');
  mkdirSync(folder);
  cpSync(of, folder, { recursive: true, preserveTimestamps: true });
  return { base, folder };
}

/** What a program says of a shop: a process of its own, whose disk refuses these blocks. Null where it was ended. */
function answerOf<T>(made: string, base: string, rest: readonly (string | number)[]): T | null {
  const { stdout, stderr, status, signal } = spawnSync(process.execPath, [made, base, ...rest.map(String)], {
    env: { ...process.env, LD_PRELOAD: diskLibrary(), DISK_FOLDER: base },
    encoding: 'utf8',
  });
  if (signal === 'SIGKILL') return null;
  if (status !== 0) throw new Error(`the program broke off: ${stderr}`);
  return JSON.parse(stdout) as T;
}

const restore = (base: string, refused: readonly (string | number)[] = [], at: string | number = 0): Said | null =>
  answerOf<Said>(script, base, [at, ...refused]);
/** Of one that nothing ends. */
function whole<T>(said: T | null): T {
  if (!said) throw new Error('the program was ended');
  return said;
}

/** A part's lines with where they end, read without its chain. */
function linesOf(part: string): { end: number; line: JournalLine }[] {
  const bytes = readFileSync(part);
  const found: { end: number; line: JournalLine }[] = [];
  for (let at = 0, end = bytes.indexOf(10); end >= 0; at = end + 1, end = bytes.indexOf(10, at)) {
    const text = bytes.toString('utf8', bytes.indexOf(32, at) + 1, end);
    const whole = text.startsWith('{') ? text : inflateRawSync(Buffer.from(text, 'base64')).toString('utf8');
    // The first says whose the part is.
    if (at > 0) found.push({ end, line: JSON.parse(whole) as JournalLine });
  }
  return found;
}

beforeAll(async () => {
  if (why) return;
  const { shop, work } = await openBusyShop();
  for (let n = 0; n < 60; n++) await work(n);
  await shop.ok('backups.make', {});
  const { rows } = await shop.ok('customers.list', { sort: 'name' });
  const [{ customerId, number } = { customerId: '', number: 0 }] = rows;
  erased = customerId;
  backedUp = shop.read((read) => read.prepare('SELECT max(seq) FROM entry').pluck().get() as number);
  for (let n = 60; n < 200; n++) await work(n);
  await shop.ok('privacy.erase', { customerId, typed: String(number) } as never);
  script = await program('tests/faults/support/restorer.ts');
  opener = await program('tests/faults/support/opener.ts');
  await shop.restart(() => {
    damaged = testFolder({ lasting: true });
    cpSync(shop.folder, damaged, { recursive: true, filter: (file) => !/lock\.db|\/ballast$/.test(file) });
  });
  await shop.close();
  entries = entriesOf(damaged);
  sound = testFolder({ lasting: true });
  cpSync(damaged, sound, { recursive: true, preserveTimestamps: true });
  const { database } = shopFiles(damaged);
  for (const end of ['-wal', '-shm']) rmSync(database + end, { force: true });
  change(database, (bytes) => bytes.fill(0));
  expect(partsOf(shopFiles(damaged).journal).length).toBeGreaterThan(3);
}, 120_000);

/** The last entry behind the backup up to which the journal gives out every one, without a part's blocks. */
function lastToldOf(journal: string, part: string, blocks: readonly number[]): number {
  const cut = Math.min(...blocks) * pageSize;
  const told = new Set<number>();
  for (const name of partsOf(journal))
    for (const { end, line } of linesOf(join(journal, name)))
      if (name !== part || end < cut) for (let n = 0; n < line.entries.length; n++) told.add(line.headSeq - n);
  let last = backedUp;
  while (told.has(last + 1)) last++;
  return last;
}

async function nextStart(folder: string) {
  const host = await openHost({ folder, clock: () => opening + 3 * day, ...hostDefaults });
  const answer = await host.call('shop.status', {}, uuidv7());
  await host.close();
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.value as OutputFor<'shop.status'>;
}

const nameOf = (folder: string, id: string): unknown =>
  look(folder, (read) => read.prepare('SELECT name FROM customer WHERE id = ?').pluck().get(id));

describe('a backup beside a journal of which the disk refuses blocks', { timeout: 60_000 + disks * 10_000 }, () => {
  test('control: a disk that gives out everything brings everything back, and the journal goes on', async (context) => {
    if (why) return context.skip(why);
    const { base, folder } = newBase();
    const since = entries.length - backedUp;
    expect(restore(base)).toMatchObject({ since, broken: null, answer: { restored: since, since }, state: 'ready' });
    expect(entriesOf(folder)).toEqual(entries);
    expect(nameOf(folder, erased)).toBeNull();
    expect(readdirSync(folder).filter((name) => name.startsWith('journal'))).toEqual(['journal']);
  });

  test('comes back with what can still be read up to there; the others are counted, and the journal is kept', async (context) => {
    if (why) return context.skip(why);
    const sums = { refused: 0, back: 0, lost: 0, unneeded: 0 };
    for (const n of upTo(disks)) {
      const { base, folder } = newBase();
      const { journal } = shopFiles(folder);
      const names = partsOf(journal);
      const part = names[n % names.length] ?? '';
      const hashes = names.map((name) => hashOfFile(join(journal, name)));
      const all = Math.ceil(statSync(join(journal, part)).size / pageSize);
      const blocks = [...new Set(Array.from({ length: between(random, 1, 4) }, () => between(random, 0, all)))];
      // Behind the backup: an older part is not asked for anything.
      const isNeeded = linesOf(join(journal, part)).some(({ line }) => line.headSeq > backedUp);
      const last = isNeeded ? lastToldOf(journal, part, blocks) : entries.length;
      try {
        const { since, broken, answer, state, health } = whole(restore(base, [part, ...blocks]));
        const back = last - backedUp;
        expect(broken).toEqual(isNeeded ? { refused: blocks.length, back } : null);
        expect(answer).toEqual({ restored: back, since });
        expect(since).toBeGreaterThanOrEqual(back);
        // Of what is behind the newest part nobody can know.
        if (part !== names.at(-1)) expect(since).toBe(entries.length - backedUp);
        expect([state, health?.journal, health?.firstBad]).toEqual(['ready', isNeeded ? 'damaged' : 'good', null]);
        const aside = readdirSync(folder).filter((name) => name.startsWith('journal-'));
        expect(aside.length).toBe(isNeeded ? 1 : 0);
        for (const old of aside) expect(names.map((name) => hashOfFile(join(folder, old, name)))).toEqual(hashes);

        const after = await nextStart(folder);
        expect([after.state, after.health?.journal, after.health?.firstBad]).toEqual(['ready', 'good', null]);
        expect(entriesOf(folder)).toEqual(entries.slice(0, last));
        expect(look(folder, faultsIn)).toBeNull();
        // Their erasure is the last line of all.
        if (part !== names.at(-1)) expect(nameOf(folder, erased)).toBeNull();
        sums.refused += blocks.length;
        sums.back += back;
        sums.lost += entries.length - last;
        sums.unneeded += Number(!isNeeded);
      } catch (error) {
        throw new Error(`seed ${seed}, disk ${n}: ${part} ${blocks.join(' ')}`, { cause: error });
      }
      rmSync(base, { recursive: true, force: true });
    }
    console.log(`R6: backups beside ${disks} journals with refused blocks: ${JSON.stringify(sums)} (seed ${seed})`);
    expect(Math.min(sums.back, sums.lost, sums.unneeded)).toBeGreaterThan(0);
  });
});

describe('kill -9 while it comes back', { timeout: 60_000 + kills * 10_000 }, () => {
  /** What lies in a folder and is neither the shop, nor what a person is told of. */
  const leftIn = (folder: string): string[] =>
    readdirSync(folder).filter((name) => /restor|incoming|\.part/.test(name));

  test('leaves the damaged file or the backup, and the next start ends with every entry up to there, once', async (context) => {
    if (why) return context.skip(why);
    const control = newBase();
    const names = partsOf(shopFiles(control.folder).journal);
    // The last but one: behind it stands who was erased.
    const part = names.at(-2) ?? '';
    const path = join(shopFiles(control.folder).journal, part);
    const blocks = [between(random, 1, Math.floor(statSync(path).size / pageSize))];
    const last = lastToldOf(shopFiles(control.folder).journal, part, blocks);
    const hashes = names.map((name) => hashOfFile(join(shopFiles(control.folder).journal, name)));
    const spoilt = hashOfFile(shopFiles(control.folder).database);
    const { operations } = whole(restore(control.base, [part, ...blocks]));
    const sums = { kills: 0, old: 0, new: 0, told: 0, aside: 0 };
    for (const n of upTo(kills)) {
      const { base, folder } = newBase();
      const { database, aside } = shopFiles(folder);
      // Half of them spread over all of it, the first while the shop is still the old one; the others from where the journal goes aside on: what was replayed
      // is in the file, and the new journal has nothing of it yet.
      const step = Math.max(1, Math.floor((2 * operations) / kills));
      const at = n % 2 === 0 ? `${1 + n / 2}/journal` : 1 + ((((n - 1) / 2) * step + (seed % 20)) % operations);
      const asides = () => readdirSync(folder).filter((name) => name.startsWith('journal-'));
      /** The disk that refused them is still the same; a new journal lies elsewhere on it. */
      const refused = () => (asides().length > 0 ? [] : [part, ...blocks]);
      try {
        sums.kills += Number(restore(base, refused(), at) === null);
        const isAside = asides().length > 0;
        // In the middle of the swap there is none.
        const before = existsSync(database) ? hashOfFile(database) : null;
        // What a person has brought back at the next start may be cut off too.
        if (n % 3 === 2) sums.kills += Number(restore(base, refused(), between(random, 1, operations)) === null);
        const { found, broken, state, health } = whole(restore(base, refused()));
        if (n % 3 !== 2 && found === 'damaged') {
          expect(before).toBe(spoilt);
          expect(broken).toEqual({ refused: blocks.length, back: last - backedUp });
        }
        sums[found === 'damaged' ? 'old' : 'new']++;
        sums.told += Number(found === 'behind');
        sums.aside += Number(isAside);
        expect(isAside && found !== null).toBe(false);
        expect([state, health?.firstBad, health?.firstBadLine]).toEqual(['ready', null, null]);
        const [old = '', ...others] = asides();
        expect([others, names.map((name) => hashOfFile(join(folder, old, name)))]).toEqual([[], hashes]);
        const [place = '', ...more] = readdirSync(aside);
        expect([more, hashOfFile(join(aside, place, 'regulars.db'))]).toEqual([[], spoilt]);
        expect(leftIn(folder)).toEqual([]);

        const after = await nextStart(folder);
        expect([after.state, after.health?.journal, after.health?.firstBad]).toEqual(['ready', 'good', null]);
        expect(entriesOf(folder)).toEqual(entries.slice(0, last));
        expect(nameOf(folder, erased)).toBeNull();
        expect(look(folder, faultsIn)).toBeNull();
      } catch (error) {
        throw new Error(`seed ${seed}, kill ${n}: operation ${at} of ${operations}, ${part} ${blocks}`, {
          cause: error,
        });
      }
      rmSync(base, { recursive: true, force: true });
    }
    console.log(
      `R3, R6: ${sums.kills} kills in ${operations} operations of a restore beside a journal with a refused block: ${JSON.stringify(sums)}, 0 half (seed ${seed})`,
    );
    expect(Math.min(sums.old, sums.new, sums.told, sums.aside)).toBeGreaterThan(0);
  });
});

describe('a sound file beside such a journal', { timeout: 60_000 + disks * 10_000 }, () => {
  const open = (base: string, refused: readonly (string | number)[]) =>
    whole(
      answerOf<Pick<OutputFor<'shop.status'>, 'state' | 'failure' | 'health'> & { stamped: boolean }>(
        opener,
        base,
        refused,
      ),
    );

  test('is opened and goes on with a new one; it is said, nothing is lost, and the old one is kept', async (context) => {
    if (why) return context.skip(why);
    let refused = 0;
    for (const _ of upTo(disks)) {
      const { base, folder } = newBase(sound);
      const { journal } = shopFiles(folder);
      const part = partsOf(journal).at(-1) ?? '';
      const hashes = partsOf(journal).map((name) => hashOfFile(join(journal, name)));
      const blocks = [between(random, 0, Math.ceil(statSync(join(journal, part)).size / pageSize))];
      refused += blocks.length;
      const said = open(base, [part, ...blocks]);
      const where = `seed ${seed}, ${part}, blocks ${blocks}`;
      expect(said, where).toMatchObject({ state: 'ready', failure: null, stamped: true });
      expect(said.health?.journal, where).toBe('damaged');
      expect(entriesOf(folder).slice(0, entries.length), where).toEqual(entries);
      const [aside = ''] = readdirSync(folder).filter((name) => name.startsWith('journal-'));
      expect(
        partsOf(join(folder, aside)).map((name) => hashOfFile(join(folder, aside, name))),
        where,
      ).toEqual(hashes);
      expect((await nextStart(folder)).health).toMatchObject({ journal: 'good', firstBad: null, firstBadLine: null });
      expect(look(folder, faultsIn), where).toBeNull();
    }
    console.log(`R6: ${refused} blocks of a journal refused beside a sound file, 0 entries lost (seed ${seed})`);
  });

  test('what such a journal knows beyond the file is told before anything is opened, and comes back', async (context) => {
    if (why) return context.skip(why);
    const { base, folder } = newBase(sound);
    const { database, journal } = shopFiles(folder);
    // An older file: the backup in its place, as somebody may have put it there.
    const { backups } = shopFiles(folder);
    const [older = ''] = readdirSync(backups).filter((name) => name.endsWith('.db'));
    for (const end of ['-wal', '-shm']) rmSync(database + end, { force: true });
    cpSync(join(backups, older), database);
    const part = partsOf(journal).at(-1) ?? '';
    const said = open(base, [part, Math.floor(statSync(join(journal, part)).size / pageSize / 2)]);
    expect(said).toMatchObject({ state: 'failed', failure: { kind: 'behind' } });
    expect(said.failure?.lost?.entries).toBeGreaterThan(0);
    expect(readdirSync(folder).filter((name) => name.startsWith('journal-'))).toEqual([]);
  });
});
