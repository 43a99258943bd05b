import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProgramRules } from '../../preload/contract/rules.ts';
import { punchCard } from '../../preload/contract/rules.ts';
import { bareTransactions } from './support/bare.ts';
import { bigCustomers } from './support/bigShop.ts';
import { line, ms, quantile, ratio } from './support/figures.ts';
import { addCards, createBenchShop, openTill, owner, turnsUntil } from './support/till.ts';

// A card gets easier, and everybody in a big shop has earned a reward at once: the preview, and how long the till is kept waiting meanwhile.
const count = Math.round(bigCustomers * Number(process.env.REGULARS_BENCH_SCALE ?? 1));
const folder = mkdtempSync(join(tmpdir(), 'regulars-bench-'));
let now = Date.UTC(2026, 5, 1, 8);
const clock = () => now;
const making = await openTill(folder, { clock });
const { programId, ownerId } = await createBenchShop(
  making,
  punchCard({ name: 'Card', goal: 10, rewardName: 'Coffee' }),
);
const { customerId } = await making.call<{ customerId: string }>('customers.enrol', { name: 'Regular' });
await making.host.close();
await addCards(folder, { programId, count, units: 4, now });

now += 86_400_000;
const { host, call } = await openTill(folder, { clock });
await call('people.signIn', { personId: ownerId, pin: owner.pin });
await call('shop.update', { minutesBetweenVisits: 0, visitsPerDay: 50 });
const [program] = await call<{ rules: ProgramRules; version: number }[]>('programs.list', {});
if (program?.rules.kind !== 'stamps') throw new Error('no card');
const goal = 4;
const rewards = program.rules.rewards.map((reward) => ({ ...reward, at: goal }));
const change = { programId, version: program.version, rules: { ...program.rules, goal, rewards } };

const stamps: number[] = [];
const stamp = async () => {
  now += 86_400;
  const asked = performance.now();
  const { requestId } = await call<{ requestId: string }>('counter.stamp', { customerId, programId });
  stamps.push(performance.now() - asked);
  await call('counter.undo', { undo: requestId });
};
/** A call of the page while the till goes on: how long it took, and main's turns. */
const during = async <T>(work: Promise<T>): Promise<{ value: T; took: number; turns: number[] }> => {
  const start = performance.now();
  let over = false;
  const done = work.finally(() => {
    over = true;
  });
  const turns = await turnsUntil(() => over, stamp);
  return { value: await done, took: performance.now() - start, turns };
};

const preview = await during(call<{ cards: number; rewards: number }>('programs.preview', change));
line(`preview of new rules for ${preview.value.cards} cards, in the worker`, ms(preview.took));
line('  main meanwhile, the longest turn', ms(quantile(preview.turns, 1)), '≤ 16 ms');
await call('programs.change', change);
const given = await during(call<{ rewards: number }>('programs.giveEarned', { programId }));
if (given.value.rewards !== preview.value.rewards) throw new Error('not what the preview said');
line(`giving the ${given.value.rewards} rewards of the change, in slices`, ms(given.took));
line('  a turn of the main thread, p99', ms(quantile(given.turns, 0.99)), '≤ 8 ms');
line('  the longest', ms(quantile(given.turns, 1)), '≤ 16 ms');
line('  a stamp meanwhile, p95', ms(quantile(stamps, 0.95)));
await host.close();

const bare = bareTransactions(folder, count, given.turns.length);
line('baseline: a transaction of 20 pages of a plain file as often, p99', ms(quantile(bare, 0.99)));
line('  the longest', ms(quantile(bare, 1)));
line('the longest turn / the longest bare transaction', ratio(quantile(given.turns, 1) / quantile(bare, 1)));
rmSync(folder, { recursive: true, force: true });
