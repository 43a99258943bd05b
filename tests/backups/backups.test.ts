import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openReader } from '../../db/open.ts';
import { shopFiles } from '../../main/shop/files.ts';
import { contentHash, hashOfFile } from '../support/content.ts';
import { imported } from '../support/logs.ts';
import { findMarkers } from '../support/scan.ts';
import { day, expectSound, hour, openTestShop, pins, type TestShop, testFolder } from '../support/shop.ts';

const backupsOf = (shop: TestShop) => shopFiles(shop.folder).backups;
const list = async (shop: TestShop) => (await shop.ok('backups.list', {})).backups;
const stampOnce = async (shop: TestShop) => {
  const { customerId } = await shop.ok('customers.enrol', { name: 'Zwxqvorn Marker' });
  await shop.ok('counter.stamp', { customerId, programId: shop.programId });
  return customerId;
};

describe('backups (F-58)', () => {
  test('hold everything, are listed with what they hold, and lie there whole with their manifest', async () => {
    const shop = await openTestShop({ as: 'owner' });
    await stampOnce(shop);
    expect(await list(shop)).toEqual([]);
    const content = shop.read((c) => contentHash(c));
    await shop.ok('backups.make', {});
    const [backup] = await list(shop);
    expect(backup).toMatchObject({ at: shop.clock.now, why: 'asked', customers: 1, entries: 2 });
    const file = join(backupsOf(shop), backup?.name ?? '');
    const copy = openReader({ ...shop.database, path: file });
    expect(contentHash(copy)).toBe(content);
    copy.close();
    const manifest = JSON.parse(readFileSync(file.replace(/db$/, 'json'), 'utf8'));
    expect(manifest).toMatchObject({ version: 1, sha256: hashOfFile(file), lastSeq: 2, schema: expect.any(Number) });
    expect(readdirSync(backupsOf(shop)).sort()).toEqual([backup?.name.replace(/db$/, 'json'), backup?.name].sort());
    expect((await shop.ok('activity.list', { kind: 'backups' })).lines.map(({ action }) => action)).toEqual([
      'backups.make',
    ]);
  });

  test('one that was cut short, or that nobody vouches for, is not listed', async () => {
    const shop = await openTestShop({ as: 'owner' });
    await shop.ok('backups.make', {});
    shop.pass(hour);
    await shop.ok('backups.make', {});
    const [newest, older] = await list(shop);
    appendFileSync(join(backupsOf(shop), newest?.name ?? ''), 'x');
    writeFileSync(join(backupsOf(shop), 'regulars-2026-01-01T00-00-00-000Z-asked.db'), 'not a shop');
    writeFileSync(join(backupsOf(shop), 'holiday.jpg'), 'mine');
    expect(await list(shop)).toEqual([older]);
    rmSync(join(backupsOf(shop), older?.name.replace(/db$/, 'json') ?? ''));
    expect(await list(shop)).toEqual([]);
    await shop.ok('backups.make', {});
    expect(readdirSync(backupsOf(shop))).toContain('holiday.jpg');
  });

  test('are made before an import and before an erasure, on closing when something was done, and not for nothing', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const customerId = await stampOnce(shop);
    shop.pass(hour);
    await imported(shop, [['A', '2026-01-05']]);
    shop.pass(hour);
    await shop.ok('privacy.erase', { customerId, typed: '100001' });
    expect((await list(shop)).map(({ why, entries }) => [why, entries])).toEqual([
      ['erasure', 3],
      ['import', 2],
    ]);
    shop.pass(hour);
    await shop.host.close({ backUp: true });
    await shop.restart();
    await shop.signIn('owner');
    expect((await list(shop)).map(({ why }) => why)).toEqual(['quit', 'erasure', 'import']);
    // The sign-in is something new; twice in a row there is nothing.
    await shop.host.close({ backUp: true });
    await shop.restart();
    await shop.host.close({ backUp: true });
    await shop.restart();
    await shop.signIn('owner');
    expect((await list(shop)).map(({ why }) => why)).toEqual(['quit', 'erasure', 'import']);
    expectSound(shop);
  });

  test('where none can be made it is said, nothing is lost, and the next one that can be clears the warning', async () => {
    const shop = await openTestShop({ as: 'owner' });
    writeFileSync(backupsOf(shop), 'a file where the folder should be');
    expect(await shop.refused('backups.make', {})).toMatchObject({ code: 'BACKUP_FAILED' });
    expect((await shop.ok('shop.status', {})).health?.backup).toBe('failed');
    const customerId = await stampOnce(shop);
    // What it would have been made for goes on.
    await shop.ok('privacy.erase', { customerId, typed: '100001' });
    rmSync(backupsOf(shop));
    await shop.ok('backups.make', {});
    expect((await shop.ok('shop.status', {})).health?.backup).toBe('fine');
    expect(shop.logged.filter(({ code }) => code === 'BACKUP_FAILED')).toHaveLength(2);
  });
});

