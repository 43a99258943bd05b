import { describe, expect, test } from 'vitest';
import { openReader } from '../../db/open.ts';
import { shopDatabase } from '../support/database.ts';
import { openTestShop, testFolder } from '../support/shop.ts';
import {
  bytesOf,
  done,
  everybody,
  fails,
  type Imported,
  imported,
  logFile,
  newShop,
  run,
  visitDays,
} from './support.ts';

const head = 'customer_id,date,amount';

/** Live imported spend, minor units, by customer. */
function spend(folder: string): Record<string, (number | null)[]> {
  const read = openReader(shopDatabase(folder));
  try {
    const rows = read
      .prepare<[], { externalId: string; amounts: string }>(
        `SELECT externalId, json_group_array(amount) AS amounts FROM
           (SELECT c.externalId, e.amount FROM liveEntry e JOIN customer c ON c.key = e.customerKey ORDER BY e.seq) GROUP BY externalId`,
      )
      .all();
    return Object.fromEntries(rows.map((row) => [row.externalId, JSON.parse(row.amounts)]));
  } finally {
    read.close();
  }
}

describe('which business day a row belongs to', () => {
  /** Worked out by hand from the zones' rules; no line was computed by the code under test. */
  const zones: readonly [zone: string, start: string, rows: Record<string, string>][] = [
    [
      'Europe/Bucharest',
      '04:00',
      {
        // Clocks go from 3 to 4 on 30 March 2025, at 01:00 UTC.
        '2025-03-29T22:30:00Z': '2025-03-29',
        '2025-03-30T00:59:59Z': '2025-03-29',
        '2025-03-30T01:00:00Z': '2025-03-30',
        '2025-03-30 03:30': '2025-03-29',
        '2025-03-30 04:00': '2025-03-30',
        // And from 4 back to 3 on 26 October 2025.
        '2025-10-26T00:30:00Z': '2025-10-25',
        '2025-10-26T01:59:59Z': '2025-10-25',
        '2025-10-26T02:00:00Z': '2025-10-26',
        '2025-10-26 03:30': '2025-10-25',
        // A bare date knows no cut-off.
        '2025-10-26': '2025-10-26',
        '20251026': '2025-10-26',
        '2025-06-01T00:00:00+05:30': '2025-05-31',
        '2025-06-01T06:30:00+05:30': '2025-06-01',
        '2025-06-01T06:29:59+0530': '2025-05-31',
      },
    ],
    [
      'Asia/Jakarta',
      '00:00',
      {
        '2025-01-01T16:59:59Z': '2025-01-01',
        '2025-01-01T17:00:00Z': '2025-01-02',
        '2025-01-01T23:59:59': '2025-01-01',
        '2025-01-02 00:00': '2025-01-02',
        '2025-01-01T23:30:00-12:00': '2025-01-02',
        '2025-01-02T00:30:00+14:00': '2025-01-01',
      },
    ],
    [
      'America/New_York',
      '00:00',
      {
        '2025-03-09T04:59:59Z': '2025-03-08',
        '2025-03-09T05:00:00Z': '2025-03-09',
        '2025-03-10T03:59:59Z': '2025-03-09',
        '2025-03-10T04:00:00Z': '2025-03-10',
        '2025-11-02T03:59:59Z': '2025-11-01',
        '2025-11-03T04:59:59Z': '2025-11-02',
      },
    ],
    // The day that Samoa left out was 30 December 2011.
    ['Pacific/Apia', '00:00', { '2011-12-30T09:59:59Z': '2011-12-29', '2011-12-30T10:00:00Z': '2011-12-31' }],
    ['Asia/Kathmandu', '00:00', { '2025-01-01T18:14:59Z': '2025-01-01', '2025-01-01T18:15:00Z': '2025-01-02' }],
    // Half an hour of summer time.
    [
      'Australia/Lord_Howe',
      '00:00',
      {
        '2025-07-01T13:29:59Z': '2025-07-01',
        '2025-07-01T13:30:00Z': '2025-07-02',
        '2025-01-01T12:59:59Z': '2025-01-01',
        '2025-01-01T13:00:00Z': '2025-01-02',
      },
    ],
    // Midnight itself was skipped on 4 November 2018.
    [
      'America/Sao_Paulo',
      '00:00',
      { '2018-11-04T02:59:59Z': '2018-11-03', '2018-11-04T03:00:00Z': '2018-11-04', '2018-11-04 00:30': '2018-11-04' },
    ],
  ];

  test.each(zones)('%s, the day starting at %s', async (zone, start, rows) => {
    const folder = await newShop('--time-zone', zone, '--day-start', start);
    const log = ['customer_id,date', ...Object.keys(rows).map((date) => `${date},${date}`)];
    expect(await imported(folder, log)).toMatchObject({ visitsNew: Object.keys(rows).length, errors: [] });
    const seen = Object.entries(await everybody(folder, '2026-01-01')).map(([date, row]) => [date, row.first_visit]);
    expect(Object.fromEntries(seen)).toEqual(rows);
  });

  test('a change of zone or start of day rewrites nothing, and the same file still adds nothing', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const log = [
      'customer_id,date',
      'A,2025-06-01T20:59:59Z',
      'A,2025-06-01T23:30:00Z',
      'B,2025-06-01 23:00',
      'C,2025-06-01',
    ];
    const { folder } = shop;
    const days = { A: '2 2025-06-01 2025-06-02', B: '1 2025-06-01 2025-06-01', C: '1 2025-06-01 2025-06-01' };
    await shop.restart();
    await shop.host.close();
    await imported(folder, log);
    expect(await visitDays(folder)).toEqual(days);
    await shop.restart();
    await shop.signIn('owner');
    await shop.ok('shop.update', { timeZone: 'Pacific/Kiritimati', dayStartMinutes: 300 });
    await shop.host.close();
    expect(await imported(folder, log)).toMatchObject({ visitsNew: 0, duplicates: 4 });
    expect(await visitDays(folder)).toEqual(days);
    // What comes after it is read by the new zone: 11:00 there, not 00:00 here.
    await imported(folder, ['customer_id,date', 'D,2025-06-01T20:59:59Z']);
    expect(await visitDays(folder)).toMatchObject({ D: '1 2025-06-02 2025-06-02' });
  });
});

