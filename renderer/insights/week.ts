import type { WeekPattern } from '../../preload/contract/insights.ts';

/** The hours with a visit on any weekday, with those between; empty when no visit has an hour. */
export function openHours({ weekdays }: WeekPattern): number[] {
  const used = weekdays.flatMap(({ hours }) => hours.flatMap((visits, hour) => (visits > 0 ? [hour] : [])));
  if (used.length === 0) return [];
  const first = Math.min(...used);
  return Array.from({ length: Math.max(...used) - first + 1 }, (_, index) => first + index);
}

/** The weekday and hour with the most visits; null when no visit has an hour. */
export function busiest({ weekdays }: WeekPattern): { readonly weekday: number; readonly hour: number } | null {
  let best: { weekday: number; hour: number; visits: number } | null = null;
  for (const { weekday, hours } of weekdays) {
    for (const [hour, visits] of hours.entries()) {
      if (visits > (best?.visits ?? 0)) best = { weekday, hour, visits };
    }
  }
  return best;
}

/** Visits on one such day, on average; null when the span has none. */
export const perDay = ({ visits, days }: WeekPattern['weekdays'][number]): number | null =>
  days === 0 ? null : visits / days;
