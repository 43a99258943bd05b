import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { migrate } from '../../db/migrate.ts';
import { schemaVersion } from '../../db/migrations/index.ts';
import {
  applicationId,
  assertDurable,
  inTransaction,
  openReader,
  openWriter,
  type WriteConnection,
} from '../../db/open.ts';
import { openShop, type Shop } from '../../main/shop/open.ts';
import { openTool, plain } from '../support/database.ts';
import { copyTestShop, opening, testFolder } from '../support/shop.ts';

const value = (connection: WriteConnection, name: string) => connection.pragma(name, { simple: true });
const touch = (connection: WriteConnection) =>
  inTransaction(connection, () => connection.exec('UPDATE shop SET autoLockMinutes = autoLockMinutes'));

async function opened(): Promise<Shop> {
  const result = await openShop((await copyTestShop()).folder, () => opening);
  if (result.state !== 'open') throw new Error(result.state);
  return result.shop;
}

/** TRUST.md rule 2. */
const wanted = {
  journal_mode: 'wal',
  synchronous: 2,
  busy_timeout: 2000,
  foreign_keys: 1,
  recursive_triggers: 1,
  trusted_schema: 0,
  cell_size_check: 1,
  secure_delete: 1,
  temp_store: 2,
  mmap_size: 0,
  journal_size_limit: 16 * 1024 * 1024,
  wal_autocheckpoint: 1000,
  application_id: applicationId,
  user_version: schemaVersion,
};
const found = (connection: WriteConnection) =>
  Object.fromEntries(Object.keys(wanted).map((name) => [name, value(connection, name)]));

describe('the writer', () => {
  test('has every pragma of rule 2, before and after a write, a checkpoint and a reopening', async () => {
    const shop = await opened();
    try {
      expect(found(shop.write)).toEqual(wanted);
      touch(shop.write);
      expect(found(shop.write)).toEqual(wanted);
      shop.checkpoint('TRUNCATE');
      touch(shop.write);
      expect(found(shop.write)).toEqual(wanted);
      shop.reopen();
      assertDurable(shop.write);
      touch(shop.write);
      expect(found(shop.write)).toEqual(wanted);
    } finally {
      shop.close();
    }
  });

  test('is durable in a new file too, from the first row on', () => {
    const write = openWriter(plain(join(testFolder(), 'new.db')));
    try {
      migrate(write);
      inTransaction(write, () => write.exec("INSERT INTO device (id, createdAt) VALUES ('a', 1)"));
      expect(value(write, 'synchronous')).toBe(2);
    } finally {
      write.close();
    }
  });

  test('control: this SQLite, not told otherwise, writes a log with NORMAL, which loses stamps in a power cut', async () => {
    const careless = openTool((await copyTestShop()).database) as WriteConnection;
    try {
      expect(value(careless, 'journal_mode')).toBe('wal');
      touch(careless);
      expect(value(careless, 'synchronous')).toBe(1);
      assertDurable(careless);
      expect(value(careless, 'synchronous')).toBe(2);
      touch(careless);
      expect(value(careless, 'synchronous')).toBe(2);
    } finally {
      careless.close();
    }
  });
});

test('a reader cannot write, and a writer waits for nobody longer than two seconds', async () => {
  const { database } = await copyTestShop();
  const reader = openReader(database);
  try {
    expect(() => reader.exec("UPDATE shop SET name = 'x'")).toThrow(/readonly/);
    expect(reader.pragma('busy_timeout', { simple: true })).toBe(2000);
    expect(reader.pragma('trusted_schema', { simple: true })).toBe(0);
  } finally {
    reader.close();
  }
});
