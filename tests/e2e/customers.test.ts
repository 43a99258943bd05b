import { asOwner, people } from './support/shops.ts';
import { expect, test } from './support/test.ts';

test('the table is searched, sorted and filtered', async ({ app }) => {
  const { customers, page } = app;
  await app.go('Customers');
  await expect(customers.total('7 customers')).toBeVisible();
  const names = () => customers.rows.getByRole('rowheader').allInnerTexts();
  const first = async () => (await names())[0]?.split('\n')[0];
  await expect.poll(first).toBe(people.andrei.name);

  await customers.column('Name').click();
  // Ș sorts with s: the last of the alphabet comes first now.
  await expect.poll(first).toBe(people.stefan.name);
  await customers.column('Visits').click();
  await expect.poll(first).toBe(people.bianca.name);
  await customers.column('Last visit').click();
  await expect.poll(first).toBe(people.maria.name);
  await expect(customers.grid.getByRole('columnheader').filter({ hasText: 'Last visit' })).toHaveAttribute(
    'aria-sort',
    'descending',
  );

  await customers.search.fill('TURCANU');
  await expect(customers.total('1 customer')).toBeVisible();
  await expect.poll(names).toEqual([expect.stringContaining(people.stefan.name)]);
  await customers.search.fill('555');
  await expect.poll(first).toBe(people.dewi.name);
  await customers.search.fill('nobody at all');
  await expect(page.getByText('Nobody matches')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(customers.search).toHaveValue('');
  await expect(customers.total('7 customers')).toBeVisible();

  await customers.filters.locator('label').click();
  await expect(customers.total('3 customers')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await customers.state('Archived').click();
  await expect(customers.total('1 customer')).toBeVisible();
  await expect.poll(first).toBe(people.elena.name);
  await customers.state('Active').click();
  await customers.filters.getByRole('combobox', { name: 'Tag' }).click();
  await page.getByRole('option', { name: 'student (1)' }).click();
  await expect(customers.total('1 customer')).toBeVisible();
  await expect.poll(first).toBe(people.maria.name);

  // The filter is still there when one comes back from a record.
  await customers.row(people.maria.name).click();
  await app.record.back.click();
  await expect(customers.total('1 customer')).toBeVisible();
});

test('the table is walked with the keyboard', async ({ app }) => {
  const { customers, record, page } = app;
  await app.go('Customers');
  await customers.rows.first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(customers.rows.nth(1)).toBeFocused();
  await page.keyboard.press('End');
  await expect(customers.row(people.stefan.name)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(record.name(people.stefan.name)).toBeVisible();
});

test('a record is edited, and the counter knows it', async ({ app }) => {
  const { customers, record, counter, page } = app;
  await app.go('Customers');
  await customers.row(people.maria.name).click();
  await record.edit.click();
  const { form } = customers;
  await form.getByRole('textbox', { name: 'Name' }).fill('Maria Ionescu-Pop');
  await form.getByRole('textbox', { name: 'Likes' }).fill('Black, no milk');
  await form.getByRole('textbox', { name: 'E-mail' }).fill('not an address');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toContainText('This does not look like an e-mail address.');
  await form.getByRole('textbox', { name: 'E-mail' }).fill('maria@example.com');
  await form.getByRole('checkbox', { name: 'WhatsApp' }).check();
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toBeHidden();
  await expect(record.name('Maria Ionescu-Pop')).toBeVisible();
  await expect(record.about).toContainText('maria@example.com');
  await expect(record.about).toContainText(/WhatsApp.*agreed on/);
  await page.getByRole('button', { name: 'Open at the counter' }).click();
  await expect(counter.customer('Maria Ionescu-Pop')).toBeVisible();
  await expect(page.getByRole('article')).toContainText('Black, no milk');
});

test('archived means gone from the counter, restored means back', async ({ app }) => {
  const { customers, record, counter, page } = app;
  await app.go('Customers');
  await customers.row(people.stefan.name).click();
  await page.getByRole('button', { name: 'Archive' }).click();
  await page
    .getByRole('dialog', { name: `Archive ${people.stefan.name}?` })
    .getByRole('button', { name: 'Archive' })
    .click();
  await expect(record.page.getByText('Nothing was deleted.')).toBeVisible();
  await app.go('Counter');
  await counter.search.fill('stefan');
  await expect(page.getByText('Nobody found')).toBeVisible();
  await app.go('Customers');
  await customers.state('All').click();
  await customers.row(people.stefan.name).click();
  await page.getByRole('button', { name: 'Restore' }).click();
  await app.go('Counter');
  await counter.open('stefan', people.stefan.name);
  await expect(counter.card('1 of 10 stamps')).toBeVisible();
});

test('who was not seen for longest in a young shop, and the marks that take somebody off the list', async ({ app }) => {
  const { risk, record, page } = app;
  await app.go('At risk');
  await expect(page.getByText('Too early to say')).toBeVisible();
  await expect(risk.row(people.bianca.name)).toContainText(
    'Usually every 5 days (the last 4 gaps were all the same). Last seen 19 days ago.',
  );
  await risk
    .row(people.bianca.name)
    .getByRole('button', { name: `Open the record of ${people.bianca.name}` })
    .click();

  for (const mark of ['Away', 'Has a booking', 'Moved away', 'Deceased', 'Do not contact']) {
    await record.mark(mark).click();
    await expect(record.mark(mark)).toHaveAttribute('aria-pressed', 'true');
    await app.go('At risk');
    await expect(page.getByText('1 customer is left out because of a mark')).toBeVisible();
    await expect(risk.row(people.bianca.name)).toHaveCount(0);
    await app.go('Customers');
    await app.customers.row(people.bianca.name).click();
  }
  await record.mark('Do not contact').click();
  await expect(record.mark('Do not contact')).toHaveAttribute('aria-pressed', 'false');
  await app.go('At risk');
  await expect(risk.row(people.bianca.name)).toBeVisible();
});

test('a visit today takes somebody off the at-risk list', async ({ app }) => {
  const { counter, risk } = app;
  await app.go('At risk');
  await expect(risk.row(people.bianca.name)).toBeVisible();
  await app.go('Counter');
  await counter.open('bianca', people.bianca.name);
  await counter.stamp.click();
  await expect(counter.card('6 of 10 stamps')).toBeVisible();
  await app.go('At risk');
  await expect(app.page.getByText('Too early to say')).toBeVisible();
  await expect(risk.row(people.bianca.name)).toHaveCount(0);
});

test('Ctrl+K finds pages and people; Ctrl and a number goes to a page; F1 lists the keys', async ({ app }) => {
  const { counter, page } = app;
  const everything = page.getByRole('textbox', { name: 'A customer, a page, something to do' });
  await page.keyboard.press('Control+k');
  await everything.fill('bianca');
  await page.getByRole('button', { name: people.bianca.name }).click();
  await expect(counter.customer(people.bianca.name)).toBeVisible();
  await expect(everything).toBeHidden();
  await page.keyboard.press('Control+2');
  await expect(app.customers.title).toBeVisible();
  await page.keyboard.press('Control+5');
  await expect(app.month.title).toBeVisible();
  await page.keyboard.press('Control+6');
  await expect(page.getByRole('heading', { name: 'Insights', level: 1 })).toBeVisible();
  await page.keyboard.press('Control+7');
  await expect(app.settings.title).toBeVisible();
  await page.keyboard.press('F1');
  await expect(page.getByRole('dialog', { name: 'Keys and shortcuts' })).toContainText('Undo the last action');
});

test('what a person types is shown as typed, never run', async ({ folder, start }) => {
  const nasty = '<img src=x onerror="window.ran=1"><b>Bobby</b> {{name}} $t(app:close)';
  await asOwner(folder, ({ call }) =>
    call('customers.enrol', { name: nasty, likes: nasty, notes: nasty, tags: ['<i>t</i>'] }),
  );
  const app = await start({ as: 'owner' });
  const { counter, customers, page } = app;
  await counter.open('bobby', nasty);
  await counter.stamp.click();
  await expect(counter.confirmation).toContainText(nasty);
  await app.go('Customers');
  await customers.row(nasty).click();
  await expect(app.record.about).toContainText(nasty);
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);
});
