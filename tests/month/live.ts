import { onTestFinished, vi } from 'vitest';
import type { OutputFor } from '../../preload/contract/index.ts';
import type { Role } from '../../preload/contract/kinds.ts';
import { punchCard } from '../../preload/contract/rules.ts';
import { day, openTestShop, type TestShop } from '../support/shop.ts';

/** One row of the ledger as it stands in the file, with the names the rows point at. */
export interface RawEntry {
  readonly seq: number;
  readonly kind: string;
  readonly customerKey: number;
  readonly rewardKey: number | null;
  readonly reverses: number | null;
  readonly amount: number | null;
  readonly businessDay: string;
  readonly person: string | null;
  readonly value: number | null;
}

export const rawLedger = (shop: TestShop): RawEntry[] =>
  shop.read((read) =>
    read
      .prepare<[], RawEntry>(
        `SELECT e.seq, e.kind, e.customerKey, e.rewardKey, e.reverses, e.amount, e.businessDay, p.name AS person, w.value
         FROM entry e LEFT JOIN person p ON p.key = e.personKey LEFT JOIN reward r ON r.key = e.rewardKey LEFT JOIN programReward w ON w.key = r.programRewardKey ORDER BY e.seq`,
      )
      .all(),
  );

/** What nobody has taken back, by hand: no view of ours. */
export function liveOf(entries: readonly RawEntry[]): RawEntry[] {
  const reversed = new Set(entries.map((entry) => entry.reverses));
  return entries.filter((entry) => entry.reverses === null && !reversed.has(entry.seq));
}

/** A small generator of its own (mulberry32), so that a failing history can be played again. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/**
 * A shop that was run for `days` days from March 2026 on: customers are enrolled, stamped by three people, handed rewards, and now and
 * then something is taken back, also of days long past. Everything through the front door.
 */
export async function liveShop(seed: number, days: number, options: { amounts?: number } = {}): Promise<TestShop> {
  // The days pass when the history says so: a slow machine would have the host notice one on its own, and close a month in between.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const shop = await openTestShop({ as: 'owner' });
  const random = randomOf(seed);
  const { programId } = shop;
  const other = await shop.ok('programs.create', punchCard({ name: 'Cake', goal: 3, rewardName: 'A cake' }));
  const customers: string[] = [];
  const roles: Role[] = ['owner', 'manager', 'staff'];
  for (let d = 0; d < days; d++) {
    shop.clock.now += day;
    await shop.signIn(roles[random(3)] ?? 'owner');
    for (let n = 1 + random(3); n > 0; n--) {
      if (customers.length < 4 || random(6) === 0) {
        const { customerId } = await shop.ok('customers.enrol', { name: `Customer ${customers.length}` });
        customers.push(customerId);
      }
      const customerId = customers[random(customers.length)] as never;
      await shop.call('counter.stamp', {
        customerId,
        programId: (random(3) === 0 ? other.programId : programId) as never,
        stamps: 1 + random(4),
        amount: random(100) < (options.amounts ?? 90) ? random(10_000) : null,
      });
      const { cards } = await shop.ok('counter.open', { customerId });
      const open = cards.flatMap((card) => card.rewards);
      const reward = open[random(open.length)];
      if (reward && random(2) === 0)
        await shop.ok('counter.redeem', { rewardId: reward.rewardId, proof: { by: 'known' } });
    }
    if (random(4) === 0) {
      await shop.signIn('owner');
      await takeBack(shop, random);
    }
  }
  await shop.signIn('owner');
  return shop;
}

/** Takes back any entry that can be; what cannot be is refused and left. */
async function takeBack(shop: TestShop, random: (below: number) => number): Promise<void> {
  const ids = shop.read((read) =>
    read
      .prepare<[], { id: string }>("SELECT id FROM entry WHERE kind IN ('visit', 'stamp', 'redeem') ORDER BY seq")
      .all(),
  );
  const entry = ids[random(ids.length)];
  if (entry) await shop.call('counter.reverse', { entryId: entry.id as never, as: 'void', reason: 'a mistake' });
}

export type Report = OutputFor<'month.report'>;
