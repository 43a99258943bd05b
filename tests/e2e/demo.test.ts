import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { takeLock } from '../../db/lock.ts';
import { shopFiles } from '../../main/shop/files.ts';
import { spoilOpen } from '../support/database.ts';
import { expectAccessible, expectLargeTargets, look } from './support/page.ts';
import { databaseOf, hashOf, people } from './support/shops.ts';
import { expect, test } from './support/test.ts';

test('the demo shop is tried and left without a byte of the real one changing', async ({ app, folder }) => {
  const { counter, page } = app;
  await app.go('Settings');
  await app.settings.tab('Data and demo').click();
  await page.getByRole('button', { name: 'Try the demo shop' }).click();
  const banner = page.getByRole('complementary', { name: 'Demo shop' });
  await expect(banner).toBeVisible({ timeout: 60_000 });
  await expect(counter.search).toBeVisible();
  await expectAccessible(page, 'demo');
  const real = hashOf(databaseOf(folder));

  await app.go('Customers');
  await expect(app.customers.total('400 customers')).toBeVisible();
  await app.customers.rows.first().click();
  await page.getByRole('button', { name: 'Open at the counter' }).click();
  await counter.stamp.click();
  await expect(counter.confirmation).toContainText('1 stamp added.');
  await app.go('At risk');
  await expect(app.risk.rows.first()).toBeVisible();
  await app.go('Month');
  await expect(app.month.bridge).toBeVisible();
  expect((await app.month.cells()).length).toBeGreaterThan(11);
  expect(hashOf(databaseOf(folder))).toBe(real);

  await banner.getByRole('button', { name: 'Leave the demo' }).click();
  await expect(banner).toBeHidden();
  await app.signIn('owner');
  await app.go('Customers');
  await expect(app.customers.total('7 customers')).toBeVisible();
  await app.go('Counter');
  await counter.open('mari', people.maria.name);
  await expect(counter.card('4 of 10 stamps')).toBeVisible();
  expect(existsSync(join(folder, 'demo'))).toBe(false);
});

test('staff cannot leave the real shop for the demo', async ({ start }) => {
  const app = await start({ as: 'staff' });
  expect((await app.call('demo.enter', {})).error?.code).toBe('NOT_ALLOWED');
  expect((await app.call('demo.leave', {})).error?.code).toBe('NO_SHOP');
});

test.describe('a damaged demo', () => {
  test.use({ apart: true });

  test('says whose file it is; it is made anew, or left for the shop, which was never touched', async ({
    app,
    folder,
  }) => {
    const { page } = app;
    expect((await app.call('demo.enter', {})).ok).toBe(true);
    const banner = page.getByRole('complementary', { name: 'Demo shop' });
    await expect(banner).toBeVisible({ timeout: 60_000 });
    const real = hashOf(databaseOf(folder));
    const spoil = async (next: 'Customers' | 'Month') => {
      spoilOpen(shopFiles(join(folder, 'demo')).database);
      // The page is gone before it has come.
      await app.place(next).click();
      await expect(page.getByRole('heading', { name: "The demo shop's file is damaged" })).toBeVisible();
    };
    await spoil('Customers');
    await expect(page.getByRole('main')).toContainText('A shop of your own lies in another file');
    await expectLargeTargets(page, 'a damaged demo');
    await look(app, 'a damaged demo');
    const anew = page.getByRole('button', { name: 'Make the demo anew' });
    // Meanwhile another Regulars has opened it.
    const lock = takeLock(join(folder, 'demo'));
    await anew.click();
    const making = page.getByRole('dialog');
    await expect(making).toContainText("Another program is using the demo shop's file.");
    await making.getByRole('button', { name: 'Close' }).click();
    await expect(page.getByRole('heading', { name: 'The demo shop is open somewhere else' })).toBeVisible();
    await look(app, 'a demo that is open elsewhere');
    lock?.release();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('heading', { name: "The demo shop's file is damaged" })).toBeVisible();
    await anew.click();
    await expect(banner).toBeVisible({ timeout: 60_000 });
    await app.go('Customers');
    await expect(app.customers.total('400 customers')).toBeVisible();
    await spoil('Month');
    expect(hashOf(databaseOf(folder))).toBe(real);
    await page.getByRole('button', { name: 'Leave the demo' }).click();
    await app.signIn('owner');
    await app.counter.open('mari', people.maria.name);
    expect(existsSync(join(folder, 'demo'))).toBe(false);
  });
});

test.describe('before there is a shop', () => {
  test.use({ shop: null, as: null });

  test('the demo can be tried from the first screen, and leaving leads back to it', async ({ app, folder }) => {
    const { firstRun, page } = app;
    await firstRun.demo.click();
    await expect(app.counter.search).toBeVisible({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Leave the demo' }).click();
    await expect(firstRun.welcome).toBeVisible();
    expect(readdirSync(folder).filter((name) => name.endsWith('.db') && name !== 'lock.db')).toEqual([]);
  });
});