describe('a second place', () => {
  test('gets a copy at once and of every backup; it is compared, and kept in order', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const place = testFolder();
    expect(await shop.ok('backups.choosePlace', {})).toEqual({ chosen: false });
    shop.dialogs.folder = place;
    expect(await shop.ok('backups.choosePlace', {})).toEqual({ chosen: true });
    shop.pass(hour);
    await shop.ok('backups.make', {});
    const own = readdirSync(backupsOf(shop)).sort();
    expect(readdirSync(place).sort()).toEqual(own);
    for (const name of own) expect(hashOfFile(join(place, name))).toBe(hashOfFile(join(backupsOf(shop), name)));
    expect((await shop.ok('backups.list', {})).place).toMatchObject({
      later: false,
      there: true,
      copiedAt: shop.clock.now,
    });
    // Never a path for the page.
    expect(JSON.stringify(await shop.ok('backups.list', {}))).not.toContain('/');
  });

  test('that is gone is told, and caught up with when it is back', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const stick = testFolder();
    const place = join(stick, 'backups');
    mkdirSync(place);
    shop.dialogs.folder = place;
    await shop.ok('backups.choosePlace', {});
    rmSync(place, { recursive: true });
    shop.pass(hour);
    await shop.ok('backups.make', {});
    expect(await shop.ok('backups.list', {})).toMatchObject({ failed: null, place: { there: false } });
    mkdirSync(place);
    shop.pass(hour);
    await shop.ok('backups.make', {});
    expect(readdirSync(place)).toHaveLength(2);
  });

  test('is refused where it would be lost with the shop', async () => {
    const shop = await openTestShop({ as: 'owner' });
    for (const folder of [shop.folder, join(shop.folder, 'journal'), join(shop.folder, 'nowhere'), '/proc/nowhere']) {
      shop.dialogs.folder = folder;
      expect(await shop.refused('backups.choosePlace', {})).toMatchObject({ code: 'BACKUP_PLACE' });
    }
    expect((await shop.ok('backups.list', {})).place.folder).toBeNull();
  });

  test('is asked for after seven days without a copy, "later" or not', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const backup = async () => (await shop.ok('shop.status', {})).health?.backup;
    expect(await backup()).toBe('fine');
    await shop.ok('backups.later', {});
    expect(await shop.ok('backups.list', {})).toMatchObject({ late: false, place: { later: true, folder: null } });
    const who = shop.read((c) => c.prepare('SELECT personKey FROM backupPlace').get());
    expect(who).toEqual({ personKey: 1 });
    shop.pass(8 * day);
    expect(await backup()).toBe('late');
    shop.dialogs.folder = testFolder();
    await shop.ok('backups.choosePlace', {});
    expect(await backup()).toBe('fine');
    shop.pass(8 * day);
    expect(await backup()).toBe('late');
  });
});

test('a backup of more than thirty days forgets who was erased since, here and at the second place, and is whole', async () => {
  const shop = await openTestShop({ as: 'owner' });
  const place = testFolder();
  shop.dialogs.folder = place;
  const customerId = await stampOnce(shop);
  await shop.ok('customers.enrol', { name: 'Qjvkzold Stays' });
  await shop.ok('backups.choosePlace', {});
  shop.pass(day);
  await shop.ok('privacy.erase', { customerId, typed: '100001' });
  const hits = () => [
    ...findMarkers(backupsOf(shop), ['Zwxqvorn'], shop.database.key),
    ...findMarkers(place, ['Zwxqvorn'], shop.database.key),
  ];
  expect(hits()).not.toEqual([]);
  shop.pass(20 * day);
  await shop.ok('backups.make', {});
  expect(hits()).not.toEqual([]);
  shop.pass(15 * day);
  await shop.ok('backups.make', {});
  expect(hits()).toEqual([]);
  const old = (await list(shop)).at(-1);
  expect(old?.at).toBeLessThan(shop.clock.now - 30 * day);
  // Others are still in it, and it is vouched for as it is now.
  expect(
    findMarkers(backupsOf(shop), ['Qjvkzold'], shop.database.key).some((hit) => hit.startsWith(old?.name ?? 'none')),
  ).toBe(true);
  const file = join(backupsOf(shop), old?.name ?? '');
  expect(JSON.parse(readFileSync(file.replace(/db$/, 'json'), 'utf8')).sha256).toBe(hashOfFile(file));
});

test.skipIf(process.platform === 'win32')(
  'nobody else may read a file of the shop, or a copy at the second place',
  async () => {
    const shop = await openTestShop({ as: 'owner' });
    const place = testFolder();
    const open = () =>
      [shop.folder, place].flatMap((folder) =>
        readdirSync(folder, { recursive: true, encoding: 'utf8' })
          .map((name) => join(folder, name))
          .filter((path) => (statSync(path).mode & 0o077) !== 0),
      );
    shop.dialogs.folder = place;
    await shop.ok('backups.choosePlace', {});
    await shop.ok('customers.enrol', { name: 'Maria' });
    await shop.ok('backups.make', {});
    expect(open()).toEqual([]);
    // An older version left its backups open to others, and what was brought back from one.
    const [backup] = await list(shop);
    const old = join(backupsOf(shop), backup?.name ?? '');
    chmodSync(old, 0o644);
    await shop.ok('backups.restore', { name: backup?.name ?? '', typed: 'Cafenea Luna', pin: pins.owner });
    expect(open()).toEqual([old]);
    chmodSync(shop.file, 0o644);
    await shop.restart();
    expect(open()).toEqual([old]);
  },
);
