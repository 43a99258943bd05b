import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openTool, shopDatabase } from '../support/database.ts';
import { scan } from './support/keys.ts';
import { expectAccessible } from './support/page.ts';
import { asOwner, personIdOf, team } from './support/shops.ts';
import { expect, test } from './support/test.ts';

test('the owner looks through the log, narrows it to one person, and exports it', async ({ app, folder }) => {
  const { settings, page } = app;
  await app.go('Settings');
  await settings.tab('Activity log').click();
  const log = page.getByRole('table', { name: 'Activity log' });
  await expect(log).toContainText('Signed in with the PIN');
  await expect(log).toContainText('Gave Maria');
  await expectAccessible(page, 'activity log');
  await page.getByRole('combobox', { name: 'About' }).click();
  await page.getByRole('option', { name: 'Programs' }).click();
  await expect(log).toBeHidden();
  await expect(page.getByText('Nothing in the log for this choice.')).toBeVisible();
  const file = join(folder, 'log.csv');
  await app.answerFileDialogs(file);
  await page.getByRole('button', { name: 'Export as CSV' }).click();
  await expect(app.notice('Saved: log.csv')).toBeVisible();
  expect(readFileSync(file, 'utf8')).toContain('business_day,person,role');
  await settings.tab('Unusual').click();
  await expect(page.getByRole('heading', { name: 'Unusual activity' })).toBeVisible();
  await expectAccessible(page, 'unusual activity');
});

test('a badge signs in like a tap on a trusted till', async ({ folder, start }) => {
  await asOwner(folder, async ({ call }) => {
    await call('shop.update', { trustedTill: true });
    await call('people.setBadge', { personId: await personIdOf(call, 'staff'), code: 'cora-0001' });
  });
  const app = await start();
  await expect(app.who.question).toBeVisible();
  await scan(app, 'cora-0001');
  await expect(app.counter.search).toBeVisible();
  await expect(app.bar).toContainText(team.staff.name);
});

test('a line that was changed outside of Regulars is named, in the log and in its export', async ({
  folder,
  start,
}) => {
  const tool = openTool(shopDatabase(folder));
  tool.exec('DROP TRIGGER activityNoUpdate; UPDATE activity SET personKey = NULL WHERE seq = 3');
  tool.close();
  const app = await start({ as: 'owner' });
  const { page } = app;
  await app.go('Settings');
  await app.settings.tab('Activity log').click();
  const alert = page.getByRole('alert').filter({ hasText: 'changed outside of Regulars' });
  await expect(alert).toContainText('Line 3 is not as it was written');
  await page.getByRole('button', { name: 'Check the log' }).click();
  await expect(page.getByRole('button', { name: 'Check the log' })).toBeEnabled();
  await expect(page.getByText('lines of the log are as they were written')).toBeHidden();
  await expectAccessible(page, 'changed log');
  const file = join(folder, 'log.csv');
  await app.answerFileDialogs(file);
  await page.getByRole('button', { name: 'Export as CSV' }).click();
  await expect(app.notice('Line 3 of the log is not as it was written')).toBeVisible();
  expect(readFileSync(file, 'utf8').match(/^3,.*,no\r$/m)).not.toBeNull();
});
