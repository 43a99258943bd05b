import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openReader, type ReadConnection } from '../../db/open.ts';
import { type Host, openHost } from '../../main/bridge/host.ts';
import { shopFiles } from '../../main/shop/files.ts';
import type { InputFor, OutputFor, ProcedureName } from '../../preload/contract/index.ts';
import { hashOfFile } from '../support/content.ts';
import { count, randomOf, seed, upTo } from '../support/counts.ts';
import { shopDatabase } from '../support/database.ts';
import { chooseAgain, csv, longLog } from '../support/logs.ts';
import { hostDefaults, minute, opening, pins } from '../support/shop.ts';
import { faultsIn } from './support/check.ts';
import { between, change, flip, noise, openBusyShop, pageSize } from './support/damage.ts';
import { look } from './support/file.ts';

/**
 * R6, when there is no backup: a shop is saved from its damaged file and its journal. Every entry that the journal has is there again, every
 * balance is what it was, and everybody has their name whose row lies on a page that can be read. What is said to be missing is missing.
 */
const trials = count(12, 20, 1_500);

interface Kept {
  /** After a clean end, and copied while the app ran: the newest work stands in the write-ahead log alone. */
  readonly closed: string;
  readonly running: string;
  readonly entries: unknown[];
  readonly cards: unknown[];
  readonly names: ReadonlyMap<number, string>;
  /** The customers of each page that some have their row on, as the engine sees it. */
  readonly pages: ReadonlyMap<number, readonly number[]>;
  readonly innerPages: readonly number[];
  readonly owner: string;
  readonly code: string;
  readonly customerId: string;
  readonly programId: string;
}
let kept: Kept;
const places: string[] = [];
const place = (): string => {
  const made = mkdtempSync('/dev/shm/regulars-salvage-');
  places.push(made);
  return made;
};
const copy = (from: string): string => {
  const to = place();
  cpSync(from, to, { recursive: true, filter: (file) => !file.endsWith('-shm') });
  return to;
};
afterAll(() => {
  for (const made of places) rmSync(made, { recursive: true, force: true });
});

const entriesIn = (read: ReadConnection) => read.prepare('SELECT * FROM entry ORDER BY seq').raw().all();
const cardsIn = (read: ReadConnection) =>
  read.prepare('SELECT customerKey, programKey, balance, carry, lap FROM card ORDER BY key').raw().all();
const namesIn = (read: ReadConnection) =>
  new Map(
    (read.prepare('SELECT key, name FROM customer').raw().all() as [number, string | null][]).flatMap(([key, name]) =>
      name === null ? [] : [[key, name] as const],
    ),
  );

/** Which customers cannot be read any more when a page is gone; by the engine, which knows nothing of how we read. */
function pagesOfCustomers(folder: string): { pages: Map<number, number[]>; innerPages: number[] } {
  const found = look(
    folder,
    (read) =>
      read.prepare("SELECT pageno, pagetype FROM dbstat WHERE name = 'customer'").raw().all() as [number, string][],
  );
  const pages = new Map<number, number[]>();
  const { path, key } = shopDatabase(folder);
  const sound = readFileSync(path);
  const trial = join(place(), 'one.db');
  for (const [page] of found.filter(([, type]) => type === 'leaf')) {
    const bytes = Buffer.from(sound);
    bytes.fill(0, (page - 1) * pageSize, page * pageSize);
    writeFileSync(trial, bytes);
    const gone: number[] = [];
    for (const customer of kept.names.keys()) {
      const read = openReader({ path: trial, key });
      try {
        read.prepare('SELECT name FROM customer WHERE key = ?').get(customer);
      } catch {
        gone.push(customer);
      } finally {
        read.close();
      }
    }
    pages.set(page, gone);
  }
  return { pages, innerPages: found.filter(([, type]) => type !== 'leaf').map(([page]) => page) };
}

