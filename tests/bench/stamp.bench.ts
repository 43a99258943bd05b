import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { backupTo } from '../../db/backup.ts';
import { assertDurable, openReader, openWriter } from '../../db/open.ts';
import { openInlineBackground } from '../../main/background/inline.ts';
import { openHost } from '../../main/bridge/host.ts';
import { shopFiles } from '../../main/shop/files.ts';
import { punchCard } from '../../preload/contract/rules.ts';
import { noPaper } from '../support/noPaper.ts';
import { line, median, ms, quantile, ratio } from './support/figures.ts';

// One stamp through host and dispatcher, against a bare better-sqlite3 transaction with the same durability that writes the same rows
// into the same tables with prepared statements: no validation, no rules, no reads.
const rounds = 400;
const folder = mkdtempSync(join(tmpdir(), 'regulars-bench-'));
let clock = Date.UTC(2026, 5, 1, 8);
const host = await openHost({
  folder: join(folder, 'shop'),
  services: {
    chooseFile: async () => null,
    chooseTarget: async () => null,
    chooseFolder: async () => null,
    ...noPaper,
    log: () => undefined,
  },
  openBackground: openInlineBackground,
  systemLanguage: 'en',
  systemTimeZone: 'UTC',
  clock: () => clock,
  pinCost: 2 ** 10,
  callsPerSecond: Number.POSITIVE_INFINITY,
});
const call = async <T>(name: string, input: unknown): Promise<T> => {
  const answer = await host.call(name, input, uuidv7());
  if (!answer.ok) throw new Error(`${name}: ${answer.error.code}`);
  return answer.value as T;
};
await call('shop.create', {
  name: 'Bench',
  language: 'en',
  currency: 'EUR',
  timeZone: 'Europe/Bucharest',
  owner: { name: 'Owner', pin: '1234' },
  program: punchCard({ name: 'Card', goal: 10, rewardName: 'Coffee' }),
});
const [program] = await call<{ programId: string }[]>('programs.list', {});
const customers: string[] = [];
for (let i = 0; i < rounds; i++)
  customers.push((await call<{ customerId: string }>('customers.enrol', { name: `Person ${i}` })).customerId);

// The same tables with the same indexes and triggers, in a copy of the shop.
const bareFolder = join(folder, 'bare');
mkdirSync(bareFolder);
const source = openReader(shopFiles(join(folder, 'shop')).database);
await backupTo(source, shopFiles(bareFolder).database);
const keys = source.prepare<[], { key: number }>('SELECT key FROM customer ORDER BY key').all();
source.close();
const bare = openWriter(shopFiles(bareFolder).database);
assertDurable(bare);
const insertEntry = bare.prepare(
  `INSERT INTO entry (seq, id, kind, customerKey, cardKey, programVersionKey, visitSeq, stamps, businessDay, occurredAt, recordedAt, deviceKey, personKey, requestId)
   VALUES (?, ?, ?, ?, ?, ?, ?, ?, '2026-06-01', ?, ?, 1, 1, ?)`,
);
const insertCard = bare.prepare(
  'INSERT INTO card (id, customerKey, programKey, openedAt, balance) VALUES (?, ?, 1, ?, 1)',
);
const insertReceipt = bare.prepare("INSERT INTO receipt VALUES (?, 'counter.stamp', ?, ?, 2, 1, ?)");
const insertActivity = bare.prepare(
  `INSERT INTO activity (seq, recordedAt, businessDay, personKey, role, via, action, targetId, requestId)
   VALUES ((SELECT coalesce(max(seq), 0) + 1 FROM activity), ?, '2026-06-01', 1, 'owner', 'window', 'counter.stamp', ?, ?)`,
);
const updateCustomer = bare.prepare(
  "UPDATE customer SET firstVisitDay = '2026-06-01', lastVisitDay = '2026-06-01', visitDays = 1 WHERE key = ?",
);
const answer = 'x'.repeat(420);
let seq = 0;
const bareStamp = bare.transaction((key: number) => {
  const id = uuidv7();
  const visit = ++seq;
  const card = Number(insertCard.run(uuidv7(), key, clock).lastInsertRowid);
  insertEntry.run(visit, uuidv7(), 'visit', key, null, null, null, 0, clock, clock, id);
  insertEntry.run(++seq, uuidv7(), 'stamp', key, card, 1, visit, 1, clock, clock, id);
  updateCustomer.run(key);
  insertReceipt.run(id, 'x'.repeat(64), answer, clock);
  insertActivity.run(clock, id, id);
});

const ours: number[] = [];
const theirs: number[] = [];
for (const [i, customerId] of customers.entries()) {
  clock += 1000;
  const start = performance.now();
  await call('counter.stamp', { customerId, programId: program?.programId });
  ours.push(performance.now() - start);
  const bareStart = performance.now();
  bareStamp.immediate(keys[i]?.key ?? 0);
  theirs.push(performance.now() - bareStart);
}
const warm = (values: number[]) => values.slice(50);
line('one stamp through the dispatcher, median', ms(median(warm(ours))));
line('  p99', ms(quantile(warm(ours), 0.99)));
line('bare transaction, same rows, WAL and FULL, median', ms(median(warm(theirs))));
line('stamp / bare transaction, median of the run', ratio(median(warm(ours)) / median(warm(theirs))), '≤ 1.5 ×');
await host.close();
bare.close();
rmSync(folder, { recursive: true, force: true });
