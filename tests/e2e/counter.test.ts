import { people } from './support/shops.ts';
import { expect, test } from './support/test.ts';

test.describe('stamping', () => {
  test.use({ as: 'staff' });

  test('by keyboard: a part of the name, Enter, Enter', async ({ app }) => {
    const { counter, page } = app;
    await expect(counter.search).toBeFocused();
    await page.keyboard.type('mari');
    await expect(counter.result(people.maria.name)).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(counter.card('4 of 10 stamps')).toBeVisible();
    await expect(counter.stamp).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(counter.confirmation).toContainText('1 stamp added.');
    await expect(counter.card('5 of 10 stamps')).toBeVisible();
    await expect(counter.search).toBeFocused();
  });
});
