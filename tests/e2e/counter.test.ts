import { punchCard } from '../../preload/contract/rules.ts';
import { keyOf, sendKeys, typeAsAPerson } from './support/keys.ts';
import { asOwner, customerIdOf, people, programIdOf, team } from './support/shops.ts';
import { expect, test } from './support/test.ts';

test.use({ as: 'staff', moves: true });

test('stamps by keyboard: a part of the name, Enter, Enter', async ({ app: { counter, page } }) => {
  await expect(counter.search).toBeFocused();
  await typeAsAPerson(page, 'mari');
  await expect(counter.result(people.maria.name)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(counter.card('4 of 10 stamps')).toBeVisible();
  await expect(counter.stamp).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(counter.confirmation).toContainText('1 stamp added.');
  await expect(counter.confirmation).toContainText('Maria Ionescu');
  await expect(counter.confirmation).toContainText('567');
  await expect(counter.confirmation).toContainText('Flat white, extra hot');
  await expect(counter.card('5 of 10 stamps')).toBeVisible();

  // Ready for the next one without another key.
  await expect(counter.search).toBeFocused();
  await typeAsAPerson(page, 'stefan');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(counter.customer(people.stefan.name)).toBeVisible();
});

test('stamps with the mouse', async ({ app: { counter, page } }) => {
  await counter.search.click();
  await typeAsAPerson(page, '222');
  await counter.result(people.stefan.name).click();
  await counter.stamp.click();
  await expect(counter.card('2 of 10 stamps')).toBeVisible();
  await counter.nextCustomer.click();
  await expect(counter.customer(people.stefan.name)).toBeHidden();
  await expect(counter.search).toBeFocused();
});

test('finds by a part of the name, the phone or the number, without accents', async ({ app: { counter } }) => {
  const finds = async (typed: string, name: string) => {
    await counter.search.fill(typed);
    await expect(counter.results.getByRole('option')).toHaveCount(1);
    await expect(counter.result(name)).toBeVisible();
  };
  await finds('stefan tur', people.stefan.name);
  await finds('721234', people.maria.name);
  await finds('100005', people.ion.name);
  await finds('IONESCU', people.maria.name);
  await counter.search.fill('nobody of this name');
  await expect(counter.page.getByText('Nobody found')).toBeVisible();
});

test('a digit key gives that many stamps; two digits are a number being typed', async ({ app }) => {
  const { counter, page } = app;
  await counter.open('mari', people.maria.name);
  await page.keyboard.press('3');
  await expect(counter.confirmation).toContainText('3 stamps added.');
  await expect(counter.card('7 of 10 stamps')).toBeVisible();

  await counter.open('ștefan', people.stefan.name);
  await expect(counter.stamp).toBeFocused();
  // The second key in good time also on a busy machine; the others as a person types.
  await sendKeys(app, [...'10'].map(keyOf), 20);
  await typeAsAPerson(page, '0003');
  await expect(counter.search).toHaveValue('100003');
  await expect(counter.result(people.dewi.name)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(counter.card('9 of 10 stamps')).toBeVisible();
});

test('the grid gives several stamps to a finger', async ({ app: { counter, page } }) => {
  await counter.open('mari', people.maria.name);
  await page.getByRole('button', { name: 'Several stamps' }).click();
  await page.getByRole('button', { name: 'Add 4 stamps' }).click();
  await expect(counter.card('8 of 10 stamps')).toBeVisible();
});

test('a double click is one stamp', async ({ app: { counter, page } }) => {
  await counter.open('mari', people.maria.name);
  await counter.stamp.dblclick();
  await expect(counter.confirmation).toContainText('1 stamp added.');
  await expect(counter.card('5 of 10 stamps')).toBeVisible();
  // On some screens Undo appears where the stamp was: the second click of a double click is none of its business.
  await counter.undo.hover();
  await page.mouse.down({ clickCount: 2 });
  await page.mouse.up({ clickCount: 2 });
  // Whatever those clicks may have asked for has been answered before this.
  await page.reload();
  await counter.open('mari', people.maria.name);
  await expect(counter.card('5 of 10 stamps')).toBeVisible();
});

test('the same intention sent twice is one stamp', async ({ app, folder, leave }) => {
  await app.counter.open('mari', people.maria.name);
  const [customerId, programId] = await app.page.evaluate(async () => {
    const value = async (name: string, input: unknown) => {
      const answer = await window.regulars.call(name, input, null);
      if (!answer.ok) throw new Error(answer.error.code);
      return answer.value as never;
    };
    const { customerId: id } = (await value('counter.scan', { code: '100001' })) as { customerId: string };
    const [program] = (await value('programs.list', {})) as { programId: string }[];
    return [id, program?.programId ?? ''];
  });
  const requestId = crypto.randomUUID();
  const input = { customerId, programId };
  const answers = await Promise.all([1, 2, 3].map(() => app.call('counter.stamp', input, requestId)));
  expect(answers.map(({ ok }) => ok)).toEqual([true, true, true]);
  expect(new Set(answers.map(({ value }) => JSON.stringify(value))).size).toBe(1);
  const other = await app.call('counter.stamp', { ...input, stamps: 2 }, requestId);
  expect(other.error?.code).toBe('REQUEST_REUSED');
  await leave(app);
  const stamps = await asOwner(folder, async ({ call }) => {
    const { cards } = await call('counter.open', { customerId: await customerIdOf(call, '100001') });
    return cards[0]?.stamps;
  });
  expect(stamps).toBe(5);
});

test('Undo takes the last action back, once', async ({ app: { counter, page } }) => {
  await counter.open('mari', people.maria.name);
  await counter.stamp.click();
  await expect(counter.card('5 of 10 stamps')).toBeVisible();
  await counter.undo.click();
  await expect(counter.confirmation).toContainText('Undone. It does not count.');
  await expect(counter.card('4 of 10 stamps')).toBeVisible();
  await expect(counter.undo).toBeHidden();
  // The next stamp is a first one again: nothing is "too soon".
  await expect(counter.stamp).toBeVisible();

  await page.keyboard.press('Escape');
  await counter.open('stefan', people.stefan.name);
  await page.keyboard.press('Enter');
  await expect(counter.card('2 of 10 stamps')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(counter.card('1 of 10 stamps')).toBeVisible();
});

test('Undo stays for the ten seconds while the next customer is served, and not longer', async ({ start }) => {
  const app = await start();
  // The page's own clock, so that the ten seconds need not pass; it would be the next test's too.
  app.touch();
  await app.page.clock.install();
  await app.signIn('staff');
  const { counter } = app;
  await counter.open('mari', people.maria.name);
  await counter.stamp.click();
  await expect(counter.undo).toBeVisible();
  await counter.open('stefan', people.stefan.name);
  await expect(counter.confirmation).toContainText('Maria Ionescu');
  await expect(counter.undo).toBeVisible();
  await app.page.clock.fastForward(10_500);
  await expect(counter.undo).toBeHidden();
});

test('too soon after the last visit: one press adds to the same visit', async ({ app }) => {
  const { counter, page } = app;
  await counter.open('mari', people.maria.name);
  await counter.stamp.click();
  await expect(counter.card('5 of 10 stamps')).toBeVisible();
  await page.keyboard.press('Escape');
  await counter.open('mari', people.maria.name);
  await counter.stamp.click();
  await expect(counter.blocked).toContainText(/The next visit counts after \d\d:\d\d/);
  await expect(counter.card('5 of 10 stamps')).toBeVisible();
  await page.getByRole('button', { name: 'Add to the same visit' }).click();
  await expect(counter.blocked).toBeHidden();
  await expect(counter.card('6 of 10 stamps')).toBeVisible();

  // Two stamps, one visit.
  await app.go('Customers');
  await app.customers.row(people.maria.name).click();
  const today = app.record.history.getByRole('listitem').first();
  await expect(app.record.history.getByText('today')).toHaveCount(1);
  await expect(today.or(app.record.history)).toContainText('1 stamp');
});

test('the day’s limit only warns; a shop that blocks lets a manager lift it', async ({ folder, start, leave }) => {
  await asOwner(folder, async ({ call }) => {
    await call('shop.update', { visitsPerDay: 1, minutesBetweenVisits: 0 });
    const customerId = await customerIdOf(call, people.maria.number);
    await call('counter.stamp', { customerId, programId: await programIdOf(call) });
  });
  const app = await start({ as: 'staff' });
  const { counter } = app;
  await counter.open('mari', people.maria.name);
  await counter.stamp.click();
  await expect(counter.confirmation).toContainText('More visits today than usual. It was noted.');
  await expect(counter.card('6 of 10 stamps')).toBeVisible();
  await leave(app);

  await asOwner(folder, ({ call }) => call('shop.update', { limitMode: 'block' }));
  const again = await start({ as: 'staff' });
  await again.counter.open('mari', people.maria.name);
  await again.counter.stamp.click();
  await expect(again.counter.blocked).toContainText('has reached the limit for today (visits: 1)');
  await again.page.getByRole('button', { name: 'Ask a manager' }).click();
  await again.pin.allow(team.manager.name, team.manager.pin, 'Came back for the children');
  await expect(again.counter.card('7 of 10 stamps')).toBeVisible();
});

test('a smallest purchase: the amount is asked, and too little is refused with the reason', async ({
  folder,
  start,
}) => {
  await asOwner(folder, ({ call }) =>
    call(
      'programs.create',
      punchCard({ name: 'Lunch card', goal: 5, rewardName: 'A lunch', minimumSpend: 1000, icon: 'pizza' }),
    ),
  );
  const { counter, page } = await start({ as: 'staff' });
  await counter.open('mari', people.maria.name);
  await page.getByRole('group', { name: 'Choose a card' }).getByRole('button', { name: 'Lunch card' }).click();
  await counter.stamp.click();
  await expect(page.getByText('Enter the amount, then give the stamp.')).toBeVisible();
  await counter.amount.fill('9.99');
  await counter.amount.press('Enter');
  await expect(counter.blocked).toContainText(/Purchases count from RON\s10\.00/);
  await counter.amount.fill('10,00');
  await counter.amount.press('Enter');
  await expect(counter.card('1 of 5 stamps')).toBeVisible();
});

test('an archived customer is not found', async ({ app: { counter, page } }) => {
  await counter.search.fill('Elena');
  await expect(page.getByText('Nobody found')).toBeVisible();
  await expect(counter.result(people.elena.name)).toBeHidden();
});