describe('which row is which', () => {
  const rows = ['A,2025-01-05,5', 'A,2025-01-05,5', 'A,2025-01-05,', 'A,2025-01-05,0', 'B,2025-01-05 09:00,5'];
  const all = { visitsNew: 5, duplicates: 0 };

  test('identical rows are kept; the same file, and its rows in any order, add nothing', async () => {
    const folder = await newShop();
    expect(await imported(folder, [head, ...rows])).toMatchObject({ ...all, customersNew: 2 });
    const nothing = { rows: 5, customersNew: 0, visitsNew: 0, duplicates: 5, errors: [] };
    expect(await imported(folder, [head, ...rows])).toEqual(nothing);
    expect(await imported(folder, [head, ...rows.toReversed()])).toEqual(nothing);
    expect(spend(folder)).toEqual({ A: [500, 500, null, 0], B: [500] });
  });

  test('a longer file adds only what is new, also the third of two equal rows', async () => {
    const folder = await newShop();
    await imported(folder, [head, ...rows]);
    expect(await imported(folder, [head, 'A,2025-01-05,5', ...rows, 'C,2025-01-06,1'])).toMatchObject({
      rows: 7,
      customersNew: 1,
      visitsNew: 2,
      duplicates: 5,
    });
  });

  test('a row is the how-manieth of its own file: halves of a file are no longer file', async () => {
    const folder = await newShop();
    expect(await imported(folder, [head, ...rows.slice(0, 1)])).toMatchObject({ visitsNew: 1 });
    expect(await imported(folder, [head, ...rows.slice(1)])).toMatchObject({ visitsNew: 3, duplicates: 1 });
  });

  test('one moment however it is written; another amount or second is another row', async () => {
    const folder = await newShop();
    const same = [
      'A,2025-01-05T10:00:00Z,5',
      'A,2025-01-05T15:30+05:30,5.00',
      'A,2025-01-05T12:00:00.000+02:00,5.0',
      'A,20250105 10:00Z,5',
    ];
    expect(await imported(folder, [head, same[0] ?? ''])).toMatchObject({ visitsNew: 1 });
    for (const row of same) expect(await imported(folder, [head, row])).toMatchObject({ visitsNew: 0, duplicates: 1 });
    const others = [
      'A,2025-01-05T10:00:01Z,5',
      'A,2025-01-05T10:00:00Z,5.01',
      'A,2025-01-05,5',
      'a,2025-01-05T10:00:00Z,5',
    ];
    expect(await imported(folder, [head, ...others])).toMatchObject({ visitsNew: 4, duplicates: 0 });
  });

  test('several rows of a day are one visit day, and all of the spend', async () => {
    const folder = await newShop();
    await imported(folder, [head, ...rows, 'A,2025-01-05 23:59,1.25', 'A,2025-01-06T22:30:00Z,1']);
    expect(await visitDays(folder)).toEqual({ A: '2 2025-01-05 2025-01-07', B: '1 2025-01-05 2025-01-05' });
    expect(spend(folder).A).toEqual([500, 500, null, 0, 125, 100]);
  });
});