beforeAll(async () => {
  const { shop, work } = await openBusyShop();
  const { code } = await shop.ok('people.makeRecoveryCode', {});
  await shop.ok('people.confirmRecoveryCode', { recoveryCode: code });
  for (let n = 0; n < 100; n++) await work(n);
  const log = join(place(), 'log.csv');
  writeFileSync(log, csv(longLog(300, 40)));
  await shop.ok('visits.import', { file: await chooseAgain(shop, log) });
  for (let n = 100; n < 110; n++) await work(n);
  shop.host.checkpoint();
  for (let n = 110; n < 125; n++) await work(n);
  const running = copy(shop.folder);
  const [someone] = await shop.ok('counter.find', { text: 'Customer 7' });
  const { owner } = shop.people;
  const { programId } = shop;
  await shop.host.close();
  const closed = copy(shop.folder);
  await shop.close();
  kept = {
    ...{ closed, running, owner, code, programId, customerId: someone?.customerId ?? '' },
    ...look(closed, (read) => ({ entries: entriesIn(read), cards: cardsIn(read), names: namesIn(read) })),
    ...{ pages: new Map(), innerPages: [] },
  };
  kept = { ...kept, ...pagesOfCustomers(closed) };
  expect([...kept.pages.values()].flat().sort((a, b) => a - b)).toEqual([...kept.names.keys()].sort((a, b) => a - b));
  expect(kept.innerPages.length).toBeGreaterThan(0);
}, 120_000);

async function started(folder: string) {
  const host = await openHost({ folder, clock: () => opening + 1_000 * minute, ...hostDefaults });
  return { host, ...speaking(host) };
}

