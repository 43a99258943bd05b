import { join } from 'node:path';
import type { App } from './support/app.ts';
import { scan } from './support/keys.ts';
import { readPdf } from './support/paper.ts';
import { darknessOf, qrCodesOf } from './support/qr.ts';
import { asOwner, people } from './support/shops.ts';
import { expect, test } from './support/test.ts';

/** Cards of a set of customers or blank ones, as a PDF. */
async function saveCards(app: App, pdf: string): Promise<void> {
  await app.answerFileDialogs(pdf);
  await app.memberCards.savePdf.click();
  await expect(app.notice(/^Saved as /)).toBeVisible({ timeout: 30_000 });
}

test('cards are printed for the customers of the table, and each opens its customer when it is scanned (F-28)', async ({
  app,
  folder,
}) => {
  const { memberCards, counter, page } = app;
  await app.go('Customers');
  await memberCards.open.click();
  await memberCards.make.click();
  await expect(memberCards.preview).toBeVisible();
  await expect(memberCards.dialog.getByText('7 cards on 1 sheet of A4.')).toBeVisible();
  const pdf = join(folder, 'cards.pdf');
  await saveCards(app, pdf);

  const { text, pages, info } = readPdf(pdf);
  expect(pages).toBe(1);
  expect(info['Page size']).toContain('A4');
  expect(info.Title).toBe('Cafenea Luna – Member cards');
  for (const { name } of [people.maria, people.stefan, people.dewi]) expect(text).toContain(name);
  expect(text).not.toContain(people.elena.name);

  const codes = await qrCodesOf(pdf);
  expect(codes).toHaveLength(7);
  expect(new Set(codes.map((code) => code.text)).size).toBe(7);

  await page.keyboard.press('Escape');
  await app.go('Counter');
  const names = [people.maria, people.stefan, people.dewi, people.andrei, people.ion, people.sri, people.bianca].map(
    ({ name }) => name,
  );
  const opened = new Set<string>();
  for (const { text: code } of codes) {
    await scan(app, code);
    const heading = page.getByRole('article').getByRole('heading', { level: 2 }).first();
    await expect.poll(async () => opened.has((await heading.textContent()) ?? '')).toBe(false);
    opened.add((await heading.textContent()) ?? '');
  }
  expect([...opened].sort()).toEqual(names.sort());
  await expect(counter.search).toBeVisible();
});

test('twenty-three blank cards: three sheets, 85.6 × 54 mm each, with marks for the knife', async ({ app, folder }) => {
  const { memberCards, page } = app;
  await app.go('Customers');
  await memberCards.open.click();
  await memberCards.kind('Blank cards').click();
  await memberCards.count.fill('501');
  await expect(memberCards.dialog.getByText('A number from 1 to 500.')).toBeVisible();
  await memberCards.count.fill('23');
  await memberCards.make.click();
  await expect(memberCards.dialog.getByText('23 cards on 3 sheets of A4.')).toBeVisible();
  const pdf = join(folder, 'blank.pdf');
  await saveCards(app, pdf);
  await page.keyboard.press('Escape');

  expect(readPdf(pdf).pages).toBe(3);
  const codes = await qrCodesOf(pdf);
  expect(codes.map((code) => code.page)).toEqual([...Array(10).fill(1), ...Array(10).fill(2), ...Array(3).fill(3)]);
  const sheet = codes.slice(0, 10);
  for (const [i, code] of sheet.entries()) {
    const first = sheet[0];
    if (!first) throw new Error('no code');
    expect(code.x - first.x).toBeCloseTo((i % 2) * 85.6, 0);
    expect(code.y - first.y).toBeCloseTo(Math.floor(i / 2) * 54, 0);
  }
  // Two columns and five rows in the middle of A4, and a mark at every cut, outside the cards.
  const dark = darknessOf(pdf, 1);
  for (const x of [19.4, 105, 190.6]) for (const y of [9, 288]) expect(dark(x, y), `${x}, ${y}`).toBeLessThan(140);
  for (const y of [13.5, 67.5, 121.5, 175.5, 229.5, 283.5])
    for (const x of [15, 195]) expect(dark(x, y), `${x}, ${y}`).toBeLessThan(140);
  for (const [x, y] of [
    [10, 40],
    [60, 9],
    [195, 100],
  ] as const)
    expect(dark(x, y), `${x}, ${y}`).toBe(255);
});