test('customer_id is text, trimmed and nothing else', async () => {
  const ids = [
    '0001',
    '1',
    '01',
    '1.0',
    '1e3',
    'null',
    'a b',
    'A B',
    'Ünal',
    'U\u0308nal',
    '日本',
    '🙂',
    "O'Neil",
    '=1+1',
    '-5',
    '+40',
  ];
  const hostile = ['x,y', 'x;y', 'say "hi"', 'two\nlines', '__proto__', 'constructor'];
  const folder = await newShop();
  const cell = (id: string) => `"  ${id.replaceAll('"', '""')} "`;
  const log = ['Customer_ID,date', ...[...ids, ...hostile].map((id) => `${cell(id)},2025-01-01`)];
  expect(await imported(folder, log)).toMatchObject({ customersNew: 22, visitsNew: 22, errors: [] });
  const rows = JSON.parse(await done('churn-list', '--all', '--format', 'json', '--data', folder)) as {
    customer_id: unknown;
  }[];
  expect(rows.map((row) => row.customer_id).sort()).toEqual([...ids, ...hostile].sort());
});

describe('the file', () => {
  test.each([
    ['comma, LF', ',', '\n', ''],
    ['semicolon, CRLF, BOM', ';', '\r\n', '\uFEFF'],
    ['tab, CR', '\t', '\r', ''],
  ])('%s: columns by name, lines as an editor numbers them', async (_, separator, ending, bom) => {
    const folder = await newShop();
    const lines = [
      ['AMOUNT', 'Note', 'Time', 'Phone', 'CUSTOMER_id', 'Name', 'Date'],
      ['5', `"two${ending}lines"`, '10:30', '0722', 'A', '"Ana ""A"""', '2025-01-01'],
      ['', '', '', '', 'B', '', 'never'],
      [],
      ['', '', '25:00', '', 'B', '', '2025-01-01'],
      ['', '', '', '', 'B', ''],
      ['', '', '', '', 'B', '', '2025-01-02', 'more'],
      ['-1', '', '', '', 'B', '', '2025-01-02'],
      ['12.345', '', '', '', 'B', '', '2025-01-02'],
      ['', '', '', '', ' ', '', '2025-01-02'],
      ['7', '', '', '', 'B', '', '2025-01-03'],
    ];
    const text = bom + lines.map((cells) => cells.join(separator)).join(ending);
    const ran = await run('import-visits', logFile(text), '--data', folder);
    expect(ran).toMatchObject({ code: 0, stderr: 'ignored columns: Note\n' });
    const { errors, ...counts } = JSON.parse(ran.stdout) as Imported;
    expect(counts).toEqual({ rows: 9, customersNew: 2, visitsNew: 2, duplicates: 0 });
    expect(errors.map((error) => error.line)).toEqual([4, 6, 7, 8, 9, 10, 11]);
    for (const { reason } of errors) expect(reason).toMatch(/^[a-z]/);
    expect(await everybody(folder, '2025-02-01')).toMatchObject({
      A: { name: 'Ana "A"', first_visit: '2025-01-01' },
      B: { name: null, first_visit: '2025-01-03' },
    });
    expect(spend(folder)).toEqual({ A: [500], B: [700] });
  });

  test.each([
    ['missing', undefined],
    ['a folder', null],
    ['empty', ''],
    ['only blank lines', '\n\n  \n'],
    ['no table', 'Dear customers,\nthank you.\n'],
    ['without customer_id', 'name,date\nAna,2025-01-01\n'],
    ['without a date', 'customer_id,time\nA,10:00\n'],
    ['an unclosed quote', `customer_id,date\nA,2025-01-01\nB,"2025-01-02\n${'C,2025-01-03\n'.repeat(50)}`],
    ['Latin-1', Buffer.from('customer_id,date\nA,2025-01-01\nM\xfcller,2025-01-02\n', 'latin1')],
    ['UTF-16', Buffer.from('\uFEFFcustomer_id,date\nA,2025-01-01\n', 'utf16le')],
    ['bytes of anything', Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256))],
    ['one endless line', `customer_id,date\n${'A'.repeat(3_000_000)}`],
    ['days and months that contradict each other', 'customer_id,date\nA,13/01/2025\nB,01/13/2025\n'],
    ['days and months that nothing proves', 'customer_id,date\nA,03/04/2025\nB,05/06/2025\n'],
  ] as const)('%s: exit 1, and not a byte is written', async (_, content) => {
    const folder = await newShop();
    await imported(folder, ['customer_id,date', 'A,2025-01-01']);
    const before = bytesOf(folder);
    const file =
      content === undefined ? `${testFolder()}/none.csv` : content === null ? testFolder() : logFile(content);
    await fails('import-visits', file, '--data', folder);
    expect(bytesOf(folder)).toEqual(before);
    await fails('import-visits', file, '--dry-run', '--data', folder);
    expect(bytesOf(folder)).toEqual(before);
  });

  test('a header alone is a log without rows', async () => {
    expect(await imported(await newShop(), 'date;customer_id')).toEqual({
      rows: 0,
      customersNew: 0,
      visitsNew: 0,
      duplicates: 0,
      errors: [],
    });
  });

  test('which number is the day: a proof anywhere, or a word of the owner', async () => {
    const dmy = await newShop();
    await imported(dmy, ['customer_id,date', 'A,03/04/2025', 'B,25/12/2025 18:00']);
    expect(await visitDays(dmy)).toMatchObject({ A: '1 2025-04-03 2025-04-03' });
    const mdy = await newShop();
    await imported(mdy, ['customer_id,date', 'A,03/04/2025', 'B,12/25/2025']);
    expect(await visitDays(mdy)).toMatchObject({ A: '1 2025-03-04 2025-03-04' });
    const said = await newShop();
    const open = ['customer_id,date', 'A,03/04/2025'];
    expect(await fails('import-visits', logFile(open), '--data', said)).toMatch(/03\/04\/2025.*--date-order/);
    await imported(said, open, '--date-order', 'dmy');
    expect(await visitDays(said)).toEqual({ A: '1 2025-04-03 2025-04-03' });
  });
});

