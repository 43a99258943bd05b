import { expect, test } from 'vitest';
import { imported, type Row } from '../support/logs.ts';
import { day, openTestShop, type TestShop } from '../support/shop.ts';

const month = '2026-03';
const range = { from: '2025-04', to: month };

/** Every number anywhere in an answer. The contract lets no NaN and no infinity through: what comes here is finite or the call failed. */
const all = async (shop: TestShop) => ({
  report: (await shop.ok('month.report', { month })).content,
  summary: await shop.ok('month.summary', range),
  overview: await shop.ok('insights.overview', range),
  past: await shop.ok('insights.risk', range),
});

test('an empty shop: every rate is not defined, nothing is counted', async () => {
  const shop = await openTestShop({ as: 'owner' });
  const { report, overview, past } = await all(shop);
  expect(report).toMatchObject({
    firstDay: null,
    lastMonth: null,
    lastYear: null,
    best: { visits: null, spend: null },
  });
  expect(report.figures).toMatchObject({ start: 0, end: 0, retention_pct: null, churn_pct: null, visitors: 0 });
  expect(report.frequency).toMatchObject({ visits_per_visitor: null, median_days_between: null });
  expect(report.money).toMatchObject({ with_amount_pct: null, income: null, expected_value: null });
  expect(overview).toMatchObject({ months: [], firstDay: null, captured: { captured_pct: null } });
  expect(past).toMatchObject({ bands: [], total: null });
});

test('one customer who came once', async () => {
  const shop = await openTestShop({ as: 'owner' });
  const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
  await shop.ok('counter.stamp', { customerId, programId: shop.programId });
  const { report, past } = await all(shop);
  expect(report.figures).toMatchObject({
    start: 0,
    new: 1,
    end: 1,
    retention_pct: null,
    churn_pct: null,
    mature: false,
  });
  expect(report.frequency).toMatchObject({ visits: 1, visits_per_visitor: 1, gaps: 0, mean_days_between: null });
  expect(past).toMatchObject({ cuts: [], total: null, bands: [{ regulars: 0, expectedActive: null }] });
});

test('everybody lost: churn 100 %, then nothing to divide by', async () => {
  const shop = await openTestShop({ as: 'owner' });
  const rows = Array.from({ length: 40 }, (_, n): Row => [`P${n % 20}`, `2025-0${4 + (n % 3)}-10`, '5.00']);
  await imported(shop, rows);
  await shop.ok('shop.update', { activityWindowDays: 60 });
  const { summary, report, past } = await all(shop);
  const figures = new Map(summary.months.map((one) => [one.month, one]));
  expect(figures.get('2025-08')).toMatchObject({ end: 0, retention_pct: 0, churn_pct: 100 });
  expect(figures.get('2025-09')).toMatchObject({ start: 0, retention_pct: null, churn_pct: null });
  expect(report.figures).toMatchObject({ start: 0, end: 0, retention_pct: null });
  expect(report.money).toMatchObject({ income: null, income_per_active: null, expected_value_per_active: null });
  // Eight months without anybody are a closed shop, not regulars who left: nobody is on the list.
  expect(past.bands.at(-1)?.regulars).toBe(0);
});

test('imported history begins the ledger anew; a clock set back makes no month before it', async () => {
  const shop = await openTestShop({ as: 'owner' });
  const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
  await shop.ok('counter.stamp', { customerId, programId: shop.programId });
  const before = (await all(shop)).report;
  await imported(shop, [['A', '2024-01-15']]);
  const after = (await all(shop)).report;
  expect(before.figures.mature).toBe(false);
  expect(after).toMatchObject({ firstDay: '2024-01-15', figures: { mature: true, visitors: 1 } });

  shop.clock.now -= 40 * day;
  await shop.signIn('owner');
  const january = await shop.ok('month.report', { month: '2026-01' });
  // What is recorded later than this "today" is not there; asked for a month that has not begun, it says so.
  expect(january.content.figures).toMatchObject({ visitors: 0, end: 0, retention_pct: null });
  expect((await shop.refused('month.report', { month: '2026-03' })).code).toBe('BAD_INPUT');
  expect((await shop.ok('insights.risk', range)).bands.every((at) => at.day <= '2026-01-31')).toBe(true);
});
