import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { copyUnderKey, type DatabaseFile } from '../../db/cipher.ts';
import { schemaVersion } from '../../db/migrations/index.ts';
import { inTransaction, openReader, openWriter, type WriteConnection } from '../../db/open.ts';
import { openHost } from '../../main/bridge/host.ts';
import { shopFiles } from '../../main/shop/files.ts';
import { openShop } from '../../main/shop/open.ts';
import type { ShopStatus } from '../../preload/contract/shop.ts';
import { contentHash, hashOfFile } from '../support/content.ts';
import { plain, spoilOpen } from '../support/database.ts';
import { copyTestShop, firstRun, hostDefaults, opening, openTestShop, pins, testFolder } from '../support/shop.ts';

const now = () => opening;

/** Starts the app on the folder, asks for its state, tries to make a shop over it, ends it. */
async function started(folder: string): Promise<ShopStatus> {
  const host = await openHost({ folder, clock: now, ...hostDefaults });
  try {
    const status = await host.call('shop.status', {}, null);
    if (!status.ok) throw new Error(status.error.code);
    const state = status.value as ShopStatus;
    if (state.state === 'failed') {
      expect(await host.call('shop.create', firstRun, null)).toMatchObject({ ok: false, error: { code: 'NO_SHOP' } });
      expect(await host.call('programs.list', {}, null)).toMatchObject({ ok: false, error: { code: 'NO_SHOP' } });
    }
    return state;
  } finally {
    await host.close();
  }
}

/** Changes a closed shop with a tool, without leaving a log behind. */
function tamper(file: DatabaseFile, sql: (write: WriteConnection) => void): void {
  const write = openWriter(file);
  sql(write);
  write.pragma('wal_checkpoint(TRUNCATE)');
  write.close();
}

describe('a database from a newer version', () => {
  test('is refused, with its bytes untouched', async () => {
    const { folder, file, database } = await copyTestShop();
    tamper(database, (write) => write.pragma(`user_version = ${schemaVersion + 3}`));
    const before = hashOfFile(file);
    expect(await started(folder)).toMatchObject({
      state: 'failed',
      failure: { kind: 'newer', found: schemaVersion + 3, known: schemaVersion, kept: null },
    });
    expect(hashOfFile(file)).toBe(before);
    expect(existsSync(shopFiles(folder).backups)).toBe(false);
  });

  test('keeps also what only its log holds', async () => {
    const { folder, file, database: original } = await copyTestShop();
    const killed = testFolder();
    copyFileSync(shopFiles(folder).key, shopFiles(killed).key);
    const write = openWriter(original);
    write.pragma(`user_version = ${schemaVersion + 1}`);
    inTransaction(write, () => write.exec("UPDATE shop SET name = 'of tomorrow'"));
    // As a crash leaves it: the file and a log that is ahead of it.
    for (const suffix of ['', '-wal']) copyFileSync(file + suffix, join(killed, `regulars.db${suffix}`));
    write.close();
    const { database } = shopFiles(killed);
    const before = [hashOfFile(database), hashOfFile(`${database}-wal`)];
    expect(await started(killed)).toMatchObject({ state: 'failed', failure: { kind: 'newer' } });
    expect([hashOfFile(database), hashOfFile(`${database}-wal`)]).toEqual(before);
    expect(folder).not.toBe(killed);
  });

  test('control: the same file of this version opens, and is written to', async () => {
    const { folder, database } = await copyTestShop();
    tamper(database, (write) => write.pragma(`user_version = ${schemaVersion}`));
    expect(await started(folder)).toMatchObject({ state: 'ready', failure: null });
  });
});

