import { rmSync } from 'node:fs';
import { catalogue } from './support/catalogues.ts';
import { expectAccessible, expectNoSideScroll } from './support/page.ts';
import { databaseOf, people, team } from './support/shops.ts';
import { expect, test } from './support/test.ts';

test('stamps that were confirmed and are gone from the file are brought back from the journal', async ({
  app,
  folder,
  start,
}) => {
  const { counter } = app;
  await counter.open('mari', people.maria.name);
  await counter.stamp.click();
  await expect(counter.confirmation).toContainText('1 stamp added.');
  await app.kill();
  // As after a failing disk: the log beside the file is lost.
  rmSync(`${databaseOf(folder)}-wal`);

  const again = await start();
  const { page } = again;
  await expect(page.getByRole('heading', { name: "The shop's file lacks its last entries" })).toBeVisible();
  await expectAccessible(page, 'behind');
  await expectNoSideScroll(page, 'behind');
  // Leaving them behind asks twice.
  await page.getByRole('button', { name: 'Open without them' }).click();
  await expect(page.getByText('Open without these entries?')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Open without them' })).toBeDisabled();
  await page.getByLabel(`PIN of ${team.owner.name}`).fill('000000');
  await page.getByRole('button', { name: 'Open without them' }).click();
  await expect(page.getByText('That PIN is not right')).toBeVisible();
  await expectAccessible(page, 'leaving behind');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Bring the entries back' }).click();
  await again.signIn('staff');
  await again.counter.open('mari', people.maria.name);
  await expect(again.counter.card('5 of 10 stamps')).toBeVisible();
});

for (const language of ['id', 'ro'] as const) {
  test(`the page speaks ${language}`, async ({ app, folder, start }) => {
    await app.counter.open('mari', people.maria.name);
    await app.counter.stamp.click();
    await expect(app.counter.confirmation).toContainText('1 stamp added.');
    await app.kill();
    rmSync(`${databaseOf(folder)}-wal`);
    const { page } = await start({ args: [`--lang=${language}`] });
    await expect(
      page.getByRole('heading', { name: catalogue(language)['app:failure.behind.title'] ?? '' }),
    ).toBeVisible();
    await expect(
      page.getByRole('button', { name: catalogue(language)['app:failure.behind.bringBack'] ?? '' }),
    ).toBeVisible();
  });
}