describe('amounts', () => {
  test.each([
    ['RON', ['A,2025-01-01,12.5', 'A,2025-01-02,0', 'A,2025-01-03,', 'A,2025-01-04,12.500'], [1250, 0, null], [5]],
    ['RON', ['A,2025-01-01,"12,5"', 'A,2025-01-02,"0,05"', 'A,2025-01-03,7'], [1250, 5, 700], []],
    ['RON', ['A,2025-01-01,"12,5"', 'A,2025-01-02,12.50', 'A,2025-01-03,"1,234.50"'], [1250], [2, 4]],
    [
      'IDR',
      ['A,2025-01-01,12.500', 'A,2025-01-02,12500', 'A,2025-01-03,"12,500"', 'A,2025-01-04,Rp5'],
      [12500],
      [2, 4, 5],
    ],
    ['KWD', ['A,2025-01-01,12.500', 'A,2025-01-02,-0.001'], [12500], [3]],
  ] as const)('%s %j', async (currency, rows, minor, bad) => {
    const folder = await newShop('--currency', currency);
    const { errors } = await imported(folder, [head, ...rows]);
    expect(errors.map((error) => error.line)).toEqual(bad);
    expect(spend(folder)).toEqual({ A: minor });
  });
});

test('a dry run says what the import would, and writes nothing', async () => {
  const folder = await newShop();
  await imported(folder, [head, 'A,2025-01-01,1']);
  const log = logFile([head, 'A,2025-01-01,1', 'B,2025-01-01,1', 'B,2025-13-01,1']);
  const before = bytesOf(folder);
  const plan = await done('import-visits', log, '--dry-run', '--data', folder);
  expect(bytesOf(folder)).toEqual(before);
  expect(plan).toContain('"customersNew":1,"visitsNew":1,"duplicates":1');
  expect(await done('import-visits', log, '--data', folder)).toBe(plan);
});

test('earns nothing: no card, no reward, no balance', async () => {
  const shop = await openTestShop({ as: 'owner' });
  await shop.host.close();
  const days = Array.from({ length: 20 }, (_, i) => `A,2025-01-${String(i + 1).padStart(2, '0')},50`);
  await imported(shop.folder, [head, ...days]);
  const read = openReader(shop.database);
  const counts = read
    .prepare(
      'SELECT (SELECT count(*) FROM card) AS cards, (SELECT count(*) FROM reward) AS rewards, sum(stamps) AS stamps FROM entry',
    )
    .get();
  read.close();
  expect(counts).toEqual({ cards: 0, rewards: 0, stamps: 0 });
});
