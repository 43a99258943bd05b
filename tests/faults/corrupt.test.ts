import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { restoreFile } from '../../main/backups/restore.ts';
import { listBackups } from '../../main/backups/store.ts';
import { openHost } from '../../main/bridge/host.ts';
import { openKeysOf } from '../../main/keys/files.ts';
import { shopFiles } from '../../main/shop/files.ts';
import type { ShopStatus } from '../../preload/contract/shop.ts';
import { hashOfFile } from '../support/content.ts';
import { count, randomOf, seed, upTo } from '../support/counts.ts';
import { shopDatabase } from '../support/database.ts';
import { chooseAgain, csv, longLog } from '../support/logs.ts';
import { hostDefaults, minute, opening } from '../support/shop.ts';
import { faultsIn } from './support/check.ts';
import { anyPage, between, change, flip, noise, openBusyShop, pageSize } from './support/damage.ts';
import { look } from './support/file.ts';

/**
 * R6: what a disk does to a file in the years of a shop. Whatever was done to the ledger must be said before anything is written; nothing
 * that could still be evidence is overwritten; a backup and the journal bring every entry back. What the ledger does not hold
 * (a name, a setting) is noticed where the pages have checks of their own, and as far as SQLite's own check sees otherwise.
 */
const trials = count(24, 500, 5_000);
const memory = '/dev/shm';

type From = 'closed' | 'running' | 'brought';

interface Kept {
  /** After a clean end: one file, the journal, a backup that is older than the last entries. */
  readonly closed: string;
  /** Copied while the app ran: the newest work stands in the write-ahead log alone. */
  readonly running: string;
  /** The same when SQLite had brought the whole log into the file and not yet begun to write over it. */
  readonly brought: string;
  /** The database as it was at the time of the backup. */
  readonly young: string;
  /** The backup; and all entries, as they must be again. */
  readonly backup: string;
  readonly ledger: Readonly<Record<From, string>>;
  readonly encrypted: boolean;
}
let kept: Kept;
const places: string[] = [];
const place = (): string => {
  const made = mkdtempSync(join(memory, 'regulars-corrupt-'));
  places.push(made);
  return made;
};
afterAll(() => {
  for (const made of places) rmSync(made, { recursive: true, force: true });
});

const ledgerOf = (folder: string): string =>
  look(folder, (read) => JSON.stringify(read.prepare('SELECT * FROM entry ORDER BY seq').raw().all()));

const copy = (from: string): string => {
  const to = place();
  cpSync(from, to, { recursive: true, filter: (file) => !file.endsWith('-shm') });
  return to;
};

beforeAll(async () => {
  const { shop, work } = await openBusyShop();
  for (let n = 0; n < 120; n++) await work(n);
  const log = join(place(), 'log.csv');
  writeFileSync(log, csv(longLog(300, 40)));
  await shop.ok('visits.import', { file: await chooseAgain(shop, log) });
  shop.host.checkpoint();
  const young = copy(shop.folder);
  shop.pass(minute);
  await shop.ok('backups.make', {});
  const made = place();
  cpSync(shopFiles(shop.folder).backups, made, { recursive: true });
  for (let n = 120; n < 160; n++) await work(n);
  // In the file, and then some that are in the log alone: fewer pages than SQLite brings into the file by itself.
  shop.host.checkpoint();
  let n = 160;
  while (n < 167) await work(n++);
  expect(statSync(`${shop.file}-wal`).size).toBeLessThan(1_000 * pageSize);
  const running = copy(shop.folder);
  // So many that SQLite has brought them all into the file, and lies in wait to write over the log from its beginning.
  while (statSync(`${shop.file}-wal`).size < 1_000 * pageSize) await work(n++);
  const brought = copy(shop.folder);
  await shop.host.close();
  const closed = copy(shop.folder);
  // On a slow machine the host has made one by itself by now, which may have taken its place.
  cpSync(made, shopFiles(closed).backups, { recursive: true });
  await shop.close();
  const newest = listBackups(shopFiles(closed).backups).find(({ why }) => why === 'asked');
  const header = readFileSync(shopFiles(closed).database).toString('latin1', 0, 15);
  kept = {
    closed,
    running,
    young: shopFiles(young).database,
    backup: newest?.name ?? '',
    brought,
    ledger: { closed: ledgerOf(copy(closed)), running: ledgerOf(copy(running)), brought: ledgerOf(copy(brought)) },
    encrypted: header !== 'SQLite format 3',
  };
  expect(kept.ledger.brought).toBe(kept.ledger.closed);
}, 120_000);

