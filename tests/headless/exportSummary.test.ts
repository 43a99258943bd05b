import { describe, expect, test } from 'vitest';
import type { MonthFigures } from '../../preload/contract/month.ts';
import fixtures from '../retention/fixtures/retention_fixtures.json' with { type: 'json' };
import { openTestShop } from '../support/shop.ts';
import { answer, done, imported, newShop, table } from './support.ts';

interface Fixture {
  readonly name: string;
  readonly W: number;
  readonly asof: string;
  readonly visits: readonly (readonly [string, string])[];
  readonly expected: readonly Record<string, number | string | boolean | null>[];
}

const columns =
  'month,complete,start,end,new,won_back,kept,lost,retention_pct,churn_pct,naive_retention_pct,net_growth,visitors,returning_visitors,returning_visitor_pct,month_on_month_return_pct,mature';

const summary = (folder: string, from: string, to: string, asOf: string, ...options: string[]) =>
  answer<MonthFigures[]>(
    ...['export-summary', '--month', from, '--to', to, '--as-of', asOf, '--format', 'json', '--data', folder],
    ...options,
  );

const log = (visits: readonly (readonly [string, string])[]) => [
  'customer_id,date',
  ...visits.map((visit) => visit.join(',')),
];

const ledgers = (fixtures as unknown as Fixture[]).filter((fixture) => fixture.visits.length > 0);

test.each(ledgers)('$name: from log to figures', async ({ W, asof, visits, expected }) => {
  const folder = await newShop();
  await imported(folder, log(visits));
  const months = expected.map((row) => String(row.month));
  const got = await summary(folder, months[0] ?? '', months.at(-1) ?? '', asof, '--window-days', String(W));
  const near = (value: unknown, field: string) =>
    field.endsWith('_pct') && typeof value === 'number' ? expect.closeTo(value, 9) : value;
  expect(got).toEqual(
    expected.map((row) => Object.fromEntries(Object.entries(row).map(([field, value]) => [field, near(value, field)]))),
  );
});

describe('the range', () => {
  const visits = [
    ['A', '2024-03-31'],
    ['B', '2024-12-01'],
    ['A', '2025-02-10'],
  ] as const;

  test('every month, also before the ledger and the empty ones', async () => {
    const folder = await newShop();
    await imported(folder, log(visits));
    const rows = await summary(folder, '2023-11', '2025-02', '2025-03-01', '--window-days', '60');
    expect(rows.map((row) => row.month)).toEqual([
      ...['2023-11', '2023-12', '2024-01', '2024-02', '2024-03', '2024-04', '2024-05', '2024-06'],
      ...['2024-07', '2024-08', '2024-09', '2024-10', '2024-11', '2024-12', '2025-01', '2025-02'],
    ]);
    expect(rows[0]).toEqual({
      month: '2023-11',
      complete: true,
      start: 0,
      end: 0,
      new: 0,
      won_back: 0,
      kept: 0,
      lost: 0,
      retention_pct: null,
      churn_pct: null,
      naive_retention_pct: null,
      net_growth: 0,
      visitors: 0,
      returning_visitors: 0,
      returning_visitor_pct: null,
      month_on_month_return_pct: null,
      mature: false,
    });
    // 31 March + 60 days is 30 May: June is the first month that can tell.
    expect(rows.filter((row) => row.mature).map((row) => row.month)[0]).toBe('2024-06');
    expect(rows.find((row) => row.month === '2024-05')).toMatchObject({ start: 1, lost: 1, churn_pct: 100, kept: 0 });
    expect(rows.at(-1)).toMatchObject({ start: 0, won_back: 1, end: 1, new: 0, complete: true });
  });

  test('the running month ends with DAY, and what comes later is not there', async () => {
    const folder = await newShop();
    await imported(folder, log([...visits, ['C', '2025-02-11']]));
    expect(await summary(folder, '2025-02', '2025-02', '2025-02-09')).toMatchObject([{ complete: false, visitors: 0 }]);
    expect(await summary(folder, '2025-02', '2025-02', '2025-02-10')).toMatchObject([{ complete: false, visitors: 1 }]);
    expect(await summary(folder, '2025-02', '2025-02', '2025-02-28')).toMatchObject([{ complete: true, visitors: 2 }]);
    // The month before, asked for from a day within it, is what it was then.
    expect(await summary(folder, '2024-12', '2024-12', '2024-12-31')).toMatchObject([{ complete: true, new: 1 }]);
  });

  test('the window: as said, else the one the owner set, else from the data', async () => {
    const shop = await openTestShop({ as: 'owner' });
    await shop.host.close();
    const { folder } = shop;
    // One person every 40 days: 31 gaps, so 45 days cover them.
    const days = Array.from({ length: 32 }, (_, i) => new Date(Date.UTC(2020, 0, 1) + i * 40 * 86_400_000));
    await imported(folder, log(days.map((at) => ['A', at.toISOString().slice(0, 10)] as const)));
    const lost = async (...options: string[]) =>
      (await summary(folder, '2020-01', '2024-01', '2024-01-31', ...options)).find((row) => row.lost > 0)?.month;
    // Last seen on 25 May 2023.
    expect(days.at(-1)?.toISOString()).toMatch(/^2023-05-25/);
    expect(await lost()).toBe('2023-07');
    expect(await lost('--window-days', '120')).toBe('2023-09');
    await shop.restart();
    await shop.signIn('owner');
    await shop.ok('shop.update', { activityWindowDays: 365 });
    expect(await lost('--as-of', '2024-06-30', '--to', '2024-06')).toBe('2024-05');
    // 30 April to 1 June are 32 days.
    expect(await lost('--window-days', '31')).toBe('2020-05');
  });
});

test('CSV: the fields in their order, empty over zero, true and false, unrounded', async () => {
  const folder = await newShop();
  const people = [
    ['A', '2025-01-05'],
    ['B', '2025-01-05'],
    ['C', '2025-01-05'],
    ['A', '2025-02-05'],
  ] as const;
  await imported(folder, log(people));
  const words = [
    'export-summary',
    '--month',
    '2025-01',
    '--to',
    '2025-02',
    '--as-of',
    '2025-02-28',
    '--window-days',
    '31',
  ];
  const csv = await done(...words, '--data', folder);
  expect(csv.split('\r\n')).toEqual([
    columns,
    '2025-01,true,0,3,3,0,0,0,,,,3,3,0,0,,false',
    '2025-02,true,3,1,0,0,1,2,33.333333333333336,66.66666666666667,33.333333333333336,-2,1,1,100,33.333333333333336,false',
    '',
  ]);
  expect(Object.keys((await table(...words, '--data', folder))[0] ?? {}).join(',')).toBe(columns);
});
