import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { errorCodes } from '../../preload/contract/errors.ts';
import { rowErrors } from '../../preload/contract/visits.ts';
import { count, scale, seed } from '../support/counts.ts';
import { holds } from '../support/properties.ts';
import { read } from './logs.ts';

describe('rows that cannot be taken', () => {
  const header = 'customer_id,date,amount,name,phone\n';

  test.each<[row: string, reason: string, value: string]>([
    [',2025-01-03,,,', 'NO_CUSTOMER', ''],
    ['  ,2025-01-03,,,', 'NO_CUSTOMER', ''],
    [`${'9'.repeat(101)},2025-01-03,,,`, 'CUSTOMER_TOO_LONG', `${'9'.repeat(59)}…`],
    ['1,,,,', 'NO_DATE', ''],
    ['1,2025-01-03', 'WRONG_CELLS', '1,2025-01-03'],
    ['1,2025-01-03,,,,', 'WRONG_CELLS', '1,2025-01-03,,,,'],
    [',,,,', 'NO_CUSTOMER', ''],
    [`1,2025-01-03,,${'n'.repeat(101)},`, 'NAME_TOO_LONG', `${'n'.repeat(59)}…`],
    [`1,2025-01-03,,,${'1'.repeat(41)}`, 'PHONE_TOO_LONG', '1'.repeat(41)],
  ])('%s', async (row, reason, value) => {
    const { rows, bad, result } = await read(`${header}${row}\n2,2025-01-04,,,\n`);
    expect(bad).toEqual([{ line: 2, reason, value }]);
    expect(rows).toMatchObject([{ line: 3, externalId: '2' }]);
    expect(result).toMatchObject({
      ok: true,
      value: { rows: 2, errorCount: 1, firstDay: '2025-01-04', lastDay: '2025-01-04' },
    });
  });

  test('the longest that fit', async () => {
    const { rows } = await read(`${header}${'9'.repeat(100)},2025-01-03,,${'n'.repeat(100)},${'1'.repeat(40)}\n`);
    expect(rows).toHaveLength(1);
  });

  test('control characters leave names and phones', async () => {
    const { rows } = await read(`${header}1,2025-01-03,,"A\u001b[31mna\tPop\n",\u0007\n`);
    expect(rows).toMatchObject([{ name: 'A [31mna Pop', phone: null }]);
  });
});

test('the first and the last day of what was good', async () => {
  const { result } = await read('customer_id,date\n1,2025-03-01\n1,2024-02-29\n1,2025-02-30\n1,2025-01-01\n');
  expect(result).toMatchObject({ value: { rows: 4, errorCount: 1, firstDay: '2024-02-29', lastDay: '2025-03-01' } });
});

/** R12: so many files of a kind, or as many as there is time for. */
async function proved<T>(property: fc.IAsyncProperty<T>, wanted: number): Promise<void> {
  const done = await holds(property, wanted, 0.25);
  if (scale > 0) console.log(`R12, ${expect.getState().currentTestName}: ${done} files (seed ${seed})`);
}
/** However many files: `npm run torture` reads a million. */
const patient = { timeout: count(60_000, 300_000, 24 * 3_600_000) };

