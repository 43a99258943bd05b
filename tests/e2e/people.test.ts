import { punchCard } from '../../preload/contract/rules.ts';
import { typeAsAPerson } from './support/keys.ts';
import { asOwner, people, team } from './support/shops.ts';
import { expect, test } from './support/test.ts';

test('staff see the counter, the customers and the programs, and nothing of the owner’s', async ({ start }) => {
  const app = await start({ as: 'staff' });
  const { settings, page } = app;
  await expect(app.navigation.getByRole('button')).toHaveText(['Counter', 'Customers', 'Programs', 'Settings']);
  await app.go('Programs');
  await expect(page.getByRole('button', { name: 'New program' })).toBeHidden();
  await app.go('Settings');
  await expect(settings.title).toBeVisible();
  await expect(page.getByText('Your language')).toBeVisible();
  for (const tab of ['Shop', 'Counter and limits', 'People', 'Data and demo'])
    await expect(settings.tab(tab)).toBeHidden();

  // Ctrl+K finds no way round.
  await page.keyboard.press('Control+k');
  await page.getByRole('textbox', { name: 'A customer, a page, something to do' }).fill('import');
  await expect(page.getByText('Nothing found.')).toBeVisible();

  // And main refuses what the page does not show.
  const asked: [string, object][] = [
    ['shop.update', { visitsPerDay: 50 }],
    ['visits.chooseFile', {}],
    ['month.summary', { from: '2026-01', to: '2026-02' }],
    ['month.report', { month: '2026-01' }],
    ['insights.overview', { from: '2026-01', to: '2026-02' }],
    ['risk.list', {}],
    ['people.add', { name: 'X', role: 'owner', pin: '1111' }],
    ['programs.create', punchCard({ name: 'X', goal: 2, rewardName: 'X' })],
    ['customers.archive', { customerId: crypto.randomUUID() }],
  ];
  for (const [name, input] of asked) expect((await app.call(name, input)).error?.code, name).toBe('NOT_ALLOWED');
});

test('a manager sees who is at risk and the month, but neither import nor the shop’s settings', async ({ start }) => {
  const app = await start({ as: 'manager' });
  await expect(app.navigation.getByRole('button')).toHaveText([
    'Counter',
    'Customers',
    'At risk',
    'Programs',
    'Month',
    'Insights',
    'Settings',
  ]);
  await app.go('Month');
  await expect(app.month.bridge).toBeVisible();
  await expect(app.month.export).toBeHidden();
  await expect(app.month.part('Beside other months')).toBeVisible();
  await expect(app.month.part('By staff')).toBeHidden();
  await app.go('Settings');
  await expect(app.settings.tab('People')).toBeHidden();
  const refused: [string, object][] = [
    ['month.exportCsv', { from: '2026-01', to: '2026-02' }],
    ['month.exportReport', { month: '2026-01', format: 'pdf' }],
    ['month.close', { month: '2026-01' }],
  ];
  for (const [name, input] of refused) expect((await app.call(name, input)).error?.code, name).toBe('NOT_ALLOWED');
});

test('five wrong PINs lock, a restart does not help, and the others may still sign in', async ({ start }) => {
  const app = await start();
  await app.who.choose(team.owner.name);
  for (const left of [4, 3, 2, 1]) {
    await app.who.enter('0000');
    await expect(app.page.getByText(`That PIN is not right. Tries left: ${left}.`)).toBeVisible();
  }
  await app.who.enter('0000');
  await expect(app.page.getByRole('timer')).toContainText(/Locked for another (1:00|0:5\d)/);
  await expect(app.who.pin).toBeDisabled();
  await app.close();

  const again = await start();
  await again.who.choose(team.owner.name);
  // Even the right one.
  await again.who.enter(team.owner.pin);
  await expect(again.page.getByRole('timer')).toBeVisible();
  await again.page.getByRole('button', { name: 'Somebody else' }).click();
  await again.signIn('staff');
});

