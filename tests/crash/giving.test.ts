import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openReader, type ReadConnection } from '../../db/open.ts';
import { listPendingChanges } from '../../db/queries/programs.ts';
import { openHost } from '../../main/bridge/host.ts';
import type { ProgramRules } from '../../preload/contract/rules.ts';
import { shopDatabase } from '../support/database.ts';
import { faultsOf, hostDefaults, noFaults, opening, openTestShop } from '../support/shop.ts';
import { killAfter } from './killAfter.ts';

const people = 60;

/** Rewards given, and to how many customers. */
const given = (read: ReadConnection) =>
  read
    .prepare<[], { rewards: number; customers: number }>(
      "SELECT count(*) AS rewards, count(DISTINCT customerKey) AS customers FROM liveEntry WHERE kind = 'issue'",
    )
    .get() ?? { rewards: -1, customers: -1 };

test('kill -9 in the middle of giving what new rules have earned, three times: everybody gets theirs, once (F-06)', {
  timeout: 180_000,
}, async () => {
  const shop = await openTestShop({ as: 'owner', onDisk: true });
  const { programId } = shop;
  for (let i = 0; i < people; i++) {
    const { customerId } = await shop.ok('customers.enrol', { name: `P ${i}` });
    await shop.ok('counter.stamp', { customerId, programId, stamps: 4 });
  }
  const [program] = await shop.ok('programs.list', {});
  if (program?.rules.kind !== 'stamps') throw new Error('the shop has a punch card');
  const rewards = program.rules.rewards.map((reward) => ({ ...reward, at: 3 }));
  const rules: ProgramRules = { ...program.rules, goal: 3, rewards };
  await shop.ok('programs.change', { programId: program.programId, version: program.version, rules });
  const { folder } = shop;
  await shop.host.close();

  let known = 0;
  for (const slices of [5, 10, 20]) {
    await killAfter('giver.ts', folder, opening, slices);
    const read = openReader(shopDatabase(folder));
    expect(faultsOf(read)).toEqual(noFaults);
    const so = given(read);
    expect(so.rewards).toBe(so.customers);
    expect(so.rewards).toBeGreaterThan(known);
    known = so.rewards;
    read.close();
  }
  expect(known).toBeLessThan(people);

  // The next start of the app gives the others theirs by itself; starting once more finds nothing.
  for (let start = 0; start < 2; start++) {
    const host = await openHost({ folder, clock: () => opening, monotonic: () => 0, ...hostDefaults });
    const read = openReader(shopDatabase(folder));
    while (listPendingChanges(read).length > 0) await sleep(5);
    expect(given(read)).toEqual({ rewards: people, customers: people });
    expect(faultsOf(read)).toEqual(noFaults);
    expect(read.prepare('SELECT 1 FROM card WHERE balance <> 1').get()).toBeUndefined();
    read.close();
    await host.close();
  }
});
