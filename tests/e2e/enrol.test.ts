import { typeAsAPerson } from './support/keys.ts';
import { people } from './support/shops.ts';
import { expect, test } from './support/test.ts';

test.use({ as: 'staff' });

test('a name is enough: typed into the search, enrolled, stamped, without the mouse', async ({ app }) => {
  const { counter, page } = app;
  await typeAsAPerson(page, 'Noor Aksoy');
  await expect(page.getByText('Nobody found')).toBeVisible();
  await page
    .getByRole('region', { name: 'Customers found' })
    .getByRole('button', { name: 'New customer' })
    .press('Enter');
  await expect(counter.enrolment.getByRole('textbox', { name: 'Name' })).toHaveValue('Noor Aksoy');
  await counter.enrolment.getByRole('textbox', { name: 'Name' }).press('Enter');
  await expect(counter.customer('Noor Aksoy')).toBeVisible();
  await expect(page.getByText('No. 100009')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(counter.card('1 of 10 stamps')).toBeVisible();
});

test('a phone is enough, and what was typed as a number goes there', async ({ app: { counter, page } }) => {
  await typeAsAPerson(page, '0733 123 987');
  await page.getByRole('region', { name: 'Customers found' }).getByRole('button', { name: 'New customer' }).click();
  await expect(counter.enrolment.getByRole('textbox', { name: 'Phone' })).toHaveValue('0733 123 987');
  await counter.enrolment.getByRole('button', { name: 'Enrol' }).click();
  await expect(counter.customer('Customer 100009')).toBeVisible();
  await expect(page.getByText('987').first()).toBeVisible();
});

test('neither a name nor a phone, and a wrong phone, are explained at the field', async ({ app: { counter } }) => {
  await counter.newCustomer.click();
  await counter.enrolment.getByRole('button', { name: 'Enrol' }).click();
  await expect(counter.enrolment).toContainText('A name or a phone is needed.');
  await counter.enrolment.getByRole('textbox', { name: 'Phone' }).fill('12');
  await counter.enrolment.getByRole('button', { name: 'Enrol' }).click();
  await expect(counter.enrolment).toContainText('This phone number is not complete or not possible.');
  await expect(counter.enrolment).toBeVisible();
});

test('somebody who may be the same person is shown before saving', async ({ app: { counter } }) => {
  await counter.newCustomer.click();
  const { enrolment } = counter;
  await enrolment.getByRole('textbox', { name: 'Name' }).fill('Stefan Turcan');
  const likely = enrolment.getByRole('alert', { name: 'Is it one of these?' });
  await expect(likely).toContainText(people.stefan.name);
  await expect(likely).toContainText('similar name');

  // The same phone, written in another way.
  await enrolment.getByRole('textbox', { name: 'Name' }).fill('');
  await enrolment.getByRole('textbox', { name: 'Phone' }).fill('0722.111.222');
  await expect(likely).toContainText('same phone');
  await likely.getByRole('button', { name: 'That’s the one' }).click();
  await expect(enrolment).toBeHidden();
  await expect(counter.customer(people.stefan.name)).toBeVisible();
  await expect(counter.card('1 of 10 stamps')).toBeVisible();
});

test('stamps of a paper card are taken over, not as a visit', async ({ app }) => {
  const { counter } = app;
  await counter.newCustomer.click();
  await counter.enrolment.getByRole('textbox', { name: 'Name' }).fill('Paper Paula');
  await counter.enrolment.getByRole('button', { name: 'More' }).click();
  await counter.enrolment.getByRole('textbox', { name: 'Already has stamps on a paper card' }).fill('6');
  await counter.enrolment.getByRole('button', { name: 'Enrol' }).click();
  await expect(counter.card('6 of 10 stamps')).toBeVisible();
  await app.go('Customers');
  await expect(app.customers.row('Paper Paula')).toContainText('No visit yet');
  await app.customers.row('Paper Paula').click();
  await expect(app.record.history).toContainText('Opening balance: 6 stamps from a paper card');
});
