import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { people, programName } from './support/shops.ts';
import { expect, test } from './support/test.ts';

test('a new card is drawn while it is made, and can be stamped at once', async ({ app }) => {
  const { programs, counter, page } = app;
  await app.go('Programs');
  await programs.begin('Punch card');
  const preview = page.getByRole('complementary', { name: 'Preview of the card' });
  await page.getByRole('button', { name: 'Bakery' }).click();
  await expect(programs.field('Name of the program')).toHaveValue('Bread card');
  await programs.field('Name of the program').fill('Sunday bread');
  await expect(preview).toContainText('Sunday bread');
  await programs.field('Reward').fill('');
  await programs.save.click();
  await expect(page.getByText('Say what the customer gets.')).toBeVisible();
  await programs.field('Reward').fill('A sourdough loaf');
  await expect(programs.words).toHaveText('1 stamp a visit. 10 stamps: A sourdough loaf.');
  await programs.save.click();
  await expect(programs.item('Sunday bread')).toContainText('Running');

  await app.go('Counter');
  await counter.open('mari', people.maria.name);
  await page.getByRole('group', { name: 'Choose a card' }).getByRole('button', { name: 'Sunday bread' }).click();
  await counter.stamp.click();
  await expect(counter.confirmation).toContainText('1 stamp added.');
  await app.go('Programs');
  await expect(programs.item('Sunday bread')).toContainText('1 card in progress');
});

test('a paused program gives no stamps, its rewards stay; resumed, it stamps again', async ({ app }) => {
  const { programs, counter, page } = app;
  await app.go('Programs');
  await programs.item(programName).getByRole('button', { name: 'Pause' }).click();
  await expect(programs.item(programName)).toContainText('Paused');
  await app.go('Counter');
  await counter.open('mari', people.maria.name);
  await expect(page.getByText('Coffee card is paused.')).toBeVisible();
  await expect(counter.stamp).toBeHidden();
  await counter.open('sri', people.sri.name);
  await counter.redeem.click();
  await page.getByRole('button', { name: 'I know this person' }).click();
  await expect(counter.confirmation).toContainText('Redeemed: A free coffee.');

  await app.go('Programs');
  await programs.item(programName).getByRole('button', { name: 'Resume' }).click();
  await expect(programs.item(programName)).toContainText('Running');
  await app.go('Counter');
  await counter.open('mari', people.maria.name);
  await counter.stamp.click();
  await expect(counter.card('5 of 10 stamps')).toBeVisible();
});

test('ending says what stops and what stays, and is for good', async ({ app }) => {
  const { programs, counter, page } = app;
  await app.go('Programs');
  await programs.item(programName).getByRole('button', { name: 'End…' }).click();
  const dialog = page.getByRole('dialog', { name: `End ${programName}?` });
  await expect(dialog).toContainText('3 rewards already earned can still be redeemed.');
  await dialog.getByRole('button', { name: 'End for good' }).click();
  await expect(programs.item(programName)).toContainText('Ended');
  await expect(programs.item(programName).getByRole('button')).toHaveText(['Copy']);
  await app.go('Counter');
  await expect(page.getByText('No punch card yet')).toBeVisible();
  await counter.open('andrei', people.andrei.name);
  await expect(counter.redeem).toBeVisible();
});

test('new rules: whom they concern by name, then saved, given at once, and a notice for the door', async ({
  app,
  folder,
}) => {
  const { programs, page } = app;
  await app.go('Programs');
  await programs.item(programName).getByRole('button', { name: 'Change…' }).click();
  await page.getByRole('button', { name: '8', exact: true }).click();
  await page.getByRole('button', { name: 'See whom it concerns' }).click();
  await expect(page.getByText('4 cards are in progress.')).toBeVisible();
  const earning = page.getByRole('region', { name: '1 customer gets a reward at once' });
  await expect(earning).toContainText(people.dewi.name);
  await expect(earning).toContainText('9 of 8 stamps · A free coffee');
  await expect(page.getByRole('region', { name: '3 customers go on under the new rules' })).toContainText(
    people.maria.name,
  );
  const file = join(folder, 'contacts.csv');
  await app.answerFileDialogs(file);
  await page.getByRole('button', { name: 'Contact list…' }).click();
  await expect(page.getByText('Saved as contacts.csv.')).toBeVisible();
  expect(readFileSync(file, 'utf8')).toContain('Dewi Lestari');
  await page.getByRole('button', { name: 'Back to the rules' }).click();
  await expect(page.getByRole('button', { name: '8', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('button', { name: 'See whom it concerns' }).click();
  await page.getByRole('button', { name: 'Save the new rules' }).click();
  await expect(page.getByText('1 reward was given at once.')).toBeVisible();
  await expect(page.getByRole('group', { name: 'Preview of the sheet' })).toContainText('8 stamps: A free coffee.');
  await page.getByRole('button', { name: 'All programs' }).click();
  await expect(programs.item(programName)).toContainText('4 rewards to redeem');
  await app.go('Counter');
  await app.counter.open('dewi', people.dewi.name);
  await expect(app.counter.redeem).toBeVisible();
});

test('the place in the rail leads back from a program that is being made, by click and by key', async ({ app }) => {
  const { programs, page } = app;
  await app.go('Programs');
  await programs.begin('Punch card');
  await expect(programs.save).toBeVisible();
  await app.go('Programs');
  await expect(programs.item(programName)).toBeVisible();
  await expect(programs.save).toBeHidden();
  await programs.begin('Punch card');
  await page.getByRole('heading', { level: 1 }).click();
  const places = await page.getByRole('navigation').getByRole('button').allInnerTexts();
  await page.keyboard.press(`Control+${places.findIndex((name) => name.includes('Programs')) + 1}`);
  await expect(programs.save).toBeHidden();
  await expect(programs.item(programName)).toBeVisible();
});
