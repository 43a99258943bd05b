import { mkdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { shopFiles } from '../../main/shop/files.ts';
import { makePlain } from '../support/database.ts';
import { empty, fillTo, mountNew, unmount, whyNoMount } from '../support/mount.ts';
import type { App } from './support/app.ts';
import { headless } from './support/headless.ts';
import { expectLargeTargets, look } from './support/page.ts';
import { databaseOf, fillFolder, hashOf, newFolder, people, removeFolder } from './support/shops.ts';
import { test as base, expect } from './support/test.ts';

/** A shop on a small disk of its own, which can be filled. */
const test = base.extend<{ disk: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures it needs from this pattern
  disk: async ({}, use, testInfo) => {
    const why = whyNoMount('tmpfs');
    testInfo.skip(why !== null, why ?? '');
    const mounted = mountNew('tmpfs', 220);
    await use(mounted.folder);
    unmount(mounted);
  },
  folder: async ({ disk, prepared }, use) => {
    const folder = join(disk, 'shop');
    mkdirSync(folder);
    fillFolder(folder, await prepared('cafe'));
    // What Chromium writes of its own comes and goes: elsewhere, so that the disk has the room that the test says.
    const elsewhere = newFolder();
    symlinkSync(elsewhere, join(folder, 'browser'));
    await use(folder);
    removeFolder(elsewhere);
  },
});

test.use({ as: null, apart: true });

async function stampMaria({ counter }: App): Promise<void> {
  await counter.open('mari', people.maria.name);
  await counter.stamp.click();
}

test('no room even to open: the screen says that the disk is full, and offers neither to save nor to restore; with room the shop opens', async ({
  disk,
  folder,
  start,
}) => {
  const before = hashOf(databaseOf(folder));
  fillTo(disk, 0);
  const app = await start();
  const { page } = app;
  const said = page.getByRole('alert');
  await expect(said).toContainText('The disk is full. To open the shop');
  // What an unreadable shop is offered.
  await expect(page.getByText('Bring a backup back')).toHaveCount(0);
  await expectLargeTargets(page, 'no room at all');
  await look(app, 'no room at all');
  expect(hashOf(databaseOf(folder))).toBe(before);
  empty(disk);
  await said.getByRole('button', { name: 'Try again' }).click();
  await expect(app.who.question).toBeVisible();
});

test('no room for an update: the screen says how much it takes and changes nothing; with room the shop opens with all there was', async ({
  disk,
  folder,
  start,
}) => {
  // As a version left it that locked no files: this one makes a backup first, which takes room.
  makePlain(folder);
  rmSync(shopFiles(folder).sealedKey);
  const file = databaseOf(folder);
  const before = hashOf(file);
  fillTo(disk, 2 * statSync(file).size);

  const app = await start();
  const { page } = app;
  const said = page.getByRole('alert');
  await expect(said.getByRole('heading', { name: 'The disk has too little room' })).toBeVisible();
  await expect(said).toContainText(/takes [1-9]\d* MB of free disk/);
  await expect(said).toContainText('Nothing was changed. All your data are safe.');
  await expectLargeTargets(page, 'no room');
  await look(app, 'no room');
  expect((await app.call('people.list', {})).error?.code).toBe('NO_SHOP');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(said.getByRole('heading', { name: 'The disk has too little room' })).toBeVisible();
  expect(hashOf(file)).toBe(before);

  empty(disk);
  await page.getByRole('button', { name: 'Try again' }).click();
  await app.signIn('staff');
  await stampMaria(app);
  await expect(app.counter.card('5 of 10 stamps')).toBeVisible();
  await app.close();
  headless('verify', '--data', folder);
});

test('the disk fills up in the middle of a day: the counter says so and goes on reading; with room the same stamp goes through, once', async ({
  disk,
  folder,
  start,
}) => {
  const app = await start({ as: 'staff' });
  const { counter, page } = app;
  fillTo(disk, 0);
  // What the log still has room for.
  for (let code = ''; code !== 'DISK_FULL'; ) {
    const { ok, error } = await app.call('customers.enrol', { name: 'Somebody', notes: 'n'.repeat(2000) });
    code = ok ? '' : (error?.code ?? '');
    expect(['', 'DISK_FULL']).toContain(code);
  }
  await stampMaria(app);
  await expect(app.notice('The disk is full. Everything saved so far is safe')).toBeVisible();
  await expect(page.getByRole('complementary', { name: "The shop's storage" })).toContainText('The disk is full.');
  await expect(counter.card('4 of 10 stamps')).toBeVisible();
  await expectLargeTargets(page, 'a full disk');
  await look(app, 'a full disk');
  await counter.open('bianca', people.bianca.name);

  empty(disk);
  await stampMaria(app);
  await expect(counter.card('5 of 10 stamps')).toBeVisible();
  await app.close();
  headless('verify', '--data', folder);
});
