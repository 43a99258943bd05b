import { scan, typeAsAPerson } from './support/keys.ts';
import { asOwner, customerIdOf, people, programIdOf, team } from './support/shops.ts';
import { expect, test } from './support/test.ts';

test('twenty scans in a row from every screen and focus: twenty cards, one stamp each', async ({ folder, start }) => {
  const numbers = await asOwner(folder, async ({ call }) => {
    const made: string[] = [];
    for (let n = 1; n <= 20; n++) made.push((await call('customers.enrol', { name: `Regular ${n}` })).number);
    return made;
  });
  const app = await start({ as: 'owner' });
  const { counter, customers, record, settings, page } = app;

  /** Where the person was when the card was held to the scanner. */
  const from: (() => Promise<void>)[] = [
    () => counter.search.focus(),
    () => counter.newCustomer.focus(),
    async () => counter.search.fill('mar'),
    () => app.go('Customers'),
    async () => {
      await app.go('Customers');
      await customers.search.fill('reg');
    },
    async () => {
      await app.go('Customers');
      await customers.row(people.maria.name).click();
      await expect(record.name(people.maria.name)).toBeVisible();
    },
    () => app.go('At risk'),
    () => app.go('Programs'),
    () => app.go('Month'),
    async () => {
      await app.go('Settings');
      await settings.tab('Counter and limits').click();
    },
  ];
  for (const [n, number] of numbers.entries()) {
    await from[n % from.length]?.();
    await scan(page, number, { end: n % 3 === 2 ? 'Tab' : 'Enter' });
    await expect(counter.customer(`Regular ${n + 1}`)).toBeVisible();
    await expect(counter.confirmation).toContainText(`Regular ${n + 1}`);
    await expect(counter.card('1 of 10 stamps')).toBeVisible();
    await expect(counter.search).toHaveValue('');
  }
  await app.close();

  const stamps = await asOwner(folder, async ({ call }) => {
    const counts: (number | undefined)[] = [];
    for (const number of numbers) {
      const { cards, visitsToday } = await call('counter.open', { customerId: await customerIdOf(call, number) });
      expect(visitsToday).toBe(1);
      counts.push(cards[0]?.stamps);
    }
    return counts;
  });
  expect(stamps).toEqual(numbers.map(() => 1));
});

test('scans faster than the answers are taken one after the other', async ({ app: { counter, page } }) => {
  for (const { number } of [people.maria, people.stefan, people.bianca]) await scan(page, number);
  await expect(counter.customer(people.bianca.name)).toBeVisible();
  await expect(counter.card('6 of 10 stamps')).toBeVisible();
  await counter.open('mari', people.maria.name);
  await expect(counter.card('5 of 10 stamps')).toBeVisible();
  await counter.open('stefan', people.stefan.name);
  await expect(counter.card('2 of 10 stamps')).toBeVisible();
});

test('a form keeps what was typed when a card is scanned over it', async ({ app }) => {
  const { counter, customers, page } = app;
  await app.go('Customers');
  await customers.newCustomer.click();
  const name = customers.form.getByRole('textbox', { name: 'Name' });
  await name.click();
  await typeAsAPerson(page, 'Half a na');
  // The field as the page has it when the scan has ended, before anything else happens.
  const kept = page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const field = document.activeElement as HTMLInputElement;
        field.addEventListener('input', () => {
          if (field.value === 'Half a na') resolve(field.value);
        });
      }),
  );
  await scan(page, people.maria.number);
  expect(await kept).toBe('Half a na');
  await expect(counter.customer(people.maria.name)).toBeVisible();
  await expect(counter.card('5 of 10 stamps')).toBeVisible();
});

test('a settings form keeps its numbers when a card is scanned over it', async ({ app }) => {
  const { counter, settings, page } = app;
  await app.go('Settings');
  await settings.tab('Counter and limits').click();
  await page.getByRole('textbox', { name: 'Visits per customer and day' }).fill('7');
  await settings.save.click();
  await page.getByRole('textbox', { name: 'Visits per customer and day' }).click();
  await scan(page, people.maria.number);
  await expect(counter.card('5 of 10 stamps')).toBeVisible();
  await app.go('Settings');
  await settings.tab('Counter and limits').click();
  await expect(page.getByRole('textbox', { name: 'Visits per customer and day' })).toHaveValue('7');
});

test('control characters around the code are stripped', async ({ app: { counter, page } }) => {
  await page.keyboard.press('Control+b');
  await page.keyboard.type(people.maria.number);
  await page.keyboard.press('Control+j');
  await expect(counter.card('5 of 10 stamps')).toBeVisible();
});

test('a scan never becomes a PIN', async ({ start }) => {
  const { counter, who, page } = await start();
  await who.choose(team.staff.name);
  await expect(who.pin).toBeFocused();
  await scan(page, people.maria.number);
  await expect(page.getByText('The scan was ignored. Enter the PIN first.')).toBeVisible();
  await expect(who.pin).toHaveValue('');
  await expect(page.getByText('That PIN is not right.')).toBeHidden();
  await typeAsAPerson(page, team.staff.pin);
  await page.keyboard.press('Enter');
  await expect(counter.search).toBeVisible();
  await expect(counter.confirmation).not.toContainText('stamp added');
});

test('a scan into the PIN dialog over a redemption is dropped', async ({ folder, start }) => {
  await asOwner(folder, ({ call }) => call('shop.update', { trustedTill: true }));
  const { counter, who, pin, page } = await start();
  await who.choose(team.staff.name);
  await scan(page, people.andrei.number);
  await counter.redeem.click();
  await counter.handOver.click();
  await expect(pin.own).toBeVisible();
  await scan(page, people.maria.number);
  await expect(page.getByText('The scan was ignored. Enter the PIN first.')).toBeVisible();
  await expect(pin.field(team.staff.name)).toHaveValue('');
  await typeAsAPerson(page, team.staff.pin);
  await page.keyboard.press('Enter');
  await expect(counter.confirmation).toContainText('Redeemed: A free coffee.');
});

test('a code that nobody has is said, and a new customer is one press away', async ({ app: { counter, page } }) => {
  await scan(page, '990099');
  await expect(counter.unknownCode).toContainText('990099');
  await counter.unknownCode.getByRole('button', { name: 'New customer' }).click();
  await expect(counter.enrolment).toBeVisible();
});

test('with two programs a scan opens the customer and leaves the choice to the till', async ({ folder, start }) => {
  await asOwner(folder, ({ call }) => call('programs.create', { name: 'Cake card', goal: 5, rewardName: 'A cake' }));
  const { counter, page } = await start({ as: 'staff' });
  await scan(page, people.maria.number);
  await expect(counter.customer(people.maria.name)).toBeVisible();
  await expect(page.getByRole('group', { name: 'Choose a card' }).getByRole('button')).toHaveCount(2);
  await expect(counter.confirmation).not.toContainText('stamp added');
});

test('an imported code with letters is scanned like any other', async ({ folder, start }) => {
  const programId = await asOwner(folder, ({ call }) => programIdOf(call));
  expect(programId).toMatch(/^[0-9a-f-]{36}$/);
  const { counter, page } = await start({ as: 'staff' });
  await scan(page, 'AB-1 Z/9');
  await expect(counter.unknownCode).toContainText('AB-1 Z/9');
});
