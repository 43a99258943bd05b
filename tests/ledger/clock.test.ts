import { afterEach, describe, expect, test, vi } from 'vitest';
import { createClockWatch } from '../../main/ledger/clock.ts';
import { counterWith } from '../support/counter.ts';
import { day, expectSound, hour, minute, opening, openTestShop, type TestShop } from '../support/shop.ts';

interface Row {
  readonly recordedAt: number;
  readonly occurredAt: number;
  readonly businessDay: string;
  readonly clockSuspect: number;
}
const stamps = (shop: TestShop): Row[] =>
  shop.read((c) =>
    c
      .prepare<[], Row>(
        "SELECT recordedAt, occurredAt, businessDay, clockSuspect FROM entry WHERE kind = 'stamp' ORDER BY seq",
      )
      .all(),
  );

describe('a clock that was set (TRUST.md rule 12)', () => {
  test('back by an hour: the ledger keeps its order, says when it happened, and marks it', async () => {
    const { shop, stamped } = await counterWith();
    await stamped();
    shop.clock.now -= hour;
    await stamped({ sameVisit: true });
    const [first, second] = stamps(shop);
    expect(first).toMatchObject({ recordedAt: opening, occurredAt: opening, clockSuspect: 0 });
    expect(second).toMatchObject({ recordedAt: opening, occurredAt: opening - hour, clockSuspect: 1 });
    expectSound(shop);
  });

  test('back by a minute: not worth a mark', async () => {
    const { shop, stamped } = await counterWith();
    await stamped();
    shop.clock.now -= minute;
    await stamped({ sameVisit: true });
    expect(stamps(shop).map((row) => row.clockSuspect)).toEqual([0, 0]);
    expect(stamps(shop)[1]?.recordedAt).toBe(opening);
  });

  test('ahead by two days while the app runs: marked; after a restart it is simply later', async () => {
    const { shop, stamped } = await counterWith();
    await stamped();
    shop.clock.now += 2 * day;
    await stamped();
    expect(stamps(shop).map((row) => row.clockSuspect)).toEqual([0, 1]);
    await shop.restart();
    await shop.signIn('owner');
    shop.clock.now += hour;
    await stamped();
    expect(stamps(shop).map((row) => row.clockSuspect)).toEqual([0, 1, 0]);
  });

  test('to another year once and back: the till goes on, and the days are right', async () => {
    const { shop, customerId, stamped, customer } = await counterWith();
    const { customerId: other } = await shop.ok('customers.enrol', { name: 'Ion' });
    const wrong = Date.UTC(2031, 5, 1, 9, 0);
    shop.clock.now = wrong;
    await shop.ok('counter.stamp', { customerId: other, programId: shop.programId });
    // Somebody puts the clock right.
    shop.clock.now = opening + hour;
    await stamped();
    expect((await customer()).sameVisitUntil).toBe(opening + hour + 10 * minute);
    shop.clock.now += 11 * minute;
    expect(await stamped()).toMatchObject({ before: 1, after: 2 });
    expect(stamps(shop).map((row) => row.recordedAt)).toEqual([wrong, wrong, wrong]);
    expect(stamps(shop).map((row) => row.businessDay)).toEqual(['2031-06-01', '2026-03-10', '2026-03-10']);
    expect(await shop.ok('customers.get', { customerId })).toMatchObject({ lastVisitDay: '2026-03-10', visitDays: 1 });
    expect(await shop.ok('shop.status', {})).toMatchObject({ clockBehind: true });
    expectSound(shop);
  });

  test('the time of recording never falls, whatever the clock does', async () => {
    const { shop, stamp } = await counterWith();
    let seed = 7;
    for (let i = 0; i < 60; i++) {
      seed = (seed * 16807) % 2147483647;
      shop.clock.now += ((seed % 2000) - 900) * minute;
      await stamp({ sameVisit: true, stamps: 1 + (i % 3) });
    }
    const times = stamps(shop).map((row) => row.recordedAt);
    expect(times.length).toBeGreaterThan(20);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expectSound(shop);
  });
});

