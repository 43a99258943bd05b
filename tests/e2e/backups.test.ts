import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expectAccessible } from './support/page.ts';
import { readPdf } from './support/paper.ts';
import { newFolder, people, removeFolder, team } from './support/shops.ts';
import { expect, test } from './support/test.ts';

test.setTimeout(180_000);

test('backups are made and checked, on closing too, and go to a second place (F-58)', async ({ folder, start }) => {
  let app = await start({ as: 'owner' });
  await app.go('Settings');
  await app.settings.tab('Backups').click();
  // The one of the start comes by itself after a quarter of a minute; nothing disturbs from then on.
  await expect(app.backups.rows.first()).toContainText('at the start', { timeout: 60_000 });
  await app.backups.make.click();
  await expect(app.notice('The backup is made and checked.')).toBeVisible();
  await expect(app.backups.rows).toHaveCount(1);
  await expect(app.backups.rows.first()).toContainText('when asked');
  await expect(app.backups.rows.first()).toContainText('checked');

  const stick = newFolder();
  await app.answerFileDialogs(folder);
  await app.backups.choose.click();
  await expect(app.backups.place).toContainText('Backups cannot be kept there.');
  await app.answerFileDialogs(stick);
  await app.backups.choose.click();
  await expect(app.backups.place).toContainText('last copy');
  expect(readdirSync(stick).filter((name) => name.endsWith('.db'))).toHaveLength(1);

  // Nothing is made on closing when nothing was done.
  await app.go('Counter');
  await app.counter.open('mari', people.maria.name);
  await app.counter.stamp.click();
  await expect(app.counter.confirmation).toContainText('1 stamp added.');
  await app.close();
  expect(readdirSync(stick).filter((name) => name.endsWith('-quit.db'))).toHaveLength(1);
  expect(readdirSync(join(folder, 'backups')).filter((name) => name.includes('.part'))).toEqual([]);

  removeFolder(stick);
  app = await start({ as: 'owner' });
  await app.go('Settings');
  await app.settings.tab('Backups').click();
  await expect(app.backups.rows.first()).toContainText('on closing');
  await expect(app.backups.place).toContainText('cannot be reached');
});

test('a backup comes back in three clicks, with what was recorded since; wrong words and PINs change nothing (F-59)', async ({
  app,
}) => {
  const { backups, counter, page, record } = app;
  await app.go('Settings');
  await app.settings.tab('Backups').click();
  await expect(backups.rows.first()).toContainText('at the start', { timeout: 60_000 });
  await app.go('Counter');
  await counter.open('mari', people.maria.name);
  await counter.stamp.click();
  await expect(counter.confirmation).toContainText('1 stamp added.');
  await app.go('Customers');
  await app.customers.row(people.maria.name).click();
  await record.edit.click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name', exact: true }).fill('Maria Changed');
  await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
  await expect(record.name('Maria Changed')).toBeVisible();

  await app.go('Settings');
  await app.settings.tab('Backups').click();
  await backups.restore.click();
  await expect(backups.dialog).toContainText('2 entries were made since.');
  await backups.dialog.getByRole('textbox', { name: /^Type the shop/ }).fill('yes');
  await backups.dialog.getByLabel('Your PIN').fill(team.owner.pin);
  await backups.dialog.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(backups.dialog).toContainText('Nothing was changed.');
  await backups.dialog.getByRole('textbox', { name: /^Type the shop/ }).fill('Cafenea Luna');
  await backups.dialog.getByLabel('Your PIN').fill('0000');
  await backups.dialog.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(backups.dialog).toContainText('That PIN is not right.');
  await backups.dialog.getByLabel('Your PIN').fill(team.owner.pin);
  await backups.dialog.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(app.notice('2 of 2 entries since were brought back.')).toBeVisible({ timeout: 30_000 });

  await app.go('Customers');
  await app.customers.row(people.maria.name).click();
  await expect(record.history).toContainText('1 stamp');
  await expect(page.getByText('Maria Changed')).toBeHidden();
});

test('a shop without a copy outside for seven days is told so by a mark with words, also one whose owner has said "later"', async ({
  app,
}) => {
  const mark = app.place('Settings');
  await expect(mark).toHaveAttribute('aria-description', /Backups need a look/);
  await app.go('Settings');
  await app.settings.tab('Backups').click();
  await expect(app.backups.place).toContainText('There is no copy outside this computer yet.');
  await expect(app.backups.place).toContainText('Put off by the owner.');
  await expect(mark).toHaveAttribute('aria-description', /Backups need a look/);
});

test('nobody but the owner sees the mark or the page', async ({ start }) => {
  const app = await start({ as: 'manager' });
  await expect(app.place('Settings')).not.toHaveAttribute('aria-description', /./);
  await app.go('Settings');
  await expect(app.settings.tab('Backups')).toBeHidden();
});

test('the list of balances comes on paper, and its PDF says what everybody has (F-58)', async ({ app, folder }) => {
  await app.go('Settings');
  await app.settings.tab('Backups').click();
  await app.page.getByRole('button', { name: 'List of balances' }).click();
  await expect(app.page.getByRole('dialog')).toContainText('What customers have');
  await expectAccessible(app.page, 'list of balances');
  const pdf = join(folder, 'balances.pdf');
  await app.answerFileDialogs(pdf);
  await app.page.getByRole('button', { name: 'Save as PDF' }).click();
  await expect(app.notice('Saved as balances.pdf.')).toBeVisible({ timeout: 30_000 });
  const { text, pages } = readPdf(pdf);
  expect(pages).toBe(1);
  const line = (name: string) => text.split('\n').find((one) => one.includes(name)) ?? '';
  expect(text).toContain('Cafenea Luna');
  expect(line(people.maria.name)).toMatch(/100001 .*Coffee card: 4 of 10/);
  expect(line(people.dewi.name)).toMatch(/Coffee card: 9 of 10/);
  expect(line(people.andrei.name)).toMatch(/100004\s+1$/);
  // An archived customer is not on it.
  expect(text).not.toContain(people.elena.name);
});
