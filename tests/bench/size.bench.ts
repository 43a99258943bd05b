import { rmSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { openReader } from '../../db/open.ts';
import { hasNamedList } from '../../db/queries/insights.ts';
import { listPeople } from '../../db/queries/people.ts';
import { readyLists } from '../../preload/contract/lists.ts';
import { shopDatabase } from '../support/database.ts';
import { bigShopFolder, ownerPin } from './support/bigShop.ts';
import { line, mebibytes, median, ms, quantile } from './support/figures.ts';
import { openTill } from './support/till.ts';

// The counter at full size: 100,000 customers and 3 million entries, main's side of every call.
const folder = await bigShopFolder();
const read = openReader(shopDatabase(folder));
const [owner] = listPeople(read);
const names = read
  .prepare<[], { name: string }>('SELECT name FROM customer WHERE name IS NOT NULL ORDER BY key % 977, key LIMIT 60')
  .all();
const phones = read
  .prepare<[], { typed: string }>('SELECT typed FROM customerPhone ORDER BY customerKey % 977, customerKey LIMIT 40')
  .all();
const some = read.prepare<[], { id: string }>('SELECT id FROM customer ORDER BY key % 991, key LIMIT 200').all();

// An earlier start in this month, which kept the month's list: not every start does.
const earlier = await openTill(folder);
for (let n = 0; n < 600 && !hasNamedList(read, new Date().toISOString().slice(0, 7)); n++) await sleep(100);
await earlier.host.close();
read.close();

const opening = performance.now();
const { host, call } = await openTill(folder);
line('opening the shop (3 M entries), main', ms(performance.now() - opening));
await call('people.signIn', { personId: owner?.id, pin: ownerPin });

const timed = async (name: string, inputs: readonly unknown[]): Promise<number[]> => {
  const times: number[] = [];
  for (const input of inputs) {
    const start = performance.now();
    await call(name, input);
    times.push(performance.now() - start);
  }
  return times;
};
const report = (what: string, times: number[], aim = '') =>
  line(what, `p50 ${ms(median(times))}  p95 ${ms(quantile(times, 0.95))}  p99 ${ms(quantile(times, 0.99))}`, aim);

// Every beginning of what a person types, letter by letter, and phone numbers digit by digit.
const typed = [...names.map((row) => row.name), ...phones.map((row) => row.typed.replace(/\D/g, '').slice(-6))].flatMap(
  (text) => Array.from({ length: Math.min(8, text.length) }, (_, i) => ({ text: text.slice(0, i + 1) })),
);
await timed('counter.find', typed.slice(0, 40));
report(
  `search as you type, ${typed.length} keystrokes`,
  await timed('counter.find', typed),
  'p95 ≤ 16 ms, p99 ≤ 33 ms',
);
report(
  'opening a customer at the counter',
  await timed(
    'counter.open',
    some.map((row) => ({ customerId: row.id })),
  ),
  '≤ 50 ms',
);
report(
  'customer record',
  await timed(
    'customers.get',
    some.map((row) => ({ customerId: row.id })),
  ),
  '≤ 50 ms',
);
report(
  'first page of the timeline',
  await timed(
    'customers.timeline',
    some.map((row) => ({ customerId: row.id })),
  ),
);
const sorts = ['name', 'number', 'lastVisitDay', 'firstVisitDay', 'visitDays', 'openRewards'];
report(
  "customers' table, a page of each sort at four depths",
  await timed(
    'customers.list',
    sorts.flatMap((sort) => [0, 1_000, 50_000, 99_000].map((offset) => ({ sort, offset, limit: 100 }))),
  ),
  '≤ 16 ms',
);
report(
  "customers' table, searched",
  await timed(
    'customers.list',
    typed
      .filter((input) => input.text.length >= 3)
      .slice(0, 60)
      .map(({ text }) => ({ text, limit: 100 })),
  ),
);

report('risk list, cold: from the ledger, in a thread that starts with it', await timed('risk.list', [{}]), '≤ 2 s');
report(
  'risk list, warm',
  await timed(
    'risk.list',
    Array.from({ length: 5 }, () => ({})),
  ),
  '≤ 0.3 s',
);
report(
  'risk list, other bands',
  await timed('risk.list', [{ bands: ['due'] }, { bands: ['probably_lost'] }]),
  '≤ 0.3 s',
);
report('customers in groups', await timed('risk.segments', [{}, { segment: 'best' }]));
for (const list of readyLists) report(`ready list: ${list}`, await timed('lists.of', [{ list }]));

// A stamp makes everything that was computed old.
const present = await call<{ programId: string }[]>('programs.list', {});
await call('counter.stamp', { customerId: some[0]?.id, programId: present[0]?.programId, sameVisit: true });
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
const today = (await call<{ today: string }>('shop.status', {})).today;
const from = `${Number(today.slice(0, 4)) - 2}${today.slice(4, 7)}`;
const start = performance.now();
const jobs = Promise.all([call('risk.list', {}), call('month.summary', { from, to: today.slice(0, 7) })]);
let stamps = 0;
const during: number[] = [];
let working = true;
void jobs.finally(() => {
  working = false;
});
while (working) {
  const begun = performance.now();
  await call('counter.find', { text: typed[stamps++ % typed.length]?.text ?? 'a' });
  during.push(performance.now() - begun);
  await new Promise((resolve) => setTimeout(resolve, 5));
}
await jobs;
line('risk list and 25 months at once, after a stamp', ms(performance.now() - start));
delay.disable();
line('longest block of main meanwhile', ms(delay.max / 1e6 - 1), '≤ 16 ms');
report(`searches meanwhile (${stamps})`, during);
report(
  'month summary, warm',
  await timed(
    'month.summary',
    Array.from({ length: 5 }, () => ({ from, to: today.slice(0, 7) })),
  ),
  '≤ 1 s',
);
line('memory of the process', mebibytes(process.memoryUsage().rss));
await host.close();
rmSync(folder, { recursive: true, force: true });
