import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { seedShop } from '../../main/demo/seed.ts';
import { openShop } from '../../main/shop/open.ts';
import { punchCard } from '../../preload/contract/rules.ts';
import { bigCustomers } from './support/bigShop.ts';
import { line, ms } from './support/figures.ts';
import { createBenchShop, openTill, owner } from './support/till.ts';

// Who may be one person among 100,000 customers, and how long the till stands still while two long histories become one.
const customers = Math.round(bigCustomers * Number(process.env.REGULARS_BENCH_SCALE ?? 1));
const folder = mkdtempSync(join(tmpdir(), 'regulars-bench-'));
let clock = Date.UTC(2026, 5, 1, 8);
const open = () => openTill(folder, { clock: () => clock });
let { host, call } = await open();
const program = punchCard({ name: 'Card', goal: 10, rewardName: 'Coffee' });
const { programId, ownerId } = await createBenchShop({ host, call }, program);
await call('shop.update', { minutesBetweenVisits: 0 });

/** A regular of so many visits: a visit, a stamp, every tenth time a reward. */
const regular = async (name: string, visits: number): Promise<string> => {
  const { customerId } = await call<{ customerId: string }>('customers.enrol', { name });
  for (let i = 0; i < visits; i++) {
    clock += 3_600_000;
    await call('counter.stamp', { customerId, programId });
  }
  return customerId;
};
for (const visits of [100, 300, 1000]) {
  const keepId = await regular('Maria', 50);
  const mergeId = await regular('Marya', visits);
  const start = performance.now();
  const { merge } = await call<{ merge: string }>('merges.merge', { keepId, mergeId });
  line(`merging a history of ${visits} visits, main, whole`, ms(performance.now() - start));
  const undoing = performance.now();
  await call('merges.undo', { merge });
  line('  and its undo', ms(performance.now() - undoing));
}
await host.close();

const opened = await openShop(folder, () => clock);
if (opened.state !== 'open') throw new Error(opened.state);
await seedShop(opened.shop, { customers, entries: customers * 3, now: clock });
opened.shop.close();
({ host, call } = await open());
await call('people.signIn', { personId: ownerId, pin: owner.pin });
const delays = monitorEventLoopDelay({ resolution: 1 });
delays.enable();
const looking = performance.now();
const pairs = await call<unknown[]>('merges.suspects', {});
line(`pairs among ${customers} customers, in the worker`, ms(performance.now() - looking), '≤ 3 s');
delays.disable();
line(`  ${pairs.length} pairs; main meanwhile, longest`, ms(delays.max / 1e6), '≤ 16 ms');
line('  load of the machine, 1 min', loadavg()[0]?.toFixed(1) ?? '');
await host.close();
rmSync(folder, { recursive: true, force: true });
