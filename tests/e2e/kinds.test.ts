import type { InputFor } from '../../preload/contract/index.ts';
import { typeAsAPerson } from './support/keys.ts';
import { asOwner, customerIdOf, people, programIdOf } from './support/shops.ts';
import { expect, test } from './support/test.ts';

// Every kind of program as a person at the till uses it.

type Rules = InputFor<'programs.create'>;

const points: Rules = {
  kind: 'points',
  name: 'Beans',
  color: 'ocean',
  earn: { per: 'amount', every: 1000, carryOver: true },
  pointValue: 50,
  rewards: [
    { at: 10, name: 'A cookie' },
    { at: 40, name: 'A bag of coffee' },
  ],
  expiry: { kind: 'batch', days: 365 },
};

/** Runs a shop's own programs beside its coffee card, which is paused when the new one should lie on top. */
async function withProgram(folder: string, rules: Rules): Promise<void> {
  await asOwner(folder, async ({ call }) => {
    await call('programs.pause', { programId: await programIdOf(call) });
    await call('programs.create', rules);
  });
}

test('points: the amount is asked at once, the rest is carried over, a reward is bought at its price', async ({
  folder,
  start,
}) => {
  await withProgram(folder, points);
  const { counter, page } = await start({ as: 'staff' });
  await counter.open('bianca', people.bianca.name);
  // The card that can be stamped lies on top.
  await expect(counter.card('0 points')).toBeVisible();
  await expect(counter.amount).toBeFocused();
  await typeAsAPerson(page, '126,50');
  await page.keyboard.press('Enter');
  await expect(counter.confirmation).toContainText('12 points added.');
  await expect(counter.confirmation).toContainText(/12 for RON\s126\.50; RON\s6\.50 carried over/);
  await expect(counter.card('12 points')).toBeVisible();
  await expect(counter.fact(/RON\s6\.50 towards the next points/)).toBeVisible();
  await expect(counter.fact(/12 points until/)).toBeVisible();

  await counter.usePoints.click();
  await page.getByRole('button', { name: /A cookie/ }).click();
  await counter.sayDigits('808');
  await expect(counter.confirmation).toContainText('Redeemed: A cookie.');
  await expect(counter.card('2 points')).toBeVisible();
  await counter.undo.click();
  await expect(counter.card('12 points')).toBeVisible();
});

test('part of the points: any number up to all of them, and what they paid earns nothing', async ({
  folder,
  start,
}) => {
  await withProgram(folder, points);
  await asOwner(folder, async ({ call, daysAgo }) => {
    daysAgo(1);
    const customerId = await customerIdOf(call, people.bianca.number);
    await call('counter.stamp', { customerId, programId: await programIdOf(call, 'Beans'), amount: 30_000 });
  });
  const { counter, page } = await start({ as: 'staff' });
  await counter.open('bianca', people.bianca.name);
  await counter.choose('Beans');
  await counter.usePoints.click();
  const part = page.getByRole('textbox', { name: 'Points to take off' });
  await part.fill('31');
  await part.press('Enter');
  await expect(page.getByText('There are only 30 points.')).toBeVisible();
  await part.fill('');
  await page.getByRole('group', { name: 'Number pad' }).getByRole('button', { name: '7' }).click();
  await page.getByRole('button', { name: /Take RON\s3\.50 off/ }).click();
  await counter.sayDigits('808');
  await expect(counter.confirmation).toContainText(/7 points used: RON\s3\.50 off\./);
  await expect(counter.card('23 points')).toBeVisible();

  // The till says it, and keeps to it: 23.50 of which 3.50 were paid with points is 20.
  await expect(page.getByText(/The RON\s3\.50 just taken off earn nothing/)).toBeVisible();
  await counter.amount.fill('23.50');
  await counter.amount.press('Enter');
  await expect(counter.confirmation).toContainText('2 points added.');
  await expect(counter.confirmation).toContainText(/RON\s3\.50 paid by a reward earns nothing/);
  await expect(counter.card('25 points')).toBeVisible();
});

