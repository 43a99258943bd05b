import type { ReadConnection } from '../../db/open.ts';
import { listVisitQuarters, quarterHour } from '../../db/queries/insights.ts';
import type { WeekdayVisits, WeekPattern } from '../../preload/contract/insights.ts';
import { dayNumber, formatDay } from '../retention/days.ts';
import { offsetAt } from '../shop/time.ts';

const msPerHour = 3_600_000;

/** 0 for Monday to 6 for Sunday; 1970-01-01 was a Thursday. */
const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7;

/** How many of the days from `from` to `to`, both included, fall on each weekday, Monday first. */
export function countWeekdays(from: number, to: number): number[] {
  const counts = [0, 0, 0, 0, 0, 0, 0];
  const whole = Math.floor((to - from + 1) / 7);
  for (let day = from + 7 * whole; day <= to; day++) counts[weekdayOf(day)] = (counts[weekdayOf(day)] ?? 0) + 1;
  return counts.map((n) => n + whole);
}

/**
 * Visits by weekday and hour from `from` to `to`, day numbers, both included. The weekday is the business day's; the hour is what a
 * clock in the shop showed, so after a late closing time the hours 0 to 2 of a Saturday belong to the Friday.
 */
export function weekPattern(read: ReadConnection, from: number, to: number, timeZone: string): WeekPattern {
  const days = countWeekdays(from, to);
  const weekdays: WeekdayVisits[] = days.map((n, i) => ({
    weekday: i + 1,
    visits: 0,
    days: n,
    hours: Array.from({ length: 24 }, () => 0),
  }));
  let visits = 0;
  let withoutTime = 0;
  for (const row of listVisitQuarters(read, formatDay(from), formatDay(to))) {
    const line = weekdays[weekdayOf(dayNumber(row.businessDay))] as WeekdayVisits;
    line.visits += row.visits;
    visits += row.visits;
    if (row.quarter === null) {
      withoutTime += row.visits;
      continue;
    }
    const instant = row.quarter * quarterHour;
    const hour = Math.floor((instant + offsetAt(instant, timeZone)) / msPerHour) % 24;
    line.hours[hour] = (line.hours[hour] ?? 0) + row.visits;
  }
  return { from: formatDay(from), to: formatDay(to), visits, withoutTime, weekdays };
}
