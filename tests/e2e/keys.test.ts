import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { shopDatabase } from '../support/database.ts';
import { findMarkers } from '../support/scan.ts';
import type { App } from './support/app.ts';
import { catalogue } from './support/catalogues.ts';
import { headless } from './support/headless.ts';
import { enlargeText, expectAccessible, expectLargeTargets, expectNoSideScroll, resize } from './support/page.ts';
import { asOwner, keepRecoveryCode, newFolder, people, removeFolder, team } from './support/shops.ts';
import { expect, test } from './support/test.ts';

const password = 'a long password';

async function look(app: App, screen: string): Promise<void> {
  await expectAccessible(app.page, screen);
  await expectLargeTargets(app.page, screen);
  await resize(app, 1024, 768);
  await expectNoSideScroll(app.page, `${screen} at 1024 × 768`);
  await resize(app, 1280, 860);
  await enlargeText(app.page, 200);
  await expectNoSideScroll(app.page, `${screen} with 200 % text`);
  await enlargeText(app.page, 100);
}

/** Seals the shop in the settings, where this computer has no place for secrets. */
async function seal(app: App): Promise<void> {
  await app.go('Settings');
  await app.settings.tab('Backups').click();
  await expect(app.keys.section).toContainText("The key lies open in the shop's folder.");
  await app.keys.section.getByRole('button', { name: 'Lock the key…' }).click();
  await app.keys.choose(password);
  await app.keys.lock.click();
  await expect(app.notice('The key is locked.')).toBeVisible({ timeout: 20_000 });
  await expect(app.keys.section).toContainText('Your password locks the key.');
}

test('a shop is sealed with a password, and the next start asks for it; its files say nothing without', async ({
  folder,
  start,
}) => {
  const { key } = shopDatabase(folder);
  const elsewhere = newFolder();
  const old = join(folder, 'damaged', '2026-01-01', 'regulars.db');
  mkdirSync(dirname(old), { recursive: true });
  writeFileSync(old, Buffer.from('SQLite format 3\0'.padEnd(4096, '\0')));
  let app = await start({ as: 'owner' });
  await app.go('Settings');
  await app.settings.tab('Backups').click();
  await app.keys.section.getByRole('button', { name: 'Lock the key…' }).click();
  await expect(app.page.getByRole('dialog')).toContainText('This computer has no safe place for the key');
  await look(app, 'locking the key, in Settings');
  // Too short, then not alike: the button waits.
  await app.keys.password.fill('short');
  await app.keys.again.fill('short');
  await expect(app.keys.lock).toBeDisabled();
  await app.keys.choose(password);
  await app.keys.again.fill(`${password}s`);
  await expect(app.page.getByText('The two passwords are not the same.')).toBeVisible();
  await app.page.keyboard.press('Escape');
  await seal(app);
  expect(existsSync(join(folder, 'key'))).toBe(false);
  // The file for the command line, and what lies about from before the lock.
  const keyFile = join(elsewhere, 'regulars.key');
  await app.answerFileDialogs(keyFile);
  await app.keys.section.getByRole('button', { name: 'Save the key as a file…' }).click();
  await expect(app.notice('Saved: regulars.key')).toBeVisible();
  await expect(app.keys.section).toContainText('1 older copy of the shop');
  await look(app, "the shop's key, in Settings");
  await app.keys.section.getByRole('button', { name: 'Delete the old copies…' }).click();
  await app.page.getByRole('button', { name: 'Delete them' }).click();
  await expect(app.notice('The old copies are gone.')).toBeVisible();
  expect(existsSync(old)).toBe(false);
  await app.close();
  expect(findMarkers(folder, [people.maria.name])).toEqual([]);
  expect(findMarkers(folder, [people.maria.name], key).length).toBeGreaterThan(0);
  headless('verify', '--data', folder, '--key-file', keyFile);
  removeFolder(elsewhere);

  app = await start();
  await expect(app.keys.start).toBeVisible();
  await expect(app.keys.password).toBeFocused();
  await look(app, 'a locked shop');
  await app.keys.password.fill('not the password');
  await app.page.keyboard.press('Enter');
  await expect(app.page.getByRole('alert')).toContainText('That is not the password.');
  await app.keys.password.fill(password);
  await app.page.keyboard.press('Enter');
  await app.signIn('owner');
  await app.counter.open('mari', people.maria.name);
});

test('a forgotten password: the recovery code opens the shop, and Settings takes another one', async ({
  folder,
  start,
  leave,
}) => {
  const code = await asOwner(folder, ({ call }) => keepRecoveryCode(call));
  let app = await start({ as: 'owner' });
  await seal(app);
  await leave(app);
  app = await start();
  await app.keys.forgotten.click();
  await expect(app.keys.code).toBeFocused();
  await look(app, 'a locked shop, by the code');
  await app.keys.code.fill('0'.repeat(20));
  await app.keys.open.click();
  await expect(app.page.getByRole('alert')).toContainText('That is not the recovery code.');
  await app.keys.code.fill(code.toLowerCase());
  await app.keys.open.click();
  await app.signIn('owner');
  await app.go('Settings');
  await app.settings.tab('Backups').click();
  await app.keys.section.getByRole('button', { name: 'Change the password' }).click();
  await app.keys.choose('another long one');
  await app.page.getByRole('dialog').getByRole('button', { name: 'Change the password' }).click();
  await expect(app.notice('The new password is in force.')).toBeVisible({ timeout: 20_000 });
  await leave(app);
  app = await start();
  await app.keys.password.fill('another long one');
  await app.keys.open.click();
  await app.signIn('owner');
});

test.describe('an owner whose shop lies open', () => {
  test.use({ shop: null });

  test('is asked once, after the recovery code, and may lock the key at once', async ({ start }) => {
    const app = await start();
    const { firstRun, keys } = app;
    await firstRun.next.click();
    await firstRun.shopName.fill('Café Ola');
    await firstRun.next.click();
    await firstRun.ownerName.fill(team.owner.name);
    await firstRun.pin.fill(team.owner.pin);
    await firstRun.pinAgain.fill(team.owner.pin);
    await firstRun.next.click();
    await firstRun.template('Later').check();
    await firstRun.open.click();
    const code = await firstRun.code.innerText();
    await firstRun.noted.click();
    await keys.toGate(code);
    await keys.choose(password);
    await keys.lock.click();
    await expect(firstRun.place).toBeVisible({ timeout: 20_000 });
    await firstRun.placeLater.click();
    await expect(app.counter.search).toBeVisible();
  });
});

test('a locked shop speaks Indonesian and Romanian', async ({ start, leave }) => {
  const first = await start({ as: 'owner' });
  await seal(first);
  await leave(first);
  for (const language of ['id', 'ro'] as const) {
    const app = await start({ language });
    const words = catalogue(language);
    await expect(app.page.getByRole('heading', { name: words['keys:unlock.title'] ?? '' })).toBeVisible();
    await app.page.getByRole('button', { name: words['keys:unlock.toCode'] ?? '' }).click();
    await expect(app.page.getByText(words['keys:unlock.byCode'] ?? '')).toBeVisible();
    await leave(app);
  }
});
