import { describe, expect, test } from 'vitest';
import type { LogOptions } from '../../main/visits/parse.ts';
import { read, refusal } from './logs.ts';

/** A log with these date cells, and with the times beside them when given. */
const dated = (cells: readonly string[], options: Partial<LogOptions> = {}) =>
  read(`customer_id;date\n${cells.map((cell) => `1;${cell}\n`).join('')}`, options);
const timed = (cells: readonly (readonly [string, string])[], options: Partial<LogOptions> = {}) =>
  read(`customer_id;date;time\n${cells.map(([date, time]) => `1;${date};${time}\n`).join('')}`, options);

/** What becomes of one cell: its day, source time and instant, or the reason it is bad. */
async function one(cell: string, options: Partial<LogOptions> = {}) {
  const { rows, bad } = await dated([cell], options);
  const row = rows[0];
  return row
    ? [row.businessDay, row.sourceTime, row.occurredAt && new Date(row.occurredAt).toISOString()]
    : bad[0]?.reason;
}

describe('a bare date is the business day, whatever the zone and the start of day', () => {
  test.each(['2025-01-03', '20250103', '2025/01/03', '2025.1.3'])('%s', async (cell) => {
    for (const timeZone of ['Pacific/Apia', 'America/New_York', 'UTC']) {
      expect(await one(cell, { timeZone, dayStartMinutes: 720 })).toEqual(['2025-01-03', '2025-01-03', null]);
    }
  });
});

describe("a date-time without offset is on the shop's clock", () => {
  test.each([
    '2025-01-03 14:30',
    '2025-01-03T14:30',
    '2025-01-03 14:30:00',
    '2025-01-03T14:30:00.000',
    '20250103T143000',
    '2025-01-03t14:30',
    '2025-01-03  2:30 PM',
    '20250103 1430',
  ])('%s', async (cell) => {
    expect(await one(cell)).toEqual(['2025-01-03', '2025-01-03T14:30:00', '2025-01-03T12:30:00.000Z']);
  });

  test('thousandths are kept, finer is cut', async () => {
    expect(await one('2025-01-03 14:30:05.1')).toEqual([
      '2025-01-03',
      '2025-01-03T14:30:05.100',
      '2025-01-03T12:30:05.100Z',
    ]);
    expect(await one('2025-01-03 14:30:05,123999')).toEqual([
      '2025-01-03',
      '2025-01-03T14:30:05.123',
      '2025-01-03T12:30:05.123Z',
    ]);
  });

  test('before the start of day it is the day before', async () => {
    expect(await one('2025-03-01 03:59', { dayStartMinutes: 240 })).toEqual([
      '2025-02-28',
      '2025-03-01T03:59:00',
      '2025-03-01T01:59:00.000Z',
    ]);
    expect((await one('2025-03-01 04:00', { dayStartMinutes: 240 }))?.[0]).toBe('2025-03-01');
    expect((await one('2025-03-01 00:00:00'))?.slice(0, 2)).toEqual(['2025-03-01', '2025-03-01T00:00:00']);
  });

  test('noon and midnight of the twelve-hour clock', async () => {
    expect((await one('2025-01-03 12:00 AM'))?.slice(0, 2)).toEqual(['2025-01-03', '2025-01-03T00:00:00']);
    expect((await one('2025-01-03 12:15pm'))?.slice(0, 2)).toEqual(['2025-01-03', '2025-01-03T12:15:00']);
    expect(await one('2025-01-03 13:00 PM')).toBe('BAD_TIME');
  });

  test('an hour that did not exist is read as if the clocks had stayed, one that came twice is the earlier', async () => {
    expect(await one('2025-03-30 03:30')).toEqual(['2025-03-30', '2025-03-30T03:30:00', '2025-03-30T01:30:00.000Z']);
    expect((await one('2025-03-30 04:00'))?.[0]).toBe('2025-03-30');
    expect(await one('2025-10-26 03:30')).toEqual(['2025-10-26', '2025-10-26T03:30:00', '2025-10-26T00:30:00.000Z']);
    expect((await one('2025-03-30 03:30', { timeZone: 'Asia/Jakarta' }))?.[0]).toBe('2025-03-30');
    expect((await one('2011-12-30 12:00', { timeZone: 'Pacific/Apia' }))?.[0]).toBe('2011-12-30');
    expect((await one('2011-12-30', { timeZone: 'Pacific/Apia' }))?.[0]).toBe('2011-12-30');
  });
});

