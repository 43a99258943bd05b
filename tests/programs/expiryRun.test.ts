import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { countDue } from '../../db/queries/cards.ts';
import { createClockWatch } from '../../main/ledger/clock.ts';
import { expireDue } from '../../main/programs/expiryRun.ts';
import { openShop } from '../../main/shop/open.ts';
import { punchCard } from '../../preload/contract/rules.ts';
import { day, expectSound, holdIntervals, hour, openTestShop, type TestShop } from '../support/shop.ts';

interface Expiry {
  readonly stamps: number;
  readonly businessDay: string;
  readonly batch: string | null;
}

const expiries = (shop: TestShop): Expiry[] =>
  shop.read((read) =>
    read
      .prepare<[], Expiry>(
        `SELECT e.stamps, e.businessDay, b.kind AS batch FROM liveEntry e LEFT JOIN batch b ON b.key = e.batchKey
         WHERE e.kind = 'expire' ORDER BY e.seq`,
      )
      .all(),
  );

async function shopWith(days: number, validDays: number | null = null) {
  const shop = await openTestShop({ as: 'owner' });
  const { programId } = await shop.ok('programs.create', {
    ...punchCard({ name: 'Tea', goal: 5, rewardName: 'A tea' }),
    expiry: { kind: 'batch', days },
    rewards: [{ rewardId: null, at: 5, kind: 'item', name: 'A tea', validDays }],
  });
  const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
  return { shop, programId, customerId };
}

/** Starts the app on a later day and waits until nothing is due any more. */
async function startOn(shop: TestShop, days: number): Promise<void> {
  shop.clock.now += days * day;
  await shop.restart();
  const today = new Date(shop.clock.now).toISOString().slice(0, 10);
  for (let i = 0; i < 500 && shop.read((read) => countDue(read, today)) > 0; i++) await sleep(10);
}