/** A good log written by another hand: each row in one of the accepted spellings, quoted or not, between blank lines. */
const anyDay = fc.date({ min: new Date('1971-01-01'), max: new Date('2199-12-31'), noInvalidDate: true });
const anyRow = fc.record({
  id: fc.stringMatching(/^[0-9A-Za-zĂșΩ小 "',;-]{1,12}$/).filter((id) => id.trim() !== ''),
  day: anyDay.map((d) => d.toISOString().slice(0, 10)),
  basic: fc.boolean(),
  amount: fc.option(fc.nat(1_000_000), { nil: null }),
  blank: fc.nat(2),
});
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

test('what was written is read back, in any dialect and any chunks', patient, async () => {
  await proved(
    fc.asyncProperty(
      fc.array(anyRow, { maxLength: 15 }),
      fc.constantFrom(',', ';', '\t'),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.constantFrom('.', ','),
      fc.boolean(),
      fc.integer({ min: 1, max: 40 }),
      async (wanted, separator, end, mark, bom, chunk) => {
        let line = 1;
        const expected = [];
        const lines = [['amount', 'customer_id', 'date'].join(separator)];
        for (const row of wanted) {
          for (let i = 0; i < row.blank; i++) lines.push('');
          line += row.blank + 1;
          const amount =
            row.amount === null
              ? ''
              : `${Math.floor(row.amount / 100)}${mark}${String(row.amount % 100).padStart(2, '0')}`;
          const date = row.basic ? row.day.replaceAll('-', '') : row.day;
          lines.push([quoted(amount), quoted(row.id), date].join(separator));
          expected.push({
            line,
            externalId: row.id.trim(),
            businessDay: row.day,
            amount: row.amount,
            sourceTime: row.day,
          });
        }
        const { rows, bad } = await read(`${bom ? '\uFEFF' : ''}${lines.join(end)}`, {}, chunk);
        expect(bad).toEqual([]);
        expect(rows).toMatchObject(expected);
        expect(rows).toHaveLength(expected.length);
      },
    ),
    count(300, 2_000, 100_000),
  );
});

/** Pieces that logs are made of, and some that they should not be. */
const piece = fc.oneof(
  fc.constantFrom(
    'customer_id',
    'date',
    'datetime',
    'amount',
    'name',
    'time',
    ',',
    ';',
    '\t',
    '\n',
    '\r\n',
    '\r',
    '"',
    '""',
    '\uFEFF',
    ' ',
    '2025-01-03',
    '03/04/2025',
    '25/12/2024',
    '12/25/2024',
    '2025-03-30 03:30',
    'T10:00Z',
    '12.50',
    '12,50',
    '-1',
    '0001',
    '\u0000',
    '\ud800',
    '=cmd()',
    '__proto__',
    'constructor',
  ),
  fc.string({ unit: 'binary', maxLength: 5 }),
);
const known = { file: new Set<string>(errorCodes), row: new Set<string>(rowErrors) };

async function expectTypedAnswer(content: string | Uint8Array, chunk: number) {
  const { result, rows, bad } = await read(content, {}, chunk);
  if (result.ok) {
    expect(result.value).toMatchObject({ rows: rows.length + bad.length, errorCount: bad.length });
    const lines = [...rows, ...bad].map((r) => r.line);
    expect(Math.min(2, ...lines)).toBe(2);
    expect(new Set(lines).size).toBe(lines.length);
  } else {
    expect(known.file.has(result.error.code)).toBe(true);
    expect(result.error.code).toMatch(/^FILE_/);
  }
  for (const row of bad) expect(known.row.has(row.reason) && row.value.length <= 60).toBe(true);
  for (const row of rows) expect(row.businessDay).toMatch(/^\d{4}-\d\d-\d\d$/);
}

describe('garbage gets a typed answer, never an exception', () => {
  test('any bytes', patient, async () => {
    await proved(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 300 }), expectTypedAnswer),
      count(500, 20_000, 1_000_000),
    );
  });

  test('any text made of the pieces of logs, below a good header or not', patient, async () => {
    await proved(
      fc.asyncProperty(
        fc.constantFrom('', 'customer_id,date,amount\n', 'customer_id;datetime;name\n1;2025-01-03;Ana\n'),
        fc.array(piece, { maxLength: 40 }),
        fc.integer({ min: 1, max: 100 }),
        (header, pieces, chunk) => expectTypedAnswer(header + pieces.join(''), chunk),
      ),
      count(1_000, 5_000, 250_000),
    );
  });

  test('the same answer however the bytes are cut', patient, async () => {
    await proved(
      fc.asyncProperty(fc.array(piece, { maxLength: 30 }), fc.integer({ min: 1, max: 20 }), async (pieces, chunk) => {
        const content = `customer_id,date\n${pieces.join('')}`;
        expect(await read(content, {}, chunk)).toEqual(await read(content, {}, 100_000));
      }),
      count(300, 1_000, 100_000),
    );
  });
});
