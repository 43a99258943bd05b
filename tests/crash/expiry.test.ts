import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openReader, type ReadConnection } from '../../db/open.ts';
import { countDue } from '../../db/queries/cards.ts';
import { openHost } from '../../main/bridge/host.ts';
import { punchCard } from '../../preload/contract/rules.ts';
import { shopDatabase } from '../support/database.ts';
import { day, faultsOf, hostDefaults, noFaults, opening, openTestShop } from '../support/shop.ts';
import { killAfter } from './killAfter.ts';

const people = 60;
const later = opening + 40 * day;

interface Sums {
  readonly entries: number;
  readonly stamps: number;
  readonly rewards: number;
}

const expired = (read: ReadConnection): Sums =>
  read
    .prepare<[], Sums>(
      `SELECT count(*) AS entries, coalesce(-sum(stamps), 0) AS stamps, count(DISTINCT rewardKey) AS rewards
       FROM liveEntry WHERE kind = 'expire'`,
    )
    .get() ?? { entries: -1, stamps: -1, rewards: -1 };

test('kill -9 in the middle of expiry, three times: everything runs out exactly once (F-15)', {
  timeout: 180_000,
}, async () => {
  const shop = await openTestShop({ as: 'owner', onDisk: true });
  const { programId } = await shop.ok('programs.create', {
    ...punchCard({ name: 'Tea', goal: 5, rewardName: 'A tea' }),
    expiry: { kind: 'idle', days: 30 },
    rewards: [{ rewardId: null, at: 5, kind: 'item', name: 'A tea', validDays: 10 }],
  });
  let rewards = 0;
  for (let i = 0; i < people; i++) {
    const stamps = 1 + (i % 4);
    const { customerId } = await shop.ok('customers.enrol', { name: `P ${i}`, opening: { programId, stamps } });
    // Every third has a reward too, and three stamps on the next card.
    if (i % 3 === 0) {
      await shop.ok('counter.stamp', { customerId, programId, stamps: 8 - stamps });
      rewards++;
    }
  }
  const stamps = shop.read(
    (read) => read.prepare<[], { n: number }>('SELECT sum(balance) AS n FROM card').get()?.n ?? 0,
  );
  const { folder } = shop;
  await shop.restart(() => undefined);
  await shop.host.close();

  let known = 0;
  for (const slices of [3, 10, 20]) {
    await killAfter('expirer.ts', folder, later, slices);
    const read = openReader(shopDatabase(folder));
    // What was written counts whole, and nothing waits to be settled.
    expect(faultsOf(read)).toEqual(noFaults);
    const so = expired(read);
    expect(so.entries).toBeGreaterThan(known);
    known = so.entries;
    read.close();
  }
  expect(known).toBeLessThan(people + rewards);

  // The next start of the app does the rest by itself; starting once more finds nothing.
  for (let start = 0; start < 2; start++) {
    const host = await openHost({ folder, clock: () => later, monotonic: () => 0, ...hostDefaults });
    const read = openReader(shopDatabase(folder));
    while (countDue(read, '2026-04-19') > 0) await sleep(5);
    expect(expired(read)).toEqual({ entries: people + rewards, stamps, rewards });
    expect(faultsOf(read)).toEqual(noFaults);
    expect(read.prepare('SELECT 1 FROM card WHERE balance <> 0').get()).toBeUndefined();
    read.close();
    await host.close();
  }
});
