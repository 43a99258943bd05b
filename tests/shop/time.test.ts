import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDay } from '../../main/retention/days.ts';
import {
  businessDayNumberOf,
  businessDayOf,
  businessDayOfWallClock,
  isTimeZone,
  localToInstant,
  offsetAt,
} from '../../main/shop/time.ts';
import { zones } from '../support/zones.ts';

const zone = fc.constantFrom(...zones);
const year = (y: number) => Date.UTC(y, 0, 1);
const instant = fc.integer({ min: year(1970), max: year(2100) }).map((ms) => ms - (ms % 1000));

/** The wall clock as Intl shows it: another road through another part of ICU than Temporal's. */
const formats = new Map<string, Intl.DateTimeFormat>();
function wallClockByIntl(at: number, timeZone: string): number {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  formats.set(timeZone, format);
  const part = Object.fromEntries(format.formatToParts(at).map((p) => [p.type, Number(p.value)]));
  return Date.UTC(part.year ?? 0, (part.month ?? 0) - 1, part.day, part.hour, part.minute, part.second);
}

const wall = (text: string) => Date.parse(`${text}Z`);
const utc = (at: number | null) => at && new Date(at).toISOString();

describe('any instant in 13 zones', () => {
  test('the clock shows what Intl says', () => {
    fc.assert(
      fc.property(instant, zone, (at, z) => {
        expect(at + offsetAt(at, z)).toBe(wallClockByIntl(at, z));
      }),
      { numRuns: 10_000 },
    );
  });

  test('close to every change of offset, a second to either side', () => {
    let changes = 0;
    for (const z of zones) {
      for (let day = year(2005); day < year(2030); day += 86_400_000) {
        let [low, high] = [day, day + 86_400_000];
        if (wallClockByIntl(low, z) - low === wallClockByIntl(high, z) - high) continue;
        while (high - low > 1000) {
          const middle = Math.round((low + high) / 2000) * 1000;
          if (wallClockByIntl(middle, z) - middle === wallClockByIntl(day, z) - day) low = middle;
          else high = middle;
        }
        changes++;
        for (const at of [low, high]) expect(at + offsetAt(at, z), `${z} ${utc(at)}`).toBe(wallClockByIntl(at, z));
      }
    }
    expect(changes).toBeGreaterThan(300);
  }, 120_000);

  test('a wall-clock time leads back to the earliest instant that shows it', () => {
    fc.assert(
      fc.property(instant, zone, (at, z) => {
        const shown = wallClockByIntl(at, z);
        const back = localToInstant(shown, z);
        expect(back).not.toBeNull();
        expect(wallClockByIntl(Number(back), z)).toBe(shown);
        expect(back).toBeLessThanOrEqual(at);
      }),
      { numRuns: 3000 },
    );
  });

  test('a wall-clock time without an instant is one that no instant around shows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 24 * 60 }), zone, fc.constantFrom(2019, 2024, 2025), (minutes, z, y) => {
        // Around every change of the year: each day on which the offset is not the same all day.
        for (let day = year(y); day < year(y + 1); day += 86_400_000) {
          if (offsetAt(day, z) === offsetAt(day + 86_400_000, z)) continue;
          const shown = day + offsetAt(day, z) + minutes * 60_000;
          const candidates = [offsetAt(day, z), offsetAt(day + 86_400_000, z)].map((offset) => shown - offset);
          const shows = candidates.filter((at) => wallClockByIntl(at, z) === shown);
          expect(localToInstant(shown, z)).toBe(shows.length ? Math.min(...shows) : null);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('the business day is the local date a while ago', () => {
    fc.assert(
      fc.property(instant, zone, fc.integer({ min: 0, max: 720 }), (at, z, start) => {
        const expected = new Date(wallClockByIntl(at, z) - start * 60_000).toISOString().slice(0, 10);
        expect(businessDayOf(at, z, start)).toBe(expected);
        expect(formatDay(businessDayNumberOf(at, z, start))).toBe(expected);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('days that are known to be odd', () => {
  test('the hour that is skipped in spring does not exist, the one repeated in autumn is the earlier', () => {
    expect(localToInstant(wall('2025-03-30T03:30:00'), 'Europe/Bucharest')).toBeNull();
    expect(utc(localToInstant(wall('2025-03-30T02:59:59'), 'Europe/Bucharest'))).toBe('2025-03-30T00:59:59.000Z');
    expect(utc(localToInstant(wall('2025-03-30T04:00:00'), 'Europe/Bucharest'))).toBe('2025-03-30T01:00:00.000Z');
    expect(utc(localToInstant(wall('2025-10-26T03:30:00'), 'Europe/Bucharest'))).toBe('2025-10-26T00:30:00.000Z');
    expect(utc(localToInstant(wall('2025-10-26T04:00:00'), 'Europe/Bucharest'))).toBe('2025-10-26T02:00:00.000Z');
  });

  test('the very instant of a change, asked for first, says nothing wrong about the time before it', () => {
    // A zone of this test alone: nothing is known about it yet.
    const change = Date.parse('2025-03-30T01:00:00Z');
    expect(offsetAt(change, 'Europe/Vilnius')).toBe(3 * 3_600_000);
    expect(offsetAt(change - 1, 'Europe/Vilnius')).toBe(2 * 3_600_000);
  });

  test('Lord Howe moves by half an hour', () => {
    expect(localToInstant(wall('2025-10-05T02:15:00'), 'Australia/Lord_Howe')).toBeNull();
    expect(utc(localToInstant(wall('2025-10-05T02:30:00'), 'Australia/Lord_Howe'))).toBe('2025-10-04T15:30:00.000Z');
    expect(utc(localToInstant(wall('2025-04-06T01:45:00'), 'Australia/Lord_Howe'))).toBe('2025-04-05T14:45:00.000Z');
  });

  test('Samoa had no 30 December 2011', () => {
    expect(localToInstant(wall('2011-12-30T12:00:00'), 'Pacific/Apia')).toBeNull();
    expect(businessDayOf(Date.parse('2011-12-30T09:59:59Z'), 'Pacific/Apia', 0)).toBe('2011-12-29');
    expect(businessDayOf(Date.parse('2011-12-30T10:00:00Z'), 'Pacific/Apia', 0)).toBe('2011-12-31');
  });

  test('São Paulo had no midnight when summer time began', () => {
    expect(localToInstant(wall('2018-11-04T00:00:00'), 'America/Sao_Paulo')).toBeNull();
    expect(utc(localToInstant(wall('2018-11-04T01:00:00'), 'America/Sao_Paulo'))).toBe('2018-11-04T03:00:00.000Z');
  });

  test('until the start of day it is still the day before', () => {
    expect(businessDayOfWallClock(wall('2025-01-01T03:59:59'), 240)).toBe(
      businessDayOfWallClock(wall('2024-12-31T12:00:00'), 240),
    );
    expect(businessDayOf(Date.parse('2025-03-01T01:59:59Z'), 'Europe/Bucharest', 240)).toBe('2025-02-28');
    expect(businessDayOf(Date.parse('2025-03-01T02:00:00Z'), 'Europe/Bucharest', 240)).toBe('2025-03-01');
  });
});

test('zones that exist', () => {
  expect(zones.filter((z) => !isTimeZone(z))).toEqual([]);
  expect(['', 'Nowhere/Land', '+02:00', 'Europe', 'utc+2', '../etc'].filter(isTimeZone)).toEqual([]);
  expect(() => offsetAt(0, 'Nowhere/Land')).toThrow(RangeError);
});