const speaking = (host: Host) => ({
  async ok<N extends ProcedureName>(name: N, input: InputFor<N>): Promise<OutputFor<N>> {
    const answer = await host.call(name, input, uuidv7());
    if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.error)}`);
    return answer.value as OutputFor<N>;
  },
});

/** The file's and its log's bytes; a log that is empty says as little as none. */
const bytesOf = (database: string): (string | null)[] =>
  ['', '-wal'].map((end) => {
    const file = database + end;
    return existsSync(file) && statSync(file).size > 0 ? hashOfFile(file) : null;
  });

/** What a disk does to a page. */
const spoil: readonly ((page: Buffer, random: () => number) => void)[] = [
  (page) => void page.fill(0),
  (page) => void page.fill(0xa5),
  (page, random) => void noise(random, pageSize).copy(page),
  (page, random) => void noise(random, 512).copy(page, between(random, 0, 8) * 512),
  (page, random) => void flip(page, random),
  // Its tag alone.
  (page) => page.writeUInt8(page.readUInt8(pageSize - 60) ^ 1, pageSize - 60),
];

/** Spoils a share of the pages, and some that are wanted in any case. Answers which. */
function damage(file: string, random: () => number, share: number, always: readonly number[]): Set<number> {
  const bad = new Set(always);
  change(file, (bytes) => {
    const pages = bytes.length / pageSize;
    for (let page = 1; page <= pages; page++) if (random() < share) bad.add(page);
    if (bad.size === 0) bad.add(between(random, 2, pages));
    for (const page of bad)
      spoil[between(random, 0, spoil.length)]?.(bytes.subarray((page - 1) * pageSize, page * pageSize), random);
    return bytes;
  });
  return bad;
}

async function mustSave(folder: string) {
  const way = await saved(folder);
  if (!way) throw new Error('the file is not damaged');
  return way;
}

async function saved(folder: string) {
  const { host, ok } = await started(folder);
  const { failure } = await ok('shop.status', {});
  // A page that nothing is on, or of which the log has a newer one: there is nothing to save.
  if (failure?.kind !== 'damaged') {
    await host.close();
    return null;
  }
  const found = await ok('rescue.salvage', {});
  const [who] = found.owners;
  const personId = who?.personId as never;
  const proof = who?.pin
    ? ({ by: 'pin', personId, pin: pins.owner } as const)
    : ({ by: 'code', personId, recoveryCode: kept.code, pin: '8642' } as const);
  return { host, ok, found, take: () => ok('rescue.restore', { source: found.source, typed: found.shopName, proof }) };
}

/** A damage and the way out of it. */
async function trial(n: number, random: () => number): Promise<{ nameless: number } | null> {
  const from = n % 3 === 2 ? 'running' : 'closed';
  const folder = copy(kept[from]);
  try {
    const { database, backups, aside } = shopFiles(folder);
    rmSync(backups, { recursive: true, force: true });
    const share = [0, 0.02, 0.1, 0.2, 0.3][n % 5] ?? 0;
    const always = [...(n % 4 === 1 ? [1] : []), ...(n % 4 === 2 ? kept.innerPages : [])];
    const bad = damage(database, random, share, always);
    if (from === 'running' && n % 2 === 0) rmSync(`${database}-wal`);
    const before = bytesOf(database);
    const way = await saved(folder);
    if (!way) return null;
    const { host, ok, found, take } = way;
    expect(bytesOf(database)).toEqual(before);

    // The journal has every entry of this shop.
    expect([found.entries, found.entriesOnce]).toEqual([kept.entries.length, kept.entries.length]);
    await take();
    const { state, health } = await ok('shop.status', {});
    expect([state, health?.firstBad, health?.firstBadLine]).toEqual(['ready', null, null]);
    const [place = ''] = readdirSync(aside);
    expect(bytesOf(join(aside, place, 'regulars.db'))).toEqual(before);
    expect(existsSync(shopFiles(folder).salvaged)).toBe(false);
    look(folder, (read) => {
      expect(faultsIn(read)).toBeNull();
      expect(entriesIn(read)).toEqual(kept.entries);
      expect(cardsIn(read)).toEqual(kept.cards);
      const names = namesIn(read);
      if (from === 'closed')
        for (const [page, customers] of kept.pages)
          for (const customer of customers)
            if (!bad.has(page)) expect([customer, names.get(customer)]).toEqual([customer, kept.names.get(customer)]);
      // Nobody has got another name.
      for (const [customer, name] of names) expect(name).toBe(kept.names.get(customer));
      expect(found.known).toBe(names.size);
    });
    await ok('counter.stamp', { customerId: kept.customerId as never, programId: kept.programId as never });
    await host.close();
    // And the next start finds nothing to say.
    const again = await started(folder);
    const next = await again.ok('shop.status', {});
    expect([next.state, next.health?.journal, next.health?.firstBad]).toEqual(['ready', 'good', null]);
    await again.host.close();
    return { nameless: found.nameless };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('R6: a shop saved from its damaged file', { timeout: 120_000 + trials * 4_000 }, () => {
  test('has every entry that the journal has, every balance, and every name that can be read', async () => {
    const random = randomOf(seed);
    const sums = { trials: 0, nameless: 0 };
    for (const n of upTo(trials)) {
      try {
        const done = await trial(n, random);
        if (!done) continue;
        sums.trials++;
        sums.nameless += done.nameless;
      } catch (error) {
        throw new Error(`seed ${seed}, trial ${n}`, { cause: error });
      }
    }
    expect(sums.trials).toBeGreaterThan(trials * 0.8);
    console.log(
      `R6, salvage: ${sums.trials} of ${trials} damaged files saved without a backup, 0 entries lost, ${sums.nameless} of ${sums.trials * kept.names.size} customers without their name (seed ${seed})`,
    );
  });

  test('names that are lost come from an older backup, where there is one', async () => {
    const folder = copy(kept.closed);
    const sound = await started(folder);
    await sound.ok('people.signIn', { personId: kept.owner as never, pin: pins.owner });
    await sound.ok('backups.make', {});
    await sound.host.close();
    damage(shopFiles(folder).database, randomOf(seed), 0.3, [1, ...kept.innerPages, ...kept.pages.keys()]);
    const { host, ok, found, take } = await mustSave(folder);
    expect([found.known, found.nameless]).toEqual([kept.names.size, 0]);
    expect(found.fromBackup).toBe(kept.names.size);
    await take();
    expect((await ok('counter.find', { text: 'Customer 7' }))[0]?.name).toBe('Customer 7');
    await host.close();
    look(folder, (read) => {
      expect(faultsIn(read)).toBeNull();
      expect(namesIn(read)).toEqual(kept.names);
      expect(entriesIn(read)).toEqual(kept.entries);
    });
  });

  test('without its journal the entries of bad pages are missing, and it says how many; all others count', async () => {
    const folder = copy(kept.closed);
    const { database, backups, journal, aside } = shopFiles(folder);
    for (const one of [backups, journal]) rmSync(one, { recursive: true, force: true });
    // Pages of the ledger alone, so that everybody can still be asked for their PIN.
    const ledger = look(
      folder,
      (read) =>
        read
          .prepare("SELECT pageno FROM dbstat WHERE name = 'entry' AND pagetype = 'leaf' ORDER BY pageno")
          .pluck()
          .all() as number[],
    );
    const random = randomOf(seed);
    change(database, (bytes) => {
      for (const page of ledger.filter((_, i) => i % 5 === 1)) bytes.fill(0, (page - 1) * pageSize, page * pageSize);
      return bytes;
    });
    damage(database, random, 0, [1]);
    const { host, ok, found, take } = await mustSave(folder);
    expect(found.entriesOnce).toBe(kept.entries.length);
    expect(found.entries).toBeLessThan(found.entriesOnce);
    expect(found.entries).toBeGreaterThan(kept.entries.length / 2);
    await take();
    const { state, health } = await ok('shop.status', {});
    expect([state, health?.firstBad]).toEqual(['ready', null]);
    const left = look(folder, (read) => {
      expect(faultsIn(read)).toBeNull();
      return (entriesIn(read) as [number, string][]).map(([, id]) => id);
    });
    expect(left).toHaveLength(found.entries);
    // Nothing was made up, and what is left is in the order it was.
    const all = (kept.entries as [number, string][]).map(([, id]) => id);
    expect(all.filter((id) => left.includes(id))).toEqual(left);
    await ok('counter.stamp', { customerId: kept.customerId as never, programId: kept.programId as never });
    await host.close();
    expect(readdirSync(aside)).toHaveLength(1);
    const again = await started(folder);
    expect((await again.ok('shop.status', {})).health).toMatchObject({ journal: 'good', firstBad: null });
    await again.host.close();
  });

  test('with neither journal nor backup whatever is left of up to half the pages makes a sound shop that opens', async () => {
    const random = randomOf(seed);
    let entries = 0;
    let once = 0;
    for (const n of upTo(Math.ceil(trials / 3))) {
      const folder = copy(kept.closed);
      try {
        const { database, backups, journal } = shopFiles(folder);
        for (const one of [backups, journal]) rmSync(one, { recursive: true, force: true });
        damage(database, random, [0.05, 0.15, 0.3, 0.5][n % 4] ?? 0, [1]);
        const { host, ok, found, take } = await mustSave(folder);
        entries += found.entries;
        once += kept.entries.length;
        await take();
        const { state, health } = await ok('shop.status', {});
        expect([state, health?.firstBad, health?.firstBadLine]).toEqual(['ready', null, null]);
        // Also the rules of programs that had to be made up can be read.
        await ok('programs.list', {});
        const { customerId } = await ok('customers.enrol', { name: 'Somebody new' });
        expect(await ok('counter.find', { text: 'somebody new' })).toMatchObject([{ customerId }]);
        await host.close();
        expect(look(folder, faultsIn)).toBeNull();
      } catch (error) {
        throw new Error(`seed ${seed}, trial ${n}`, { cause: error });
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }
    expect(entries).toBeLessThan(once);
    console.log(
      `R6, salvage without a journal: ${entries} of ${once} entries in ${Math.ceil(trials / 3)} shops (seed ${seed})`,
    );
  });

  test('without a page that can be read it is what the journal knows; without that there is nothing', async () => {
    const folder = copy(kept.closed);
    const { database, backups } = shopFiles(folder);
    rmSync(backups, { recursive: true, force: true });
    change(database, (bytes) => bytes.fill(0xa5));
    const { host, ok, found, take } = await mustSave(folder);
    expect(found).toMatchObject({ known: 0, entries: kept.entries.length, shopName: 'Regulars', hasCode: true });
    expect(found.parts).toEqual(expect.arrayContaining(['customers', 'details', 'people', 'settings']));
    await take();
    expect((await ok('people.session', {})).person?.role).toBe('owner');
    await ok('counter.stamp', { customerId: kept.customerId as never, programId: kept.programId as never });
    await host.close();
    look(folder, (read) => {
      expect(faultsIn(read)).toBeNull();
      expect(cardsIn(read)[0]).toEqual(kept.cards[0]);
    });

    const nothing = copy(kept.closed);
    for (const one of [shopFiles(nothing).backups, shopFiles(nothing).journal])
      rmSync(one, { recursive: true, force: true });
    change(shopFiles(nothing).database, (bytes) => bytes.fill(0xa5));
    const second = await started(nothing);
    expect(await second.host.call('rescue.salvage', {}, uuidv7())).toMatchObject({
      error: { code: 'NOT_SALVAGED', params: { why: 'nothing' } },
    });
    await second.host.close();
  });
});
