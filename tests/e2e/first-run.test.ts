import { readdirSync } from 'node:fs';
import { App } from './support/app.ts';
import { headless } from './support/headless.ts';
import { typeAsAPerson } from './support/keys.ts';
import { look } from './support/page.ts';
import { copyShop, firstRun as firstShop, inShop, newFolder, removeFolder, team } from './support/shops.ts';
import { expect, test } from './support/test.ts';

test.use({ shop: null, as: null });

test('from nothing to the first stamp with the keyboard alone', async ({ app, folder }) => {
  const { firstRun, counter, page } = app;
  const press = (key: string, times = 1) =>
    Array.from({ length: times }).reduce<Promise<void>>(
      (before) => before.then(() => page.keyboard.press(key)),
      Promise.resolve(),
    );

  await expect(firstRun.welcome).toBeVisible();
  await expect(firstRun.language('English')).toBeFocused();
  await press('Enter');

  await expect(firstRun.shopName).toBeFocused();
  await typeAsAPerson(page, 'Café Ola');
  await press('Tab');
  await expect(firstRun.currency).toBeFocused();
  await typeAsAPerson(page, 'RON');
  await expect(page.getByRole('option', { name: /RON/ })).toBeVisible();
  await press('ArrowDown');
  await press('Enter');
  await press('Tab');
  await expect(firstRun.timeZone).toBeFocused();
  await typeAsAPerson(page, 'Bucharest');
  await press('ArrowDown');
  await press('Enter');
  await firstRun.shopName.press('Enter');

  await expect(firstRun.ownerName).toBeFocused();
  await typeAsAPerson(page, 'Ana');
  await press('Tab');
  await expect(firstRun.pin).toBeFocused();
  await typeAsAPerson(page, '2468');
  await press('Tab');
  await expect(firstRun.pinAgain).toBeFocused();
  await typeAsAPerson(page, '2469');
  await press('Enter');
  // The step does not go on while the two differ.
  await expect(page.getByText('The two PINs are not the same.')).toBeVisible();
  await press('Backspace');
  await typeAsAPerson(page, '8');
  await press('Enter');

  await expect(firstRun.template('Café')).toBeFocused();
  await press('ArrowDown');
  await expect(firstRun.template('Barber')).toBeChecked();
  await expect(firstRun.reward).toHaveValue('A free haircut');
  await press('Enter');

  const code = await firstRun.code.innerText();
  await expect(firstRun.noted).toBeFocused();
  await press('Enter');
  await expect(firstRun.codeAgain).toBeFocused();
  await typeAsAPerson(page, 'not the code on my paper');
  await press('Enter');
  await expect(page.getByRole('alert')).toContainText('recovery code');
  await firstRun.codeAgain.fill('');
  await typeAsAPerson(page, code.toLowerCase().replaceAll(' ', '-'));
  await press('Enter');
  await firstRun.sealLater.press('Enter');

  await expect(firstRun.choosePlace).toBeFocused();
  await press('Tab');
  await expect(firstRun.placeLater).toBeFocused();
  await press('Enter');

  await expect(counter.search).toBeFocused();
  await typeAsAPerson(page, 'Mihai');
  await expect(page.getByText('Nobody found')).toBeVisible();
  await press('Enter');
  await expect(counter.enrolment.getByRole('textbox', { name: 'Name' })).toHaveValue('Mihai');
  await press('Enter');
  await expect(counter.customer('Mihai')).toBeVisible();
  await press('Enter');
  await expect(counter.card('1 of 8 stamps')).toBeVisible();
  await expect(counter.confirmation).toContainText('1 stamp added.');

  await app.close();
  const settings = await inShop(folder, ({ call }) => call('shop.status', {}));
  expect(settings.settings).toMatchObject({ name: 'Café Ola', currency: 'RON', timeZone: 'Europe/Bucharest' });
});