test('a lost card is replaced in one step: the old one is refused, the new one works', async ({ app, folder }) => {
  const { memberCards, counter, page } = app;
  await app.go('Customers');
  await app.customers.row(people.maria.name).click();
  await memberCards.section.getByRole('button', { name: 'Print the card' }).click();
  const first = join(folder, 'first.pdf');
  await saveCards(app, first);
  await page.keyboard.press('Escape');
  const [card] = await qrCodesOf(first);
  const code = card?.text ?? '';
  const spelled = `${code.slice(0, 4)} ${code.slice(4, 7)} ${code.slice(7)}`;

  await memberCards.lost(spelled).click();
  await memberCards.replaceDialog.getByRole('button', { name: 'Print a new one' }).click();
  await expect(memberCards.preview).toBeVisible();
  const second = join(folder, 'second.pdf');
  await saveCards(app, second);
  await page.keyboard.press('Escape');
  await expect(memberCards.section.getByText('Refused')).toBeVisible();

  await app.go('Counter');
  await scan(app, code);
  await expect(page.getByRole('alert').filter({ hasText: /^This card was replaced on \d+ \w+ \d{4}/ })).toBeVisible();
  await expect(page.getByRole('article')).toBeHidden();
  const [replacement] = await qrCodesOf(second);
  await scan(app, replacement?.text ?? '');
  await expect(counter.customer(people.maria.name)).toBeVisible();
});

test('a blank card is given to the customer on the counter, or to somebody new', async ({ folder, start }) => {
  const { codes } = await asOwner(folder, ({ call }) => call('memberCards.issueBlank', { count: 3 }));
  const [one = '', two = '', three = ''] = codes;
  const app = await start({ as: 'staff' });
  const { counter, memberCards, page } = app;

  await scan(app, one);
  const panel = page.getByRole('alert').filter({ hasText: 'is nobody’s yet' });
  await expect(panel).toContainText('Find the customer it is for');
  await counter.open('stefan', people.stefan.name);
  await panel.getByRole('button', { name: `Give it to ${people.stefan.name}` }).click();
  await expect(panel).toBeHidden();
  await counter.search.press('Escape');
  await scan(app, one);
  await expect(counter.confirmation).toContainText('1 stamp added.');

  await counter.newCustomer.click();
  await counter.enrolment.getByRole('textbox', { name: 'Name' }).fill('Vlad Nou');
  await scan(app, two);
  await expect(counter.enrolment.getByRole('textbox', { name: 'Member card' })).toHaveValue(two);
  await expect(counter.enrolment.getByRole('textbox', { name: 'Name' })).toHaveValue('Vlad Nou');
  await counter.enrolment.getByRole('button', { name: 'Enrol' }).click();
  await expect(counter.customer('Vlad Nou')).toBeVisible();

  // On the record: a wrong number is told at the field, then a scan does it.
  await app.go('Customers');
  await app.customers.row(people.dewi.name).click();
  await memberCards.section.getByRole('button', { name: 'Attach a card' }).click();
  const wrong = `${three.slice(0, 9)}${(Number(three[9]) + 1) % 10}`;
  await memberCards.attachDialog.getByRole('textbox').fill(wrong);
  await memberCards.attachDialog.getByRole('button', { name: 'Attach' }).click();
  await expect(memberCards.attachDialog.getByText('The card was misread')).toBeVisible();
  await scan(app, three);
  await expect(memberCards.attachDialog).toBeHidden();
  await expect(memberCards.section.getByText('Works since')).toBeVisible();
  await app.go('Counter');
  await scan(app, wrong);
  await expect(page.getByRole('alert').filter({ hasText: 'The card was misread' })).toBeVisible();
});
