import { join } from 'node:path';
import { readPdf } from './support/paper.ts';
import { people, programName, rewardName } from './support/shops.ts';
import { expect, test } from './support/test.ts';

test.setTimeout(90_000);

test('a shop that gives beans says so everywhere: at the till, on a slip, in its rules (F-13)', async ({
  app,
  folder,
}) => {
  const { counter, page, settings } = app;
  await app.go('Settings');
  await settings.tab('Words').click();
  const thing = page.getByRole('group', { name: 'What fills a card' });
  const [one, several] = [thing.getByLabel('One'), thing.getByLabel('Several')];

  // A word for one alone is half a word; nothing is saved.
  await one.fill('bean');
  await settings.save.click();
  await expect(thing.getByText('Please give the word for one and for several.')).toBeVisible();
  await expect(several).toHaveAttribute('aria-invalid', 'true');
  await several.fill('{beans}');
  await expect(thing.getByText('Without the signs')).toBeVisible();
  await several.fill('beans');
  await expect(thing.getByText('So it reads: 1 bean · 2 beans · 20 beans · Add a bean')).toBeVisible();

  // Each language has forms of its own.
  await page.getByText('Română', { exact: true }).click();
  await one.fill('boabă');
  await several.fill('boabe');
  await expect(thing.getByText('1 boabă · 2 boabe · 20 de boabe · Adaugă o boabă')).toBeVisible();
  await thing.getByText('un', { exact: true }).click();
  await expect(thing.getByText('Adaugă un boabă')).toBeVisible();
  await thing.getByText('o', { exact: true }).click();
  await page.getByText('Bahasa Indonesia', { exact: true }).click();
  await expect(one).toBeHidden();
  await thing.getByLabel('Word').fill('biji');
  await expect(thing.getByText('1 biji · 2 biji · 20 biji · Beri biji')).toBeVisible();
  await settings.save.click();
  await expect(app.notice('Saved.')).toBeVisible();

  await app.go('Counter');
  await counter.open('maria', people.maria.name);
  await page.getByRole('button', { name: 'Add a bean', exact: true }).click();
  await expect(counter.confirmation).toContainText('1 bean added.');
  await expect(counter.card('5 of 10 beans')).toBeVisible();
  await app.go('Programs');
  await expect(app.programs.item(programName)).toContainText('1 bean a visit.');

  await app.programs
    .item(programName)
    .getByRole('button', { name: /^Posters/ })
    .click();
  await page.getByRole('dialog').getByText('Română', { exact: true }).click();
  const pdf = join(folder, 'poster.pdf');
  await app.answerFileDialogs(pdf);
  await app.memberCards.savePdf.click();
  await expect(app.notice('Saved as poster.pdf.')).toBeVisible({ timeout: 30_000 });
  const text = readPdf(pdf).text.replace(/\s+/g, ' ');
  expect(text).toContain(`10 boabe: ${rewardName}`);
  expect(text).toContain('1 boabă la vizită.');
  await page.keyboard.press('Escape');

  // Empty again, the app's own words are back.
  await app.go('Settings');
  await settings.tab('Words').click();
  await one.fill('');
  await several.fill('');
  await settings.save.click();
  await expect(app.notice('Saved.')).toBeVisible();
  await app.go('Counter');
  await expect(counter.card('5 of 10 stamps')).toBeVisible();
});
