import { describe, expect, test } from 'vitest';
import { addMonths, choose, rateScale, tableStart } from '../../renderer/month/months.ts';

test('months are counted over the turn of the year', () => {
  expect(addMonths('2025-11', 2)).toBe('2026-01');
  expect(addMonths('2025-01', -1)).toBe('2024-12');
  expect(tableStart('2025-11')).toBe('2024-12');
});

describe('the table that shows the chosen month', () => {
  const now = { month: '2025-11', to: '2025-11' };

  test('stays while the month is in it', () => {
    expect(choose('2024-12', now, '2025-11')).toEqual({ month: '2024-12', to: '2025-11' });
  });

  test('moves back just far enough for an older month', () => {
    expect(choose('2024-11', now, '2025-11')).toEqual({ month: '2024-11', to: '2025-10' });
  });

  test('never reaches beyond the running month', () => {
    expect(choose('2025-05', { month: '2020-01', to: '2020-12' }, '2025-11')).toEqual({
      month: '2025-05',
      to: '2025-05',
    });
    expect(choose('2025-06', { month: '2026-09', to: '2026-09' }, '2025-11')).toEqual({
      month: '2025-06',
      to: '2025-11',
    });
  });
});

test('the chart begins below its smallest rate, in whole tens, and never below zero', () => {
  expect(rateScale([94, 87.5])).toEqual({ low: 80, high: 100 });
  expect(rateScale([3])).toEqual({ low: 0, high: 100 });
  expect(rateScale([])).toEqual({ low: 90, high: 100 });
});