describe("a date-time with an offset is brought to the shop's zone", () => {
  test.each([
    '2025-01-03T23:30:00Z',
    '2025-01-03 23:30z',
    '2025-01-04T01:30+02:00',
    '2025-01-04T05:00:00+0530',
    '2025-01-03T13:30-10',
    '20250103T233000Z',
  ])('%s', async (cell) => {
    const instant = '2025-01-03T23:30:00.000Z';
    expect(await one(cell)).toEqual(['2025-01-04', '2025-01-03T23:30:00Z', instant]);
    expect(await one(cell, { timeZone: 'America/New_York' })).toEqual(['2025-01-03', '2025-01-03T23:30:00Z', instant]);
    expect((await one(cell, { dayStartMinutes: 120 }))?.[0]).toBe('2025-01-03');
  });

  test('the skipped hour is no trouble with an offset', async () => {
    expect(await one('2025-03-30T03:30:00+02:00')).toEqual([
      '2025-03-30',
      '2025-03-30T01:30:00Z',
      '2025-03-30T01:30:00.000Z',
    ]);
  });
});

describe('time beside date', () => {
  test('they are one moment; without a time it is a bare date', async () => {
    const { rows } = await timed([
      ['2025-01-03', '14:30'],
      ['2025-01-03', ''],
      ['2025-01-03', '9:05:07'],
      ['2025-01-03', '23:30Z'],
    ]);
    expect(rows.map((r) => [r.businessDay, r.sourceTime])).toEqual([
      ['2025-01-03', '2025-01-03T14:30:00'],
      ['2025-01-03', '2025-01-03'],
      ['2025-01-03', '2025-01-03T09:05:07'],
      ['2025-01-04', '2025-01-03T23:30:00Z'],
    ]);
  });

  test('midnight in the date cell gives way to it, another time contradicts it', async () => {
    const { rows, bad } = await timed([
      ['2025-01-03 00:00:00', '14:30'],
      ['2025-01-03 10:00', '14:30'],
      ['2025-01-03', 'noon'],
    ]);
    expect(rows.map((r) => r.sourceTime)).toEqual(['2025-01-03T14:30:00']);
    expect(bad).toEqual([
      { line: 3, reason: 'BAD_TIME', value: '2025-01-03 10:00 14:30' },
      { line: 4, reason: 'BAD_TIME', value: '2025-01-03 noon' },
    ]);
  });

  test('beside datetime it reads alike', async () => {
    const { rows } = await read('customer_id,Time,DateTime\n1,14:30,2025-01-03\n');
    expect(rows).toMatchObject([{ sourceTime: '2025-01-03T14:30:00' }]);
  });
});