describe('the watch on the clock', () => {
  const start = opening;
  const watchAt = () => {
    const time = { wall: start, monotonic: 5000 };
    const watch = createClockWatch(
      () => time.wall,
      () => time.monotonic,
    );
    const pass = (ms: number, jump = 0) => {
      time.monotonic += ms;
      time.wall += ms + jump;
    };
    return { time, watch, pass };
  };

  test('trusts time that passes as it should, for years', () => {
    const { watch, pass } = watchAt();
    for (let i = 0; i < 400; i++) {
      pass(3 * day);
      expect(watch.suspect(0)).toBe(false);
    }
  });

  test('does not add up what was small each time', () => {
    const { watch, pass } = watchAt();
    for (const jump of [20 * hour, 20 * hour, -minute, -minute, -minute]) {
      pass(minute, jump);
      expect(watch.suspect(0)).toBe(false);
    }
  });

  test.each([
    ['two minutes back', -2 * minute, false],
    ['a little more than two minutes back', -2 * minute - 1, true],
    ['a day ahead', day, false],
    ['a little more than a day ahead', day + 1, true],
  ])('%s', (_what, jump, suspicious) => {
    const { watch, pass } = watchAt();
    pass(minute, jump);
    expect(watch.suspect(0)).toBe(suspicious);
  });

  test('is suspicious of a time before the last entry, also right after the start', () => {
    const { watch } = watchAt();
    expect(watch.suspect(start + 2 * minute)).toBe(false);
    expect(watch.suspect(start + 2 * minute + 1)).toBe(true);
  });

  test('stays suspicious until the clock is right again', () => {
    const { watch, pass } = watchAt();
    pass(minute, -hour);
    expect(watch.suspect(0)).toBe(true);
    pass(minute);
    expect(watch.suspect(0)).toBe(true);
    pass(minute, hour);
    expect(watch.suspect(0)).toBe(false);
  });
});

describe('a clock that was set while the app runs', () => {
  afterEach(() => {
    vi.useRealTimers();
  });
  const logged = (shop: TestShop) =>
    shop.read((c) =>
      c
        .prepare<[], { detail: string }>("SELECT detail FROM activity WHERE action = 'shop.clockSet' ORDER BY seq")
        .all()
        .map((row) => JSON.parse(row.detail).minutes),
    );
  const behind = async (shop: TestShop) => (await shop.ok('shop.status', {})).clockBehind;

  test('back by an hour is told to the person and written down, once; ahead again it is well', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const shop = await openTestShop({ as: 'owner' });
    // Nothing was recorded for days, so the ledger alone would not notice.
    shop.pass(2 * day);
    vi.advanceTimersByTime(5000);
    expect(await behind(shop)).toBe(false);
    shop.clock.now -= hour;
    shop.notices.length = 0;
    vi.advanceTimersByTime(15_000);
    expect(await behind(shop)).toBe(true);
    expect(logged(shop)).toEqual([-60]);
    expect(shop.notices).toContainEqual({ about: 'changed', topics: ['shop'] });
    shop.clock.now += hour;
    vi.advanceTimersByTime(5000);
    expect(await behind(shop)).toBe(false);
    expect(logged(shop)).toEqual([-60]);
  });

  test('back by less, or ahead by a sleep, is nothing; ahead by more than a day is written down', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const shop = await openTestShop({ as: 'owner' });
    for (const jump of [-hour + 1, 8 * hour, day]) {
      shop.clock.now += jump;
      vi.advanceTimersByTime(5000);
    }
    expect(await behind(shop)).toBe(false);
    expect(logged(shop)).toEqual([]);
    shop.clock.now += day + 1;
    vi.advanceTimersByTime(5000);
    expect(logged(shop)).toEqual([24 * 60]);
  });

  test('before the last entry at the start is written down too', async () => {
    const { shop, stamped } = await counterWith();
    await stamped();
    await shop.restart(() => {
      shop.clock.now -= 2 * hour;
    });
    expect(logged(shop)).toEqual([-120]);
    expect(await behind(shop)).toBe(true);
  });
});
