import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { punchCard } from '../../preload/contract/rules.ts';
import type { App } from './support/app.ts';
import { headless } from './support/headless.ts';
import { type Key, keyOf, scan, sendKeys, typeAsAPerson } from './support/keys.ts';
import { asOwner, customerIdOf, people, team } from './support/shops.ts';
import { expect, test } from './support/test.ts';

test('twenty scans in a row from every screen and focus: twenty cards, one stamp each', async ({
  folder,
  start,
  leave,
}) => {
  const numbers = await asOwner(folder, async ({ call }) => {
    const made: string[] = [];
    for (let n = 1; n <= 20; n++) made.push((await call('customers.enrol', { name: `Regular ${n}` })).number);
    return made;
  });
  const app = await start({ as: 'owner' });
  const { counter, customers, record, settings } = app;

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
      // What was typed there before may have been searched for.
      await customers.search.fill('');
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
    await scan(app, number, { end: n % 3 === 2 ? 'Tab' : 'Enter' });
    await expect(counter.customer(`Regular ${n + 1}`)).toBeVisible();
    await expect(counter.confirmation).toContainText(`Regular ${n + 1}`);
    await expect(counter.card('1 of 10 stamps')).toBeVisible();
    await expect(counter.search).toHaveValue('');
  }
  await leave(app);

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

test('scans faster than the answers are taken one after the other', async ({ app }) => {
  const { counter } = app;
  for (const { number } of [people.maria, people.stefan, people.bianca]) await scan(app, number);
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
  // What the field holds after each change, up to the last one before the scan opens the customer.
  await page.evaluate(() => {
    const field = document.activeElement as HTMLInputElement;
    const held: string[] = [];
    Object.assign(window, { held });
    field.addEventListener('input', () => held.push(field.value));
  });
  await scan(app, people.maria.number);
  await expect(counter.customer(people.maria.name)).toBeVisible();
  const held = await page.evaluate(() => (window as Window & { held?: string[] }).held);
  expect(held?.at(-1)).toBe('Half a na');
  await expect(counter.card('5 of 10 stamps')).toBeVisible();
});

test('a settings form keeps its numbers when a card is scanned over it', async ({ app }) => {
  const { counter, settings, page } = app;
  await app.go('Settings');
  await settings.tab('Counter and limits').click();
  await page.getByRole('textbox', { name: 'Visits per customer and day' }).fill('7');
  await settings.save.click();
  await page.getByRole('textbox', { name: 'Visits per customer and day' }).click();
  await scan(app, people.maria.number);
  await expect(counter.card('5 of 10 stamps')).toBeVisible();
  await app.go('Settings');
  await settings.tab('Counter and limits').click();
  await expect(page.getByRole('textbox', { name: 'Visits per customer and day' })).toHaveValue('7');
});

test('control characters around the code are stripped', async ({ app }) => {
  const { counter } = app;
  // A group separator inside, and a line feed at the end, as some scanners are set up to send.
  const digits = [...people.maria.number].map(keyOf);
  const control = (keyCode: string): Key => ({ keyCode, character: null, modifiers: ['control'] });
  await sendKeys(app, [...digits.slice(0, 3), control(']'), ...digits.slice(3), control('J')]);
  await expect(counter.card('5 of 10 stamps')).toBeVisible();
});

test('a scan never becomes a PIN', async ({ start }) => {
  const app = await start();
  const { counter, who, page } = app;
  await who.choose(team.staff.name);
  await expect(who.pin).toBeFocused();
  await scan(app, people.maria.number);
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
  const app = await start();
  const { counter, who, pin, page } = app;
  await who.choose(team.staff.name);
  await expect(counter.search).toBeFocused();
  await scan(app, people.andrei.number);
  await counter.redeem.click();
  await counter.handOver.click();
  await expect(pin.own).toBeVisible();
  await scan(app, people.maria.number);
  await expect(page.getByText('The scan was ignored. Enter the PIN first.')).toBeVisible();
  await expect(pin.field(team.staff.name)).toHaveValue('');
  await typeAsAPerson(page, team.staff.pin);
  await page.keyboard.press('Enter');
  await expect(counter.confirmation).toContainText('Redeemed: A free coffee.');
});

test('a code that nobody has is said, and a new customer is one press away', async ({ app }) => {
  const { counter } = app;
  await scan(app, '990099');
  await expect(counter.unknownCode).toContainText('990099');
  await counter.unknownCode.getByRole('button', { name: 'New customer' }).click();
  await expect(counter.enrolment).toBeVisible();
});

test('with two programs a scan opens the customer and leaves the choice to the till', async ({ folder, start }) => {
  await asOwner(folder, ({ call }) =>
    call('programs.create', punchCard({ name: 'Cake card', goal: 5, rewardName: 'A cake' })),
  );
  const app = await start({ as: 'staff' });
  const { counter, page } = app;
  await scan(app, people.maria.number);
  await expect(counter.customer(people.maria.name)).toBeVisible();
  await expect(page.getByRole('group', { name: 'Choose a card' }).getByRole('button')).toHaveCount(2);
  await expect(counter.confirmation).not.toContainText('stamp added');
});

test('an imported code with letters is a code like any other', async ({ folder, start }) => {
  const log = join(folder, 'log.csv');
  writeFileSync(log, 'customer_id,date,name\nAB-1 Z/9,2026-01-05,Zoe\n');
  headless('import-visits', log, '--data', folder);
  const app = await start({ as: 'staff' });
  await scan(app, 'AB-1 Z/9');
  await expect(app.counter.customer('Zoe')).toBeVisible();
  await expect(app.counter.card('1 of 10 stamps')).toBeVisible();
});

test.describe('a page that was busy', () => {
  /** The computer's moments at which keys were pressed, ms; the page hears of all of them at once. */
  type Keys = readonly (readonly [key: string, at: number])[];

  /** Keys as a scanner sends them, wherever the focus is, each with its own moment: what a busy page hears late was pressed in time. */
  const press = (page: Page, keys: Keys): Promise<void> =>
    page.evaluate((pressed) => {
      for (const [key, at] of pressed) {
        const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
        Object.defineProperty(event, 'timeStamp', { value: at });
        (document.activeElement ?? document.body).dispatchEvent(event);
      }
    }, keys);

  /** The page's clock stands from now on, and would in the next test's page too. */
  async function holdClock(app: App): Promise<void> {
    app.touch();
    await app.page.clock.install();
    await app.page.clock.pauseAt(Date.now() + 60_000);
  }

  // "100001", the first key a moment before the others: as slow as a burst may be.
  const first: Keys = [['1', 1000]];
  const others: Keys = [...'00001', 'Enter'].map((key, n) => [key, 1095 + 5 * n]);

  for (const [what, wait] of [
    ['while a burst may still go on', (page: Page) => page.clock.runFor(90)],
    ['whose timer is heard before the keys that were pressed meanwhile', (page: Page) => page.clock.runFor(100)],
    ['for long, so that its timer is heard much too late, and first', (page: Page) => page.clock.fastForward(400)],
  ] as const)
    test(`hears the whole code: ${what}`, async ({ app }) => {
      const { counter, page } = app;
      await counter.newCustomer.focus();
      await holdClock(app);
      await press(page, first);
      await wait(page);
      await press(page, others);
      await page.clock.resume();
      await expect(counter.customer(people.maria.name)).toBeVisible();
      await expect(counter.card('5 of 10 stamps')).toBeVisible();
      await expect(counter.search).toHaveValue('');
    });

  test('lets a single key go when no burst follows', async ({ app }) => {
    const { counter, page } = app;
    await counter.newCustomer.focus();
    await holdClock(app);
    await press(page, [['m', 1000]]);
    await page.clock.runFor(99);
    await expect(counter.search).toHaveValue('');
    await page.clock.runFor(50);
    await expect(counter.search).toHaveValue('m');
  });
});
