import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatDay } from '../../main/retention/days.ts';
import { businessDayOf } from '../../main/shop/time.ts';
import { count, randomOf, seed, upTo } from '../support/counts.ts';
import { program } from '../support/program.ts';
import { faultsOf, noFaults, testFolder } from '../support/shop.ts';
import { zones } from '../support/zones.ts';
import { openDesk } from './support/desk.ts';
import { look } from './support/file.ts';

/** R11: instants in thirteen zones (summer times, half hours, a skipped day, a date line), leap days, year ends, clocks that are set. */
const instants = count(1_500, 10_000, 200_000);
const stamps = count(36, 1_000, 20_000);
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** The day by another road than the app's: what Intl's clock shows, so many minutes earlier. */
const formats = new Map<string, Intl.DateTimeFormat>();
function dayByIntl(at: number, timeZone: string, dayStartMinutes: number): string {
  let format = formats.get(timeZone);
  if (!format) {
    const parts = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
    format = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', ...parts });
    formats.set(timeZone, format);
  }
  const part = Object.fromEntries(format.formatToParts(at).map((p) => [p.type, Number(p.value)]));
  const wall = Date.UTC(
    part.year ?? 0,
    (part.month ?? 0) - 1,
    part.day,
    part.hour,
    (part.minute ?? 0) - dayStartMinutes,
  );
  return new Date(wall).toISOString().slice(0, 10);
}

/** Anywhere between 1990 and 2090, or near the end of a year, or on a leap day. */
function anyInstant(random: () => number): number {
  const year = 1990 + Math.floor(random() * 100);
  const kind = random();
  if (kind < 0.1) return Date.UTC(year, 11, 31, 20) + Math.floor(random() * 10 * hour);
  if (kind < 0.2) return Date.UTC(year - (year % 4), 1, 28, 20) + Math.floor(random() * 40 * hour);
  return Date.UTC(year, 0, 1) + Math.floor(random() * 365 * day);
}

test(`R11 ${instants} instants in ${zones.length} zones: the shop's day is the one another reckoning finds`, {
  timeout: 600_000,
}, () => {
  const random = randomOf(seed);
  const starts = [0, 240, 359, 720];
  let compared = 0;
  let otherByUtc = 0;
  for (const n of upTo(instants, 0.4)) {
    const at = anyInstant(random);
    const dayStart = starts[n % starts.length] ?? 0;
    for (const zone of zones) {
      const mine = businessDayOf(at, zone, dayStart);
      const other = dayByIntl(at, zone, dayStart);
      if (mine !== other)
        throw new Error(
          `seed ${seed}: ${new Date(at).toISOString()} in ${zone}, day from ${dayStart}: ${mine}, not ${other}`,
        );
      if (mine !== formatDay(Math.floor((at - dayStart * minute) / day))) otherByUtc++;
      compared++;
    }
  }
  console.log(
    `R11: ${compared} days compared, 0 differences; control: a shop that reckoned in UTC would be wrong ${otherByUtc} times (seed ${seed})`,
  );
  expect(otherByUtc).toBeGreaterThan(compared / 20);
});

interface Row {
  readonly seq: number;
  readonly recordedAt: number;
  readonly occurredAt: number;
  readonly businessDay: string;
  readonly clockSuspect: number;
}

