import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MonthFigures } from '../../preload/contract/month.ts';
import { punchCard } from '../../preload/contract/rules.ts';
import type { App } from './support/app.ts';
import { headless } from './support/headless.ts';
import { writeRows } from './support/logs.ts';
import { axeViolations } from './support/page.ts';
import { inkOf, readPdf } from './support/paper.ts';
import { asOwner, customerIdOf, people } from './support/shops.ts';
import { expect, test } from './support/test.ts';

test.use({ shop: 'imported' });

const monthsAgo = (count: number): string => {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - count, 1)).toISOString().slice(0, 7);
};
/** Over and, whatever the day is, from before the café opened: so it does not close by itself. */
const past = monthsAgo(3);
const nameOf = (month: string, language = 'en-GB'): string =>
  new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    Date.parse(`${month}-01`),
  );

/** What the command line counts, which knows nothing of pages. */
function counted(folder: string, month: string): MonthFigures {
  const words = ['export-summary', '--data', folder, '--month', month, '--format', 'json'];
  const [figures] = JSON.parse(headless(...words)) as MonthFigures[];
  if (!figures) throw new Error(`nothing was counted for ${month}`);
  return figures;
}

const percent = (n: number | null): string =>
  n === null
    ? '—'
    : (n / 100).toLocaleString('en-GB', { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });

async function openPast(app: App): Promise<void> {
  await app.go('Month');
  for (const count of [1, 2, 3]) {
    await app.month.previous.click();
    await expect(app.page.getByRole('heading', { name: nameOf(monthsAgo(count)), level: 2 })).toBeVisible();
  }
}

async function clean(app: App): Promise<void> {
  const violations = await axeViolations(app.page);
  expect(violations.map(({ id, nodes }) => [id, ...nodes.map(({ target }) => target.join(' '))])).toEqual([]);
}

test('the page, the PDF, the CSV and the command line say the same', async ({ app, folder }) => {
  const { month } = app;
  const figures = counted(folder, past);
  expect(figures.start).toBeGreaterThan(40);
  await openPast(app);
  const compared = async (name: string) => (await month.row('Beside other months', name))[1];
  expect(await compared('Retention')).toBe(percent(figures.retention_pct));
  expect(await compared('Churn')).toBe(percent(figures.churn_pct));
  expect(await compared('Active at the start')).toBe(String(figures.start));
  expect(await compared('New')).toBe(String(figures.new));
  expect(await compared('Lost')).toBe(String(figures.lost));
  expect(await compared('Visitors')).toBe(String(figures.visitors));
  const before = counted(folder, monthsAgo(4));
  expect((await month.row('Beside other months', 'Visitors'))[2]).toMatch(new RegExp(`^${before.visitors}\\s`));

  const sums = `${figures.start} + ${figures.new} new + ${figures.won_back} won back − ${figures.lost} lost = ${figures.end}`;
  await expect(month.bridge).toContainText(sums);

  // The window that prints is nobody's to see, and as locked as the one people see.
  app.touch();
  await app.electron.evaluate(({ app: electron, BrowserWindow }) => {
    const lockOf = (window: Electron.BrowserWindow) =>
      (window.webContents as Electron.WebContents & { getLastWebPreferences(): object }).getLastWebPreferences();
    const [shown] = BrowserWindow.getAllWindows();
    electron.on('browser-window-created', (_event, window) => {
      Object.assign(globalThis, {
        sheet: { own: lockOf(window), shown: shown && lockOf(shown), visible: window.isVisible() },
      });
    });
  });
  const pdf = join(folder, 'report.pdf');
  await app.answerFileDialogs(pdf);
  await month.save(/^PDF/);
  await expect(app.notice('Saved as report.pdf.')).toBeVisible({ timeout: 20_000 });
  const { sheet, windows } = await app.electron.evaluate(({ BrowserWindow }) => ({
    sheet: (globalThis as { sheet?: { own: object; shown: object; visible: boolean } }).sheet,
    windows: BrowserWindow.getAllWindows().length,
  }));
  expect(sheet?.own).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
  });
  expect(sheet?.own).toEqual(sheet?.shown);
  expect(sheet?.visible).toBe(false);
  expect(windows).toBe(1);

  const { text, pages, info } = readPdf(pdf);
  expect(pages).toBeLessThanOrEqual(2);
  expect(info['Page size']).toContain('A4');
  expect(info.Tagged).toBe('yes');
  expect(info.Title).toBe(`Cafenea Luna – Month report, ${nameOf(past)}`);
  const squeezed = text.replace(/\s+/g, ' ');
  expect(squeezed).toContain(sums);
  for (const name of ['Retention', 'Active at the start', 'Visits per visitor', 'Days between visits (median)']) {
    const [, now = '', then = ''] = await month.row('Beside other months', name);
    expect(squeezed).toContain(`${name} ${now} ${then.replace(/\s+/g, ' ')}`);
  }
  expect(squeezed).toContain(`Visits ${(await compared('Visits')) ?? '?'} `);
  expect(squeezed).toContain('How it is counted');
  // 595 × 842 points: inside the margins, and the page number where printers still reach (12 points).
  const ink = inkOf(pdf);
  expect(ink.right).toBeLessThan(595 - 30);
  expect(ink.bottom).toBeLessThan(842 - 12);

  const csv = join(folder, 'report.csv');
  await app.answerFileDialogs(csv);
  await month.save('CSV of this month');
  await expect(app.notice('Saved as report.csv.')).toBeVisible();
  const table = readFileSync(csv, 'utf8');
  for (const value of [figures.retention_pct, figures.visitors]) expect(table).toContain(String(value));

  const xlsx = join(folder, 'report.xlsx');
  await app.answerFileDialogs(xlsx);
  await month.save('Excel workbook');
  await expect(app.notice('Saved as report.xlsx.')).toBeVisible();
  expect(readFileSync(xlsx).subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004');
});

