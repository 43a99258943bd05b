import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { countWeekdays } from '../../main/insights/week.ts';
import { dayNumber, formatDay } from '../../main/retention/days.ts';
import { liveShop } from '../month/live.ts';
import { openTestShop, type TestShop } from '../support/shop.ts';

/** Weekday 1 to 7 and hour of an instant as Intl says them for the zone: nothing shared with the code under test. */
function shown(instant: number, timeZone: string): { weekday: number; hour: number } {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', hour: '2-digit', hourCycle: 'h23' })
    .formatToParts(instant)
    .reduce<Record<string, string>>((all, part) => Object.assign(all, { [part.type]: part.value }), {});
  return {
    weekday: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(parts.weekday ?? '') + 1,
    hour: Number(parts.hour),
  };
}

const visitsOf = (shop: TestShop) =>
  shop.read((read) =>
    read
      .prepare<[], { businessDay: string; occurredAt: number | null }>(
        "SELECT businessDay, occurredAt FROM liveEntry WHERE kind = 'visit'",
      )
      .all(),
  );

const imported = async (shop: TestShop, lines: readonly string[]) => {
  const file = join(shop.folder, 'log.csv');
  writeFileSync(file, `customer_id,date\n${lines.join('\n')}\n`);
  shop.dialogs.file = file;
  const chosen = await shop.ok('visits.chooseFile', {});
  await shop.ok('visits.import', { file: chosen?.file ?? '' });
};

describe('the week', () => {
  test.each(['Europe/Bucharest', 'Asia/Jakarta', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'America/St_Johns'])(
    'counts visits by the clock of a shop in %s, over a change of summer time',
    async (timeZone) => {
      const shop = await openTestShop({ as: 'owner' });
      await shop.ok('shop.update', { timeZone });
      // Every 37 minutes for three days around the night of 29 March 2026, and around 5 April for the southern half.
      const start = [Date.UTC(2026, 2, 28), Date.UTC(2026, 3, 4)];
      const moments = start.flatMap((from) => Array.from({ length: 117 }, (_, i) => from + i * 37 * 60_000));
      shop.clock.now = Date.UTC(2026, 4, 1);
      await shop.signIn('owner');
      await imported(
        shop,
        moments.map((at, i) => `C${i},${new Date(at).toISOString()}`),
      );
      const { week } = await shop.ok('insights.overview', { from: '2026-03', to: '2026-04' });
      expect(week).toMatchObject({ visits: moments.length, withoutTime: 0 });
      const wanted = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0));
      for (const at of moments) {
        const { weekday, hour } = shown(at, timeZone);
        const line = wanted[weekday - 1] as number[];
        line[hour] = (line[hour] ?? 0) + 1;
      }
      expect(week.weekdays.map((line) => line.hours)).toEqual(wanted);
      expect(week.weekdays.map((line) => line.visits)).toEqual(wanted.map((hours) => hours.reduce((a, b) => a + b, 0)));
    },
  );

  test('a bare date has a weekday and no hour', async () => {
    const shop = await openTestShop({ as: 'owner' });
    await imported(shop, ['A,2026-03-02', 'A,2026-03-09', 'B,2026-03-08']);
    const { week } = await shop.ok('insights.overview', { from: '2026-03', to: '2026-03' });
    expect(week).toMatchObject({ from: '2026-03-02', to: '2026-03-10', visits: 3, withoutTime: 3 });
    expect(week.weekdays.map((line) => line.visits)).toEqual([2, 0, 0, 0, 0, 0, 1]);
    expect(week.weekdays.flatMap((line) => line.hours).every((n) => n === 0)).toBe(true);
  });

  test('after a late closing time the small hours belong to the evening before', async () => {
    const shop = await openTestShop({ as: 'owner' });
    await shop.ok('shop.update', { dayStartMinutes: 240 });
    // Saturday 7 March 2026, 01:30 in Bucharest: still Friday's business.
    await imported(shop, ['A,2026-03-07 01:30']);
    const { week } = await shop.ok('insights.overview', { from: '2026-03', to: '2026-03' });
    const friday = week.weekdays[4];
    expect(friday).toMatchObject({ weekday: 5, visits: 1 });
    expect(friday?.hours[1]).toBe(1);
  });

  test('the days of each weekday are counted like a calendar', () => {
    for (const [from, to] of [
      ['2026-03-01', '2026-03-31'],
      ['2024-02-27', '2024-03-01'],
      ['2026-03-10', '2026-03-10'],
      ['1969-12-28', '1970-01-11'],
    ] as const) {
      const counts = [0, 0, 0, 0, 0, 0, 0];
      for (let day = dayNumber(from); day <= dayNumber(to); day++) {
        const weekday = (new Date(`${formatDay(day)}T00:00:00Z`).getUTCDay() + 6) % 7;
        counts[weekday] = (counts[weekday] ?? 0) + 1;
      }
      expect(countWeekdays(dayNumber(from), dayNumber(to))).toEqual(counts);
    }
  });
});

describe('the overview', () => {
  test('says of its months and cohorts what the month page says', async () => {
    const shop = await liveShop(21, 100);
    const overview = await shop.ok('insights.overview', { from: '2025-01', to: '2027-12' });
    const { months } = await shop.ok('month.summary', { from: '2026-03', to: '2026-06' });
    expect(overview.months).toEqual(months);
    const report = await shop.ok('month.report', { month: '2026-06' });
    expect(overview.cohorts).toEqual(report.content.cohorts);
    expect(overview.week.visits).toBe(visitsOf(shop).length);
  });

  test('an empty shop, and a span before the records or after today, have no months and no NaN', async () => {
    const shop = await openTestShop({ as: 'manager' });
    const nothing = { months: [], cohorts: { running: null, cohorts: [] } };
    expect(await shop.ok('insights.overview', { from: '2026-01', to: '2026-03' })).toMatchObject(nothing);
    const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
    await shop.ok('counter.stamp', { customerId, programId: shop.programId as never });
    expect(await shop.ok('insights.overview', { from: '2025-01', to: '2026-02' })).toMatchObject(nothing);
    expect(await shop.ok('insights.overview', { from: '2026-04', to: '2026-12' })).toMatchObject(nothing);
    expect((await shop.refused('insights.overview', { from: '2026-04', to: '2026-03' })).code).toBe('BAD_INPUT');
    await shop.signIn('staff');
    expect((await shop.refused('insights.overview', { from: '2026-01', to: '2026-03' })).code).toBe('NOT_ALLOWED');
  });

  test('spans sixty months at most, the latest ones', async () => {
    const shop = await openTestShop({ as: 'owner' });
    await imported(shop, ['A,2015-01-10', 'A,2026-03-01']);
    const { months } = await shop.ok('insights.overview', { from: '2015-01', to: '2026-03' });
    expect(months).toHaveLength(60);
    expect(months.at(-1)?.month).toBe('2026-03');
  });
});
