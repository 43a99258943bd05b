import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { hashFile } from '../../db/backup.ts';
import { copyUnderKey } from '../../db/cipher.ts';
import { openReader } from '../../db/open.ts';
import { makeBackup } from '../../main/backups/make.ts';
import { stepsOf } from '../../main/backups/restore.ts';
import { type Manifest, writeManifest } from '../../main/backups/store.ts';
import { keepOrMakeKeys, openKeysOf } from '../../main/keys/files.ts';
import { shopFiles } from '../../main/shop/files.ts';
import { openShop } from '../../main/shop/open.ts';
import { type Closed, closedShop } from '../support/closedShop.ts';
import { contentHash } from '../support/content.ts';
import { makePlain, plain, shopDatabase } from '../support/database.ts';
import { findMarkers } from '../support/scan.ts';
import { copyTestShop, day, faultsOf, noFaults, opening, openTestShop, testFolder } from '../support/shop.ts';

/** Stand in every file of this shop that is not locked. */
const markers = ['SQLite format 3', 'Cafenea Luna', 'Customer 3'];

let original: Closed;
let content: string;
beforeAll(async () => {
  original = await closedShop();
  makePlain(original.folder);
  const read = openReader(plain(shopFiles(original.folder).database));
  content = contentHash(read);
  read.close();
});

const plainShop = (): string => {
  const folder = testFolder();
  cpSync(original.folder, folder, { recursive: true });
  return folder;
};

/** A backup as it was made before files were locked. */
async function makePlainBackup(path: string, key: Uint8Array | null): Promise<void> {
  const manifest = JSON.parse(readFileSync(path.replace(/db$/, 'json'), 'utf8')) as Manifest;
  copyUnderKey({ path, key }, plain(`${path}.plain`));
  renameSync(`${path}.plain`, path);
  writeManifest(path, { ...manifest, ...(await hashFile(path)) });
}

/** What the shop says, and whether it is sound. */
function look(folder: string): string {
  const read = openReader(shopDatabase(folder));
  try {
    expect(faultsOf(read)).toEqual(noFaults);
    return contentHash(read);
  } finally {
    read.close();
  }
}

async function start(folder: string): Promise<void> {
  const opened = await openShop(folder, () => opening + 90 * day);
  if (opened.state !== 'open') throw new Error(JSON.stringify(opened));
  expect(opened.shop.journal).toBe('good');
  expect(opened.shop.firstBad).toBeNull();
  opened.shop.close();
}

test('a shop from before there were keys is locked as it opens: nothing of it is readable, and nothing of it is lost', async () => {
  const folder = plainShop();
  const files = shopFiles(folder);
  const secrets = [readFileSync(files.oldLedgerKey), readFileSync(files.oldPepper)];
  // The control: a plain file is read by anybody.
  for (const marker of markers) expect(findMarkers(folder, markers)).toContain(`regulars.db: ${marker}`);
  await start(folder);
  expect(look(folder)).toBe(content);
  expect(findMarkers(folder, markers)).toEqual([]);
  // What was beside it is in its keys now, and no longer beside it.
  const keys = openKeysOf(folder);
  expect([Buffer.from(keys?.ledger.secret ?? []), Buffer.from(keys?.pepper ?? [])]).toEqual(secrets);
  expect(existsSync(files.oldLedgerKey) || existsSync(files.oldPepper)).toBe(false);
  // The backup of before is one, and locked as well.
  expect(readdirSync(files.backups).filter((name) => name.endsWith('-update.db'))).toHaveLength(1);
  const key = readFileSync(files.key);
  await start(folder);
  expect(readFileSync(files.key).equals(key)).toBe(true);
});

