import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { MonthFigures } from '../../preload/contract/month.ts';
import type { RiskList } from '../../preload/contract/risk.ts';
import type { App } from './support/app.ts';
import { headless } from './support/headless.ts';
import { writeLog, writeRows } from './support/logs.ts';
import { people } from './support/shops.ts';
import { expect, test } from './support/test.ts';

async function openImport(app: App, file: string): Promise<void> {
  await app.answerFileDialogs(file);
  await app.go('Settings');
  await app.settings.tab('Data and demo').click();
  await app.page.getByRole('button', { name: 'Import past visits' }).click();
  await expect(app.imports.title).toBeVisible();
}

test('a log with bad rows: counted first, bad ones listed and saved, good ones imported once', async ({
  app,
  folder,
}) => {
  const { imports, page } = app;
  const file = writeRows(folder, 'old program.csv', [
    'Customer_ID;Date;Amount;Name;Colour',
    '0001;2026-01-05;10.00;Ana;red',
    '0001;2026-01-12;;Ana;red',
    ';2026-01-13;5;Nobody;red',
    '0002;2026-02-30;5;Bad Day;red',
    '0002;2999-01-01;5;Future;red',
    '0002;2026-01-20;12.500;Decimals;red',
    '0002;2026-01-21;-3;Negative;red',
    '0002;2026-01-22;7.25;Bob;red;one;two',
    '0003;2026-01-22;0;Free Fred;red',
    '0003;2026-01-22;0;Free Fred;red',
  ]);
  await openImport(app, file);
  await imports.choose.click();
  await expect(imports.check).toContainText('10 rows read');
  await expect(imports.figure('new visits')).toHaveText('4');
  await expect(imports.figure('new customers')).toHaveText('2');
  await expect(imports.figure('already here')).toHaveText('0');
  await expect(imports.figure('rows with an error')).toHaveText('6');
  await expect(imports.check).toContainText('This column is not used: Colour');
  expect(await imports.badRows.getByRole('row').allInnerTexts()).toEqual([
    'Line\tWhy\tIn the file',
    expect.stringMatching(/^4\tThe customer’s number is missing\./),
    expect.stringMatching(/^5\tThis is not a date\.\t2026-02-30/),
    expect.stringMatching(/^6\tThe day lies too far in the future\.\t2999-01-01/),
    expect.stringMatching(/^7\tThe amount has more decimals than the currency\.\t12\.500/),
    expect.stringMatching(/^8\tThe amount is below zero\.\t-3/),
    expect.stringMatching(/^9\tThe row has more or fewer cells than the header\./),
  ]);

  // Nothing is written before somebody says so.
  const before = (await app.call('customers.list', {})) as { value: { total: number } };
  expect(before.value.total).toBe(7);

  const saved = join(folder, 'bad rows.csv');
  await app.answerFileDialogs(saved);
  await page.getByRole('button', { name: 'Save these rows as CSV' }).click();
  await expect(app.notice('Saved as bad rows.csv.')).toBeVisible();
  const kept = parse(readFileSync(saved, 'utf8'), { bom: true }) as string[][];
  expect(kept).toHaveLength(7);
  expect(kept.slice(1).map(([line]) => line)).toEqual(['4', '5', '6', '7', '8', '9']);

  await imports.start('4').click();
  await expect(imports.done('4 visits were added. 2 customers are new.')).toBeVisible();
  await page.getByRole('button', { name: 'See the customers' }).click();
  await expect(app.customers.total('9 customers')).toBeVisible();
  await app.customers.search.fill('Bad Day');
  await expect(app.customers.total('0 customers')).toBeVisible();
  await app.customers.search.fill('fred');
  await app.customers.row('Free Fred').click();
  await expect(app.record.history).toContainText('Imported');

  await openImport(app, file);
  await page.getByRole('button', { name: 'Import another file' }).click();
  await imports.choose.click();
  await expect(imports.check).toContainText('Everything in this file is already here.');
  await expect(imports.figure('already here')).toHaveText('4');
  await expect(page.getByRole('button', { name: /^Import \d/ })).toBeHidden();
});

test('dates that can be read in two ways are asked about', async ({ app, folder }) => {
  const { imports, page } = app;
  await openImport(app, writeRows(folder, 'dates.csv', ['customer_id,date', 'A,03/04/2025', 'B,05/06/2025']));
  await imports.choose.click();
  await expect(page.getByRole('heading', { name: 'Which number is the day?' })).toBeVisible();
  await page.getByRole('button', { name: /^Day first/ }).click();
  await expect(imports.check).toContainText('From 3 Apr 2025 to 5 Jun 2025');
});

test('a file that is no log is refused with the reason, and nothing is written', async ({ app, folder }) => {
  const { imports, page } = app;
  await openImport(app, writeRows(folder, 'wrong.csv', ['name,colour', 'Ana,red']));
  await imports.choose.click();
  await expect(
    page.getByText('The table needs at least a column for the customer and one for the date.'),
  ).toBeVisible();
  await expect(page.getByText('Nothing was written.')).toBeVisible();
  await app.answerFileDialogs(null);
  await imports.chooseOther.click();
  await expect(imports.chooseOther).toBeEnabled();
});

