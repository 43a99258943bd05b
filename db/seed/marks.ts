import type { Random } from './random.ts';

/** Days after which somebody counts as gone for the marks below. */
const goneAfter = 60;

/**
 * Why somebody is off the lists (F-89), from the days since the last visit; null for most. `days` is how long it lasts, null for good.
 */
export function makeMark(
  random: Random,
  daysSince: number,
): { mark: 'away' | 'booked' | 'moved' | 'deceased' | 'doNotContact'; days: number | null } | null {
  const u = random.next();
  if (daysSince > goneAfter) {
    if (u < 0.06) return { mark: 'moved', days: null };
    if (u < 0.09) return { mark: 'doNotContact', days: null };
    return u < 0.094 ? { mark: 'deceased', days: null } : null;
  }
  if (u < 0.015) return { mark: 'away', days: random.int(5, 30) };
  return u < 0.022 ? { mark: 'booked', days: random.int(1, 14) } : null;
}
