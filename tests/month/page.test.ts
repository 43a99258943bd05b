import { expect, test } from 'vitest';
import type { Change } from '../../preload/contract/month.ts';
import { formatFor } from '../../renderer/app/format.ts';
import { figureText, sortChanges } from '../../renderer/month/changed.ts';
import { difference, written } from '../../renderer/month/measures.ts';
import { lastDayOf } from '../../renderer/month/months.ts';

const format = formatFor({ language: 'en', currency: 'RON', timeZone: 'Europe/Bucharest', today: '2026-03-10' });

test('a figure that is not defined is a dash, never 0', () => {
  expect(written(null, 'percent', format)).toBe('—');
  expect(written(0, 'percent', format)).toBe('0.0%');
  expect(written(87.5, 'percent', format)).toBe('87.5%');
  expect(written(12345, 'count', format)).toBe('12,345');
});

test('the difference has its sign, in points for rates, and is missing where one side is', () => {
  expect(difference(12, 8, 'count', format)).toBe('+4');
  expect(difference(8, 12, 'count', format)).toBe('−4');
  expect(difference(85.2, 88.6, 'percent', format)).toBe('−3.4');
  expect(difference(3.5, 3.48, 'decimal', format)).toBe('+0.02');
  expect(difference(null, 8, 'count', format)).toBeNull();
  expect(difference(8, null, 'count', format)).toBeNull();
});

test('what one cannot see is no difference: no "+0" and no "−0"', () => {
  expect(difference(80.04, 80, 'percent', format)).toBe('=');
  expect(difference(79.98, 80, 'percent', format)).toBe('=');
  expect(difference(5, 5, 'count', format)).toBe('=');
});

test('what changed since a month was closed is named in the order of the page, the rest is counted', () => {
  const change = (figure: string): Change => ({ figure, delivered: 1, now: 2 });
  const { known, others } = sortChanges([
    change('money.income'),
    change('best.visits.least'),
    change('figures.visitors'),
    change('figures.start'),
  ]);
  expect(known.map(({ figure }) => figure)).toEqual(['figures.start', 'figures.visitors', 'money.income']);
  expect(others).toBe(1);
});

test('changed figures are written as what they are', () => {
  expect(figureText('figures.retention_pct', 75, format)).toBe('75.0%');
  expect(figureText('figures.retention_pct', null, format)).toBe('—');
  expect(figureText('money.income', 1250, format)).toBe(format.money(1250));
  expect(figureText('figures.visitors', 1250, format)).toBe('1,250');
});

test('the last day of a month, leap years and the year’s end too', () => {
  expect(lastDayOf('2026-02')).toBe('2026-02-28');
  expect(lastDayOf('2028-02')).toBe('2028-02-29');
  expect(lastDayOf('2026-12')).toBe('2026-12-31');
});