test.describe('a hundred thousand rows', () => {
  const size = { customers: 8_000, visits: 12.5 } as const;

  test('are imported while the counter works; stopped, they leave nothing; whole, the figures are those of the command line', async ({
    app,
    folder,
  }) => {
    const { imports, counter, risk, month, page } = app;
    const file = writeLog(folder, { customers: size.customers, visits: Math.ceil(size.visits) });
    await openImport(app, file);
    await imports.choose.click();
    await expect(imports.check).toContainText('104,000 rows read');
    await expect(imports.figure('rows with an error')).toHaveText('0');

    await imports.start('104,000').click();
    await expect(imports.progress).toHaveAttribute('aria-valuenow', /[1-9]/);
    // The counter is open for business meanwhile.
    await app.go('Counter');
    await counter.open('mari', people.maria.name);
    await counter.stamp.click();
    await expect(counter.card('5 of 10 stamps')).toBeVisible();
    await app.go('Settings');
    await app.settings.tab('Data and demo').click();
    await page.getByRole('button', { name: 'Import past visits' }).click();
    await imports.stop.click();
    await expect(page.getByText('The import was stopped')).toBeVisible();
    await app.go('Customers');
    await expect(app.customers.total('7 customers')).toBeVisible();
    await app.go('Counter');
    await counter.open('mari', people.maria.name);
    await expect(counter.card('5 of 10 stamps')).toBeVisible();

    await openImport(app, file);
    await imports.chooseOther.click();
    await imports.start('104,000').click();
    await expect(imports.done('104,000 visits were added. 8,000 customers are new.')).toBeVisible({ timeout: 120_000 });

    // The table holds them all and shows the last at once.
    await page.getByRole('button', { name: 'See the customers' }).click();
    await expect(app.customers.total('8,007 customers')).toBeVisible();
    await app.customers.rows.first().focus();
    await page.keyboard.press('End');
    await expect(app.customers.row(people.stefan.name)).toBeFocused();

    await app.go('At risk');
    const listed = JSON.parse(headless('churn-list', '--data', folder, '--format', 'json')) as Record<
      string,
      unknown
    >[];
    expect(listed.length).toBeGreaterThan(200);
    await expect(risk.headline(`${listed.length} regulars may be slipping away`)).toBeVisible();
    const { value } = (await app.call('risk.list', {})) as { value: RiskList };
    const byId = (a: { id: unknown }, b: { id: unknown }) => String(a.id).localeCompare(String(b.id));
    expect(
      value.rows
        .map((row) => ({ id: row.number, name: row.name, days: row.daysSince, gap: row.usualGapDays, band: row.band }))
        .sort(byId),
    ).toEqual(
      listed
        .map((row) => ({
          id: row.customer_id,
          name: row.name,
          days: row.days_since_last_visit,
          gap: row.usual_gap_days,
          band: row.band,
        }))
        .sort(byId),
    );
    const shown = await risk.rows.allInnerTexts();
    expect(shown).toHaveLength(20);
    for (const [place, text] of shown.entries()) {
      const row = value.rows[place];
      expect(text).toContain(row?.name);
      expect(text).toContain(
        `Usually every ${row?.usualGapDays} days (the last 10 gaps were all the same). Last seen ${row?.daysSince} days ago`,
      );
    }

    await app.go('Month');
    await expect(month.bridge).toBeVisible();
    const target = join(folder, 'months.csv');
    await app.answerFileDialogs(target);
    await month.save(/^CSV of the months/);
    await expect(app.notice('Saved as months.csv.')).toBeVisible();
    const exported = readFileSync(target, 'utf8');
    const rows = parse(exported, { columns: true, bom: true }) as Record<string, string>[];
    const range = ['--month', rows[0]?.month ?? '', '--to', rows.at(-1)?.month ?? ''];
    expect(exported).toBe(headless('export-summary', '--data', folder, ...range));

    const figures = JSON.parse(
      headless('export-summary', '--data', folder, ...range, '--format', 'json'),
    ) as MonthFigures[];
    const monthName = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });
    // On screen "8,001", "98.3%", "—"; the figures have more digits than the screen shows.
    const read = (cell: string) => (cell === '—' ? null : Number(cell.replace(/[,%]/g, '')));
    const tenths = (n: number | null) => (n === null ? null : Math.round(n * 10) / 10);
    const cells = (await month.cells()).map((row) => row.map((text) => text.split('\n')[0] ?? ''));
    expect(cells.map(([name]) => name?.replace(', so far', ''))).toEqual(
      figures.toReversed().map((of) => monthName.format(Date.parse(`${of.month}-01`))),
    );
    expect(cells.map((row) => row.slice(1).map(read))).toEqual(
      figures
        .toReversed()
        .map((of) => [
          ...[of.start, of.new, of.won_back, of.lost, of.end],
          ...[of.retention_pct, of.churn_pct].map(tenths),
          of.visitors,
        ]),
    );
    const now = figures.at(-1);
    if (!now) throw new Error('no months');
    const written = (n: number) => n.toLocaleString('en-GB');
    await expect(month.bridge).toContainText(
      `${written(now.start)} + ${written(now.new)} new + ${written(now.won_back)} won back − ${written(now.lost)} lost = ${written(now.end)}`,
    );
  });

  test('that a power cut stops half way leave nothing', async ({ app, folder, start }) => {
    const { imports } = app;
    await openImport(app, writeLog(folder, { customers: size.customers, visits: 8 }));
    await imports.choose.click();
    await imports.start('64,000').click();
    await expect(imports.progress).toHaveAttribute('aria-valuenow', /[1-9]\d/);
    await app.kill();

    const again = await start({ as: 'owner' });
    await again.go('Customers');
    await expect(again.customers.total('7 customers')).toBeVisible();
    await again.go('Counter');
    await again.counter.open('mari', people.maria.name);
    await again.counter.stamp.click();
    await expect(again.counter.card('5 of 10 stamps')).toBeVisible();
    await again.close();
    expect(JSON.parse(headless('verify', '--data', folder))).toMatchObject({ unfinishedBatches: 0 });
  });
});