describe('the order of day and month is proved by the whole column', () => {
  test.each<[string[], string]>([
    [['03/04/2025', '25/12/2024'], 'dmy'],
    [['3.4.2025', '25.12.2024'], 'dmy'],
    [['03-04-2025', '25-12-2024'], 'dmy'],
    [['04/03/2025 10:15', '12/25/2024 9:00 PM'], 'mdy'],
    [['4-3-2025', '12-25-2024'], 'mdy'],
  ])('%j is %s', async (cells) => {
    const { rows } = await dated(cells);
    expect(rows.map((r) => r.businessDay)).toEqual(['2025-04-03', '2024-12-25']);
  });

  test('the proof may stand in the last of many rows, far behind the first', async () => {
    const { rows } = await dated([...Array.from({ length: 30_000 }, () => '03/04/2025'), '25/12/2024']);
    expect(new Set(rows.map((r) => r.businessDay))).toEqual(new Set(['2025-04-03', '2024-12-25']));
  });

  test('without a proof the file is refused with a question; the answer is followed', async () => {
    const cells = ['05/05/2025', '03/04/2025', '2025-01-31'];
    expect(refusal(await dated(cells))).toEqual({
      code: 'FILE_DATES',
      params: { ask: 1, example: '03/04/2025', other: null },
    });
    const days = async (dateOrder: 'dmy' | 'mdy') => (await dated(cells, { dateOrder })).rows.map((r) => r.businessDay);
    expect(await days('dmy')).toEqual(['2025-05-05', '2025-04-03', '2025-01-31']);
    expect(await days('mdy')).toEqual(['2025-05-05', '2025-03-04', '2025-01-31']);
  });

  test('a proof wins over the answer', async () => {
    expect((await dated(['03/04/2025', '25/12/2024'], { dateOrder: 'mdy' })).rows.map((r) => r.businessDay)).toEqual([
      '2025-04-03',
      '2024-12-25',
    ]);
  });

  test('proofs of both orders: refused, also with an answer', async () => {
    for (const dateOrder of [null, 'dmy', 'mdy'] as const) {
      expect(refusal(await dated(['25/12/2024', '12/26/2024'], { dateOrder }))).toEqual({
        code: 'FILE_DATES',
        params: { ask: 0, example: '25/12/2024', other: '12/26/2024' },
      });
    }
  });

  test('the same number twice needs no proof, and what is no date proves nothing', async () => {
    const { rows, bad } = await dated(['05/05/2025', '13/13/2025', '99/1/25', '05-05/2025']);
    expect(rows.map((r) => r.businessDay)).toEqual(['2025-05-05']);
    expect(bad.map((r) => r.reason)).toEqual(['BAD_DATE', 'BAD_DATE', 'BAD_DATE']);
  });

  test('a row with the wrong number of cells proves nothing', async () => {
    expect(refusal(await read('customer_id;date\n1;03/04/2025\n2;25/12/2024;x\n'))).toMatchObject({
      code: 'FILE_DATES',
    });
  });
});

describe('dates and times that are none', () => {
  test.each<[string, string]>([
    ['', 'NO_DATE'],
    ['2025-02-29', 'BAD_DATE'],
    ['2025-13-01', 'BAD_DATE'],
    ['20251301', 'BAD_DATE'],
    ['soon', 'BAD_DATE'],
    ['45678', 'BAD_DATE'],
    ['03.04.25', 'BAD_DATE'],
    ['2025-01-03x', 'BAD_DATE'],
    ['2025-01/03', 'BAD_DATE'],
    ['-2025-01-03', 'BAD_DATE'],
    ['31/04/2025', 'BAD_DATE'],
    ['2025-01-03 24:00', 'BAD_TIME'],
    ['2025-01-03 10:60', 'BAD_TIME'],
    ['2025-01-03 10:00:60', 'BAD_TIME'],
    ['2025-01-03 10', 'BAD_TIME'],
    ['2025-01-03T', 'BAD_DATE'],
    ['2025-01-03 10:00+25:00', 'BAD_TIME'],
    ['2025-01-03 10:00+02:75', 'BAD_TIME'],
    ['1900-01-01', 'DATE_TOO_OLD'],
    ['1970-01-01 00:30', 'DATE_TOO_OLD'],
    ['2200-01-01', 'DATE_FUTURE'],
    ['9999-12-31', 'DATE_FUTURE'],
  ])('%j is %s', async (cell, reason) => {
    expect(await one(cell)).toBe(reason);
  });

  test('the first and the last day that are taken; tomorrow is the business of --as-of', async () => {
    expect((await one('1970-01-01'))?.[0]).toBe('1970-01-01');
    expect((await one('2199-12-31'))?.[0]).toBe('2199-12-31');
  });
});