test(`R11 ${stamps} stamps while the clock is set: in order, on the right day, marked, and the months add up to the ledger`, {
  timeout: 600_000,
}, async () => {
  const random = randomOf(seed);
  let done = 0;
  let marked = 0;
  for (const zone of zones) {
    const folder = join(testFolder(), 'shop');
    mkdirSync(folder);
    let now = Date.UTC(2026, 2, 10, 9) + Math.floor(random() * 300 * day);
    const desk = await openDesk(folder, { clock: () => now });
    await desk.begin();
    await desk.ok('shop.update', { timeZone: zone });
    const [program] = await desk.ok('programs.list', {});
    const programId = program?.programId ?? ('' as never);
    const said: { at: number; suspect: boolean }[] = [];
    // The rule once more (TRUST.md rule 12): against what was recorded last, and against where the clock was last believed.
    let [believed, last] = [now, now];
    for (const n of upTo(stamps / zones.length, 0.4 / zones.length)) {
      const kind = random();
      const jump =
        kind < 0.7
          ? 0
          : ([-hour, hour, -day, day + hour, -10 * 365 * day, 10 * 365 * day, -minute, 3 * hour][
              Math.floor(random() * 8)
            ] ?? 0);
      // Time that really passes is too short to matter: the monotonic clock of this test hardly moves.
      now += jump;
      const suspect = now < last - 2 * minute || now < believed - 2 * minute || now > believed + day;
      if (!suspect) believed = now;
      last = Math.max(last, now);
      const { customerId } = await desk.ok('customers.enrol', { name: `Customer ${n}` });
      await desk.ok('counter.stamp', { customerId, programId, stamps: 1 });
      said.push({ at: now, suspect });
    }
    const rows = look(folder, (read) =>
      read
        .prepare<[], Row>(
          "SELECT seq, recordedAt, coalesce(occurredAt, recordedAt) AS occurredAt, businessDay, clockSuspect FROM entry WHERE kind = 'stamp' ORDER BY seq",
        )
        .all(),
    );
    expect(rows).toHaveLength(said.length);
    for (const [n, row] of rows.entries()) {
      const where = `seed ${seed}, ${zone}, stamp ${n}, clock ${new Date(said[n]?.at ?? 0).toISOString()}`;
      expect(row.occurredAt, where).toBe(said[n]?.at);
      expect(row.recordedAt, where).toBeGreaterThanOrEqual(rows[n - 1]?.recordedAt ?? 0);
      expect(row.businessDay, where).toBe(dayByIntl(said[n]?.at ?? 0, zone, 0));
      expect(row.clockSuspect === 1, where).toBe(said[n]?.suspect);
      marked += row.clockSuspect;
    }
    const { months, total } = look(folder, (read) => ({
      months: read
        .prepare<[], { n: number }>(
          "SELECT sum(stamps) AS n FROM liveEntry WHERE kind = 'stamp' GROUP BY substr(businessDay, 1, 7)",
        )
        .all()
        .reduce((sum, { n }) => sum + n, 0),
      total: (read.prepare("SELECT sum(stamps) AS n FROM liveEntry WHERE kind = 'stamp'").get() as { n: number }).n,
    }));
    expect(months).toBe(total);
    const { unfinishedBatches: _, ...faults } = look(folder, faultsOf);
    const { unfinishedBatches: __, ...none } = noFaults;
    expect(faults, `${zone}, seed ${seed}`).toEqual(none);
    done += rows.length;
    await desk.host.close();
  }
  console.log(
    `R11: ${done} stamps in ${zones.length} zones, ${marked} jumps marked, 0 out of order, 0 on another day (seed ${seed})`,
  );
  expect(marked).toBeGreaterThan(done / 20);
});

test('R11 with the system’s own clock set: the shop’s day and the order of the ledger', {
  timeout: 600_000,
}, async (context) => {
  if (spawnSync('sh', ['-c', 'command -v faketime']).status !== 0)
    return context.skip('there is no faketime on this machine');
  const rounds = count(1, 50, 500);
  const random = randomOf(seed);
  const folder = join(testFolder(), 'shop');
  mkdirSync(folder);
  const desk = await openDesk(folder);
  await desk.begin();
  await desk.host.close();
  const script = await program('tests/faults/support/starter.ts');
  let done = 0;
  for (const _ of upTo(rounds, 0.2)) {
    done++;
    const at = anyInstant(random);
    const when = new Date(Math.max(at, Date.UTC(2001, 0, 1))).toISOString().slice(0, 19).replace('T', ' ');
    const { stdout, stderr } = spawnSync('faketime', [when, process.execPath, script, folder], {
      input: 'go\nstamp\n',
      encoding: 'utf8',
      env: { ...process.env, TZ: 'UTC', FAKETIME_DONT_FAKE_MONOTONIC: '1' },
    });
    expect(stdout, stderr).toContain('ready\nstamped\n');
    const row = look(folder, (read) =>
      read.prepare<[], { createdAt: number }>('SELECT createdAt FROM customer ORDER BY key DESC LIMIT 1').get(),
    );
    // A start takes a few seconds, which the set clock goes on for.
    const late = (row?.createdAt ?? 0) - Date.parse(`${when.replace(' ', 'T')}Z`);
    expect(late).toBeGreaterThanOrEqual(0);
    expect(late).toBeLessThan(60_000);
  }
  const { unfinishedBatches: _, ...faults } = look(folder, faultsOf);
  const { unfinishedBatches: __, ...none } = noFaults;
  expect(faults).toEqual(none);
  console.log(`R11: ${done} starts under faketime (seed ${seed})`);
});
