import { describe, expect, test } from 'vitest';
import { day, openTestShop } from '../support/shop.ts';
import { answer, done, everybody, imported, type Listed, newShop, table } from './support.ts';

/** On 25 February: band by days since / usual gap, worked out by hand. */
const visits: Record<string, readonly string[]> = {
  overdue: ['2025-01-01', '2025-01-11', '2025-01-21', '2025-01-31'],
  at_risk: ['2025-01-01', '2025-01-08', '2025-01-15', '2025-01-22'],
  probably_lost: ['2025-01-01', '2025-01-02', '2025-01-03', '2025-01-04', '2025-01-05'],
  due: ['2025-01-16', '2025-01-26', '2025-02-05', '2025-02-15'],
  on_rhythm: ['2025-02-10', '2025-02-15', '2025-02-20', '2025-02-25'],
  few: ['2024-12-02', '2025-01-01', '2025-01-31'],
  twice: ['2025-01-10', '2025-02-10'],
  once: ['2025-02-20'],
};
const log = ['customer_id,date', ...Object.entries(visits).flatMap(([id, days]) => days.map((at) => `${id},${at}`))];

async function shopOfVisits(): Promise<string> {
  const folder = await newShop();
  await imported(folder, log);
  return folder;
}

const idsOn = async (folder: string, asOf: string, ...options: string[]) =>
  (await answer<Listed[]>('churn-list', '--as-of', asOf, '--format', 'json', '--data', folder, ...options)).map(
    (row) => row.customer_id,
  );

describe('who is on the list', () => {
  test('everybody with --all, measured by their own rhythm', async () => {
    const rows = await everybody(await shopOfVisits(), '2025-02-25');
    // Mean gap of the shop: 191 days over 19 gaps.
    const g0 = 191 / 19;
    const expected: Record<string, readonly [visits: number, since: number, gap: number, band: string]> = {
      overdue: [4, 25, 10, 'overdue'],
      at_risk: [4, 34, 7, 'at_risk'],
      probably_lost: [5, 51, 1, 'probably_lost'],
      due: [4, 10, 10, 'due'],
      on_rhythm: [4, 0, 5, 'on_rhythm'],
      few: [3, 25, (60 + g0) / 3, 'due'],
      twice: [2, 15, (31 + g0) / 2, 'new'],
      once: [1, 5, g0, 'new'],
    };
    expect(Object.keys(rows).sort()).toEqual(Object.keys(expected).sort());
    for (const [id, [count, since, gap, band]] of Object.entries(expected)) {
      expect(rows[id]).toMatchObject({
        name: null,
        visits: count,
        first_visit: visits[id]?.[0],
        last_visit: visits[id]?.at(-1),
        days_since_last_visit: since,
        band,
      });
      expect(rows[id]?.usual_gap_days).toBeCloseTo(gap, 12);
    }
    expect(rows.overdue?.reason).toBe('Usually every 10 days (last 3 gaps: 10). Last seen 25 days ago.');
  });

  test('without it the regulars to act on, who usually come most first', async () => {
    const folder = await shopOfVisits();
    expect(await idsOn(folder, '2025-02-25')).toEqual(['at_risk', 'overdue']);
    expect(await idsOn(folder, '2025-02-25', '--weeks', '52', '--ignore-closures')).toEqual(['at_risk', 'overdue']);
  });

  test('--as-of is today: before the first visit, among them, long after the last', async () => {
    const folder = await shopOfVisits();
    expect(await everybody(folder, '2024-12-01')).toEqual({});
    expect(await everybody(folder, '2024-12-02')).toMatchObject({
      few: { visits: 1, last_visit: '2024-12-02', days_since_last_visit: 0, usual_gap_days: 28, band: 'new' },
    });
    const middle = await everybody(folder, '2025-01-15');
    expect(Object.keys(middle).sort()).toEqual(['at_risk', 'few', 'overdue', 'probably_lost', 'twice']);
    // Gaps of 10 days, of 7 and 7, of one day four times, of 30: later visits are not even in the shop's mean.
    expect(middle.twice?.usual_gap_days).toBeCloseTo((10 + 14 + 4 + 30) / (1 + 2 + 4 + 1), 12);
    expect(middle.at_risk).toMatchObject({ visits: 3, days_since_last_visit: 0, band: 'on_rhythm' });
    const later = await everybody(folder, '2030-01-01');
    expect(new Set(Object.values(later).map((row) => row.band))).toEqual(new Set(['new', 'probably_lost']));
    expect(await idsOn(folder, '2030-01-01')).toEqual([]);
  });

  test('an imported day that is still to come counts from that day on', async () => {
    const folder = await newShop();
    await imported(folder, ['customer_id,date', 'A,2025-01-01', 'A,2199-12-31', 'B,2199-12-31']);
    expect(await everybody(folder, '2199-12-30')).toMatchObject({ A: { visits: 1 } });
    expect(Object.keys(await everybody(folder, '2199-12-31'))).toHaveLength(2);
  });

  test('archived and marked people are on no list of who to act on, and in --all', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const enrolled: string[] = [];
    for (const name of ['Stays', 'Away', 'Away long ago', 'Archived'])
      enrolled.push((await shop.ok('customers.enrol', { name })).customerId);
    for (let i = 0; i < 4; i++) {
      for (const customerId of enrolled) await shop.ok('counter.stamp', { customerId, programId: shop.programId });
      shop.clock.now += 7 * day;
    }
    const [, away = '', awayLongAgo = '', archived = ''] = enrolled;
    await shop.ok('customers.mark', { customerId: away, mark: 'away', until: '2026-05-01' });
    await shop.ok('customers.mark', { customerId: awayLongAgo, mark: 'away', until: '2026-04-10' });
    await shop.ok('customers.archive', { customerId: archived });
    // The app stays open: reading works all the same. Last seen on 31 March, every 7 days: overdue from 14 April on.
    const rows = Object.values(await everybody(shop.folder, '2026-04-15'));
    expect(Object.fromEntries(rows.map((row) => [row.name, row.band]))).toEqual({
      Archived: 'overdue',
      Away: 'overdue',
      'Away long ago': 'overdue',
      Stays: 'overdue',
    });
    const named = async (asOf: string) => {
      const list = await answer<Listed[]>('churn-list', '--as-of', asOf, '--format', 'json', '--data', shop.folder);
      return list.map((row) => row.name).sort();
    };
    expect(await named('2026-04-15')).toEqual(['Away long ago', 'Stays']);
    expect(await named('2026-05-02')).toEqual(['Away', 'Away long ago', 'Stays']);
    // Somebody enrolled at the till has no number of another program: their own short one is printed, as text.
    for (const row of rows) expect(row.customer_id).toMatch(/^\d+$/);
  });
});

