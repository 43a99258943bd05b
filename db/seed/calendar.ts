import type { Random } from './random.ts';

/** Days the shop is open, from the first of its history to the last; index 0 is the first. */
export interface Calendar {
  readonly firstDay: number;
  readonly days: number;
  /** Relative crowd of each day; 0 when the shop is closed. */
  readonly crowd: Float64Array;
}

/** Crowd by weekday, Sunday first: a café between offices and homes. */
const weekdays = [0.6, 0.95, 0.95, 1, 1, 1.15, 1.2] as const;
const msPerDay = 86_400_000;

/** 0 for Sunday; 1970-01-01 was a Thursday. */
export const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7;

/** The days from `firstDay` to `lastDay` (day numbers since 1970-01-01); closed on Christmas Day and New Year's Day only. */
export function makeCalendar(random: Random, firstDay: number, lastDay: number): Calendar {
  const days = lastDay - firstDay + 1;
  const crowd = new Float64Array(days);
  for (let i = 0; i < days; i++) {
    const date = new Date((firstDay + i) * msPerDay);
    const [month, day] = [date.getUTCMonth() + 1, date.getUTCDate()];
    const closed = (month === 12 && day === 25) || (month === 1 && day === 1);
    // Fewer come in high summer, and the weather makes every day different.
    const season = month === 8 ? 0.85 : 1;
    crowd[i] = closed ? 0 : (weekdays[weekdayOf(firstDay + i)] ?? 1) * season * (0.75 + 0.5 * random.next());
  }
  return { firstDay, days, crowd };
}

/**
 * How many customers come for the first time on each day: `customers` in all, many when the cards are new, then a stream with better
 * and worse months.
 */
export function spreadArrivals(random: Random, { days, crowd }: Calendar, customers: number): Int32Array {
  const wave = Math.max(20, days / 18);
  let luck = 1;
  const weights = Float64Array.from(crowd, (weight, i) => {
    if (i % 30 === 0) luck = 0.55 + 0.9 * random.next();
    return weight * luck * (1 + 6 * Math.exp(-i / wave));
  });
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const arrivals = new Int32Array(days);
  let sum = 0;
  let given = 0;
  for (let i = 0; i < days; i++) {
    sum += weights[i] ?? 0;
    const until = Math.round((customers * sum) / whole);
    arrivals[i] = until - given;
    given = until;
  }
  return arrivals;
}