test('on a trusted till a tap is enough to stamp; redeeming and pages with data ask for the PIN', async ({
  folder,
  start,
}) => {
  await asOwner(folder, ({ call }) => call('shop.update', { trustedTill: true }));
  const app = await start();
  const { counter, pin, page } = app;
  await app.who.choose(team.staff.name);
  await counter.open('mari', people.maria.name);
  await counter.stamp.click();
  await expect(counter.card('5 of 10 stamps')).toBeVisible();
  await counter.undo.click();
  await expect(counter.card('4 of 10 stamps')).toBeVisible();

  await counter.open('sri', people.sri.name);
  await counter.redeem.click();
  await page.getByRole('button', { name: 'I know this person' }).click();
  await expect(pin.own).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(pin.own).toBeHidden();
  await expect(counter.confirmation).not.toContainText('Redeemed');
  await page.getByRole('button', { name: 'I know this person' }).click();
  await pin.enter(team.staff.name, team.staff.pin);
  await expect(counter.confirmation).toContainText('Redeemed: A free coffee.');

  // A new tap is a tap only.
  await app.lock();
  await app.who.choose(team.owner.name);
  await app.go('Month');
  await expect(pin.wall).toBeVisible();
  await expect(app.month.bridge).toBeHidden();
  await pin.enter(team.owner.name, '9999');
  await expect(page.getByText('That PIN is not right.')).toBeVisible();
  await pin.enter(team.owner.name, team.owner.pin);
  await expect(app.month.bridge).toBeVisible();
});

test('locking leaves nothing of the last customer on the screen', async ({ app }) => {
  await app.counter.open('mari', people.maria.name);
  await app.lock();
  await expect(app.who.question).toBeVisible();
  await expect(app.page.getByText('Maria Ionescu')).toBeHidden();
  await app.signIn('staff');
  await expect(app.page.getByText('Maria Ionescu')).toBeHidden();
  expect((await app.call('shop.update', { visitsPerDay: 9 })).error?.code).toBe('NOT_ALLOWED');
});

test('the owner adds somebody, who signs in with the PIN; the last owner stays', async ({ app }) => {
  const { settings, page } = app;
  await app.go('Settings');
  await settings.tab('People').click();
  await expect(page.getByRole('button', { name: 'Archive Ana' })).toBeHidden();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Add somebody' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Dan');
  await dialog.getByRole('radio', { name: 'Manager' }).check();
  await dialog.getByLabel('Choose a PIN').fill('987654');
  await dialog.getByLabel('The same PIN once more').fill('987654');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: 'Edit Dan' })).toBeVisible();
  const { value } = (await app.call('people.session', {})) as { value: { person: { personId: string } } };
  const self = value.person.personId;
  expect((await app.call('people.archive', { personId: self })).error?.code).toBe('LAST_OWNER');

  await app.lock();
  await app.who.choose('Dan');
  await typeAsAPerson(page, '987654');
  await page.keyboard.press('Enter');
  await expect(app.place('Month')).toBeVisible();
});

test('a visit is voided later by staff only with a manager’s PIN and a reason', async ({ start }) => {
  const app = await start({ as: 'staff' });
  const { customers, record, pin, page } = app;
  await app.go('Customers');
  await customers.row(people.maria.name).click();
  await expect(record.name(people.maria.name)).toBeVisible();
  await record.reverse(/^Actions: Visit,/, 'Void');
  await record.voidDialog.getByRole('button', { name: 'Void', exact: true }).click();
  await expect(pin.manager).toBeVisible();
  // Without a reason the PIN is of no use.
  await pin.field(team.owner.name).or(pin.field(team.manager.name)).fill('0000');
  await expect(pin.manager.getByRole('button', { name: 'Allow once' })).toBeDisabled();
  await pin.allow(team.manager.name, team.manager.pin, 'Stamped the wrong person');
  await expect(pin.manager).toBeHidden();
  await expect(record.history).toContainText('Counts no longer');
  await expect(record.history).toContainText('Reason: Stamped the wrong person');
  await page.getByRole('button', { name: 'Open at the counter' }).click();
  await expect(app.counter.card('3 of 10 stamps')).toBeVisible();
});

test('a manager voids with a reason alone; what was voided cannot be voided again', async ({ start }) => {
  const app = await start({ as: 'manager' });
  const { customers, record } = app;
  await app.go('Customers');
  await customers.row(people.stefan.name).click();
  await record.reverse(/^Actions: Visit,/, 'Void');
  await record.voidDialog.getByRole('button', { name: 'Void', exact: true }).click();
  await expect(record.voidDialog).toContainText('Write in a few words why.');
  await record.voidDialog.getByRole('textbox', { name: 'Reason' }).fill('Test stamp');
  await record.voidDialog.getByRole('button', { name: 'Void', exact: true }).click();
  await expect(record.voidDialog).toBeHidden();
  await expect(record.history).toContainText('Reason: Test stamp');
  await expect(record.history.getByRole('button', { name: /^Actions:/ })).toHaveCount(0);
});
