import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { logLines } from '../../main/rescue/report.ts';
import { shopFiles } from '../../main/shop/files.ts';
import { findMarkers } from '../support/scan.ts';
import { openTestShop, type TestShop, testFolder } from '../support/shop.ts';

/** Words that stand nowhere else, in every place where a person can type one. */
const markers = [
  'Zqcustomer',
  '721987654',
  'zqmail',
  'Zqnote',
  'Zqshop',
  'Zqstaff',
  'Zqprogram',
  'Zqreward',
  'Zqreason',
  'Zqbean',
  'Zqprinter',
  'Zqlog',
];

/** A shop with a marker in every place that takes words. */
async function marked(): Promise<TestShop> {
  const shop = await openTestShop({ as: 'owner' });
  await shop.ok('shop.update', { name: 'Zqshop', slipPrinter: 'Zqprinter' });
  await shop.ok('people.add', { name: 'Zqstaff', role: 'staff', pin: '4444' });
  const { customerId } = await shop.ok('customers.enrol', {
    name: 'Zqcustomer',
    phones: ['0721 987 654'],
    email: 'zqmail@example.com',
    notes: 'Zqnote',
  });
  const { entryIds } = await shop.ok('counter.stamp', { customerId, programId: shop.programId as never });
  await shop.ok('counter.reverse', { entryId: entryIds[0] as never, as: 'void', reason: 'Zqreason' });
  await shop.ok('backups.make', {});
  // What should never stand in the log, standing in it.
  const { log } = shopFiles(shop.folder);
  mkdirSync(dirname(log), { recursive: true });
  appendFileSync(
    log,
    [
      '[2026-03-10 11:00:00.000] [error] UNEXPECTED {"logId":"ab12cd34","procedure":"counter.stamp","place":"stamp.ts:10:5"}',
      '[2026-03-10 11:00:01.000] [error] UNEXPECTED {"kind":"Zqlog Zqcustomer","place":"0721987654"}',
      'Zqlog: a line of something else',
      '[2026-03-10 11:00:02.000] [warn] Zqlog',
      '',
    ].join('\n'),
  );
  return shop;
}

async function reportOf(shop: TestShop): Promise<string> {
  const target = join(testFolder(), 'report.json');
  shop.dialogs.target = target;
  expect(await shop.ok('rescue.saveReport', {})).toEqual({ saved: 'report.json' });
  return readFileSync(target, 'utf8');
}

test('says what somebody who helps needs, and nothing that anybody typed', async () => {
  const shop = await marked();
  const text = await reportOf(shop);
  for (const marker of markers) expect(text).not.toMatch(new RegExp(marker, 'i'));
  expect(text).not.toContain(shop.folder);
  const report = JSON.parse(text);
  expect(report).toMatchObject({
    state: 'open',
    failure: null,
    database: {
      pagesSound: true,
      rows: { customers: 1, people: 4, programs: 1, openBatches: 0 },
      settings: { currency: 'RON', timeZone: 'Europe/Bucharest' },
      pragmas: { journal_mode: 'wal' },
    },
    backups: [{ why: 'asked', customers: 1 }],
    log: [
      '2026-03-10 11:00:00.000 error UNEXPECTED {"logId":"ab12cd34","procedure":"counter.stamp","place":"stamp.ts:10:5"}',
      '2026-03-10 11:00:01.000 error UNEXPECTED {"kind":"…","place":"…"}',
    ],
  });
  // Control: the same words are in the shop's own file.
  const there = findMarkers(shop.folder, ['Zqcustomer', 'Zqshop', 'Zqstaff'], shop.database.key);
  for (const marker of ['Zqcustomer', 'Zqshop', 'Zqstaff']) expect(there).toContain(`regulars.db: ${marker}`);
});

test('is to be had of a shop that cannot be opened, by anybody; of an open one by its owner alone', async () => {
  const shop = await marked();
  await shop.tap('owner');
  expect(await shop.refused('rescue.saveReport', {})).toMatchObject({ code: 'PIN_NEEDED' });
  await shop.signIn('manager');
  expect(await shop.refused('rescue.saveReport', {})).toMatchObject({ code: 'NOT_ALLOWED' });
  await shop.ok('people.signOut', {});
  expect(await shop.refused('rescue.saveReport', {})).toMatchObject({ code: 'NOT_SIGNED_IN' });
  await shop.restart(() => {
    const bytes = readFileSync(shop.file);
    bytes.fill(0xa5, Math.floor(bytes.length / 4));
    writeFileSync(shop.file, bytes);
  });
  const text = await reportOf(shop);
  for (const marker of markers) expect(text).not.toMatch(new RegExp(marker, 'i'));
  expect(JSON.parse(text)).toMatchObject({ state: 'failed', failure: { kind: 'damaged' } });
  await shop.restart(() => rmSync(shop.file));
  expect(JSON.parse(await reportOf(shop))).toMatchObject({ state: 'empty', database: null });
  shop.dialogs.target = null;
  expect(await shop.ok('rescue.saveReport', {})).toEqual({ saved: null });
});

test('a log that is not there, or is none, has no lines', () => {
  expect(logLines(join(testFolder(), 'none.log'))).toEqual([]);
});
