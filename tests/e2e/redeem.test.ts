import { scan } from './support/keys.ts';
import { asOwner, openRewardOf, people } from './support/shops.ts';
import { expect, test } from './support/test.ts';

test.use({ as: 'staff' });

test('the last stamp fills the card and its reward is handed over after the right three digits', async ({ app }) => {
  const { counter, page } = app;
  await counter.open('dewi', people.dewi.name);
  await page.keyboard.press('Enter');
  await expect(counter.confirmation).toContainText('Card full! Earned: A free coffee.');
  // The full card stays in sight until the next thing is done.
  await expect(counter.card('10 of 10 stamps')).toBeVisible();

  await counter.redeem.click();
  await expect(page.getByText('Ask for the last 3 digits of the phone')).toBeVisible();
  // The screen does not say what it asks for.
  await expect(page.getByRole('article')).not.toContainText('019');
  await expect(counter.digit(1)).toBeFocused();
  await counter.sayDigits('123');
  await expect(page.getByText('That does not match this customer. Nothing was redeemed.')).toBeVisible();
  await expect(counter.confirmation).not.toContainText('Redeemed');
  await counter.sayDigits('019');
  await expect(counter.confirmation).toContainText('Redeemed: A free coffee.');
  await expect(counter.card('0 of 10 stamps')).toBeVisible();
  await expect(counter.redeem).toBeHidden();
});

test('a scanned card is not asked for digits, and is not stamped by the way', async ({ app }) => {
  const { counter, page } = app;
  await scan(app, people.andrei.number);
  await expect(counter.customer(people.andrei.name)).toBeVisible();
  await expect(counter.card('0 of 10 stamps')).toBeVisible();
  await expect(counter.redeem).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('The scanned card shows who it is.')).toBeVisible();
  await expect(counter.digit(1)).toBeHidden();
  await page.keyboard.press('Enter');
  await expect(counter.confirmation).toContainText('Redeemed: A free coffee.');
});

test('a card scanned while the digits are asked for is the proof', async ({ app }) => {
  const { counter, page } = app;
  await counter.open('andrei', people.andrei.name);
  await counter.redeem.click();
  await expect(counter.digit(1)).toBeFocused();
  await scan(app, people.andrei.number);
  await expect(page.getByText('The scanned card shows who it is.')).toBeVisible();
  await counter.handOver.click();
  await expect(counter.confirmation).toContainText('Redeemed: A free coffee.');
});

test('the birthday proves the person who left no phone', async ({ app }) => {
  const { counter, page } = app;
  await counter.open('ion p', people.ion.name);
  await counter.redeem.click();
  const say = async (day: string, month: string) => {
    await page.getByRole('combobox', { name: 'Day of birth' }).selectOption(day);
    await page.getByRole('combobox', { name: 'Month of birth' }).selectOption(month);
    await counter.handOver.click();
  };
  await say('4', 'March');
  await expect(page.getByText('That does not match this customer.')).toBeVisible();
  await say('3', 'March');
  await expect(counter.confirmation).toContainText('Redeemed: A free coffee.');
});

test('somebody with neither is handed it by who knows them', async ({ app }) => {
  const { counter, page } = app;
  await counter.open('sri', people.sri.name);
  await counter.redeem.click();
  await expect(page.getByText('There is no phone or birthday for Sri Wahyuni.')).toBeVisible();
  await page.getByRole('button', { name: 'I know this person' }).click();
  await expect(counter.confirmation).toContainText('Redeemed: A free coffee.');
});

test('a reward is handed over once: double click, and two tries at the same time', async ({ app, folder, leave }) => {
  const { counter, page } = app;
  await scan(app, people.andrei.number);
  await counter.redeem.click();
  await counter.handOver.dblclick();
  await expect(counter.confirmation).toContainText('Redeemed: A free coffee.');
  await expect(page.getByText('already been redeemed')).toBeHidden();
  await leave(app);
  const history = await asOwner(folder, async ({ call }) => {
    const { customerId } = await call('counter.scan', { code: people.andrei.number });
    if (!customerId) throw new Error('gone');
    return (await call('customers.timeline', { customerId })).items;
  });
  expect(history.filter(({ kind }) => kind === 'redeem')).toHaveLength(1);
});

test('two tills’ worth of requests for one reward: one wins', async ({ folder, start }) => {
  const rewardId = await asOwner(folder, ({ call }) => openRewardOf(call, people.sri.number));
  const app = await start({ as: 'staff' });
  const input = { rewardId, proof: { by: 'known' } };
  const answers = await Promise.all([app.call('counter.redeem', input), app.call('counter.redeem', input)]);
  expect(answers.map(({ ok }) => ok).sort()).toEqual([false, true]);
  expect(answers.find(({ ok }) => !ok)?.error?.code).toBe('REWARD_NOT_OPEN');
});

test('Undo gives the reward back', async ({ app }) => {
  const { counter } = app;
  await scan(app, people.andrei.number);
  await counter.redeem.click();
  await counter.handOver.click();
  await expect(counter.redeem).toBeHidden();
  await counter.undo.click();
  await expect(counter.confirmation).toContainText('Undone.');
  await expect(counter.redeem).toBeVisible();
});