describe('how it is written', () => {
  test('JSON: ids are text, numbers whole or unrounded, what is missing null', async () => {
    const folder = await newShop();
    await imported(folder, ['customer_id,date,name', '007,2025-01-01,', '8,2025-01-01,Ana']);
    const [text, rows] = [
      await done('churn-list', '--all', '--as-of', '2025-01-31', '--format', 'json', '--data', folder),
      await everybody(folder, '2025-01-31'),
    ];
    expect(text).toMatch(/^\[\{"customer_id":".*\}\]\n$/);
    expect(rows['007']).toMatchObject({
      customer_id: '007',
      name: null,
      visits: 1,
      first_visit: '2025-01-01',
      last_visit: '2025-01-01',
      days_since_last_visit: 30,
      usual_gap_days: 28,
    });
    expect(rows['8']?.name).toBe('Ana');
  });

  test('CSV: RFC 4180 whatever people are called, and no formula for a spreadsheet', async () => {
    const names = ['say "hi"', 'a,b;c', '=HYPERLINK("x")', '+1', '-1', '@x', '＝1', "O'Neil", 'Ștefan 🙂', ''];
    const folder = await newShop();
    const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
    await imported(folder, [
      'name,customer_id,date',
      ...names.map((name, i) => `${cell(name)},${cell(`${name}${i}`)},2025-01-01`),
    ]);
    const harmless = (text: string) => (/^[=+\-@＝]/.test(text) ? `'${text}` : text);
    const rows = await table('churn-list', '--all', '--as-of', '2025-01-02', '--data', folder);
    expect(rows.map((row) => row.name).sort()).toEqual(names.map(harmless).sort());
    expect(rows.map((row) => row.customer_id).sort()).toEqual(names.map((name, i) => harmless(`${name}${i}`)).sort());
    // JSON is for programs: there the text is what it is.
    expect(
      Object.values(await everybody(folder, '2025-01-02'))
        .map((row) => row.name ?? '')
        .sort(),
    ).toEqual([...names].sort());
  });

  test('an empty shop: a header and nothing else, an empty array', async () => {
    const folder = await newShop();
    const csv = await done('churn-list', '--all', '--data', folder);
    expect(csv).toMatch(
      /^customer_id,name,visits,first_visit,last_visit,days_since_last_visit,usual_gap_days,band,reason[^\n]*\r\n$/,
    );
    expect(await answer('churn-list', '--format', 'json', '--data', folder)).toEqual([]);
  });
});
