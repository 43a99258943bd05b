import { describe, expect, test } from 'vitest';
import { read } from './logs.ts';

/** What becomes of each amount of one file: minor units, null for unknown, or the reason the row is bad. */
async function amounts(cells: readonly string[], currency = 'RON') {
  const { rows, bad } = await read(`customer_id;date;amount\n${cells.map((c) => `1;2025-01-03;${c}\n`).join('')}`, {
    currency,
  });
  const found = new Map<number, unknown>(rows.map((r) => [r.line, r.amount]));
  for (const row of bad) found.set(row.line, row.reason);
  return cells.map((_, i) => found.get(i + 2));
}

describe('decimals', () => {
  test('"." is the mark', async () => {
    expect(await amounts(['12.50', '12.5', '12', '0', '0.05', '', '007.10'])).toEqual([
      1250,
      1250,
      1200,
      0,
      5,
      null,
      710,
    ]);
  });

  test('"," is, where no cell of the file has a "."', async () => {
    expect(await amounts(['12,50', '12', '0,5', ''])).toEqual([1250, 1200, 50, null]);
    expect(await amounts(['12,50', '12.50', '3'])).toEqual(['BAD_AMOUNT', 1250, 300]);
  });

  test('the mark is proved by the last row as well as by the first', async () => {
    const found = await amounts([...Array.from({ length: 30_000 }, () => '1,50'), '2.50']);
    expect(found[0]).toBe('BAD_AMOUNT');
    expect(found.at(-1)).toBe(250);
  });

  test('more than the currency has are never cut: 12.500 is no amount', async () => {
    expect(await amounts(['12.500', '12500', '1.5', '25.0'], 'IDR')).toEqual([
      'TOO_MANY_DECIMALS',
      12500,
      'TOO_MANY_DECIMALS',
      'TOO_MANY_DECIMALS',
    ]);
    expect(await amounts(['12,500', '12500'], 'IDR')).toEqual(['TOO_MANY_DECIMALS', 12500]);
    expect(await amounts(['12.500', '0.001'], 'RON')).toEqual(['TOO_MANY_DECIMALS', 'TOO_MANY_DECIMALS']);
    expect(await amounts(['12.500', '0.001'], 'KWD')).toEqual([12500, 1]);
  });
});

test('anything but plain digits is an error', async () => {
  const cells = [
    '1.234,50',
    '1,234.50',
    '1 234',
    'RON 5',
    '5 lei',
    '1e3',
    '+5',
    '.5',
    '5.',
    '٥',
    '0x10',
    'NaN',
    '=1+1',
    '(5)',
  ];
  expect(await amounts(cells)).toEqual(cells.map(() => 'BAD_AMOUNT'));
});

test('below nothing', async () => {
  expect(await amounts(['-5', '-0.01', '-0', '--5'])).toEqual([
    'NEGATIVE_AMOUNT',
    'NEGATIVE_AMOUNT',
    'NEGATIVE_AMOUNT',
    'BAD_AMOUNT',
  ]);
});

test('up to what the ledger takes, exact to the last unit', async () => {
  const cells = ['100000000000.00', '99999999999.99', '100000000000.01', '9'.repeat(400)];
  expect(await amounts(cells)).toEqual([1e13, 9_999_999_999_999, 'AMOUNT_TOO_LARGE', 'AMOUNT_TOO_LARGE']);
});

test('every two-decimal amount up to 100 is exact', async () => {
  const cells = Array.from({ length: 10_001 }, (_, i) => `${Math.floor(i / 100)}.${String(i % 100).padStart(2, '0')}`);
  expect(await amounts(cells)).toEqual(cells.map((_, i) => i));
});

test('a comma between separators of the same kind needs quotes', async () => {
  const { rows, bad } = await read('customer_id,date,amount\n1,2025-01-03,"12,50"\n2,2025-01-03,12,50\n');
  expect(rows).toMatchObject([{ externalId: '1', amount: 1250 }]);
  expect(bad).toEqual([{ line: 3, reason: 'WRONG_CELLS', value: '2,2025-01-03,12,50' }]);
});
