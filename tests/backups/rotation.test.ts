import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Dated, surplus } from '../../main/backups/rotation.ts';
import { count, scale, seed } from '../support/counts.ts';
import { holds } from '../support/properties.ts';

const hour = 3_600_000;
const day = 24 * hour;
const runs = count(500, 5_000, 1_000_000);
const now = Date.UTC(2026, 10, 28, 12);

const rotated = async <T>(property: fc.IProperty<T>): Promise<void> => {
  const done = await holds(property, runs, 0.5);
  if (scale > 0) console.log(`R7, rotation: ${done} histories, each with a whole backup (seed ${seed})`);
};
const made = (at: number, precaution = false): Dated => ({ name: `${at}`, at, precaution });
const kept = (backups: readonly Dated[], at = now) => {
  const gone = new Set(surplus(backups, at));
  return backups.filter(({ name }) => !gone.has(name));
};

test('a year of one backup an hour leaves 24 hours, 30 days and 12 months', () => {
  const year = Array.from({ length: 365 * 24 }, (_, i) => made(now - i * hour));
  const left = kept(year);
  const within = (from: number, to: number) => left.filter(({ at }) => now - at >= from && now - at < to).length;
  expect(within(0, 24 * hour)).toBe(24);
  // The newest of today and of yesterday are hourly ones as well.
  expect(within(0, 31 * day)).toBeGreaterThanOrEqual(24 + 28);
  expect(within(0, 31 * day)).toBeLessThanOrEqual(24 + 31);
  // One of each earlier month.
  expect(within(31 * day, 366 * day)).toBe(10);
  expect(left.length).toBeLessThanOrEqual(24 + 30 + 12);
});

test('a shop that opens once a year keeps its last backup', () => {
  expect(kept([made(now - 400 * day)])).toHaveLength(1);
  expect(surplus([], now)).toEqual([]);
});

test('a precaution stays for thirty days among many others of its hour', () => {
  const busy = Array.from({ length: 30 }, (_, i) => made(now - 5 * day + i * 60_000, i === 3));
  expect(kept(busy).some(({ precaution }) => precaution)).toBe(true);
  expect(kept(busy, now + 40 * day).some(({ precaution }) => precaution)).toBe(false);
});

test('a precaution takes no other’s place: what it was made for can still be gone back to', () => {
  const asked = made(now - 60_000);
  expect(kept([asked, made(now, true)])).toContainEqual(asked);
});

const history = fc
  .uniqueArray(fc.integer({ min: 0, max: 500 * 24 * 60 }), { maxLength: 120 })
  .chain((minutes) =>
    fc
      .array(fc.boolean(), { minLength: minutes.length, maxLength: minutes.length })
      .map((flags) => minutes.map((minute, i) => made(now - minute * 60_000, flags[i] ?? false))),
  );

test('whatever was made when: the newest stays, never more than the promised number, and a second look finds nothing more', async () => {
  await rotated(
    fc.property(history, (backups) => {
      const left = kept(backups);
      if (backups.length > 0) expect(left).toContainEqual(backups.toSorted((a, b) => b.at - a.at)[0]);
      const precautions = left.filter(({ precaution }) => precaution).length;
      expect(left.length).toBeLessThanOrEqual(24 + 30 + 12 + precautions);
      expect(surplus(left, now)).toEqual([]);
      // Every hour of the last day, every day of the last thirty and every month that had one still has one, as far as the numbers go.
      const ordinary = backups.filter(({ precaution }) => !precaution);
      const days = new Set(ordinary.filter(({ at }) => now - at <= 30 * day).map(({ at }) => Math.floor(at / day)));
      const daysLeft = new Set(left.map(({ at }) => Math.floor(at / day)));
      expect([...days].filter((one) => !daysLeft.has(one)).length).toBeLessThanOrEqual(Math.max(0, days.size - 30));
    }),
  );
});

test('at every step of every rotation, crashes included, there is a whole backup', async () => {
  /** What a folder holds: a backup counts with its manifest. */
  interface Disk {
    readonly files: Map<string, { at: number; manifest: boolean }>;
  }
  const good = ({ files }: Disk) => [...files.values()].some(({ manifest }) => manifest);
  await rotated(
    fc.property(
      fc.array(
        fc.record({ pause: fc.integer({ min: 1, max: 60 * 24 * 40 }), crash: fc.integer({ min: 0, max: 12 }) }),
        {
          minLength: 1,
          maxLength: 60,
        },
      ),
      (steps) => {
        const disk: Disk = { files: new Map() };
        let at = now;
        let had = false;
        for (const { pause, crash } of steps) {
          at += pause * 60_000;
          let left = crash;
          const alive = () => left-- > 0;
          // The manifest, the name, then what has had its time: in the order of make.ts.
          if (alive() && alive()) disk.files.set(`${at}`, { at, manifest: true });
          had ||= good(disk);
          const present = [...disk.files].map(([name, file]) => ({ name, at: file.at, precaution: false }));
          for (const name of surplus(present, at)) {
            if (!alive()) break;
            disk.files.delete(name);
            if (had) expect(good(disk)).toBe(true);
          }
          if (had) expect(good(disk)).toBe(true);
        }
      },
    ),
  );
});
