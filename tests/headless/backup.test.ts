import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { testFolder } from '../support/shop.ts';
import { answer, bytesOf, done, fails, newShop } from './support.ts';

test('takes the place of an older one, and leaves nothing beside it but its key', async () => {
  const folder = await newShop();
  const place = testFolder();
  const file = join(place, 'shop.db');
  writeFileSync(file, 'the backup of yesterday');
  await done('backup', file, '--data', folder);
  expect(readFileSync(file).length).toBeGreaterThan(4096);
  // And the key that opens it, as open as the shop's own.
  expect(readdirSync(place)).toEqual(['shop.db', 'shop.db.key']);
});

test('where nothing can be written: exit 1, one line, nothing left behind', async () => {
  const folder = await newShop();
  const place = testFolder();
  await fails('backup', join(place, 'missing', 'shop.db'), '--data', folder);
  await fails('backup', place, '--data', folder);
  expect(readdirSync(place)).toEqual([]);
});

test('never onto the shop itself, by whatever path', async () => {
  const folder = await newShop();
  const link = join(testFolder(), 'link');
  symlinkSync(folder, link);
  const before = bytesOf(folder);
  for (const path of [folder, join(folder, '..', basename(folder)), link])
    for (const name of ['regulars.db', 'regulars.db-wal', 'lock.db'])
      await fails('backup', join(path, name), '--data', folder);
  expect(bytesOf(folder)).toEqual(before);
  // Beside it is a fine place.
  expect(await answer('backup', join(folder, 'mine.db'), '--data', folder)).toMatchObject({ customers: 0 });
});