test('the page speaks the language as soon as it is chosen, and Back keeps what was typed', async ({ app }) => {
  const { firstRun, page } = app;
  await firstRun.language('Română').check();
  await expect(page.getByRole('button', { name: 'Next' })).toBeHidden();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ro');
  await firstRun.language('English').check();
  await firstRun.next.click();
  await firstRun.shopName.fill('Café Ola');
  await firstRun.next.click();
  await expect(firstRun.ownerName).toBeVisible();
  await firstRun.back.click();
  await expect(firstRun.shopName).toHaveValue('Café Ola');
});

test('the card can wait: the counter says what is missing and leads there', async ({ app }) => {
  const { firstRun, counter, page, programs } = app;
  await firstRun.next.click();
  await firstRun.shopName.fill('Café Ola');
  await firstRun.next.click();
  await firstRun.ownerName.fill('Ana');
  await firstRun.pin.fill('2468');
  await firstRun.pinAgain.fill('2468');
  await firstRun.next.click();
  await firstRun.template('Later').check();
  await firstRun.open.click();
  await firstRun.keepCode();
  await firstRun.placeLater.click();
  await expect(counter.search).toBeVisible();
  await expect(page.getByText('No punch card yet')).toBeVisible();
  await page.getByRole('button', { name: 'Make a program' }).click();
  await expect(programs.title).toBeVisible();
});

test('a shop made without the window asks only for its owner and the first card', async ({ folder, start }) => {
  headless('init', '--data', folder, '--name', 'Warung Kopi', '--currency', 'IDR', '--time-zone', 'Asia/Jakarta');
  const app = await start();
  const { firstRun, counter, page } = app;
  await expect(firstRun.ownerName).toBeVisible();
  await expect(page.getByRole('img', { name: 'Step 1 of 2' })).toBeVisible();
  await firstRun.ownerName.fill('Ana');
  await firstRun.pin.fill('2468');
  await firstRun.pinAgain.fill('2468');
  await firstRun.next.click();
  await firstRun.open.click();
  await firstRun.keepCode();
  await firstRun.placeLater.click();
  await expect(counter.search).toBeVisible();
  await expect(app.bar).toContainText('Warung Kopi');
});

test('setting up ends with a second place for backups, or with a "later" that stands in the log under the owner’s name (F-58)', async ({
  folder,
  start,
}) => {
  await inShop(folder, async ({ call }) => {
    await call('shop.create', firstShop);
    const { code } = await call('people.makeRecoveryCode', {});
    await call('people.confirmRecoveryCode', { recoveryCode: code });
    await call('keys.later', {});
    await call('shop.update', { trustedTill: false });
  });
  const asked = copyShop(folder);
  const app = await start();
  await app.who.enter(team.owner.pin);
  const { firstRun, page } = app;
  await expect(firstRun.place).toBeVisible();
  await look(app, 'second place');
  // A folder inside the shop's own is no second place.
  await app.answerFileDialogs(folder);
  await firstRun.choosePlace.click();
  await expect(page.getByRole('alert')).toContainText('Backups cannot be kept there.');
  const stick = newFolder();
  await app.answerFileDialogs(stick);
  await firstRun.choosePlace.click();
  await expect(app.counter.search).toBeVisible({ timeout: 30_000 });
  expect(readdirSync(stick).filter((name) => name.endsWith('.db'))).toHaveLength(1);
  // It is asked once.
  await app.lock();
  await app.who.enter(team.owner.pin);
  await expect(app.counter.search).toBeVisible();
  await app.close();

  const other = await App.start(asked);
  await other.who.enter(team.owner.pin);
  await other.firstRun.placeLater.click();
  await expect(other.counter.search).toBeVisible();
  await other.go('Settings');
  await other.settings.tab('Activity log').click();
  await expect(other.page.getByRole('row').filter({ hasText: 'Put off a second place for backups' })).toContainText(
    team.owner.name,
  );
  await other.close();
  for (const done of [asked, stick]) removeFolder(done);
});
