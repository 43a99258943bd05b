import { PerksView } from './pages/PerksView.ts';
import { regulars } from './support/shops.ts';
import { expect, test } from './support/test.ts';

test.use({ shop: 'regulars' });

test('the best tenth and somebody picked carry a perk; the counter shows it, logs it, and a program gives more for it', async ({
  app,
}) => {
  const { programs, customers, record, counter, page } = app;
  const perks = new PerksView(page);
  await app.go('Programs');
  await perks.open.click();
  await expect(page.getByText('No perks yet')).toBeVisible();
  await perks.create.click();
  await expect(page.getByText('Give it a name.')).toBeVisible();
  await perks.name.fill('Golden guest');
  await perks.create.click();
  await expect(app.notice('Golden guest is there.')).toBeVisible();
  // 42 customers: four and those who tie with the fourth.
  await expect(perks.perk('Golden guest')).toContainText(/\d+ customers carry it/);
  await expect(perks.perk('Golden guest')).toContainText('The tenth of');
  await perks.perk('Golden guest').getByRole('button', { name: 'Show who' }).click();
  await expect(perks.holders('Golden guest').first()).toContainText(/Guest \d+/);

  await app.go('Customers');
  await customers.openOnly(regulars.paul.name, regulars.paul.name);
  await expect(record.name(regulars.paul.name)).toBeVisible();
  await expect(perks.ofCustomer).toContainText('Does not carry it');
  await perks.ofCustomer.getByRole('button', { name: 'Give it: Golden guest' }).click();
  await expect(app.notice('Golden guest is given.')).toBeVisible();
  await expect(perks.ofCustomer).toContainText('Picked by hand');

  await app.go('Programs');
  await programs.begin('Punch card');
  await programs.unfold('Happy hours and special customers');
  await page.getByRole('button', { name: 'Add a happy hour' }).click();
  await page.getByRole('combobox', { name: 'Only for holders of the perk' }).click();
  await page.getByRole('option', { name: 'Golden guest' }).click();
  await expect(page.getByRole('combobox', { name: 'Only for holders of the perk' })).toHaveValue('Golden guest');

  await app.go('Counter');
  await counter.open('paul', regulars.paul.name);
  await expect(perks.ofCustomer).toContainText('Golden guest');
  await perks.ofCustomer.getByRole('button', { name: 'Use: Golden guest' }).click();
  await expect(counter.confirmation).toContainText('Used: Golden guest.');
  await expect(perks.ofCustomer).toContainText('Used today');

  await app.go('Programs');
  await perks.open.click();
  await expect(perks.perk('Golden guest')).toContainText('used 1 time this month');
  await perks.perk('Golden guest').getByRole('button', { name: 'Switch off' }).click();
  await expect(perks.perk('Golden guest')).toContainText('Switched off');
  await app.go('Counter');
  await counter.open('paul', regulars.paul.name);
  await expect(perks.ofCustomer).toBeHidden();
});