test('a card with rewards on the way: each once, each a ticket, and the happy hour is named before the stamp', async ({
  folder,
  start,
}) => {
  await withProgram(folder, {
    kind: 'stamps',
    name: 'Breakfast',
    goal: 10,
    rewards: [
      { at: 3, name: 'A croissant', validDays: 30 },
      { at: 6, name: 'A juice' },
      { at: 10, name: 'A breakfast' },
    ],
    multipliers: [{ name: 'Happy hour', effect: { kind: 'times', times: 2 } }],
  });
  const { counter, page } = await start({ as: 'staff' });
  await counter.open('mari', people.maria.name);
  await counter.choose('Breakfast');
  await expect(counter.fact('Happy hour is on now: times 2')).toBeVisible();
  await expect(counter.fact('3 more stamps: A croissant')).toBeVisible();
  await page.keyboard.press('3');
  await expect(counter.confirmation).toContainText('6 stamps added.');
  await expect(counter.confirmation).toContainText('3 for the visit, 3 Happy hour');
  await expect(counter.confirmation).toContainText('Earned on the way: A croissant, A juice.');
  await expect(counter.card('6 of 10 stamps')).toBeVisible();
  await expect(counter.tickets.getByText(/Use by/)).toBeVisible();
  await page.getByRole('button', { name: 'Redeem: A juice' }).click();
  await counter.sayDigits('567');
  await expect(counter.confirmation).toContainText('Redeemed: A juice.');
  await expect(counter.tickets.getByText('A juice')).toBeHidden();
  await expect(counter.tickets.getByText('A croissant')).toBeVisible();
});

test('earning by item: large buttons by category, and what earns nothing says so', async ({ folder, start }) => {
  await asOwner(folder, async ({ call }) => {
    await call('programs.pause', { programId: await programIdOf(call) });
    const { itemId } = await call('programs.addItem', { name: 'Espresso', category: 'Coffee' });
    const { itemId: cigarettes } = await call('programs.addItem', { name: 'Cigarettes', category: 'Kiosk' });
    await call('programs.create', {
      kind: 'stamps',
      name: 'By cup',
      goal: 10,
      earn: { per: 'item', units: 1 },
      itemRates: [
        { of: { by: 'item', itemId }, rate: 2 },
        { of: { by: 'item', itemId: cigarettes }, rate: 0 },
      ],
      rewards: [{ at: 10, name: 'A cup' }],
    });
  });
  const { counter, page } = await start({ as: 'staff' });
  await counter.open('mari', people.maria.name);
  await counter.choose('By cup');
  await counter.record.click();
  await expect(counter.blocked).toContainText('This program needs to know what was bought.');
  const item = (category: string, name: string) =>
    page.getByRole('group', { name: category }).getByRole('button', { name, exact: true });
  await item('Kiosk', 'Cigarettes').click();
  await item('Coffee', 'Espresso').click();
  await page.getByRole('button', { name: 'One more: Espresso' }).click();
  await counter.record.click();
  await expect(counter.confirmation).toContainText('4 stamps added.');
  await expect(counter.confirmation).toContainText('4 for what was bought');
  await expect(counter.card('4 of 10 stamps')).toBeVisible();
});

test('members and frequent buyers: enrolled, shown, used with one press, undone', async ({ folder, start }) => {
  await asOwner(folder, async ({ call }) => {
    await call('programs.create', {
      kind: 'special',
      name: 'Members',
      usageCap: 2,
      benefit: { kind: 'percent', percent: 50, name: 'Second coffee half price' },
    });
    await call('programs.create', {
      kind: 'discount',
      name: 'Often here',
      visits: 5,
      withinDays: 30,
      benefit: { kind: 'percent', percent: 10, name: 'Ten per cent' },
    });
  });
  const { counter, page } = await start({ as: 'staff' });
  await counter.open('mari', people.maria.name);
  const benefits = page.getByRole('region', { name: 'Benefits' });
  await expect(benefits.getByText('4 of 5 visits within 30 days')).toBeVisible();
  await expect(benefits.getByText('Second coffee half price')).toBeHidden();
  await benefits.getByRole('button', { name: 'Enrol in “Members”' }).click();
  await expect(benefits.getByText(/50% off · 2 uses left/)).toBeVisible();
  await benefits.getByRole('button', { name: 'Use: Second coffee half price' }).click();
  await expect(counter.confirmation).toContainText('Used: Second coffee half price.');
  // Being here for it was the fifth visit.
  await expect(benefits.getByRole('button', { name: 'Use: Ten per cent' })).toBeVisible();
  await expect(benefits.getByText(/1 use left · used today/)).toBeVisible();
  await counter.undo.click();
  await expect(benefits.getByText(/50% off · 2 uses left/)).toBeVisible();
  // What was bought is still stamped with Enter.
  await counter.stamp.click();
  await expect(counter.card('5 of 10 stamps')).toBeVisible();
});

