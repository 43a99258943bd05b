import { expect, test } from 'vitest';
import type { WeekPattern } from '../../preload/contract/insights.ts';
import { busiest, openHours, perDay } from '../../renderer/insights/week.ts';

/** Seven empty weekdays, then the visits given as [weekday, hour, count]. */
function week(...visits: [weekday: number, hour: number, count: number][]): WeekPattern {
  const weekdays = Array.from({ length: 7 }, (_, index) => {
    const hours = Array.from({ length: 24 }, () => 0);
    for (const [weekday, hour, count] of visits) if (weekday === index + 1) hours[hour] = count;
    return { weekday: index + 1, visits: hours.reduce((sum, n) => sum + n, 0), days: 4, hours };
  });
  const all = weekdays.reduce((sum, day) => sum + day.visits, 0);
  return { from: '2026-01-05', to: '2026-02-01', visits: all, withoutTime: 0, weekdays };
}

test('the table shows the hours from the first visit of any weekday to the last, with quiet ones between', () => {
  expect(openHours(week([2, 9, 1], [5, 12, 3]))).toEqual([9, 10, 11, 12]);
  expect(openHours(week([7, 0, 1], [1, 23, 1]))).toHaveLength(24);
});

test('no hour, no columns and no busiest hour', () => {
  expect(openHours(week())).toEqual([]);
  expect(busiest(week())).toBeNull();
});

test('the busiest hour is the first of those with the most visits', () => {
  expect(busiest(week([3, 8, 5], [4, 17, 9], [6, 10, 9]))).toMatchObject({ weekday: 4, hour: 17 });
});

test('visits a day are an average over the days there were, and nothing where there were none', () => {
  const [monday] = week([1, 8, 6]).weekdays;
  expect(monday && perDay(monday)).toBe(1.5);
  expect(monday && perDay({ ...monday, days: 0 })).toBeNull();
});
