import { cpSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { lockOf } from '../../db/cipher.ts';
import { openReader, openWriter } from '../../db/open.ts';
import { openKeysOf } from '../../main/keys/files.ts';
import { keysFrom, makeKeys, readText, textOf } from '../../main/keys/ring.ts';
import { shopFiles } from '../../main/shop/files.ts';
import { openShop } from '../../main/shop/open.ts';
import { type Closed, closedShop } from '../support/closedShop.ts';
import { contentHash } from '../support/content.ts';
import { count } from '../support/counts.ts';
import { makePlain, plain, shopDatabase } from '../support/database.ts';
import { findMarkers } from '../support/scan.ts';
import { copyTestShop, opening, openTestShop, testFolder } from '../support/shop.ts';

describe('the keys of a shop', () => {
  test('are one line that says by itself when it was damaged', () => {
    const keys = makeKeys();
    const text = textOf(keys);
    expect(text).toMatch(/^regulars-key-1:[\w-]+\n$/);
    expect(readText(text)).toEqual(keys);
    expect(readText(`  ${text}\n`)).toEqual(keys);
    // Every letter counts.
    for (let i = 0; i < text.length - 1; i++) {
      const other = text[i] === 'A' ? 'B' : 'A';
      const damaged = readText(text.slice(0, i) + other + text.slice(i + 1));
      expect(damaged).toBeNull();
    }
    for (const cut of ['', 'regulars-key-1:', text.slice(0, 40), `${text.trim()}AAAA`])
      expect(readText(cut)).toBeNull();
    expect(keysFrom(new Uint8Array(95))).toBeNull();
    expect(textOf(makeKeys())).not.toBe(text);
  });

  test('lie open in a new shop, for this account alone, and none of them stands in the database, its log or the journal', async () => {
    const shop = await openTestShop({ as: 'owner' });
    await shop.ok('customers.enrol', { name: 'Maria' });
    const { key } = shopFiles(shop.folder);
    if (process.platform !== 'win32') expect(statSync(key).mode & 0o777).toBe(0o600);
    const keys = openKeysOf(shop.folder);
    if (!keys) throw new Error('no keys');
    const secrets = [keys.file, keys.ledger.secret, keys.pepper].map((secret) => Buffer.from(secret));
    for (const name of ['regulars.db', 'regulars.db-wal'])
      for (const secret of secrets) expect(readFileSync(join(shop.folder, name)).includes(secret)).toBe(false);
    const said = JSON.stringify([shop.logged, shop.notices]);
    for (const secret of secrets)
      for (const form of ['hex', 'base64', 'base64url'] as const) expect(said).not.toContain(secret.toString(form));
  });
});

test('a connection whose engine did not get the key’s name from the file is refused, before it writes something else there', async () => {
  const { file, database } = await copyTestShop();
  const before = readFileSync(file);
  writeFileSync(file, Buffer.concat([Buffer.alloc(16, 7), before.subarray(16)]));
  const damaged = readFileSync(file);
  expect(() => openReader(database)).toThrow(expect.objectContaining({ code: 'SQLITE_IOERR_READ' }));
  expect(() => openWriter(database)).toThrow(expect.objectContaining({ code: 'SQLITE_IOERR_READ' }));
  expect(readFileSync(file).equals(damaged)).toBe(true);
  writeFileSync(file, before);
  openWriter(database).close();
});

test('nothing of a shop at work can be read at rest: file, log and backup (control: the same shop, plain)', async () => {
  const shop = await openTestShop({ as: 'owner' });
  await shop.ok('customers.enrol', { name: 'Zwxqvorn Marker', phones: ['0721 987 654'], notes: 'Zqnote' });
  await shop.ok('backups.make', {});
  await shop.ok('customers.enrol', { name: 'Zwxqvorn Second' });
  const markers = ['Zwxqvorn', 'zwxqvorn', '721987654', 'Zqnote', 'SQLite format 3', 'CREATE TABLE'];
  expect(statSync(`${shop.file}-wal`).size).toBeGreaterThan(0);
  // lock.db holds nothing, and is plain.
  const rest = findMarkers(shop.folder, markers).filter((hit) => !hit.startsWith('lock.db'));
  expect(rest).toEqual([]);
  await shop.restart(() => {
    makePlain(shop.folder);
    const found = findMarkers(shop.folder, markers).filter((hit) => hit.startsWith('regulars.db'));
    expect(found).toEqual(markers.map((marker) => `regulars.db: ${marker}`));
  });
});

describe('a key that does not open the file', () => {
  test('is told from a damaged file, without touching it', async () => {
    const { folder, file, database } = await copyTestShop();
    const before = readFileSync(file);
    expect(lockOf(file, database.key)).toBe('fits');
    const other = makeKeys();
    expect(lockOf(file, other.file)).toBe('other');
    expect(lockOf(file, null)).toBe('other');
    for (const key of [other.file, null])
      expect(() => openReader({ path: file, key }).prepare('SELECT 1 FROM shop').get()).toThrow(/not a database/);
    writeFileSync(shopFiles(folder).key, '');
    expect(await openShop(folder, () => opening)).toMatchObject({ state: 'failed', failure: { kind: 'noKey' } });
    expect(readFileSync(file).equals(before)).toBe(true);
    writeFileSync(file, 'a shopping list '.repeat(500));
    expect(lockOf(file, other.file)).toBe('none');
  });

  test('a plain file is opened without one', async () => {
    const { folder, file } = await copyTestShop();
    makePlain(folder);
    expect(lockOf(file, null)).toBe('plain');
    expect(openReader(plain(file)).prepare('SELECT name FROM shop').get()).toEqual({ name: 'Cafenea Luna' });
  });
});

describe('a flipped bit', () => {
  let original: Closed;
  beforeAll(async () => {
    original = await closedShop();
  });

  /** Looks as a start does, and reads everything; null when something was found not to be as it was written. */
  function readAll(file: ReturnType<typeof shopDatabase>): string | null {
    try {
      if (lockOf(file.path, file.key) !== (file.key ? 'fits' : 'plain')) return null;
      const read = openReader(file);
      try {
        return read.pragma('quick_check(1)', { simple: true }) === 'ok' ? contentHash(read) : null;
      } finally {
        read.close();
      }
    } catch {
      return null;
    }
  }

  test('anywhere in a page that holds something is noticed; of a plain file some are read as if they were true', async () => {
    const flips = count(60, 600, 6_000);
    const damaged = (folder: string): { noticed: number; believed: number } => {
      const file = shopDatabase(folder);
      const whole = readAll(file);
      const bytes = readFileSync(file.path);
      const found = { noticed: 0, believed: 0 };
      for (let i = 0; i < flips; i++) {
        const spoilt = Buffer.from(bytes);
        const at = Math.floor((i * bytes.length) / flips) + ((i * 131) % 4096);
        spoilt[at % bytes.length] = (spoilt[at % bytes.length] ?? 0) ^ (1 << (i % 8));
        writeFileSync(file.path, spoilt);
        const said = readAll(file);
        if (said === null) found.noticed++;
        else if (said !== whole) found.believed++;
      }
      return found;
    };
    const folder = testFolder();
    cpSync(original.folder, folder, { recursive: true });
    const locked = damaged(folder);
    const bare = testFolder();
    cpSync(original.folder, bare, { recursive: true });
    makePlain(bare);
    const control = damaged(bare);
    console.log(`R6 flipped bits, ${flips} each: locked ${JSON.stringify(locked)}, plain ${JSON.stringify(control)}`);
    expect(locked.believed).toBe(0);
    expect(locked.noticed).toBe(flips);
    expect(control.believed).toBeGreaterThan(0);
  }, 120_000);
});
