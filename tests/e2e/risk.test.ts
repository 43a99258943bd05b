import { firstRun, regulars, team } from './support/shops.ts';
import { expect, test } from './support/test.ts';

// The list of who is slipping away, in a shop old enough for percentages.
test.use({ shop: 'regulars' });

test('who to call, why, and noting the call', async ({ app }) => {
  const { risk, record, page } = app;
  await app.go('At risk');
  await expect(risk.headline('2 regulars may be slipping away')).toBeVisible();
  const vera = risk.row(regulars.vera.name);
  await expect(vera).toContainText(
    /Usually every 6 days \(last 10 gaps: \d–\d+\)\. Last seen 22 days ago; (fewer than 1|only \d+) in 100 of their breaks lasts? this long\./,
  );
  await expect(vera).toContainText(
    /Chance of a visit in the next 4 weeks: (under )?\d+% \(was (over )?\d\d% after the last visit\)\./,
  );
  await expect(vera).toContainText(/\d+% likely to stay away/);
  await expect(vera).toContainText(/At stake: about [45] visits a month, about RON\s*\d+/);
  await expect(vera).toContainText('phone ends in 201');

  await vera.getByRole('button', { name: `Note a contact with ${regulars.vera.name}` }).click();
  await risk.log.getByRole('radio', { name: 'WhatsApp' }).click();
  await risk.log.getByRole('radio', { name: 'Says they will come' }).click();
  await risk.log.getByLabel('Note', { exact: true }).fill('Back from holiday next week');
  await risk.log.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(app.notice('Noted. The history shows it.')).toBeVisible();
  await expect(vera).toContainText('WhatsApp: says they will come');
  await expect(vera).toContainText('Contacted a short while ago: give them time to come.');

  await vera.getByRole('button', { name: `Open the record of ${regulars.vera.name}` }).click();
  await expect(record.history).toContainText('WhatsApp: says they will come');
  await expect(record.history).toContainText('Back from holiday next week');
  await expect(record.history).toContainText(`by ${team.owner.name}`);
  await page.getByRole('button', { name: /^Remove the contact of/ }).click();
  await expect(app.notice('The contact was removed.')).toBeVisible();
  await expect(page.getByText('Back from holiday next week')).toBeHidden();
});

test('narrowed by tag, by who served them, by group', async ({ app }) => {
  const { risk, page } = app;
  const [vera, paul] = [risk.row(regulars.vera.name), risk.row(regulars.paul.name)];
  await app.go('At risk');
  await expect(paul).toBeVisible();
  await risk.filter('Tag').click();
  await page.getByRole('option', { name: 'student (1)' }).click();
  await expect(paul).toHaveCount(0);
  await expect(vera).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(paul).toBeVisible();
  await risk.filter('Served by').click();
  await page.getByRole('option', { name: team.staff.name }).click();
  await expect(paul).toHaveCount(0);
  await expect(vera).toBeVisible();
  await page.getByText('most often').click();
  await expect(vera).toBeVisible();
  await risk.filter('Served by').click();
  await page.getByRole('option', { name: team.manager.name }).click();
  await expect(page.getByText('Nobody in these groups')).toBeVisible();
});

test('the owner says how far to look ahead and when the shop was closed', async ({ app }) => {
  const { risk, page } = app;
  const vera = risk.row(regulars.vera.name);
  const chance = async () => Number(/weeks: (?:under )?(\d+)%/.exec(await vera.innerText())?.[1]);
  await app.go('At risk');
  const before = await chance();
  await page.getByRole('button', { name: 'List settings' }).click();
  await page.getByRole('radio', { name: '13 weeks' }).locator('..').click();
  await expect(app.notice('Saved.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(vera).toContainText('Chance of a visit in the next 13 weeks');
  expect(await chance()).toBeGreaterThanOrEqual(before);

  await page.getByRole('button', { name: 'List settings' }).click();
  await page.getByRole('button', { name: 'Add' }).click();
  const { timeZone } = firstRun;
  const today = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone });
  await expect(page.getByRole('button', { name: `Remove ${today.format(new Date())}` })).toBeVisible();
});

test('newcomers have a list of their own; everybody is in one of eight groups', async ({ app }) => {
  const { risk, record, page } = app;
  await app.go('At risk');
  await risk.tab('Newcomers').click();
  await expect(page.getByText('Nobody is waiting for a second or third visit.')).toBeVisible();
  await risk.tab('Groups').click();
  await expect(risk.headline('42 customers in eight groups')).toBeVisible();
  await expect(
    page.getByText(/^The best tenth, \d customers, bring \d+\.\d% of the money of twelve months\./),
  ).toBeVisible();
  const groups = page.getByRole('group', { name: 'Choose a group to see who is in it' }).getByRole('button');
  await expect(groups).toHaveCount(8);
  await groups.filter({ hasText: 'Best regulars' }).click();
  const table = page.getByRole('table', { name: 'Best regulars' });
  await table.getByRole('button').first().click();
  await expect(record.name(/Guest|Vera|Paul/)).toBeVisible();
});
