import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openReader } from '../../db/open.ts';
import { countDue } from '../../db/queries/cards.ts';
import { punchCard } from '../../preload/contract/rules.ts';
import { shopDatabase } from '../support/database.ts';
import { bareTransactions } from './support/bare.ts';
import { bigCustomers } from './support/bigShop.ts';
import { line, ms, quantile, ratio } from './support/figures.ts';
import { addCards, createBenchShop, openTill, owner, turnsUntil } from './support/till.ts';

// Every card of a big shop runs out on the same night: how long the till is kept waiting meanwhile.
const count = Math.round(bigCustomers * Number(process.env.REGULARS_BENCH_SCALE ?? 1));
const folder = mkdtempSync(join(tmpdir(), 'regulars-bench-'));
let now = Date.UTC(2026, 5, 1, 8);
const clock = () => now;
const making = await openTill(folder, { clock });
const card = punchCard({ name: 'Card', goal: 50, rewardName: 'Coffee' });
const { programId, ownerId } = await createBenchShop(making, { ...card, expiry: { kind: 'idle', days: 30 } });
const { customerId } = await making.call<{ customerId: string }>('customers.enrol', { name: 'Regular' });
await making.host.close();
await addCards(folder, { programId, count, units: 4, now });

now += 60 * 86_400_000;
const { host, call } = await openTill(folder, { clock });
await call('people.signIn', { personId: ownerId, pin: owner.pin });
await call('shop.update', { minutesBetweenVisits: 0, visitsPerDay: 50 });
const read = openReader(shopDatabase(folder));
const start = performance.now();
const stamps: number[] = [];
let looked = 0;
const turns = await turnsUntil(
  () => looked++ % 50 === 0 && countDue(read, '2026-07-31') === 0,
  async () => {
    now += 86_400;
    const asked = performance.now();
    const { requestId } = await call<{ requestId: string }>('counter.stamp', { customerId, programId });
    stamps.push(performance.now() - asked);
    await call('counter.undo', { undo: requestId });
  },
);
line(`expiry of ${count} cards in the background, in all`, ms(performance.now() - start));
line('  a turn of the main thread, p99', ms(quantile(turns, 0.99)), '≤ 8 ms');
line('  the longest', ms(quantile(turns, 1)), '≤ 16 ms');
line('  a stamp meanwhile, p95', ms(quantile(stamps, 0.95)));
await host.close();
read.close();

const bare = bareTransactions(folder, count, turns.length);
line('baseline: a transaction of 20 pages of a plain file as often, p99', ms(quantile(bare, 0.99)));
line('  the longest', ms(quantile(bare, 1)));
line('the longest turn / the longest bare transaction', ratio(quantile(turns, 1) / quantile(bare, 1)));
rmSync(folder, { recursive: true, force: true });
