import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openShop } from '../../main/shop/open.ts';
import { testFolder } from '../support/shop.ts';
import { answer, bytesOf, fails, newShop } from './support.ts';

const head = 'customer_id,date\n';
async function imported(folder: string, rows: string): Promise<void> {
  const log = join(testFolder(), 'log.csv');
  writeFileSync(log, head + rows);
  await answer('import-visits', log, '--data', folder);
}

test('brings a backup back, and from the journal what was recorded since', async () => {
  const folder = await newShop();
  const file = join(testFolder(), 'b.db');
  await imported(folder, 'A,2026-01-05\n');
  await answer('backup', file, '--data', folder);
  await imported(folder, 'A,2026-01-05\nB,2026-01-06\nB,2026-01-07\n');
  expect(await answer('restore', file, '--data', folder)).toMatchObject({ file, restored: 2, since: 2, entries: 3 });
  expect(await answer('verify', '--data', folder)).toMatchObject({ ok: true, entries: 3, customers: 2 });
  expect(readdirSync(join(folder, 'aside'))).toHaveLength(1);
});

test('makes the backup the shop of an empty folder', async () => {
  const folder = await newShop();
  const file = join(testFolder(), 'b.db');
  await imported(folder, 'A,2026-01-05\n');
  await answer('backup', file, '--data', folder);
  const empty = join(testFolder(), 'new');
  expect(await answer('restore', file, '--data', empty)).toMatchObject({ restored: 0, since: 0, entries: 1 });
  expect(await answer('verify', '--data', empty)).toMatchObject({ entries: 1, customers: 1 });
});

test('refuses what is no backup of this shop, and a shop that is open: one line, nothing changed', async () => {
  const folder = await newShop();
  const place = testFolder();
  const other = await newShop('--name', 'Another');
  await answer('backup', join(place, 'other.db'), '--data', other);
  writeFileSync(join(place, 'text.db'), 'not a database at all, but long enough to be looked at');
  const before = bytesOf(folder);
  for (const name of ['other.db', 'text.db', 'missing.db'])
    expect(await fails('restore', join(place, name), '--data', folder)).toContain('nothing was changed');
  expect(bytesOf(folder)).toEqual(before);

  await answer('backup', join(place, 'mine.db'), '--data', folder);
  const opened = await openShop(folder, Date.now);
  expect(await fails('restore', join(place, 'mine.db'), '--data', folder)).toContain('is open');
  if (opened.state === 'open') opened.shop.close();
});