type Damage = (folder: string, random: () => number) => void;

const ofFile =
  (work: (bytes: Buffer, random: () => number) => Buffer | undefined): Damage =>
  (folder, random) =>
    change(shopFiles(folder).database, (bytes) => work(bytes, random));
const ofLog =
  (work: (bytes: Buffer, random: () => number) => Buffer | undefined): Damage =>
  (folder, random) =>
    change(`${shopFiles(folder).database}-wal`, (bytes) => work(bytes, random));
const newestPart = (folder: string): string => {
  const { journal } = shopFiles(folder);
  return join(
    journal,
    readdirSync(journal)
      .filter((name) => name.endsWith('.log'))
      .sort()
      .at(-1) ?? '',
  );
};

/** Of the closed shop's file. */
const ofTheFile: Readonly<Record<string, Damage>> = {
  bit: ofFile((bytes, random) => flip(bytes, random)),
  bytes: ofFile(
    (bytes, random) => void noise(random, between(random, 2, 40)).copy(bytes, between(random, 0, bytes.length - 40)),
  ),
  sector: ofFile((bytes, random) => void noise(random, 512).copy(bytes, between(random, 0, bytes.length / 512) * 512)),
  'page zeroed': ofFile((bytes, random) => {
    const at = anyPage(bytes, random);
    return bytes.fill(0, at, at + pageSize);
  }),
  'stale page': (folder, random) => {
    const young = readFileSync(kept.young);
    change(shopFiles(folder).database, (bytes) => {
      // One that has changed since: else nothing is stale.
      for (;;) {
        const at = anyPage(young, random);
        if (at === 0 || young.subarray(at, at + pageSize).equals(bytes.subarray(at, at + pageSize))) continue;
        young.copy(bytes, at, at, at + pageSize);
        return bytes;
      }
    });
  },
  'swapped pages': ofFile((bytes, random) => {
    const a = anyPage(bytes, random);
    // Another one: a page that takes its own place is no damage.
    let b = a;
    while (b === a) b = anyPage(bytes, random);
    const page = Buffer.from(bytes.subarray(a, a + pageSize));
    bytes.copy(bytes, a, b, b + pageSize);
    page.copy(bytes, b);
    return bytes;
  }),
  truncated: (folder, random) => {
    const { database } = shopFiles(folder);
    truncateSync(database, between(random, 1, statSync(database).size));
  },
  header: ofFile((bytes, random) => void noise(random, 8).copy(bytes, between(random, 0, 92))),
};
/** Of the write-ahead log that a sudden end left. */
const ofTheLog = {
  'log: bit': ofLog((bytes, random) => flip(bytes, random)),
  'log: header': ofLog((bytes, random) => void noise(random, 4).copy(bytes, between(random, 0, 28))),
  'log: cut': (folder, random) => {
    const file = `${shopFiles(folder).database}-wal`;
    truncateSync(file, between(random, 0, statSync(file).size));
  },
  'log: gone': (folder) => rmSync(`${shopFiles(folder).database}-wal`),
  'log: zeroed': ofLog((bytes) => bytes.fill(0)),
} as const satisfies Readonly<Record<string, Damage>>;
/** Of what lies beside the database, which is sound itself. */
const beside: Readonly<Record<string, Damage>> = {
  'journal: bit': (folder, random) => change(newestPart(folder), (bytes) => flip(bytes, random)),
  'journal: cut': (folder, random) =>
    truncateSync(newestPart(folder), between(random, 0, statSync(newestPart(folder)).size)),
  'journal: part gone': (folder) => rmSync(newestPart(folder)),
  'journal: gone': (folder) => rmSync(shopFiles(folder).journal, { recursive: true }),
};

/** What the app says at its next start. */
async function started(folder: string) {
  const host = await openHost({ folder, clock: () => opening + 1_000 * minute, ...hostDefaults });
  const status = await host.call('shop.status', {}, null);
  if (!status.ok) throw new Error(status.error.code);
  return { host, status: status.value as ShopStatus };
}

