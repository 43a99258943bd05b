import { Temporal } from 'temporal-polyfill';
import { dayNumber, formatDay } from '../retention/days.ts';

/**
 * The shop's clock: instants (UTC ms) to the shop's wall clock and back. The rules of time zones come from
 * Temporal; the stretches of equal offset it names are kept, so that "now" and a million imported rows cost an addition each.
 *
 * A wall-clock time is written as the UTC milliseconds at which a clock in UTC would show it.
 */

const msPerMinute = 60_000;
const msPerDay = 86_400_000;

/** The zone has one offset from `from` up to, not including, `to` (UTC ms). */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

const stretches = new Map<string, Stretch[]>();

/** Does this computer know the time zone (IANA name)? */
export function isTimeZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    // Temporal also takes '+02:00', which knows no summer time and is no place a shop is in.
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}

/** How far the zone's clock is ahead of UTC at an instant, ms. Throws RangeError for an unknown zone. */
export function offsetAt(instant: number, timeZone: string): number {
  const known = stretches.get(timeZone) ?? [];
  // A plain loop: the array is short, and this runs twice for every imported row.
  for (const s of known) if (instant >= s.from && instant < s.to) return s.offset;
  const stretch = stretchAt(instant, timeZone);
  stretches.set(timeZone, [...known, stretch]);
  return stretch.offset;
}

function stretchAt(instant: number, timeZone: string): Stretch {
  const here = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone);
  // "previous" means strictly before, and a stretch begins with its transition: so ask from a millisecond later.
  const from = here.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
  const to = here.getTimeZoneTransition('next');
  return {
    from: from?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    to: to?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offset: here.offsetNanoseconds / 1e6,
  };
}

/**
 * The instant at which the zone's clock shows a wall-clock time. Null when it never does (the hour skipped in spring,
 * a day skipped by moving the date line); the earlier instant when it does twice (the hour repeated in autumn).
 */
export function localToInstant(wallClock: number, timeZone: string): number | null {
  const before = wallClock - offsetAt(wallClock - msPerDay, timeZone);
  if (offsetAt(before, timeZone) === wallClock - before) return before;
  const after = wallClock - offsetAt(wallClock + msPerDay, timeZone);
  return offsetAt(after, timeZone) === wallClock - after ? after : null;
}

/** Like localToInstant, and a time that is skipped is read with the offset before the skip: never null. */
export function localToNearestInstant(wallClock: number, timeZone: string): number {
  return localToInstant(wallClock, timeZone) ?? wallClock - offsetAt(wallClock - msPerDay, timeZone);
}

/** The day number (retention/days.ts) of a wall-clock time when the shop's day starts `dayStartMinutes` after midnight. */
export function businessDayOfWallClock(wallClock: number, dayStartMinutes: number): number {
  return Math.floor((wallClock - dayStartMinutes * msPerMinute) / msPerDay);
}

/** The business day of an instant, as a day number: before the start of day it is still the day before. */
export function businessDayNumberOf(instant: number, timeZone: string, dayStartMinutes: number): number {
  return businessDayOfWallClock(instant + offsetAt(instant, timeZone), dayStartMinutes);
}

/** When a business day begins and the next one does, UTC ms. */
export function businessDaySpan(day: string, timeZone: string, dayStartMinutes: number): { from: number; to: number } {
  const begins = (n: number) => localToNearestInstant(n * msPerDay + dayStartMinutes * msPerMinute, timeZone);
  return { from: begins(dayNumber(day)), to: begins(dayNumber(day) + 1) };
}

/** The business day of an instant, as 'YYYY-MM-DD'. */
export function businessDayOf(instant: number, timeZone: string, dayStartMinutes: number): string {
  return formatDay(businessDayNumberOf(instant, timeZone, dayStartMinutes));
}
