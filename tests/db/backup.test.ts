import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { backupTo } from '../../db/backup.ts';
import type { DatabaseFile } from '../../db/cipher.ts';
import { openReader, openWriter } from '../../db/open.ts';
import { contentHash, hashOfFile } from '../support/content.ts';
import { copyTestShop, day, openTestShop, type TestShop, testFolder } from '../support/shop.ts';

async function shopWithStamps(stamps: number): Promise<TestShop> {
  const shop = await openTestShop({ as: 'owner' });
  const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
  for (let i = 0; i < stamps; i++) {
    shop.clock.now += day;
    await shop.ok('counter.stamp', { customerId, programId: shop.programId });
  }
  return shop;
}

/** A backup of a shop that is open, with a connection of its own. */
const backup = (shop: TestShop, path: string) =>
  shop.read((read) => backupTo({ read, file: shop.database }, { ...shop.database, path }));

function contentOf(file: DatabaseFile): string {
  const copy = openReader(file);
  try {
    return contentHash(copy);
  } finally {
    copy.close();
  }
}

test('a backup holds what the shop holds, while the shop is open, and says its own hash', async () => {
  const shop = await shopWithStamps(12);
  const file = join(testFolder(), 'backup.db');
  const report = await backup(shop, file);
  expect(report).toMatchObject({ customers: 1, entries: 26, lastSeq: 26 });
  expect(report.sha256).toBe(hashOfFile(file));
  expect(report.bytes).toBe(readFileSync(file).length);
  expect(contentOf({ ...shop.database, path: file })).toBe(shop.read((connection) => contentHash(connection)));
});

test('a backup takes the place of an older one whole', async () => {
  const shop = await shopWithStamps(1);
  const folder = testFolder();
  const file = join(folder, 'backup.db');
  await backup(shop, file);
  const target = { ...shop.database, path: file };
  const first = contentOf(target);
  await shop.ok('customers.enrol', { name: 'Ion' });
  await backup(shop, file);
  expect(contentOf(target)).not.toBe(first);
  expect(readdirSync(folder)).toEqual(['backup.db']);
});

test('what is left of a backup that was cut off is written over', async () => {
  const shop = await shopWithStamps(1);
  const folder = testFolder();
  const file = join(folder, 'backup.db');
  writeFileSync(`${file}.${process.pid}.part`, 'half a backup');
  await backup(shop, file);
  expect(readdirSync(folder)).toEqual(['backup.db']);
});

test('a copy of a ledger with a gap does not count: nothing stands under the final name, the older backup stays', async () => {
  const { database } = await copyTestShop();
  const write = openWriter(database);
  const source = { read: write, file: database };
  const folder = testFolder();
  const file = join(folder, 'backup.db');
  try {
    await backupTo(source, { ...database, path: file });
    const good = hashOfFile(file);
    for (const trigger of ['entryAppends', 'entryNoDelete']) write.exec(`DROP TRIGGER ${trigger}`);
    write.pragma('foreign_keys = OFF');
    write.exec(`INSERT INTO entry (seq, id, kind, customerKey, stamps, businessDay, recordedAt, deviceKey, batchKey)
                VALUES (2, 'lonely', 'visit', 1, 0, '2026-01-01', 1, 1, 1)`);
    await expect(backupTo(source, { ...database, path: file })).rejects.toThrow(/gap/);
    expect(hashOfFile(file)).toBe(good);
    await expect(backupTo(source, { ...database, path: join(folder, 'new.db') })).rejects.toThrow(/gap/);
    expect(existsSync(join(folder, 'new.db'))).toBe(false);
    expect(readdirSync(folder)).toEqual(['backup.db']);
  } finally {
    write.close();
  }
});

test('a copy that the check finds fault with does not count', async () => {
  const { database } = await copyTestShop();
  const tool = openWriter(database);
  tool.unsafeMode(true);
  tool.pragma('writable_schema = ON');
  // From now on the shop's own row is not what its table allows.
  tool.exec(`UPDATE sqlite_schema SET sql = replace(sql, 'activityWindowDays INTEGER', 'activityWindowDays INTEGER NOT NULL')
             WHERE name = 'shop'`);
  tool.close();
  const reader = openReader(database);
  const folder = testFolder();
  try {
    await expect(
      backupTo({ read: reader, file: database }, { ...database, path: join(folder, 'backup.db') }),
    ).rejects.toThrow(/damaged/);
    expect(readdirSync(folder)).toEqual([]);
  } finally {
    reader.close();
  }
});

test('where nothing can be written the backup fails and leaves nothing', async () => {
  const shop = await shopWithStamps(1);
  const folder = testFolder();
  await expect(backup(shop, join(folder, 'missing', 'backup.db'))).rejects.toThrow();
  mkdirSync(join(folder, 'taken.db'));
  await expect(backup(shop, join(folder, 'taken.db'))).rejects.toThrow();
  expect(readdirSync(folder)).toEqual(['taken.db']);
});

test('a backup made while the till goes on is whole', async () => {
  const shop = await shopWithStamps(3);
  const { customerId } = await shop.ok('customers.enrol', { name: 'Radu' });
  const folder = testFolder();
  for (let i = 0; i < 5; i++) {
    shop.clock.now += day;
    const making = backup(shop, join(folder, `${i}.db`));
    const stamped = await shop.ok('counter.stamp', { customerId, programId: shop.programId });
    expect(stamped.after).toBe((stamped.before + 1) % 5);
    const report = await making;
    expect(report.lastSeq).toBe(report.entries);
  }
});