const said = ({ state, failure, health }: ShopStatus): string | null => {
  if (state === 'failed') return failure?.kind ?? 'failed';
  if (state !== 'ready') return state;
  if (health?.firstBad !== null) return 'an entry is not as it was written';
  return health.journal === 'good' ? null : `journal ${health.journal}`;
};

const sums = { noticed: 0, trials: 0, quiet: 0 };
let slowest = 0;

/** One damage: what is said, that nothing was written before it, and the way back. Answers what was said; null when nothing was. */
async function trial(from: From, damage: Damage, random: () => number): Promise<string | null> {
  const folder = copy(kept[from]);
  try {
    damage(folder, random);
    const { database, damaged } = shopFiles(folder);
    const before = hashOfFile(database);
    const log = existsSync(`${database}-wal`) ? hashOfFile(`${database}-wal`) : null;
    const { host, status } = await started(folder);
    const words = said(status);
    // A damaged shop is never taken for none: a first run would be made over it.
    expect(['failed', 'ready']).toContain(status.state);
    if (status.state === 'failed') {
      // Nothing was written: whoever looks into it later finds what the disk left.
      expect(hashOfFile(database)).toBe(before);
      if (log !== null) expect(hashOfFile(`${database}-wal`)).toBe(log);
      if (status.failure?.kind === 'damaged') {
        expect(status.failure.kept).toContain('damaged');
        expect(readdirSync(damaged).map((name) => hashOfFile(join(damaged, name, 'regulars.db')))).toContain(before);
      }
    }
    // The way back: what the journal knows, or a backup and then what the journal knows.
    const began = performance.now();
    if (status.state === 'failed' && status.failure?.kind === 'behind') {
      expect(await host.call('shop.bringBack', {}, null)).toMatchObject({ ok: true });
      await host.close();
    } else {
      await host.close();
      if (status.state !== 'ready' || status.health?.firstBad !== null) {
        const path = join(shopFiles(folder).backups, kept.backup);
        const source = { file: { ...shopDatabase(folder), path }, sha256: hashOfFile(path) };
        await restoreFile(folder, source, opening, { own: openKeysOf(folder) });
        const again = await started(folder);
        if (again.status.failure?.kind === 'behind')
          expect(await again.host.call('shop.bringBack', {}, null)).toMatchObject({ ok: true });
        await again.host.close();
      }
    }
    if (words !== null) slowest = Math.max(slowest, performance.now() - began);
    expect(ledgerOf(folder)).toBe(kept.ledger[from]);
    // Silently opened: not an entry may be another than it was, which the line before has looked at; caches may be wrong.
    if (words !== null && status.state === 'failed') expect(look(folder, faultsIn)).toBeNull();
    return words;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function trialsOf(kinds: Readonly<Record<string, Damage>>, from: From, share: number) {
  const random = randomOf(seed);
  const found: Record<string, { noticed: number; of: number; said: Record<string, number> }> = {};
  const names = Object.keys(kinds);
  for (const n of upTo(Math.max(names.length, trials * share), share)) {
    const name = names[n % names.length] ?? '';
    const one = found[name] ?? { noticed: 0, of: 0, said: {} };
    found[name] = one;
    let words: string | null;
    try {
      words = await trial(from, kinds[name] as Damage, random);
    } catch (error) {
      throw new Error(`seed ${seed}, trial ${n}: ${name}`, { cause: error });
    }
    one.of++;
    sums.trials++;
    if (words === null) sums.quiet++;
    else {
      one.noticed++;
      sums.noticed++;
      one.said[words] = (one.said[words] ?? 0) + 1;
    }
  }
  for (const [name, { noticed, of, said }] of Object.entries(found))
    console.log(`R6, ${name}: noticed ${noticed} of ${of} ${JSON.stringify(said)}`);
  return found;
}

describe('R6 damage', { timeout: 120_000 + trials * 2_000 }, () => {
  test('of the file: never an entry another than it was, and all of them back', async () => {
    const found = await trialsOf(ofTheFile, 'closed', 0.7);
    // Pages with checks of their own tell every change but the two that put a whole sound page where another belongs.
    if (kept.encrypted)
      for (const [name, { noticed, of }] of Object.entries(found))
        if (name !== 'stale page') expect([name, noticed]).toEqual([name, of]);
    for (const name of ['truncated']) expect(found[name]?.noticed).toBe(found[name]?.of);
  });

  test('of the write-ahead log: nothing that was acknowledged is gone without a word', async () => {
    const found = await trialsOf(ofTheLog, 'running', 0.2);
    for (const name of ['log: gone', 'log: zeroed', 'log: header']) expect(found[name]?.noticed).toBe(found[name]?.of);
  });

  // SQLite lays the pages of such a log over the newer ones of the file, up to the damage.
  test('of a log that is in the file already: never an entry another than it was, and all of them back', async () => {
    await trialsOf({ 'log: bit': ofTheLog['log: bit'], 'log: cut': ofTheLog['log: cut'] }, 'brought', 0.04);
  });

  test('of the journal: the ledger goes on, and it is said', async () => {
    const found = await trialsOf(beside, 'closed', 0.1);
    for (const name of ['journal: part gone', 'journal: gone']) expect(found[name]?.noticed).toBe(found[name]?.of);
  });

  test('of the key: said, and no entry lost', async () => {
    const { key } = shopFiles(kept.closed);
    if (!existsSync(key)) return;
    const random = randomOf(seed);
    for (const damage of [
      (file: string) => change(file, (bytes) => flip(bytes, random)),
      (file: string) => truncateSync(file, 20),
      (file: string) => rmSync(file),
    ]) {
      const folder = copy(kept.closed);
      damage(shopFiles(folder).key);
      const { host, status } = await started(folder);
      await host.close();
      expect(said(status)).not.toBeNull();
      // With the key put back nothing is lost.
      if (status.state === 'ready') expect(ledgerOf(folder)).toBe(kept.ledger.closed);
    }
  });

  test('of a backup: it is refused, and the shop stays as it is', async () => {
    const random = randomOf(seed);
    const rounds = Math.max(6, Math.floor(trials / 12));
    const folder = copy(kept.closed);
    const file = join(shopFiles(folder).backups, kept.backup);
    const sound = readFileSync(file);
    const { host } = await started(folder);
    const people = await host.call('people.list', {}, null);
    const [owner] = (people.ok ? people.value : []) as { personId: string; role: string }[];
    await host.call('people.signIn', { personId: owner?.personId, pin: '1111' }, null);
    const preview = () => host.call('backups.preview', { name: kept.backup }, null);
    expect(await preview()).toMatchObject({ ok: true });
    for (let n = 0; n < rounds; n++) {
      const bytes = Buffer.from(sound);
      if (n % 3 === 0) flip(bytes, random);
      else if (n % 3 === 1) noise(random, 512).copy(bytes, between(random, 0, bytes.length - 512));
      writeFileSync(file, n % 3 === 2 ? bytes.subarray(0, between(random, 1, bytes.length)) : bytes);
      const answer = await preview();
      expect(answer).toMatchObject({ ok: false });
      if (!answer.ok) expect(['BACKUP_UNFIT', 'NOT_FOUND']).toContain(answer.error.code);
    }
    console.log(`R6, backups: ${rounds} of ${rounds} damaged ones refused`);
    await host.close();
    expect(ledgerOf(folder)).toBe(kept.ledger.closed);
  });

  test('control: a program that only opens the file and reads sees little of it, and nothing of a lost log', async () => {
    const random = randomOf(seed);
    const folder = copy(kept.running);
    rmSync(`${shopFiles(folder).database}-wal`);
    const sees = (of: string): boolean => {
      try {
        const database = new Database(shopFiles(of).database, { readonly: true });
        database.prepare('SELECT count(*) FROM entry').get();
        database.close();
        return false;
      } catch {
        return true;
      }
    };
    if (!kept.encrypted) {
      expect(sees(folder)).toBe(false);
      let seen = 0;
      for (let n = 0; n < 40; n++) {
        const bent = copy(kept.closed);
        ofTheFile.bit?.(bent, random);
        if (sees(bent)) seen++;
        rmSync(bent, { recursive: true, force: true });
      }
      console.log(`R6, control: a program that only opens the file noticed ${seen} of 40 bits`);
      expect(seen).toBeLessThan(20);
    }
    copyFileSync(shopFiles(kept.closed).database, join(folder, 'as-it-was.db'));
    console.log(
      `R6: ${sums.noticed} of ${sums.trials} damages noticed (${kept.encrypted ? 'encrypted' : 'plain file'}), the other ${sums.quiet} changed no entry; 0 entries lost after restore and replay, slowest way back ${slowest.toFixed(0)} ms (seed ${seed})`,
    );
  });
});