test('the power goes at any step of it: the next start has the plain shop or the locked one, with all there was', async () => {
  const at = opening + 90 * day;
  const template = plainShop();
  const files = shopFiles(template);
  const seen = { plain: 0, locked: 0 };
  const { file: key } = keepOrMakeKeys(template);
  const file = plain(files.database);
  const read = openReader(file);
  const { name, sha256 } = await makeBackup({ read, file }, files.backups, { why: 'update', at, key, recovery: null });
  read.close();
  const steps = (folder: string) => {
    const source = { file: { path: join(shopFiles(folder).backups, name), key }, sha256 };
    return stepsOf(folder, { source, key, aside: null });
  };
  for (let done = 0; done <= steps(template).length; done++) {
    const folder = testFolder();
    cpSync(template, folder, { recursive: true });
    for (const step of steps(folder).slice(0, done)) await step();
    if (existsSync(shopFiles(folder).oldPepper) && findMarkers(folder, ['SQLite format 3']).length > 0) seen.plain++;
    else seen.locked++;
    await start(folder);
    expect(look(folder)).toBe(content);
    expect(findMarkers(folder, markers)).toEqual([]);
    expect(existsSync(shopFiles(folder).oldPepper)).toBe(false);
  }
  expect(Math.min(seen.plain, seen.locked)).toBeGreaterThan(2);
}, 120_000);

test('a start that cannot clear what is left of before keeps nothing open', async (context) => {
  if (!existsSync('/proc/self/fd')) return context.skip('the system does not say what a process has open');
  const { folder } = await copyTestShop();
  const { oldPepper } = shopFiles(folder);
  const openHere = (): string[] =>
    readdirSync('/proc/self/fd').flatMap((handle) => {
      try {
        const path = readlinkSync(join('/proc/self/fd', handle));
        return path.startsWith(folder) ? [path.slice(folder.length)] : [];
      } catch {
        // The one that this list was read through.
        return [];
      }
    });
  // Nobody can overwrite a folder.
  mkdirSync(oldPepper);
  await expect(openShop(folder, () => opening)).rejects.toMatchObject({ code: 'EISDIR' });
  expect(openHere()).toEqual([]);
  rmSync(oldPepper, { recursive: true });
  const opened = await openShop(folder, () => opening);
  expect(opened.state).toBe('open');
  expect(openHere()).toContain('/regulars.db');
  if (opened.state === 'open') opened.shop.close();
  expect(openHere()).toEqual([]);
});

test('PINs and seals hold after it', async () => {
  const shop = await openTestShop({ as: 'owner' });
  const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
  await shop.ok('counter.stamp', { customerId, programId: shop.programId });
  await shop.restart(() => makePlain(shop.folder));
  await shop.signIn('owner');
  expect((await shop.ok('shop.status', {})).health).toMatchObject({ journal: 'good', firstBad: null });
  expect(shop.read(faultsOf)).toEqual(noFaults);
});

test('a damaged plain file is kept as it is and never locked', async () => {
  const folder = plainShop();
  const { database, key, oldLedgerKey } = shopFiles(folder);
  const bytes = readFileSync(database);
  bytes.fill(0xa5, 8192, 40_000);
  writeFileSync(database, bytes);
  expect(await openShop(folder, () => opening)).toMatchObject({ state: 'failed', failure: { kind: 'damaged' } });
  expect(readFileSync(database).equals(bytes)).toBe(true);
  expect(existsSync(key)).toBe(false);
  expect(existsSync(oldLedgerKey)).toBe(true);
});

test('backups from before are locked by the next one that is made, here and at the second place', async () => {
  const shop = await openTestShop({ as: 'owner' });
  const place = testFolder();
  await shop.ok('customers.enrol', { name: 'Qjvkzold Name' });
  shop.dialogs.folder = place;
  await shop.ok('backups.choosePlace', {});
  const [backup] = (await shop.ok('backups.list', {})).backups;
  const folders = [shopFiles(shop.folder).backups, place];
  for (const folder of folders) {
    const path = join(folder, backup?.name ?? '');
    await makePlainBackup(path, shop.database.key);
  }
  const marker = ['Qjvkzold'];
  expect(folders.map((folder) => findMarkers(folder, marker).length)).toEqual([1, 1]);
  expect((await shop.ok('backups.list', {})).backups).toHaveLength(1);
  shop.pass(day);
  await shop.ok('backups.make', {});
  expect(folders.map((folder) => findMarkers(folder, marker))).toEqual([[], []]);
  expect(folders.map((folder) => findMarkers(folder, marker, shop.database.key).length > 0)).toEqual([true, true]);
  // And they are as good as they were.
  expect(await shop.ok('backups.preview', { name: backup?.name ?? '' })).toMatchObject({ backup: { customers: 1 } });
});