test('a shop with discounts alone notes the visit', async ({ folder, start }) => {
  await asOwner(folder, async ({ call }) => {
    await call('programs.end', { programId: await programIdOf(call) });
    await call('programs.create', {
      kind: 'discount',
      name: 'Often here',
      visits: 2,
      withinDays: 10,
      benefit: { kind: 'percent', percent: 10, name: 'Ten per cent' },
    });
  });
  const { counter, page } = await start({ as: 'staff' });
  await counter.open('stefan', people.stefan.name);
  await expect(page.getByText('1 of 2 visits within 10 days')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(counter.confirmation).toContainText('Visit noted.');
  await expect(counter.confirmation).toContainText('last here');
  await expect(page.getByRole('button', { name: 'Use: Ten per cent' })).toBeVisible();
});

test('goods returned at the counter: what they earned goes, the reward used comes back', async ({ folder, start }) => {
  await asOwner(folder, async ({ call }) => {
    const customerId = await customerIdOf(call, people.andrei.number);
    const { cards } = await call('counter.open', { customerId });
    const rewardId = cards[0]?.rewards[0]?.rewardId;
    if (!rewardId) throw new Error('no reward');
    await call('counter.redeem', { rewardId, proof: { by: 'phone', digits: '123' } });
    await call('counter.stamp', { customerId, programId: await programIdOf(call), stamps: 3 });
  });
  const { counter, page } = await start({ as: 'manager' });
  await counter.open('andrei', people.andrei.name);
  await expect(counter.card('3 of 10 stamps')).toBeVisible();
  await expect(counter.redeem).toBeHidden();
  await page.getByRole('button', { name: 'Goods returned' }).click();
  const dialog = page.getByRole('dialog', { name: 'Which purchase comes back?' });
  await dialog.getByRole('button', { name: /3 stamps/ }).click();
  const sure = page.getByRole('dialog', { name: 'Take this visit back?' });
  await sure.getByRole('textbox', { name: 'Reason' }).fill('Wrong beans');
  await sure.getByRole('button', { name: 'Take back' }).click();
  await expect(counter.card('0 of 10 stamps')).toBeVisible();
  await expect(counter.redeem).toBeVisible();
});

test('privacy: first name and last digits only, by key for a moment or by setting for good', async ({ start }) => {
  const app = await start({ as: 'staff' });
  const { counter, page } = app;
  await counter.open('mari', people.maria.name);
  await expect(page.getByRole('article').getByText('Flat white, extra hot')).toBeVisible();
  await page.keyboard.press('Control+h');
  await expect(counter.customer('Maria')).toHaveText('Maria');
  const article = page.getByRole('article');
  await expect(article.getByText('Flat white')).toBeHidden();
  await expect(article.getByText('100001')).toBeHidden();
  await expect(article.getByText('••• 567')).toBeVisible();
  await page.keyboard.press('Escape');
  await counter.open('stefan', people.stefan.name);

  await app.go('Settings');
  await page.getByRole('tab', { name: 'You' }).click();
  await page.getByRole('switch', { name: 'Hide customers’ details on this till' }).click();
  await page.reload();
  await counter.search.fill('mari');
  await expect(counter.results).not.toContainText('Ionescu');
  await page.keyboard.press('Enter');
  await expect(counter.customer('Maria')).toHaveText('Maria');
  await counter.stamp.click();
  await expect(counter.confirmation).toContainText('Maria');
  await expect(counter.confirmation).not.toContainText('Ionescu');

  // Whoever is looked for in a dialog over the counter is hidden too.
  await page.getByRole('button', { name: 'Wrong person?' }).click();
  const move = page.getByRole('dialog', { name: 'Move to another customer' });
  await move.getByRole('searchbox').fill('stef');
  await expect(move.getByRole('button', { name: /^Ștefan/ })).toContainText('••• 222');
  await expect(move).not.toContainText('Țurcanu');
  await expect(move).not.toContainText(people.stefan.number);
  await page.keyboard.press('Escape');
  await counter.search.fill('');
  await counter.newCustomer.click();
  await counter.enrolment.getByRole('textbox', { name: 'Name' }).fill('Stefan Turcanu');
  await expect(counter.enrolment.getByRole('status')).toContainText('Ștefan');
  await expect(counter.enrolment).not.toContainText('Țurcanu');
  await expect(counter.enrolment).not.toContainText(people.stefan.number);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('textbox').fill('stef');
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Ștefan' })).toBeVisible();
  await expect(page.getByRole('dialog')).not.toContainText('Țurcanu');
});

test('a card is put right by hand, with a reason', async ({ app }) => {
  await app.go('Customers');
  await app.customers.row(people.maria.name).click();
  const { page, record } = app;
  await page.getByRole('button', { name: 'Correct a card' }).click();
  const dialog = page.getByRole('dialog', { name: 'Correct a card' });
  await dialog.getByRole('textbox', { name: 'How many stamps' }).fill('2');
  await dialog.getByRole('button', { name: 'Correct', exact: true }).click();
  await expect(dialog.getByText('Write in a few words why.')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('The till was off');
  await dialog.getByRole('button', { name: 'Correct', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(record.history).toContainText('Corrected: 2 stamps more on Coffee card');
  await expect(record.history).toContainText('Reason: The till was off');
});
