import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { takeLock } from '../../db/lock.ts';
import { openTool, shopDatabase } from '../support/database.ts';
import { catalogue } from './support/catalogues.ts';
import { expectAccessible, expectNoSideScroll } from './support/page.ts';
import { databaseOf, hashOf } from './support/shops.ts';
import { expect, test } from './support/test.ts';

test.use({ as: null });

/** Overwrites the middle of a file, as a failing disk would. */
function damage(file: string): void {
  const { size } = statSync(file);
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(Math.floor(size / 2), 0xa5), 0, undefined, Math.floor(size / 4));
  closeSync(handle);
}

function setSchemaVersion(file: string, version: number): void {
  const database = openTool(shopDatabase(dirname(file)));
  database.pragma('journal_mode = DELETE');
  database.pragma(`user_version = ${version}`);
  database.close();
}

test('a damaged file is recognised, kept and explained; a good one in its place opens', async ({ folder, start }) => {
  const file = databaseOf(folder);
  const good = join(folder, 'good.db');
  copyFileSync(file, good);
  damage(file);
  const before = hashOf(file);

  const app = await start();
  const { page } = app;
  await expect(page.getByRole('heading', { name: "The shop's file is damaged" })).toBeVisible();
  await expect(page.getByRole('alert')).toContainText('nothing was written over it');
  expect(hashOf(file)).toBe(before);
  const kept = readdirSync(join(folder, 'damaged'));
  expect(kept).toHaveLength(1);
  expect(hashOf(join(folder, 'damaged', kept[0] ?? '', 'regulars.db'))).toBe(before);
  await expect(page.getByRole('alert')).toContainText(kept[0] ?? 'no copy');

  // Nothing behind the screen works on the damaged file.
  expect((await app.call('people.list', {})).error?.code).toBe('NO_SHOP');
  expect(hashOf(file)).toBe(before);

  await expectAccessible(page, 'damaged');
  await expectNoSideScroll(page, 'damaged');
  // What the screen tells the person to do.
  copyFileSync(good, file);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(app.who.question).toBeVisible();
});

test('a file that is no database at all is left alone', async ({ folder, start }) => {
  const file = databaseOf(folder);
  writeFileSync(file, 'This was a shop once.'.repeat(1000));
  const before = hashOf(file);
  const { page } = await start();
  await expect(page.getByRole('alert').getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  expect(hashOf(file)).toBe(before);
});

test('a shop from a newer Regulars is refused with its bytes untouched', async ({ folder, start, leave }) => {
  const file = databaseOf(folder);
  setSchemaVersion(file, 99);
  const before = hashOf(file);
  const app = await start();
  const { page } = app;
  await expect(page.getByRole('heading', { name: 'This shop was last used with a newer Regulars' })).toBeVisible();
  await expect(page.getByRole('alert')).toContainText("The shop's file has version 99");
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('alert')).toContainText('Nothing was changed.');
  await expectAccessible(page, 'newer');
  await leave(app);
  expect(hashOf(file)).toBe(before);
  expect(existsSync(`${file}-wal`)).toBe(false);
  expect(existsSync(join(folder, 'backups'))).toBe(false);
});

for (const language of ['id', 'ro'] as const) {
  test(`the screen of a newer shop speaks the person’s language: ${language}`, async ({ folder, start }) => {
    setSchemaVersion(databaseOf(folder), 99);
    const { page } = await start({ language });
    const title = catalogue(language)['app:failure.newer.title'];
    expect(title).toBeTruthy();
    await expect(page.getByRole('heading', { name: title ?? '' })).toBeVisible();
  });
}

test('a shop that another program holds is said to be open elsewhere, and opens when it lets go', async ({
  folder,
  start,
}) => {
  const lock = takeLock(folder);
  expect(lock).not.toBeNull();
  const { page, who } = await start();
  await expect(page.getByRole('heading', { name: 'The shop is open somewhere else' })).toBeVisible();
  lock?.release();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(who.question).toBeVisible();
});

test('the log of a day with failures and customers holds nobody’s name or phone', async ({ folder, start, leave }) => {
  const app = await start({ as: 'owner' });
  const { counter } = app;
  await counter.open('mari', 'Maria Ionescu');
  await counter.stamp.click();
  await app.call('customers.get', { customerId: 'Maria Ionescu' });
  await app.call('counter.find', { text: 'Maria', limit: 'x' });
  await leave(app);
  const file = join(folder, 'logs/regulars.log');
  const log = existsSync(file) ? readFileSync(file, 'utf8') : '';
  expect(log).not.toMatch(/Maria|Ionescu|721 ?234/);
});
