import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lockOf } from '../../db/cipher.ts';
import { shopFiles } from '../../main/shop/files.ts';
import { makePlain } from '../support/database.ts';
import { openTestShop, testFolder } from '../support/shop.ts';
import { answer, bytesOf, done, fails, imported, misused, newShop, run } from './support.ts';

/** A shop with some visits whose key was taken out of its folder; the key's new place. */
async function keyElsewhere(): Promise<{ folder: string; key: string }> {
  const folder = await newShop();
  await imported(folder, ['customer_id,date', 'A,2026-01-05', 'A,2026-01-12']);
  const key = join(testFolder(), 'my key');
  copyFileSync(shopFiles(folder).key, key);
  rmSync(shopFiles(folder).key);
  return { folder, key };
}

/** Every command that needs a shop. */
const commands = [
  ['churn-list', '--all', '--as-of', '2026-02-01'],
  ['churn-model', '--as-of', '2026-02-01'],
  ['export-summary', '--month', '2026-01'],
  ['verify'],
] as const;

test('init makes a locked shop whose key lies in its folder, says so on stderr, and answers as ever', async () => {
  const folder = testFolder();
  const { code, stdout, stderr } = await run('init', '--data', folder, '--name', 'Toko');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ name: 'Toko' });
  const { key, database } = shopFiles(folder);
  expect(stderr).toContain(key);
  expect(stderr).toMatch(/^[^\n]+\n$/);
  if (process.platform !== 'win32') expect(statSync(key).mode & 0o777).toBe(0o600);
  expect(lockOf(database, null)).toBe('other');
  expect(readFileSync(database).includes('SQLite format 3')).toBe(false);
  expect(await misused('init', '--data', testFolder(), '--key-file', key)).toContain('key');
});

test('without the key every command fails with one line and changes nothing; with --key-file it works', async () => {
  const { folder, key } = await keyElsewhere();
  const log = join(testFolder(), 'log.csv');
  writeFileSync(log, 'customer_id,date\nB,2026-01-20\n');
  const all = [
    ...commands,
    ['import-visits', log],
    ['backup', join(testFolder(), 'b.db')],
    ['seed', '--customers', '1', '--entries', '1'],
  ];
  const before = bytesOf(folder);
  for (const words of all) {
    expect(await fails(...words, '--data', folder)).toContain('--key-file');
    expect(await fails(...words, '--data', folder, '--key-file', log)).toContain('damaged, or is none');
    expect(await fails(...words, '--data', folder, '--key-file', join(folder, 'nothing'))).toContain('no key file');
  }
  expect(bytesOf(folder)).toEqual(before);
  for (const words of commands) await done(...words, '--data', folder, '--key-file', key);
  expect(await answer('import-visits', log, '--data', folder, '--key-file', key)).toMatchObject({ visitsNew: 1 });
  expect(await answer('verify', '--data', folder, '--key-file', key)).toMatchObject({
    ok: true,
    entries: 3,
    uncheckedSeals: 0,
  });
  expect(existsSync(shopFiles(folder).key)).toBe(false);
});

test('the key of another shop is told as such, and changes nothing', async () => {
  const { folder } = await keyElsewhere();
  const other = shopFiles(await newShop('--name', 'Other')).key;
  const before = bytesOf(folder);
  for (const words of [...commands, ['seed', '--customers', '1', '--entries', '1']])
    expect(await fails(...words, '--data', folder, '--key-file', other)).toContain('does not open');
  expect(bytesOf(folder)).toEqual(before);
});

test('a damaged key file in the folder is told, and no new one is made in its place', async () => {
  const { folder, key } = await keyElsewhere();
  writeFileSync(shopFiles(folder).key, readFileSync(key, 'utf8').replace(/.$/m, 'x'));
  const before = bytesOf(folder);
  for (const words of commands) expect(await fails(...words, '--data', folder)).toContain('damaged');
  expect(await fails('seed', '--customers', '1', '--entries', '1', '--data', folder)).toContain('damaged');
  expect(bytesOf(folder)).toEqual(before);
});

test('never writes an answer over the key', async () => {
  const folder = await newShop();
  const { key } = shopFiles(folder);
  const before = bytesOf(folder);
  await fails('verify', '--data', folder, '--out', key);
  await fails('backup', key, '--data', folder);
  expect(bytesOf(folder)).toEqual(before);
});

