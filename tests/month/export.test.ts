import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { imported, longLog } from '../support/logs.ts';
import { openTestShop, testFolder } from '../support/shop.ts';

const range = { from: '2025-01', to: '2025-12' };

test('the CSV holds the figures of the screen, unrounded', async () => {
  const shop = await openTestShop({ as: 'owner' });
  await imported(shop, longLog(2000, 150));
  const { months } = await shop.ok('month.summary', range);
  expect(months).toHaveLength(12);
  shop.dialogs.target = join(testFolder(), 'months.csv');
  expect(await shop.ok('month.exportCsv', range)).toEqual({ saved: 'months.csv' });
  const rows = parse(readFileSync(shop.dialogs.target), { columns: true, record_delimiter: '\r\n' }) as Record<
    string,
    string
  >[];
  const written = rows.map((row) => Object.fromEntries(Object.entries(row)));
  const shown = months.map((month) =>
    Object.fromEntries(Object.entries(month).map(([key, value]) => [key, value === null ? '' : String(value)])),
  );
  expect(written).toEqual(shown);
});

test('a closed dialog writes nothing; a place that cannot be written is said so, with nothing left behind', async () => {
  const shop = await openTestShop({ as: 'owner' });
  const folder = testFolder();
  expect(await shop.ok('month.exportCsv', range)).toEqual({ saved: null });
  shop.dialogs.target = join(folder, 'missing', 'months.csv');
  expect(await shop.refused('month.exportCsv', range)).toMatchObject({ code: 'FILE_WRITE' });
  expect(existsSync(join(folder, 'missing'))).toBe(false);
  expect(readdirSync(folder)).toEqual([]);
});