for (const [language, locale, title] of [
  ['id', 'id-ID', 'Laporan bulanan'],
  ['ro', 'ro-RO', 'Raportul lunii'],
] as const) {
  test(`on paper in ${language}`, async ({ app, folder }) => {
    await app.call('people.chooseLanguage', { language });
    const pdf = join(folder, 'report.pdf');
    await app.answerFileDialogs(pdf);
    expect(await app.call('month.exportReport', { month: past, format: 'pdf' })).toMatchObject({ ok: true });
    const { text, pages, info } = readPdf(pdf);
    expect(pages).toBeLessThanOrEqual(2);
    expect(info.Title).toBe(`Cafenea Luna – ${title}, ${nameOf(past, locale)}`);
    expect(text).toContain(`${title}: ${nameOf(past, locale)}`);
    expect(text).not.toMatch(/Retention|Active at the start|\{\{/);
    expect(inkOf(pdf).right).toBeLessThan(595 - 30);
  });
}

test('the command line prints the same report, with the range of months in its line', async ({ folder }) => {
  const figures = counted(folder, past);
  const pdf = join(folder, 'printed.pdf');
  const words = ['export-summary', '--data', folder, '--month', monthsAgo(5), '--to', past, '--format', 'pdf'];
  expect(headless(...words, '--out', pdf)).toBe('');
  const { text, pages, info } = readPdf(pdf);
  expect(pages).toBeLessThanOrEqual(2);
  expect(info['Page size']).toContain('A4');
  expect(info.Title).toBe(`Cafenea Luna – Month report, ${nameOf(past)}`);
  const squeezed = text.replace(/\s+/g, ' ');
  const { start, end, lost } = figures;
  expect(squeezed).toContain(`${start} + ${figures.new} new + ${figures.won_back} won back − ${lost} lost = ${end}`);
  expect(squeezed).toContain(`Retention ${percent(figures.retention_pct)} `);
  expect(squeezed).toContain(`Visitors ${figures.visitors} `);
  // Every month of the range that has a rate stands at the line.
  for (const count of [3, 4]) expect(squeezed).toContain(percent(counted(folder, monthsAgo(count)).retention_pct));
  expect(inkOf(pdf).right).toBeLessThan(595 - 30);
});

test('a page for paper that has nothing to show ends, and leaves the app as it was', async ({ app, folder }) => {
  await app.answerFileDialogs(join(folder, 'never.pdf'));
  const started = Date.now();
  expect(await app.call('month.exportReport', { month: monthsAgo(-2), format: 'pdf' })).toMatchObject({ ok: false });
  expect(Date.now() - started).toBeLessThan(20_000);
  expect(existsSync(join(folder, 'never.pdf'))).toBe(false);
  expect(await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  await openPast(app);
});

test('many programs make smaller letters, not a third page', async ({ start, folder }) => {
  const cards = Object.values(people).filter(({ number }) => number !== people.elena.number);
  await asOwner(folder, async ({ call, daysAgo }) => {
    daysAgo(1);
    for (const { name, number } of cards) {
      const rules = punchCard({ name: `Card of ${name}`, goal: 2, rewardName: 'A small present', rewardValue: 1_250 });
      const { programId } = await call('programs.create', rules);
      await call('counter.stamp', { customerId: await customerIdOf(call, number), programId, stamps: 2 });
    }
  });
  const app = await start({ as: 'owner' });
  const pdf = join(folder, 'report.pdf');
  await app.answerFileDialogs(pdf);
  expect(await app.call('month.exportReport', { month: monthsAgo(0), format: 'pdf' })).toMatchObject({ ok: true });
  const { text, pages } = readPdf(pdf);
  expect(pages).toBeLessThanOrEqual(2);
  for (const { name } of cards) expect(text).toContain(`Card of ${name}`);
  expect(text).toMatch(/87[.,]50/);
});

test('a closed month keeps its figures, and says what would be different today and why', async ({
  start,
  folder,
  leave,
}) => {
  const first = await start({ as: 'owner' });
  await openPast(first);
  const visitors = counted(folder, past).visitors;
  await first.page.getByRole('button', { name: 'Close the month' }).click();
  const dialog = first.page.getByRole('dialog', { name: `Close ${nameOf(past)}?` });
  await clean(first);
  await dialog.getByRole('button', { name: 'Close the month' }).click();
  await expect(first.month.closed).toContainText('Closed by Ana on');
  await expect(first.month.closed).toContainText('The records say the same today.');
  await leave(first);

  const rows = Array.from({ length: 3 }, (_, n) => `LATE${n},${past}-15,5.00,Late ${n}`);
  headless('import-visits', '--data', folder, writeRows(folder, 'late.csv', ['customer_id,date,amount,name', ...rows]));
  expect(counted(folder, past).visitors).toBe(visitors + 3);

  const second = await start({ as: 'owner' });
  await openPast(second);
  expect((await second.month.row('Beside other months', 'Visitors'))[1]).toBe(String(visitors));
  await expect(second.month.closed).toContainText('Since then: 1 import of past visits.');
  const difference = second.month.closed.getByRole('row', { name: /^Visitors / });
  expect(await difference.locator('th,td').allInnerTexts()).toEqual([
    'Visitors',
    String(visitors),
    String(visitors + 3),
  ]);
  await clean(second);

  // The same on paper.
  const pdf = join(folder, 'closed.pdf');
  await second.answerFileDialogs(pdf);
  await second.month.save(/^PDF/);
  await expect(second.notice('Saved as closed.pdf.')).toBeVisible({ timeout: 20_000 });
  const { text, pages } = readPdf(pdf);
  expect(text.replace(/\s+/g, ' ')).toContain(`Visitors: ${visitors} → ${visitors + 3}`);
  expect(pages).toBeLessThanOrEqual(2);
});

test('receipts of a day say how much of the business the cards see', async ({ app }) => {
  const { month, page } = app;
  await app.go('Month');
  await expect(page.getByText('How much of your business the cards see is not known')).toBeVisible();
  await app.go('Counter');
  await app.counter.open('mari', 'Maria Ionescu');
  await app.counter.stamp.click();
  await expect(app.counter.card('5 of 10 stamps')).toBeVisible();
  await app.go('Month');
  await page.getByRole('button', { name: 'Enter receipts' }).click();
  const dialog = page.getByRole('dialog', { name: 'Receipts of a day' });
  await page.keyboard.type('4');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('table', { name: 'Days already entered' }).getByRole('row')).toHaveCount(1);
  await clean(app);
  await page.keyboard.press('Escape');
  await expect(page.getByText('Visits captured: 25.0%.')).toBeVisible();
  await expect(page.getByText('1 visits with a card to 4 receipts, on 1 counted day.')).toBeVisible();
  await expect(month.bridge).toBeVisible();
});

test('what a month cost: entered once, on the page and on paper', async ({ app, folder }) => {
  const { page, month } = app;
  const { kept } = counted(folder, past);
  await openPast(app);
  const money = month.part('Money');
  await expect(money).toContainText('not entered yet');
  await money.getByRole('button', { name: 'Enter costs' }).click();
  const dialog = page.getByRole('dialog', { name: `What ${nameOf(past)} cost` });
  await dialog.getByLabel('On keeping customers').fill('a lot');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText('Write an amount, like 125.00.')).toBeVisible();
  await clean(app);
  await dialog.getByLabel('On keeping customers').fill('480,50');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  const perKept = (480.5 / kept).toFixed(2);
  await expect(money).toContainText(`on keeping ${kept}`);
  await expect(money).toContainText(perKept);
  const pdf = join(folder, 'costs.pdf');
  headless('export-summary', '--data', folder, '--month', past, '--format', 'pdf', '--out', pdf);
  const { text, pages } = readPdf(pdf);
  expect(pages).toBeLessThanOrEqual(2);
  expect(text).toContain(perKept);
});

test('insights by keyboard: the line has its table, the heat maps are tables', async ({ app, folder }) => {
  const { page } = app;
  await asOwnerIsOpen(app);
  await page.keyboard.press('Control+6');
  await expect(page.getByRole('heading', { name: 'Insights', level: 1 })).toBeVisible();
  const figures = page.getByRole('table', { name: 'The figures of the line' });
  await expect(figures).toBeHidden();
  await page.getByRole('button', { name: 'Show the figures' }).focus();
  await page.keyboard.press('Enter');
  const row = figures.getByRole('row', { name: nameOf(past) });
  await expect(row).toContainText(percent(counted(folder, past).retention_pct));
  await expect(page.getByRole('table', { name: 'Which newcomers stay' }).getByRole('row').nth(1)).toContainText('%');
  const week = page.getByRole('table', { name: 'When they come' });
  await expect(week.getByRole('rowheader')).toHaveText([
    'Monday',
    'Tuesday',
    'Wednesday',
    'Thursday',
    'Friday',
    'Saturday',
    'Sunday',
  ]);
  await expect(page.getByText(/imported visits have no time/)).toBeVisible();
});

/** The counter's field has the focus at first, and keys must work there too. */
const asOwnerIsOpen = (app: App) => expect(app.counter.search).toBeFocused();

for (const scheme of ['light', 'dark'] as const) {
  test(`nothing in the way of anybody, ${scheme}`, async ({ app }) => {
    await app.page.emulateMedia({ colorScheme: scheme });
    await openPast(app);
    await expect(app.month.part('By staff')).toBeVisible();
    await clean(app);
    await app.go('Insights');
    await app.page.getByText('36 months').click();
    await app.page.getByRole('button', { name: 'Show the figures' }).click();
    // So many cohorts that the grid scrolls sideways.
    await expect(app.page.getByRole('columnheader', { name: '14 months later' })).toBeVisible();
    await clean(app);
  });
}
