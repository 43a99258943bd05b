import { people, programName } from './support/shops.ts';
import { expect, test } from './support/test.ts';

test('a new card is drawn while it is made, and can be stamped at once', async ({ app }) => {
  const { programs, counter, page } = app;
  await app.go('Programs');
  await programs.make.click();
  const preview = page.getByRole('complementary').or(page.getByRole('region', { name: 'Preview of the card' }));
  await page.getByRole('button', { name: 'Bakery' }).click();
  await expect(programs.field('Name of the program')).toHaveValue('Bread card');
  await programs.field('Name of the program').fill('Sunday bread');
  await expect(preview.first()).toContainText('Sunday bread');
  await programs.field('Reward').first().fill('');
  await programs.save.click();
  await expect(page.getByText('Say what the customer gets.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Reward', exact: true }).fill('A sourdough loaf');
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
  await expect(programs.item(programName).getByRole('button')).toHaveCount(0);
  await app.go('Counter');
  await expect(page.getByText('No punch card yet')).toBeVisible();
  await counter.open('andrei', people.andrei.name);
  await expect(counter.redeem).toBeVisible();
});
