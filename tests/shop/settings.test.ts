import { describe, expect, test } from 'vitest';
import { takeLock } from '../../db/lock.ts';
import { openHost } from '../../main/bridge/host.ts';
import type { InputFor } from '../../preload/contract/index.ts';
import { contentHash } from '../support/content.ts';
import {
  copyTestShop,
  day,
  expectSound,
  firstRun,
  hostDefaults,
  hour,
  opening,
  openTestShop,
  testFolder,
} from '../support/shop.ts';

describe("the shop's settings", () => {
  test('change one by one, and stay so after a restart', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const before = await shop.ok('shop.settings', {});
    const after = await shop.ok('shop.update', {
      name: 'Cafenea Soare',
      visitsPerDay: 5,
      limitMode: 'block',
      activityWindowDays: 90,
    });
    expect(after).toEqual({
      ...before,
      name: 'Cafenea Soare',
      visitsPerDay: 5,
      limitMode: 'block',
      activityWindowDays: 90,
    });
    await shop.restart();
    await shop.signIn('staff');
    expect(await shop.ok('shop.settings', {})).toEqual(after);
  });

  test.each<[string, InputFor<'shop.update'>, string, string]>([
    ['a zone nobody knows', { timeZone: 'Mars/Olympus' }, 'BAD_TIME_ZONE', 'timeZone'],
    ['an offset, which knows no summer', { timeZone: '+02:00' }, 'BAD_TIME_ZONE', 'timeZone'],
    ['a currency nobody knows', { currency: 'XQQ' }, 'BAD_CURRENCY', 'currency'],
    ['a start of day in the afternoon', { dayStartMinutes: 721 }, 'BAD_INPUT', 'dayStartMinutes'],
    ['a window shorter than a month', { activityWindowDays: 30 }, 'BAD_INPUT', 'activityWindowDays'],
    ['an empty name', { name: '   ' }, 'BAD_INPUT', 'name'],
  ])('refuse %s', async (_what, change, code, field) => {
    const shop = await openTestShop({ as: 'owner' });
    const before = shop.read((c) => contentHash(c));
    expect(await shop.refused('shop.update', change)).toMatchObject({ code, fields: [field] });
    expect(shop.read((c) => contentHash(c))).toBe(before);
  });

  test('of place and day never rewrite the days that stand in the ledger', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
    const stamp = () => shop.ok('counter.stamp', { customerId, programId: shop.programId });
    shop.clock.now = Date.UTC(2026, 2, 10, 23, 30); // 01:30 of the 11th in Bucharest
    await stamp();
    await shop.ok('shop.update', { dayStartMinutes: 180 });
    shop.clock.now += hour; // 02:30: still the 10th, whose day ends at three
    await stamp();
    await shop.ok('shop.update', { timeZone: 'Asia/Jakarta', dayStartMinutes: 0 });
    shop.clock.now += hour; // 08:30 of the 11th in Jakarta
    await stamp();
    const { items } = await shop.ok('customers.timeline', { customerId });
    expect(items.filter((item) => item.kind === 'visit').map((item) => [item.recordedAt, item.businessDay])).toEqual([
      [Date.UTC(2026, 2, 11, 1, 30), '2026-03-11'],
      [Date.UTC(2026, 2, 10, 23, 30), '2026-03-11'],
      [Date.UTC(2026, 2, 11, 0, 30), '2026-03-10'],
    ]);
    expectSound(shop);
  });
});

describe('the first run (F-79)', () => {
  const begin = (folder: string) => openHost({ folder, clock: () => opening, ...hostDefaults });

  test('ends with the owner at the till and a program to stamp', async () => {
    const host = await begin(testFolder());
    try {
      expect(await host.call('shop.create', firstRun, null)).toEqual({ ok: true, value: { done: true } });
      expect(await host.call('shop.status', {}, null)).toMatchObject({
        ok: true,
        value: { state: 'ready', hasProgram: true, today: '2026-03-10' },
      });
      expect(await host.call('people.session', {}, null)).toMatchObject({
        ok: true,
        value: { person: { name: 'Ioana', role: 'owner' }, proof: 'pin' },
      });
      expect(await host.call('shop.create', firstRun, null)).toMatchObject({
        ok: false,
        error: { code: 'SHOP_EXISTS' },
      });
    } finally {
      await host.close();
    }
  });

  test('clicked twice at once makes one shop with one owner', async () => {
    const host = await begin(testFolder());
    try {
      const answers = await Promise.all([
        host.call('shop.create', firstRun, null),
        host.call('shop.create', firstRun, null),
      ]);
      expect(answers.map((answer) => answer.ok).sort()).toEqual([false, true]);
      expect(await host.call('people.list', {}, null)).toMatchObject({ ok: true, value: [{ name: 'Ioana' }] });
    } finally {
      await host.close();
    }
  });

  test.each([
    [{ timeZone: 'Nowhere' }, 'BAD_TIME_ZONE'],
    [{ currency: 'ZZZ' }, 'BAD_CURRENCY'],
    [{ owner: { name: 'Ioana', pin: '12' } }, 'BAD_INPUT'],
  ])('with %j makes nothing', async (wrong, code) => {
    const folder = testFolder();
    const host = await begin(folder);
    try {
      expect(await host.call('shop.create', { ...firstRun, ...wrong }, null)).toMatchObject({
        ok: false,
        error: { code },
      });
      expect(await host.call('shop.status', {}, null)).toMatchObject({ ok: true, value: { state: 'empty' } });
    } finally {
      await host.close();
    }
  });
});

test('a shop that another program has open is opened by "look again" once it is free', async () => {
  const { folder } = await copyTestShop();
  const lock = takeLock(folder);
  const host = await openHost({ folder, clock: () => opening, ...hostDefaults });
  try {
    const status = () => host.call('shop.status', {}, null);
    expect(await status()).toMatchObject({ value: { state: 'failed', failure: { kind: 'busy' } } });
    await host.call('shop.lookAgain', {}, null);
    expect(await status()).toMatchObject({ value: { state: 'failed' } });
    lock?.release();
    await host.call('shop.lookAgain', {}, null);
    expect(await status()).toMatchObject({ value: { state: 'ready' } });
  } finally {
    await host.close();
  }
});

test('the day of the shop turns at its own midnight', async () => {
  const shop = await openTestShop({ as: 'owner' });
  shop.clock.now = Date.UTC(2026, 2, 10, 21, 59, 59);
  expect(await shop.ok('shop.status', {})).toMatchObject({ today: '2026-03-10' });
  shop.clock.now += 1000;
  expect(await shop.ok('shop.status', {})).toMatchObject({ today: '2026-03-11' });
  shop.clock.now += day;
  expect(await shop.ok('shop.status', {})).toMatchObject({ today: '2026-03-12' });
});