describe('expiry without anybody at the till (F-15, F-16)', () => {
  test('each batch goes on the day after its last, also after days off', async () => {
    const { shop, programId, customerId } = await shopWith(10);
    await shop.ok('counter.stamp', { customerId, programId, stamps: 2 });
    shop.clock.now += 4 * day;
    await shop.ok('counter.stamp', { customerId, programId });
    // 20 March is the last day of the first two: that day they count.
    await startOn(shop, 6);
    expect(expiries(shop)).toEqual([]);
    await startOn(shop, 1);
    expect(expiries(shop)).toEqual([{ stamps: -2, businessDay: '2026-03-21', batch: 'expiry' }]);
    await startOn(shop, 30);
    expect(expiries(shop).slice(1)).toEqual([{ stamps: -1, businessDay: '2026-03-25', batch: 'expiry' }]);
    await startOn(shop, 30);
    expect(expiries(shop)).toHaveLength(2);
    expectSound(shop);
    await shop.signIn('owner');
    const { items } = await shop.ok('customers.timeline', { customerId, limit: 50 });
    expect(items.filter(({ kind }) => kind === 'expire').map(({ imported }) => imported)).toEqual([false, false]);
  });

  test('while the app stays open over the change of the business day, by its own timer', async () => {
    const later = holdIntervals();
    const { shop, programId, customerId } = await shopWith(10);
    await shop.ok('counter.stamp', { customerId, programId, stamps: 2 });
    // The host looks at the clock every five seconds; on the last day nothing goes.
    shop.pass(10 * day);
    later(5_000);
    await sleep(500);
    expect(expiries(shop)).toEqual([]);
    shop.notices.length = 0;
    shop.pass(13 * hour); // past midnight in Bucharest
    later(5_000);
    for (let i = 0; i < 150 && expiries(shop).length === 0; i++) await sleep(100);
    expect(expiries(shop)).toEqual([{ stamps: -2, businessDay: '2026-03-21', batch: 'expiry' }]);
    // Pages that show cards and customers are told.
    expect(shop.notices.filter(({ about }) => about === 'changed').length).toBeGreaterThan(0);
    expectSound(shop);
  }, 30_000);

  test('a long one says how far it is, once a second, and no longer than it takes', async () => {
    const { shop, programId } = await shopWith(10);
    for (let n = 0; n < 300; n++) {
      const { customerId } = await shop.ok('customers.enrol', { name: `Customer ${n}` });
      await shop.ok('counter.stamp', { customerId, programId });
    }
    shop.clock.now += 11 * day;
    await shop.restart();
    const seen = new Set<number>();
    for (let i = 0; i < 2000 && expiries(shop).length < 300; i++) {
      // As if every look were a second later: in a test nothing takes that long.
      shop.pass(1_100);
      await sleep(1);
      const { expiring } = await shop.ok('shop.status', {});
      if (!expiring) continue;
      expect(expiring.total).toBe(300);
      seen.add(expiring.done);
    }
    const steps = [...seen];
    expect(steps.length).toBeGreaterThan(1);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    for (let i = 0; i < 100 && (await shop.ok('shop.status', {})).expiring; i++) await sleep(10);
    expect((await shop.ok('shop.status', {})).expiring).toBeNull();
    expect(expiries(shop)).toHaveLength(300);
    expectSound(shop);
  });

  test('an open reward goes with its days; what was handed over stays', async () => {
    const { shop, programId, customerId } = await shopWith(100, 5);
    const { issued } = await shop.ok('counter.stamp', { customerId, programId, stamps: 10 });
    await shop.ok('counter.redeem', { rewardId: issued[0]?.rewardId ?? '', proof: { by: 'known' } });
    await startOn(shop, 5);
    expect(expiries(shop)).toEqual([]);
    await startOn(shop, 1);
    expect(expiries(shop)).toEqual([{ stamps: 0, businessDay: '2026-03-16', batch: 'expiry' }]);
    await shop.signIn('owner');
    expect((await shop.ok('customers.list', {})).rows[0]?.openRewards).toBe(0);
    expectSound(shop);
  });

  test('a card whose new rules let it live longer loses nothing and is not looked at again', async () => {
    const { shop, programId, customerId } = await shopWith(10);
    await shop.ok('counter.stamp', { customerId, programId });
    const rules = (await shop.ok('programs.list', {})).find((one) => one.programId === programId)?.rules;
    if (rules?.kind !== 'stamps') throw new Error('not the program');
    await shop.ok('programs.change', {
      programId,
      version: 1,
      rules: { ...rules, expiry: { kind: 'batch', days: 60 } },
    });
    await startOn(shop, 20);
    expect(expiries(shop)).toEqual([]);
    const terms = shop.read((read) =>
      read.prepare<[], { expiresOn: string }>('SELECT expiresOn FROM card WHERE expiresOn IS NOT NULL').all(),
    );
    expect(terms).toEqual([{ expiresOn: '2026-05-09' }]);
  });

  test('a clock set a year ahead while the app runs takes nothing from anybody', async () => {
    const { shop, programId, customerId } = await shopWith(10);
    await shop.ok('counter.stamp', { customerId, programId });
    await shop.host.close();
    const opened = await openShop(shop.folder, () => shop.clock.now);
    if (opened.state !== 'open') throw new Error(opened.state);
    const clock = () => shop.clock.now;
    const clockWatch = createClockWatch(clock, () => 0);
    shop.clock.now += 400 * day;
    const run = { shop: opened.shop, clock, newId: uuidv7 };
    expect(await expireDue({ ...run, clockWatch })).toBe(0);
    expect(expiries(shop)).toEqual([]);
    // Who starts the app on that day means it.
    expect(await expireDue({ ...run, clockWatch: createClockWatch(clock, () => 0) })).toBe(1);
    expect(expiries(shop)).toHaveLength(1);
    opened.shop.close();
  });
});
