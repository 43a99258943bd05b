import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openTestShop } from '../support/shop.ts';

/** Offsets of every kind: half hours, 45 minutes, both sides of the date line, summer time in both halves of the year and none. */
const zones = [
  'Europe/Bucharest',
  'Asia/Jakarta',
  'Asia/Jayapura',
  'America/New_York',
  'America/St_Johns',
  'America/Santiago',
  'Asia/Kathmandu',
  'Australia/Adelaide',
  'Australia/Lord_Howe',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Africa/Casablanca',
];
const months = ['2025-12', '2026-01', '2026-02', '2026-03', '2026-04'];
const hour = 3_600_000;

/** The business day that Intl gives: the clock of the zone, moved back by the start of day. */
function dayByIntl(instant: number, timeZone: string, dayStartMinutes: number): string {
  const shown = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(instant);
  return new Date(Date.parse(`${shown.replace(' ', 'T')}Z`) - dayStartMinutes * 60_000).toISOString().slice(0, 10);
}

/** Moments thick around month ends and changes of summer time, by a sequence that fills the unit interval evenly. */
function moments(): { customer: number; at: number }[] {
  const edges = [...months, '2026-05'].map((month) => Date.parse(`${month}-01T00:00:00Z`));
  const switches = [Date.UTC(2026, 2, 8, 7), Date.UTC(2026, 2, 29, 1), Date.UTC(2026, 3, 4, 15)];
  const even = (i: number, step: number) => (i * step) % 1;
  return Array.from({ length: 420 }, (_, i) => {
    const near = [...edges, ...switches][i % 9] as number;
    const spread = i % 3 === 0 ? 30 * 24 * hour : 20 * hour;
    return {
      customer: Math.floor(even(i, 0.618034) * 23),
      at: Math.floor(near + (even(i, 0.754878) - 0.5) * 2 * spread),
    };
  });
}

/** RETENTION.md section 7 in plain SQL, over days that no code of ours has computed. */
const bySql = `
  WITH visit(c, d) AS (SELECT value ->> 0, value ->> 1 FROM json_each(@visits)),
    span(s, e, p) AS (SELECT @month || '-01', date(@month || '-01', '+1 month'), date(@month || '-01', '-1 month')),
    S AS (SELECT DISTINCT c FROM visit, span WHERE d >= date(s, '-' || @window || ' days') AND d < s),
    E AS (SELECT DISTINCT c FROM visit, span WHERE d >= date(e, '-' || @window || ' days') AND d < e),
    came AS (SELECT DISTINCT c FROM visit, span WHERE d >= s AND d < e),
    known AS (SELECT DISTINCT c FROM visit, span WHERE d < s),
    before AS (SELECT DISTINCT c FROM visit, span WHERE d >= p AND d < s)
  SELECT (SELECT count(*) FROM S) AS "start", (SELECT count(*) FROM E) AS "end",
    (SELECT count(*) FROM came WHERE c NOT IN known) AS "new",
    (SELECT count(*) FROM came WHERE c IN known AND c NOT IN S) AS won_back,
    (SELECT count(*) FROM S WHERE c IN E) AS kept, (SELECT count(*) FROM S WHERE c NOT IN E) AS lost,
    (SELECT count(*) FROM came) AS visitors, (SELECT count(*) FROM came WHERE c IN known) AS returning_visitors,
    (SELECT 100.0 * count(*) FROM S WHERE c IN E) / nullif((SELECT count(*) FROM S), 0) AS retention_pct,
    (SELECT 100.0 * count(*) FROM came WHERE c IN before) / nullif((SELECT count(*) FROM before), 0) AS month_on_month_return_pct,
    (SELECT count(*) FROM (SELECT DISTINCT c, d FROM visit, span WHERE d >= s AND d < e)) AS visits`;

type BySql = Record<string, number | null>;

test.each(zones)('a shop in %s: months agree with plain SQL over the days that Intl names', async (timeZone) => {
  for (const [dayStartMinutes, windowDays] of [
    [0, 31],
    [240, 45],
  ] as const) {
    const shop = await openTestShop({ as: 'owner' });
    await shop.ok('shop.update', { timeZone, dayStartMinutes, activityWindowDays: windowDays });
    shop.clock.now = Date.UTC(2026, 5, 20, 12);
    await shop.signIn('owner');
    const made = moments();
    const file = join(shop.folder, 'log.csv');
    writeFileSync(
      file,
      `customer_id,datetime\n${made.map(({ customer, at }) => `C${customer},${new Date(at).toISOString()}`).join('\n')}\n`,
    );
    shop.dialogs.file = file;
    const chosen = await shop.ok('visits.chooseFile', {});
    const imported = await shop.ok('visits.import', { file: chosen?.file ?? '' });
    expect(imported).toMatchObject({ visitsNew: made.length, errorCount: 0 });

    const visits = JSON.stringify(
      made.map(({ customer, at }) => [customer, dayByIntl(Math.floor(at / 1000) * 1000, timeZone, dayStartMinutes)]),
    );
    for (const month of months) {
      const wanted = shop.read((read) =>
        read.prepare<object, BySql>(bySql).get({ visits, month, window: windowDays }),
      ) as BySql;
      const { content } = await shop.ok('month.report', { month });
      for (const [name, value] of Object.entries(wanted)) {
        const got =
          name === 'visits' ? content.frequency.visits : content.figures[name as keyof typeof content.figures];
        if (name.endsWith('_pct') && value !== null) expect(got, `${month} ${name}`).toBeCloseTo(value, 9);
        else expect(got, `${month} ${name}`).toBe(value);
      }
      expect(content.windowDays).toBe(windowDays);
    }
  }
});
