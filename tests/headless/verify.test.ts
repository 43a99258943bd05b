import { expect, test } from 'vitest';
import { shopFiles } from '../../main/shop/files.ts';
import { openTool, shopDatabase } from '../support/database.ts';
import { day, openTestShop, testFolder } from '../support/shop.ts';
import { answer, copied, done, imported, logFile, run } from './support.ts';

/** A shop with imported visits and a card that was filled and redeemed, copied while nobody has it. */
async function livedIn(): Promise<string> {
  const shop = await openTestShop({ as: 'owner' });
  const { programId } = shop;
  const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
  for (let i = 0; i < 6; i++) {
    await shop.ok('counter.stamp', { customerId, programId });
    shop.clock.now += day;
  }
  await shop.host.close();
  await imported(shop.folder, ['customer_id,date', 'A,2025-01-01', 'A,2025-01-02', 'B,2025-01-02']);
  return shop.file;
}

test('a sound shop: counts, and zero faults of each kind', async () => {
  const folder = copied(await livedIn());
  expect(await answer('verify', '--data', folder)).toMatchObject({
    ok: true,
    customers: 3,
    cards: 1,
    wrongBalances: 0,
  });
});

/** Who tampers with the ledger drops its triggers first. */
const unguarded = ['entryNoUpdate', 'entryNoDelete', 'receiptNoUpdate'].map((name) => `DROP TRIGGER ${name};`).join('');

test.each([
  ['a balance', 'UPDATE card SET balance = balance + 1', 'wrongBalances'],
  [
    'stamps in the ledger',
    `${unguarded} UPDATE entry SET stamps = stamps + 1 WHERE kind = 'stamp' AND seq < 4`,
    'wrongBalances',
  ],
  ['an entry taken out', `${unguarded} DELETE FROM entry WHERE seq = 2`, 'ledgerGaps'],
  [
    'a day of the past',
    `${unguarded} UPDATE entry SET businessDay = '2024-01-01' WHERE batchKey IS NOT NULL`,
    'wrongVisitCounts',
  ],
  ['visit counts', 'UPDATE customer SET visitDays = visitDays + 1', 'wrongVisitCounts'],
  ['a reward', "UPDATE reward SET state = 'voided'", 'wrongRewards'],
  ['a receipt', `${unguarded} UPDATE receipt SET entries = entries + 1 WHERE entries > 0`, 'wrongReceipts'],
  [
    'the author of entries',
    `${unguarded} UPDATE entry SET batchKey = NULL, requestId = 'nobody' WHERE batchKey IS NOT NULL`,
    'unexplainedEntries',
  ],
  ['somebody who is not there', `${unguarded} UPDATE entry SET customerKey = 999 WHERE seq = 1`, 'brokenReferences'],
] as const)('%s: exit 1, says which, and the counts all the same', async (_, sql, kind) => {
  const folder = copied(await livedIn());
  const tampered = openTool(shopDatabase(folder));
  tampered.pragma('foreign_keys = OFF');
  tampered.exec(sql);
  tampered.close();
  const { code, stdout, stderr } = await run('verify', '--data', folder);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^[^\n]+\n$/);
  const check = JSON.parse(stdout) as Record<string, number | boolean>;
  expect(check.ok).toBe(false);
  expect(check[kind]).toBeGreaterThan(0);
});

test('a backup is a shop: the same figures, sound, and work goes on in it', async () => {
  const file = await livedIn();
  const folder = copied(file);
  const target = shopFiles(testFolder()).database;
  expect(await answer('backup', target, '--data', folder)).toMatchObject({ file: target, customers: 3 });
  const copy = copied(target);
  for (const words of [
    ['churn-list', '--all', '--as-of', '2026-06-01'],
    ['export-summary', '--month', '2025-01'],
    ['verify'],
  ])
    expect(await done(...words, '--data', copy)).toBe(await done(...words, '--data', folder));
  const log = logFile(['customer_id,date', 'A,2025-01-01', 'A,2025-01-03']);
  expect(await answer('import-visits', log, '--data', copy)).toMatchObject({ visitsNew: 1, duplicates: 1 });
});

test.each([
  ['changed', 'DROP TRIGGER activityNoUpdate; UPDATE activity SET personKey = 3 WHERE seq = 5', 5],
  ['cut off', 'DROP TRIGGER activityNoDelete; DELETE FROM activity WHERE seq > 8', 9],
])('an activity log that was %s: exit 1, with the line', async (_, sql, firstBadLine) => {
  const shop = await openTestShop({ as: 'owner' });
  for (let i = 0; i < 8; i++) await shop.ok('customers.enrol', { name: `Customer ${i}` });
  await shop.host.close();
  const tool = openTool(shop.database);
  tool.exec(sql);
  tool.close();
  const { code, stdout } = await run('verify', '--data', shop.folder);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, firstBadSeq: null, firstBadLine });
});