describe('a file that is no shop of ours', () => {
  test('text is recognised as damaged, kept and left alone', async () => {
    const folder = testFolder();
    const { database } = shopFiles(folder);
    writeFileSync(database, 'this is a shopping list, not a database\n'.repeat(200));
    const before = hashOfFile(database);
    const { state, failure } = await started(folder);
    expect(state).toBe('failed');
    expect(failure?.kind).toBe('damaged');
    expect(hashOfFile(database)).toBe(before);
    expect(hashOfFile(join(folder, failure?.kept ?? '', 'regulars.db'))).toBe(before);
  });

  test("another program's database is left alone", async () => {
    const { folder, file, database } = await copyTestShop();
    tamper(database, (write) => write.pragma('application_id = 1234'));
    const before = hashOfFile(file);
    expect(await started(folder)).toMatchObject({ state: 'failed', failure: { kind: 'unreadable' } });
    expect(hashOfFile(file)).toBe(before);
  });

  test("another program's database without a version is left alone too", async () => {
    const folder = testFolder();
    const { database } = shopFiles(folder);
    const write = openWriter(plain(database));
    write.pragma('journal_mode = DELETE');
    write.exec("CREATE TABLE recipes (name TEXT); INSERT INTO recipes VALUES ('cozonac')");
    write.close();
    const before = hashOfFile(database);
    expect(await started(folder)).toMatchObject({ state: 'failed', failure: { kind: 'unreadable' } });
    expect(hashOfFile(database)).toBe(before);
  });
});

describe('a damaged database', () => {
  /** Overwrites the content part of pages with noise, from the third page on. */
  function damage(file: string): void {
    const bytes = readFileSync(file);
    const pageSize = bytes.readUInt16BE(16);
    for (let page = 2; page * pageSize < bytes.length; page += 3)
      bytes.fill(0xa5, page * pageSize, page * pageSize + 64);
    writeFileSync(file, bytes);
  }

  test('is recognised, kept, explained and not touched', async () => {
    const { folder, file } = await copyTestShop();
    damage(file);
    const before = hashOfFile(file);
    const { state, failure } = await started(folder);
    expect(state).toBe('failed');
    expect(failure).toMatchObject({ kind: 'damaged', kept: expect.stringContaining('damaged') });
    expect(hashOfFile(join(folder, failure?.kept ?? '', 'regulars.db'))).toBe(before);
    expect(hashOfFile(file)).toBe(before);
  });

  test('a truncated one as well', async () => {
    const { folder, file } = await copyTestShop();
    writeFileSync(file, readFileSync(file).subarray(0, Math.floor(statSync(file).size / 2)));
    const before = hashOfFile(file);
    expect(await started(folder)).toMatchObject({ state: 'failed', failure: { kind: 'damaged' } });
    expect(hashOfFile(file)).toBe(before);
  });

  test('started again and again it is kept once', async () => {
    const { folder, file } = await copyTestShop();
    damage(file);
    for (let i = 0; i < 3; i++) {
      const opened = await openShop(folder, () => opening + i * 1000);
      expect(opened).toMatchObject({ state: 'failed', failure: { kind: 'damaged' } });
    }
    expect(readdirSync(shopFiles(folder).damaged)).toHaveLength(1);
  });
});

describe('a first run that was cut off', () => {
  test.each([
    ['before the tables', (_write: WriteConnection) => undefined],
    ['before the shop itself', (write: WriteConnection) => void write.exec('DELETE FROM shop; DELETE FROM device')],
  ])('%s starts over', async (_when, cut) => {
    const folder = testFolder();
    const { database } = shopFiles(folder);
    if (_when === 'before the tables') {
      openWriter(plain(database)).close();
      expect(statSync(database).size).toBeGreaterThan(0);
    } else {
      copyUnderKey((await copyTestShop()).database, plain(database));
      tamper(plain(database), (write) => {
        write.pragma('foreign_keys = OFF');
        write.exec('DELETE FROM person; DELETE FROM programReward; DELETE FROM programVersion; DELETE FROM program');
        cut(write);
      });
    }
    const host = await openHost({ folder, clock: now, ...hostDefaults });
    try {
      expect(await host.call('shop.status', {}, null)).toMatchObject({ ok: true, value: { state: 'empty' } });
      expect(await host.call('shop.create', firstRun, null)).toMatchObject({ ok: true });
      expect(await host.call('shop.status', {}, null)).toMatchObject({ ok: true, value: { state: 'ready' } });
    } finally {
      await host.close();
    }
  });
});

