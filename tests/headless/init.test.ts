import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openReader } from '../../db/open.ts';
import { findShop } from '../../db/queries/shop.ts';
import { shopDatabase } from '../support/database.ts';
import { openTestShop, testFolder } from '../support/shop.ts';
import { answer, bytesOf, fails } from './support.ts';

const settingsOf = (folder: string) => {
  const read = openReader(shopDatabase(folder));
  try {
    return findShop(read);
  } finally {
    read.close();
  }
};

test('an empty folder, one that is missing, and one with other files take a shop, with what was said', async () => {
  const folder = testFolder();
  const words = ['--name', 'Toko Ñ', '--language', 'id', '--currency', 'IDR', '--time-zone', 'Asia/Jakarta'];
  expect(await answer('init', ...words, '--day-start', '04:30', '--data', folder)).toEqual({
    name: 'Toko Ñ',
    language: 'id',
    currency: 'IDR',
    time_zone: 'Asia/Jakarta',
    day_start: '04:30',
  });
  expect(settingsOf(folder)).toMatchObject({ name: 'Toko Ñ', timeZone: 'Asia/Jakarta', dayStartMinutes: 270 });

  const missing = join(testFolder(), 'a', 'b');
  await answer('init', '--data', missing);
  expect(settingsOf(missing)).toMatchObject({ dayStartMinutes: 0 });

  const foreign = testFolder();
  writeFileSync(join(foreign, 'letter.txt'), 'mine');
  await answer('init', '--data', foreign);
  expect(readFileSync(join(foreign, 'letter.txt'), 'utf8')).toBe('mine');
});

test('an existing shop is refused and stays as it is, byte for byte', async () => {
  const folder = testFolder();
  await answer('init', '--data', folder, '--name', 'First');
  const before = bytesOf(folder);
  expect(await fails('init', '--data', folder, '--name', 'Second')).toContain('already');
  expect(bytesOf(folder)).toEqual(before);
});

test('what is no shop, but stands in its place, is not overwritten', async () => {
  const folder = testFolder();
  writeFileSync(join(folder, 'regulars.db'), 'a letter that somebody saved under a strange name');
  const before = bytesOf(folder);
  await fails('init', '--data', folder);
  expect(bytesOf(folder)).toEqual(before);
  await fails('verify', '--data', folder);
});

test('no folder can be made below a file', async () => {
  const folder = testFolder();
  writeFileSync(join(folder, 'file'), '');
  await fails('init', '--data', join(folder, 'file'));
  await fails('init', '--data', join(folder, 'file', 'shop'));
  mkdirSync(join(folder, 'shop'));
  expect(readdirSync(folder)).toEqual(['file', 'shop']);
});

test('a shop with an owner is a shop as well', async () => {
  const shop = await openTestShop();
  expect(await fails('init', '--data', shop.folder)).toContain('already');
});
