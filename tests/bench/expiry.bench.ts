import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { v7 as uuidv7 } from 'uuid';
import { inTransaction, openReader, openWriter } from '../../db/open.ts';
import { insertClosedBatch } from '../../db/queries/batches.ts';
import { countDue, insertCard } from '../../db/queries/cards.ts';
import { findProgram } from '../../db/queries/programs.ts';
import { findShop } from '../../db/queries/shop.ts';
import { openThreadBackground } from '../../main/background/thread.ts';
import { openHost } from '../../main/bridge/host.ts';
import { openLedger } from '../../main/ledger/ledger.ts';
import { inSlices, quietSlice } from '../../main/ledger/slices.ts';
import { shopFiles } from '../../main/shop/files.ts';
import { openShop } from '../../main/shop/open.ts';
import { punchCard } from '../../preload/contract/rules.ts';
import { noPaper } from '../support/noPaper.ts';
import { bigCustomers } from './support/bigShop.ts';
import { line, ms, quantile } from './support/figures.ts';

// Every card of a big shop runs out on the same night: how long the till is kept waiting meanwhile.
const cards = Math.round(bigCustomers * Number(process.env.REGULARS_BENCH_SCALE ?? 1));
const folder = mkdtempSync(join(tmpdir(), 'regulars-bench-'));
const begun = Date.UTC(2026, 5, 1, 8);
let clock = begun;
const open = () =>
  openHost({
    folder,
    services: {
      chooseFile: async () => null,
      chooseTarget: async () => null,
      chooseFolder: async () => null,
      ...noPaper,
      log: () => undefined,
    },
    openBackground: (file) => openThreadBackground(new URL('./worker.js', pathToFileURL(process.argv[1] ?? '')), file),
    systemLanguage: 'en',
    systemTimeZone: 'UTC',
    clock: () => clock,
    pinCost: 2 ** 10,
    callsPerSecond: Number.POSITIVE_INFINITY,
  });
let host = await open();
const call = async <T>(name: string, input: unknown): Promise<T> => {
  const answer = await host.call(name, input, uuidv7());
  if (!answer.ok) throw new Error(`${name}: ${answer.error.code}`);
  return answer.value as T;
};
const owner = { name: 'Owner', pin: '1234' };
await call('shop.create', {
  name: 'Bench',
  language: 'en',
  currency: 'EUR',
  timeZone: 'Europe/Bucharest',
  owner,
  program: { ...punchCard({ name: 'Card', goal: 50, rewardName: 'Coffee' }), expiry: { kind: 'idle', days: 30 } },
});
const [program] = await call<{ programId: string }[]>('programs.list', {});
const [person] = await call<{ personId: string }[]>('people.list', {});
const { customerId } = await call<{ customerId: string }>('customers.enrol', { name: 'Regular' });
await host.close();

// The cards as an opening balance would have made them, without the counter's checks: making them is not what is measured.
const opened = await openShop(folder, () => clock);
if (opened.state !== 'open') throw new Error(opened.state);
const { shop } = opened;
const settings = findShop(shop.read);
const row = findProgram(shop.read, program?.programId ?? '');
if (!settings || !row) throw new Error('no shop');
const batchKey = insertClosedBatch(shop.write, { id: uuidv7(), kind: 'expiry', personKey: null, at: begun });
const insertCustomer = shop.write.prepare(
  "INSERT INTO customer (id, number, sortName, createdAt) VALUES (?, ?, '~', ?)",
);
await inSlices(
  shop,
  Array.from({ length: cards }, (_, i) => i + 200_000),
  (write, number) => {
    const customerKey = Number(insertCustomer.run(uuidv7(), number, begun).lastInsertRowid);
    const onCard = { customerKey, programVersionKey: 1 };
    const openedOn = '2026-06-01';
    const cardKey = insertCard(write, { ...onCard, id: uuidv7(), programKey: row.key, openedAt: begun, openedOn });
    const ledger = openLedger(write, {
      now: begun,
      today: openedOn,
      deviceKey: settings.deviceKey,
      personKey: null,
      requestId: null,
      batchKey,
      clockSuspect: () => false,
      newId: uuidv7,
    });
    ledger.append({ ...onCard, kind: 'opening', cardKey, stamps: 4 });
    ledger.finish();
  },
  { slice: quietSlice },
);
shop.close();

clock += 60 * 86_400_000;
host = await open();
await call('people.signIn', { personId: person?.personId, pin: owner.pin });
await call('shop.update', { minutesBetweenVisits: 0, visitsPerDay: 50 });
const read = openReader(shopFiles(folder).database);
const start = performance.now();
const waits: number[] = [];
const stamps: number[] = [];
let lastStamp = 0;
for (let turn = 0; ; turn++) {
  const at = performance.now();
  await nextTurn();
  waits.push(performance.now() - at);
  if (at - lastStamp > 500) {
    lastStamp = at;
    clock += 86_400;
    const asked = performance.now();
    const { requestId } = await call<{ requestId: string }>('counter.stamp', {
      customerId,
      programId: program?.programId,
    });
    stamps.push(performance.now() - asked);
    await call('counter.undo', { undo: requestId });
  }
  if (turn % 50 === 0 && countDue(read, '2026-07-31') === 0) break;
}
line(`expiry of ${cards} cards in the background, in all`, ms(performance.now() - start));
line('  a turn of the main thread, p99', ms(quantile(waits, 0.99)), '≤ 8 ms');
line('  the longest', ms(quantile(waits, 1)), '≤ 16 ms');
line('  a stamp meanwhile, p95', ms(quantile(stamps, 0.95)));
await host.close();
read.close();

// What SQLite and the disk alone do to whoever waits for them as often: transactions of some pages here and there, and no ledger.
const plain = openWriter(join(folder, 'plain.db'));
plain.exec('CREATE TABLE row (key INTEGER PRIMARY KEY, value BLOB)');
const insert = plain.prepare('INSERT INTO row (value) VALUES (zeroblob(1000))');
inTransaction(plain, () => {
  for (let i = 0; i < cards; i++) insert.run();
});
const update = plain.prepare('UPDATE row SET value = randomblob(1000) WHERE key = ?');
let at = 1;
const bare = waits.map(() => {
  const asked = performance.now();
  inTransaction(plain, () => {
    for (let i = 0; i < 20; i++) {
      at = (at * 48_271) % 2_147_483_647;
      update.run(at % cards);
    }
  });
  return performance.now() - asked;
});
plain.close();
line('baseline: a transaction of 20 pages of a plain file as often, p99', ms(quantile(bare, 0.99)));
line('  the longest', ms(quantile(bare, 1)));
rmSync(folder, { recursive: true, force: true });
