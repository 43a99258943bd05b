import { cpSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { copyUnderKey } from '../../db/cipher.ts';
import { inTransaction, openWriter } from '../../db/open.ts';
import { eraseRecord, listRecordsOf } from '../../db/queries/privacy.ts';
import { plain, shopDatabase } from '../support/database.ts';
import { imported } from '../support/logs.ts';
import { findMarkers } from '../support/scan.ts';
import { day, expectSound, holdIntervals, minute, openTestShop, type TestShop, testFolder } from '../support/shop.ts';

/** Words that stand nowhere else: whatever holds one of them holds something of the person. */
const markers = [
  'Zwxqvorn',
  'zwxqvorn',
  'Qjvkzold',
  'qjvkzold',
  'Xqzmerged',
  'xqzmerged',
  'zqmail',
  '721987654',
  '733987651',
  'Zqstreet',
  'Zqnote',
  'Zqlikes',
  'Zqtag',
  'Zqsource',
  'Zqfield',
  'Zqvalue',
  'Zqreason',
  'Zqtalk',
  'ZQEXT0042',
  'Zqpaper',
  'Zqconsent',
  'Zqoffer',
  'Zqmergedoffer',
];

/** Everything one can do with a customer, with a marker in every field that takes words. Answers whom it is about. */
async function journeys(shop: TestShop): Promise<string> {
  const { programId } = shop;
  const details = {
    name: 'Qjvkzold Name',
    phones: ['0721 987 654'],
    email: 'zqmail@example.com',
    birthday: { day: 3, month: 3, year: 1987 },
    address: 'Zqstreet 5',
    notes: 'Zqnote: a dog',
    likes: 'Zqlikes milk',
    tags: ['Zqtag'],
    source: 'Zqsource',
    ownFields: { Zqfield: 'Zqvalue' },
    consents: ['sms' as const],
  };
  await imported(shop, [
    ['ZQEXT0042', '2026-01-05', '10', 'Zwxqvorn Imported', '0721987654'],
    ['ZQEXT0042', '2026-01-15', '10', 'Zwxqvorn Imported', '0721987654'],
  ]);
  const { customerId: importedId } = await shop.ok('counter.scan', { code: 'ZQEXT0042' });
  const { customerId } = await shop.ok('customers.enrol', details);
  const other = (await shop.ok('customers.enrol', { name: 'Somebody Else' })).customerId;
  await shop.ok('customers.update', { ...details, customerId, name: 'Zwxqvorn Marker', consents: [] });
  await shop.ok('customers.mark', { customerId, mark: 'away' });
  for (let i = 0; i < 3; i++) {
    const { issued, entryIds } = await shop.ok('counter.stamp', { customerId, programId, stamps: 4 });
    for (const { rewardId } of issued)
      await shop.ok('counter.redeem', { rewardId, proof: { by: 'phone', digits: '654' } });
    if (i === 1)
      await shop.ok('counter.reverse', { entryId: entryIds[0] as never, as: 'void', reason: 'Zqreason one' });
    shop.pass(day);
  }
  const wrong = await shop.ok('counter.stamp', { customerId: other, programId });
  await shop.ok('counter.move', {
    entryId: wrong.entryIds[0] as never,
    toCustomerId: customerId,
    reason: 'Zqreason two',
  });
  await shop.ok('counter.adjust', { customerId, programId, units: 1, reason: 'Zqreason three' });
  await shop.ok('contacts.log', { customerId, channel: 'phone', outcome: 'willCome', note: 'Zqtalk about cake' });
  const offers = [];
  for (const state of ['redeemed', 'withdrawn', 'open'])
    offers.push(
      await shop.ok('offers.make', {
        customerId,
        benefit: { name: `Zqoffer ${state}`, kind: 'percent', percent: 20 },
        endsOn: '2026-04-30',
      }),
    );
  const [redeemed, withdrawn] = offers.map(({ offerId }) => offerId);
  await shop.ok('counter.redeemOffer', { offerId: redeemed as never, proof: { by: 'phone', digits: '654' } });
  await shop.ok('offers.withdraw', { offerId: withdrawn as never });
  await shop.ok('memberCards.issue', { customerIds: [customerId] });
  const twice = await shop.ok('customers.enrol', {
    name: 'Xqzmerged Marker',
    phones: ['0733 987 651'],
    notes: 'Zqpaper',
  });
  await shop.ok('offers.make', {
    customerId: twice.customerId,
    benefit: { name: 'Zqmergedoffer' },
    endsOn: '2026-04-30',
  });
  const { merge } = await shop.ok('merges.merge', { keepId: customerId, mergeId: twice.customerId, take: ['name'] });
  await shop.ok('merges.undo', { merge });
  await shop.ok('merges.merge', { keepId: customerId, mergeId: twice.customerId, take: [] });
  await shop.ok('merges.merge', { keepId: customerId, mergeId: importedId as never, take: [] });
  await shop.ok('customers.archive', { customerId });
  await shop.ok('customers.restore', { customerId });
  await shop.ok('people.linkCustomer', { customerId, personId: shop.people.staff as never });
  for (const text of ['zwxq', '987654', 'zqmail']) await shop.ok('counter.find', { text });
  await shop.ok('risk.list', {});
  await shop.ok('month.report', { month: '2026-03' });
  await shop.ok('activity.unusual', {});
  shop.dialogs.target = join(testFolder(), 'copy.json');
  await shop.ok('privacy.saveCopy', { customerId });
  // Refusals are logged too, without what was typed.
  await shop.refused('counter.redeem', { rewardId: customerId as never, proof: { by: 'known' } });
  return customerId;
}

/** Crowds the tables, in no order of names: pages are split, and filled with other people's rows. */
async function crowd(shop: TestShop, from: number): Promise<void> {
  const word = (i: number) => ((i * 7919 + 13) % 9973).toString(36).padStart(4, 'a');
  for (let i = from; i < from + 250; i++)
    await shop.ok('customers.enrol', {
      name: `${word(i)}${word(i + 1)} ${word(i + 2)}`,
      phones: [`07${10_000_000 + i}`],
    });
}

test('markers of a person: only behind the lock of the shop’s file before, nowhere after (R17)', async () => {
  const shop = await openTestShop({ as: 'owner' });
  await crowd(shop, 0);
  const customerId = await journeys(shop);
  await crowd(shop, 1000);
  await shop.restart();
  await shop.signIn('owner');

  // At rest nobody reads a word of it without the key, whether the person was erased or not.
  expect(findMarkers(shop.folder, markers)).toEqual([]);
  const { key } = shop.database;
  const before = findMarkers(shop.folder, markers, key);
  // Backups are told to hold the person for thirty days.
  const file = /^(regulars\.db(-wal|-shm)?|backups.regulars-[\w-]+\.db): /;
  expect(before.filter((hit) => !file.test(hit))).toEqual([]);
  // The control: the search sees what is there.
  for (const marker of [
    'Zwxqvorn',
    'zwxqvorn',
    'Zqnote',
    'Zqreason',
    'Zqtalk',
    '721987654',
    'ZQEXT0042',
    'Zqpaper',
    'Zqoffer',
  ])
    expect(before.map((hit) => hit.split(': ')[1])).toContain(marker);
  expect(JSON.stringify(shop.logged)).not.toMatch(new RegExp(markers.join('|'), 'i'));

  // Another control: a database that does not overwrite what it deletes.
  const careless = testFolder();
  cpSync(shop.folder, careless, { recursive: true });
  const write = openWriter(shopDatabase(careless));
  write.pragma('secure_delete = OFF');
  inTransaction(write, () => {
    const { key } = write
      .prepare<[string], { key: number }>('SELECT key FROM customer WHERE id = ?')
      .get(customerId) ?? {
      key: 0,
    };
    for (const record of listRecordsOf(write, key)) eraseRecord(write, record, { at: 1, externalHash: null });
  });
  write.pragma('wal_checkpoint(TRUNCATE)');
  write.close();
  expect(findMarkers(careless, markers, key)).not.toEqual([]);
  // And one of a file that is not locked.
  const unlocked = testFolder();
  copyUnderKey(shopDatabase(careless), plain(join(unlocked, 'plain.db')));
  expect(findMarkers(unlocked, ['Cafenea'])).not.toEqual([]);

  const { number } = await shop.ok('customers.get', { customerId: customerId as never });
  const start = performance.now();
  await shop.ok('privacy.erase', { customerId: customerId as never, typed: number });
  expect(performance.now() - start).toBeLessThan(5000);
  const left = () => findMarkers(shop.folder, markers, key).filter((hit) => !hit.startsWith('backups'));
  expect(left()).toEqual([]);
  // A backup made now holds nothing of them either.
  shop.pass(minute);
  await shop.ok('backups.make', {});
  const [newest] = (await shop.ok('backups.list', {})).backups;
  expect(newest?.why).toBe('asked');
  expect(findMarkers(shop.folder, markers, key).filter((hit) => hit.includes(newest?.name ?? ''))).toEqual([]);
  // Pieces of words are no longer in the search either.
  const pieces = shop.read((c) => {
    const all = c.prepare<[], { n: number }>(
      'SELECT count(*) AS n FROM customerSearch WHERE customerSearch MATCH \'"xqv"\'',
    );
    return all.get()?.n;
  });
  expect(pieces).toBe(0);
  expectSound(shop);
  await shop.restart();
  expect(left()).toEqual([]);
});

test('a file too large to be written anew at once is, when nobody has been at the till for two minutes', async () => {
  const later = holdIntervals();
  const shop = await openTestShop({ as: 'owner' });
  const { customerId } = await shop.ok('customers.enrol', { name: 'Zwxqvorn Marker' });
  await shop.ok('privacy.erase', { customerId, typed: '100001' });
  const traces = () => shop.read((c) => c.prepare('SELECT count(*) AS n FROM traces').get());
  expect(traces()).toEqual({ n: 0 });
  const write = openWriter(shop.database);
  write.prepare('INSERT INTO traces (only, since) VALUES (1, 1)').run();
  write.close();
  later(5_000);
  await sleep(500);
  expect(traces()).toEqual({ n: 1 });
  shop.pass(3 * minute);
  later(5_000);
  await expect.poll(traces, { timeout: 15_000, interval: 500 }).toEqual({ n: 0 });
  expect(statSync(`${shop.file}-wal`).size).toBe(0);
}, 30_000);
