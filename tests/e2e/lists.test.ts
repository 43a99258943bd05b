import { punchCard } from '../../preload/contract/rules.ts';
import { asOwner, type Call, customerIdOf, people } from './support/shops.ts';
import { expect, test } from './support/test.ts';

/** Stamps that end in ten days and others that end later, and a reward earned three weeks ago. */
async function someoneWaits(call: Call, daysAgo: (days: number) => void): Promise<void> {
  await call('shop.update', { minutesBetweenVisits: 0, visitsPerDay: 50 });
  daysAgo(20);
  const { programId } = await call('programs.create', {
    ...punchCard({ name: 'Tea card', goal: 10, rewardName: 'A tea' }),
    expiry: { kind: 'batch', days: 30 },
  });
  const stefan = await customerIdOf(call, people.stefan.number);
  const maria = await customerIdOf(call, people.maria.number);
  await call('counter.stamp', { customerId: stefan, programId, stamps: 3 });
  await call('counter.stamp', { customerId: maria, programId, stamps: 10 });
  daysAgo(5);
  await call('counter.stamp', { customerId: stefan, programId, stamps: 6 });
  daysAgo(0);
}

test('the lists are ready: what runs out, whose birthday it is, who is nearly there, what lies unused (F-15, F-46)', async ({
  folder,
  start,
}) => {
  await asOwner(folder, async ({ call, daysAgo }) => {
    await someoneWaits(call, daysAgo);
    const { today } = await call('shop.status', {});
    const [, month = 1, day = 1] = (today ?? '').split('-').map(Number);
    const customerId = await customerIdOf(call, people.dewi.number);
    await call('customers.update', {
      customerId,
      name: people.dewi.name,
      phones: [people.dewi.phone],
      birthday: { month, day, year: null },
    });
  });
  const app = await start({ as: 'owner' });
  const { lists, page } = app;
  const row = (name: string) => lists.row(name);
  await app.go('Customers');
  await lists.open.click();
  await expect(lists.title).toBeVisible();

  // Both batches with their days; the later one ends after the fortnight.
  await expect(row(people.stefan.name)).toContainText(/Tea card: 3 stamps until/);
  await expect(row(people.stefan.name)).toContainText(/Tea card: 6 stamps until/);
  await row(people.stefan.name)
    .getByRole('button', { name: /^Note a contact/ })
    .click();
  await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
  await expect(row(people.stefan.name)).toContainText('Phone call');
  await page.getByRole('combobox', { name: 'Program' }).click();
  await page.getByRole('option', { name: 'Coffee card' }).click();
  await expect(page.getByText('Nothing runs out in the next 14 days')).toBeVisible();

  await lists.tab('Birthdays').click();
  await expect(row(people.dewi.name)).toContainText('Birthday today');
  await lists.tab('Nearly there').click();
  await expect(row(people.stefan.name)).toContainText('Tea card: 9 of 10 stamps to “A tea”');
  await lists.tab('Not used').click();
  await expect(row(people.maria.name)).toContainText(/A tea \(Tea card\), earned on/);
  await row(people.maria.name)
    .getByRole('button', { name: `Open the record of ${people.maria.name}` })
    .click();
  await expect(page.getByRole('heading', { name: people.maria.name, level: 1 })).toBeVisible();

  // Who lapsed is the at-risk list.
  await app.go('Customers');
  await lists.open.click();
  await page.getByRole('button', { name: 'Who is slipping away' }).click();
  await expect(app.place('At risk')).toHaveAttribute('aria-current', 'page');
});

test('who has been gone for years is put forward, and can be erased from there (F-75)', async ({ folder, start }) => {
  const customerId = await asOwner(folder, async ({ call, daysAgo }) => {
    daysAgo(800);
    const { customerId } = await call('customers.enrol', { name: 'Old Guest' });
    const [program] = await call('programs.list', {});
    if (program) await call('counter.stamp', { customerId, programId: program.programId });
    return customerId;
  });
  expect(customerId).toBeTruthy();
  const app = await start({ as: 'owner' });
  const { lists, page } = app;
  await app.go('Customers');
  await lists.open.click();
  await lists.tab('Long gone').click();
  await expect(lists.row('Old Guest')).toContainText(/Not here since/);
  await page.getByText('36 months', { exact: true }).click();
  await expect(page.getByText('Nobody has been gone that long')).toBeVisible();
  await page.getByText('12 months', { exact: true }).click();
  await lists.row('Old Guest').getByRole('button', { name: 'Open the record of Old Guest' }).click();
  await expect(page.getByRole('heading', { name: 'Old Guest', level: 1 })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Personal data' })).toBeVisible();
});