test('an empty folder is a first run, and an empty file too', async () => {
  const folder = testFolder();
  expect(await started(folder)).toMatchObject({ state: 'empty' });
  writeFileSync(shopFiles(folder).database, '');
  expect(await started(folder)).toMatchObject({ state: 'empty' });
});

test('opening and closing a sound shop changes nothing in it', async () => {
  const { folder, database } = await copyTestShop();
  const look = () => {
    const read = openReader(database);
    try {
      return contentHash(read);
    } finally {
      read.close();
    }
  };
  const before = look();
  expect(await started(folder)).toMatchObject({ state: 'ready' });
  expect(look()).toBe(before);
});

test('a shop that was closed is not opened again by what outlived it', async () => {
  const { folder } = await copyTestShop();
  const opened = await openShop(folder, now);
  if (opened.state !== 'open') throw new Error(opened.state);
  const { shop } = opened;
  shop.close();
  expect(() => shop.reopen()).toThrow('closed');
  expect(() => shop.transaction(() => undefined)).toThrow('not open');
});

test('whoever asks while damage is looked into waits, and is never told that there is no shop', async () => {
  const shop = await openTestShop({ as: 'owner' });
  for (const name of ['Maria', 'Ana']) await shop.ok('customers.enrol', { name });
  shop.host.checkpoint();
  spoilOpen(shop.file);
  expect(await shop.refused('customers.list', { text: 'a', sort: 'name' })).toMatchObject({ code: 'DISK_TROUBLE' });
  expect(await shop.ok('shop.status', {})).toMatchObject({ state: 'failed', failure: { kind: 'damaged' } });
});

test('a shop on a disk that cannot be written is said to be out of reach; when it can be again, it opens', async (context) => {
  const { folder, people } = await copyTestShop();
  const place = testFolder();
  const mount = (...words: string[]) => execFileSync('mount', [...words, place], { stdio: 'ignore' });
  try {
    mount('-t', 'tmpfs', '-o', 'size=200m', 'tmpfs');
  } catch {
    context.skip('only root may mount a disk');
  }
  onTestFinished(() => void execFileSync('umount', ['-l', place]));
  cpSync(folder, place, { recursive: true });
  const open = () => openHost({ folder: place, clock: now, ...hostDefaults });
  const first = await open();
  await first.call('people.signIn', { personId: people.owner, pin: pins.owner }, null);
  expect(await first.call('backups.make', {}, null)).toMatchObject({ ok: true });
  await first.close();
  const before = hashOfFile(shopFiles(place).database);
  mount('-o', 'remount,ro');
  const host = await open();
  onTestFinished(() => host.close());
  const unreadable = { ok: true, value: { state: 'failed', failure: { kind: 'unreadable' } } };
  expect(await host.call('shop.status', {}, null)).toMatchObject(unreadable);
  // A backup cannot take its place there either, and it is said why.
  const listed = await host.call('rescue.list', {}, null);
  const [backup] = listed.ok ? (listed.value as { source: string }[]) : [];
  const proof = { by: 'pin', personId: people.owner, pin: pins.owner };
  expect(
    await host.call('rescue.restore', { source: backup?.source, typed: firstRun.name, proof }, null),
  ).toMatchObject({ ok: false, error: { code: 'READ_ONLY' } });
  expect(await host.call('shop.status', {}, null)).toMatchObject(unreadable);
  expect(hashOfFile(shopFiles(place).database)).toBe(before);
  mount('-o', 'remount,rw');
  expect(await host.call('shop.lookAgain', {}, null)).toMatchObject({ ok: true });
  expect(await host.call('shop.status', {}, null)).toMatchObject({ ok: true, value: { state: 'ready' } });
});
