import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openTool, shopDatabase } from '../support/database.ts';
import { catalogue } from './support/catalogues.ts';
import { expectLargeTargets, look } from './support/page.ts';
import { asOwner, customerIdOf, databaseOf, hashOf, people, programIdOf, team } from './support/shops.ts';
import { expect, test } from './support/test.ts';

test.use({ as: null });
test.setTimeout(120_000);

const pageSize = 4096;

/** A stamp for Maria; then the disk spoils the file's first page and every page with customers on it. There is no backup. */
async function breakShop(folder: string): Promise<string> {
  await asOwner(folder, async ({ call }) => {
    await call('counter.stamp', {
      customerId: await customerIdOf(call, people.maria.number),
      programId: await programIdOf(call),
    });
  });
  rmSync(join(folder, 'backups'), { recursive: true, force: true });
  const file = databaseOf(folder);
  const tool = openTool(shopDatabase(folder));
  const pages = tool.prepare("SELECT pageno FROM dbstat WHERE name = 'customer'").pluck().all() as number[];
  tool.close();
  const bytes = readFileSync(file);
  for (const page of [1, ...pages]) bytes.fill(0xa5, (page - 1) * pageSize, page * pageSize);
  writeFileSync(file, bytes);
  return hashOf(file);
}

test('from the page of a damaged file without a backup to the next stamp: what could be saved, name, PIN (R6)', async ({
  folder,
  start,
}) => {
  const spoilt = await breakShop(folder);
  const app = await start();
  const { page, rescue } = app;
  await expect(page.getByRole('heading', { name: "The shop's file is damaged" })).toBeVisible();
  await expect(rescue.section).toContainText('No backup was found here');
  await expect(rescue.salvage).toContainText('The damaged file stays as it is.');
  await expectLargeTargets(page, 'damaged, to be saved');
  await look(app, 'damaged, to be saved');
  await rescue.lookWhat.click();
  const { saved } = rescue;
  await expect(saved.dialog).toContainText('8 customers without a name', { timeout: 30_000 });
  await expect(saved.dialog).toContainText('The card ledger is whole');
  await expect(saved.dialog).toContainText('Customers who never had anything on a card may be missing');
  await expectLargeTargets(page, 'what was saved');
  await look(app, 'what was saved');
  expect(hashOf(databaseOf(folder))).toBe(spoilt);
  await saved.shopName.fill('yes');
  await saved.pin.fill(team.owner.pin);
  await saved.go.click();
  await expect(saved.dialog).toContainText('Nothing was changed.');
  await saved.shopName.fill('Cafenea Luna');
  await saved.go.click();
  await expect(app.notice('The shop is open with what could be saved')).toBeVisible({ timeout: 30_000 });
  // Maria's number still brings her card; the damaged file is kept.
  await app.counter.search.fill(people.maria.number);
  await page.keyboard.press('Enter');
  await expect(app.counter.card('5 of 10 stamps')).toBeVisible();
  await page.keyboard.press('Escape');
  await app.counter.search.fill(people.ion.number);
  await page.keyboard.press('Enter');
  await app.counter.stamp.click();
  await expect(app.counter.confirmation).toContainText('1 stamp added.');
  const [kept = ''] = readdirSync(join(folder, 'aside'));
  expect(hashOf(join(folder, 'aside', kept, 'regulars.db'))).toBe(spoilt);
});

for (const language of ['id', 'ro'] as const) {
  test(`speaks ${language}`, async ({ folder, start }) => {
    await asOwner(folder, ({ call }) => call('shop.update', { language }));
    await breakShop(folder);
    const app = await start({ language });
    const { page } = app;
    const words = catalogue(language);
    const section = page.getByRole('region', { name: words['rescue:salvage.title'] ?? '' });
    await expect(section).toContainText(words['rescue:salvage.safe'] ?? '');
    await section.getByRole('button', { name: words['rescue:salvage.open'] ?? '' }).click();
    await expect(page.getByRole('button', { name: words['rescue:salvage.go'] ?? '' })).toBeVisible({ timeout: 30_000 });
    await look(app, `what was saved, ${language}`);
  });
}
