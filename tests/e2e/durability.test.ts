import { headless } from './support/headless.ts';
import { people } from './support/shops.ts';
import { expect, test } from './support/test.ts';

test.use({ apart: true });

test('a stamp that was confirmed is there after a power cut', async ({ app, folder, start }) => {
  const { counter } = app;
  await counter.open('mari', people.maria.name);
  await counter.stamp.click();
  await expect(counter.confirmation).toContainText('1 stamp added.');
  await app.kill();

  const again = await start({ as: 'staff' });
  await again.counter.open('mari', people.maria.name);
  await expect(again.counter.card('5 of 10 stamps')).toBeVisible();
  // And the shop goes on where it was: the next stamp is too soon.
  await again.counter.stamp.click();
  await expect(again.counter.blocked).toBeVisible();
  await again.close();
  headless('verify', '--data', folder);
});

test('after a crashed page the person signs in no more than once and nothing is stamped twice', async ({ app }) => {
  const { counter, page } = app;
  await counter.open('mari', people.maria.name);
  await counter.stamp.click();
  await expect(counter.card('5 of 10 stamps')).toBeVisible();
  await page.reload();
  await expect(counter.search).toBeFocused();
  await counter.open('mari', people.maria.name);
  await expect(counter.card('5 of 10 stamps')).toBeVisible();
});
