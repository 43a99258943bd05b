import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  dayNumber,
  dayOf,
  formatDay,
  formatMonth,
  monthNumber,
  monthOf,
  monthStart,
  parseDay,
  parseMonth,
} from '../../main/retention/days.ts';

test('days count from 1970-01-01', () => {
  expect(parseDay('1970-01-01')).toBe(0);
  expect(parseDay('1969-12-31')).toBe(-1);
  expect(parseDay('2000-03-01')).toBe(11_017);
  expect(formatDay(11_016)).toBe('2000-02-29');
});

test('what is no day is refused', () => {
  const not = [
    '',
    '2025-1-01',
    '2025-01-1',
    '2025-02-29',
    '1900-02-29',
    '2025-04-31',
    '2025-00-10',
    '2025-13-01',
    '2025-01-00',
    '2025-01-32',
    '2025-01-01 ',
    ' 2025-01-01',
    '2025-01-01T00:00',
    '20250101',
    '2025/01/01',
    '+02025-01-01',
    '٢٠٢٥-٠١-٠١',
    '0050-01-01',
  ];
  expect(not.filter((text) => parseDay(text) !== null)).toEqual([]);
  expect(() => dayNumber('2025-02-30')).toThrow(RangeError);
  expect(dayOf(2025, 2, 29)).toBeNull();
});

test('leap years', () => {
  expect(parseDay('2024-02-29')).not.toBeNull();
  expect(parseDay('2000-02-29')).not.toBeNull();
  expect(parseDay('2100-02-29')).toBeNull();
});

test('a day survives being written and read, and the next day is the next number', () => {
  fc.assert(
    fc.property(fc.integer({ min: -25_000, max: 150_000 }), (day) => {
      const next = new Date(`${formatDay(day)}T12:00:00Z`);
      next.setUTCDate(next.getUTCDate() + 1);
      expect(dayNumber(formatDay(day))).toBe(day);
      expect(dayNumber(next.toISOString().slice(0, 10))).toBe(day + 1);
    }),
  );
});

test('months', () => {
  expect(formatMonth(monthNumber('2024-12') + 1)).toBe('2025-01');
  expect(formatDay(monthStart(monthNumber('2024-12')))).toBe('2024-12-01');
  expect(formatMonth(monthOf(dayNumber('2024-02-29')))).toBe('2024-02');
  expect(monthStart(monthNumber('2024-03')) - monthStart(monthNumber('2024-02'))).toBe(29);
  expect(monthStart(monthNumber('2025-03')) - monthStart(monthNumber('2025-02'))).toBe(28);
  expect(
    ['2025-13', '2025-00', '2025-1', '2025', '2025-01-01', ''].filter((text) => parseMonth(text) !== null),
  ).toEqual([]);
  expect(() => monthNumber('2025-13')).toThrow(RangeError);
});
