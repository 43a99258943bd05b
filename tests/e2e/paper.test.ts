import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { punchCard } from '../../preload/contract/rules.ts';
import { readPdf } from './support/paper.ts';
import { asOwner, customerIdOf, people, programIdOf, programName, removeFolder, rewardName } from './support/shops.ts';
import { expect, test } from './support/test.ts';

test('a slip comes from the printer at once, in the customer’s language, and a printer that is off keeps no stamp back (F-30)', async ({
  folder,
  start,
}) => {
  await asOwner(folder, async ({ call }) => {
    await call('shop.update', { slipAfterStamp: 'always', slipPaper: '58', slipPrinter: 'Till' });
    const customerId = await customerIdOf(call, people.maria.number);
    await call('customers.update', {
      customerId,
      name: people.maria.name,
      phones: [people.maria.phone],
      language: 'ro',
    });
  });
  const tray = mkdtempSync(join(tmpdir(), 'regulars-tray-'));
  const app = await start({ as: 'staff' });
  const { counter } = app;
  await app.answerPrinter(tray);
  await counter.open('maria', people.maria.name);
  await counter.stamp.click();
  await expect(counter.confirmation).toContainText('1 stamp added.');
  await expect(app.notice('Sent to the printer.')).toBeVisible({ timeout: 30_000 });
  const slip = readPdf(join(tray, 'printed-1.pdf'));
  expect(slip.pages).toBe(1);
  const width = Number(/^([\d.]+) x/.exec(slip.info['Page size'] ?? '')?.[1]);
  expect((width / 72) * 25.4).toBeCloseTo(58, 0);
  const text = slip.text.replace(/\s+/g, ' ');
  for (const said of ['Cafenea Luna', people.maria.name, '5 din 10', `Încă 5 ștampile: ${rewardName}`])
    expect(text).toContain(said);

  await app.answerPrinter(tray, false);
  await counter.nextCustomer.click();
  await counter.open('stefan', people.stefan.name);
  await counter.stamp.click();
  await expect(counter.confirmation).toContainText('1 stamp added.');
  await expect(app.notice('The printer did not take it.')).toBeVisible({ timeout: 30_000 });
  await expect(counter.card('2 of 10 stamps')).toBeVisible();
  removeFolder(tray);
});

test('a day without power: the sheet on paper, then its stamps on their own day (F-29)', async ({ app, folder }) => {
  const { paperDay, page } = app;
  await app.go('Customers');
  await paperDay.open.click();
  await expect(paperDay.title).toBeVisible();
  await paperDay.printSheet.click();
  const pdf = join(folder, 'sheet.pdf');
  await app.answerFileDialogs(pdf);
  await app.memberCards.savePdf.click();
  await expect(app.notice('Saved as sheet.pdf.')).toBeVisible({ timeout: 30_000 });
  const { text, pages } = readPdf(pdf);
  expect(pages).toBe(1);
  expect(text).toContain(`Stamp sheet: ${programName}`);
  expect(text).toMatch(/Maria Ionescu.*567.*4 of 10/);
  expect(text).toMatch(/Andrei Munteanu.*123.*0 of 10 \+ 1 reward/);
  await page.keyboard.press('Escape');

  await paperDay.add('maria', people.maria.name);
  await paperDay.add('dewi', people.dewi.name);
  await paperDay.howMany(people.maria.name).fill('2');
  await paperDay.save('2 customers').click();
  await expect(app.notice('2 customers entered for')).toBeVisible();
  await expect(paperDay.list).toBeHidden();

  // The same line once more is asked about.
  await paperDay.add('maria', people.maria.name);
  await paperDay.save('1 customer').click();
  await expect(page.getByRole('alert').filter({ hasText: 'already entered for this day' })).toBeVisible();
  await expect(paperDay.save('1 customer')).toBeDisabled();

  await app.go('Counter');
  await app.counter.open('maria', people.maria.name);
  await expect(app.counter.card('6 of 10 stamps')).toBeVisible();
  await app.counter.open('dewi', people.dewi.name);
  await expect(app.counter.redeem).toBeVisible();
});

test('the end of the day, on screen and on one page, with its receipts (F-56, F-90)', async ({ app, folder }) => {
  const { dayEnd, counter, page } = app;
  await counter.open('maria', people.maria.name);
  await counter.stamp.click();
  await expect(counter.confirmation).toContainText('1 stamp added.');
  await app.go('Month');
  await dayEnd.open.click();
  await expect(dayEnd.table.getByRole('row', { name: 'Ana' })).toHaveText(/^Ana1100$/);
  await dayEnd.receipts.fill('4');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('4 receipts: the cards saw 25.0% of the business.')).toBeVisible();
  await dayEnd.print.click();
  const pdf = join(folder, 'day.pdf');
  await app.answerFileDialogs(pdf);
  await app.memberCards.savePdf.click();
  await expect(app.notice('Saved as day.pdf.')).toBeVisible({ timeout: 30_000 });
  const { text, pages, info } = readPdf(pdf);
  expect(pages).toBe(1);
  expect(info['Page size']).toContain('A4');
  expect(text).toMatch(/Ana\s+1\s+1\s+0\s+0/);
  expect(text).toContain('4 receipts: the cards saw 25.0% of the business.');
});

test('posters in three languages and sizes; other rules ask for new ones (F-86)', async ({ folder, start, leave }) => {
  const first = await start({ as: 'owner' });
  await first.go('Programs');
  const posters = () => first.programs.item(programName).getByRole('button', { name: /^Posters/ });
  await posters().click();
  const dialog = first.page.getByRole('dialog', { name: `Posters: ${programName}` });
  for (const [size, language, words, points] of [
    ['Poster A4', 'English', '1 stamp a visit.', [595, 842]],
    ['Poster A5', 'Bahasa Indonesia', '1 stempel setiap kunjungan.', [420, 595]],
    ['Counter sign', 'Română', '1 ștampilă la vizită.', [595, 420]],
  ] as const) {
    await dialog.getByText(size, { exact: true }).click();
    await dialog.getByText(language, { exact: true }).click();
    const pdf = join(folder, `${language}.pdf`);
    await first.answerFileDialogs(pdf);
    await first.memberCards.savePdf.click();
    await expect(first.notice(`Saved as ${language}.pdf.`)).toBeVisible({ timeout: 30_000 });
    const { text, pages, info } = readPdf(pdf);
    expect(pages).toBe(1);
    expect(text).toContain(words);
    const [width, height] = (info['Page size'] ?? '').split(' x ').map((side) => Number.parseFloat(side));
    expect(Math.round(width ?? 0)).toBeCloseTo(points[0], -1);
    expect(Math.round(height ?? 0)).toBeCloseTo(points[1], -1);
  }
  await expect(dialog.getByText('for every 100 visits').first()).toBeVisible();
  await leave(first);

  await asOwner(folder, async ({ call }) => {
    const programId = await programIdOf(call);
    await call('programs.change', {
      programId,
      version: 1,
      rules: punchCard({ name: programName, goal: 8, rewardName }),
    });
  });
  const second = await start({ as: 'owner' });
  await second.go('Programs');
  await second.programs
    .item(programName)
    .getByRole('button', { name: /^Posters/ })
    .click();
  await expect(second.page.getByRole('alert').filter({ hasText: 'Print these again' })).toContainText('Poster A5');
});