test('a backup is locked and opened by the key that lies beside it; without it by --key-file alone', async () => {
  const folder = await newShop();
  await imported(folder, ['customer_id,date', 'A,2026-01-05']);
  const place = testFolder();
  const file = join(place, 'b.db');
  await done('backup', file, '--data', folder);
  expect(lockOf(file, null)).toBe('other');
  const elsewhere = join(testFolder(), 'new');
  await done('restore', file, '--data', elsewhere);
  expect(await answer('verify', '--data', elsewhere)).toMatchObject({ ok: true, entries: 1, uncheckedSeals: 0 });

  const key = join(testFolder(), 'key');
  copyFileSync(`${file}.key`, key);
  rmSync(`${file}.key`);
  const third = join(testFolder(), 'third');
  mkdirSync(third);
  expect(await fails('restore', file, '--data', third)).toContain('--key-file');
  expect(await answer('restore', file, '--data', third, '--key-file', key)).toMatchObject({ entries: 1 });
  expect(await answer('verify', '--data', third)).toMatchObject({ ok: true, entries: 1 });
});

test('a plain backup of before takes the place of a locked shop, locked on its way in', async () => {
  const folder = await newShop();
  await imported(folder, ['customer_id,date', 'A,2026-01-05']);
  const file = join(testFolder(), 'old.db');
  await done('backup', file, '--data', folder);
  const old = testFolder();
  copyFileSync(file, shopFiles(old).database);
  copyFileSync(`${file}.key`, shopFiles(old).key);
  makePlain(old);
  await imported(folder, ['customer_id,date', 'A,2026-01-05', 'B,2026-01-06']);
  const key = readFileSync(shopFiles(folder).key);
  expect(await answer('restore', shopFiles(old).database, '--data', folder)).toMatchObject({ restored: 1, entries: 2 });
  expect(readFileSync(shopFiles(folder).key).equals(key)).toBe(true);
  expect(lockOf(shopFiles(folder).database, null)).toBe('other');
  expect(await answer('verify', '--data', folder)).toMatchObject({ ok: true, uncheckedSeals: 0 });
});

test('a shop from before there were keys is read as it is, and locked by the first command that writes', async () => {
  const folder = await newShop();
  await imported(folder, ['customer_id,date', 'A,2026-01-05']);
  makePlain(folder);
  const { database } = shopFiles(folder);
  expect(await answer('verify', '--data', folder)).toMatchObject({ ok: true, uncheckedSeals: 0 });
  expect(lockOf(database, null)).toBe('plain');
  await imported(folder, ['customer_id,date', 'A,2026-01-06']);
  expect(lockOf(database, null)).toBe('other');
  expect(await answer('verify', '--data', folder)).toMatchObject({ ok: true, entries: 2, uncheckedSeals: 0 });
});

test('a sealed shop: one clear line without its key file, all commands with it, and the recovery code opens its backups elsewhere', async () => {
  const shop = await openTestShop({ as: 'owner' });
  const { code } = await shop.ok('people.makeRecoveryCode', {});
  await shop.ok('people.confirmRecoveryCode', { recoveryCode: code });
  await shop.ok('customers.enrol', { name: 'Maria' });
  const place = testFolder();
  const [key, codeFile, wrong] = [join(place, 'key'), join(place, 'code.txt'), join(place, 'wrong.txt')];
  copyFileSync(shopFiles(shop.folder).key, key);
  writeFileSync(codeFile, `${code.toLowerCase().replace(/(.{4})/g, '$1 ')}\n`);
  writeFileSync(wrong, '0'.repeat(20));
  await shop.ok('keys.seal', { password: 'a long password' });
  await shop.ok('backups.make', {});
  await shop.host.close();
  const { folder } = shop;
  const before = bytesOf(folder);
  expect(await fails('verify', '--data', folder)).toContain('sealed');
  expect(bytesOf(folder)).toEqual(before);
  expect(await answer('verify', '--data', folder, '--key-file', key)).toMatchObject({ ok: true, customers: 1 });

  const file = join(place, 'b.db');
  const { stderr } = await run('backup', file, '--data', folder, '--key-file', key);
  expect(stderr).toContain('recovery code');
  const own = join(
    shopFiles(folder).backups,
    readdirSync(shopFiles(folder).backups).find((name) => name.endsWith('.db')) ?? '',
  );
  // One made on the command line, and one that the app has made.
  for (const source of [file, own]) {
    const elsewhere = join(testFolder(), 'new');
    expect(await fails('restore', source, '--data', elsewhere)).toContain('--recovery-code-file');
    expect(await fails('restore', source, '--data', elsewhere, '--recovery-code-file', wrong)).toContain(
      'not the recovery code',
    );
    expect(await fails('restore', source, '--data', elsewhere, '--recovery-code-file', key)).toContain(
      'no recovery code in',
    );
    await done('restore', source, '--data', elsewhere, '--recovery-code-file', codeFile);
    expect(await answer('verify', '--data', elsewhere)).toMatchObject({ ok: true, customers: 1, uncheckedSeals: 0 });
  }
});
