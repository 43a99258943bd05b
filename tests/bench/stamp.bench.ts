import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fdatasyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { backupTo } from '../../db/backup.ts';
import { assertDurable, openReader, openWriter, type ReadConnection } from '../../db/open.ts';
import { shopFiles } from '../../main/shop/files.ts';
import { punchCard } from '../../preload/contract/rules.ts';
import { shopDatabase } from '../support/database.ts';
import { line, median, ms, quantile, ratio } from './support/figures.ts';
import { createBenchShop, openTill } from './support/till.ts';

// One stamp through host and dispatcher, against a bare better-sqlite3 transaction with the same durability that writes the same rows
// into the same tables with prepared statements: no validation, no rules, no reads, no seal; and against the same with one more line appended and
// synced, as the journal has it (R19). Beside it the least that two syncs can cost: one row in one table of a locked file, and the line. Once on a
// plain punch card for somebody new and for somebody known, once on a card with all that rules allow: 15 rewards, 5 multipliers that all run, and 10 batches with dates of their own.
const warmUp = 50;
const folder = mkdtempSync(join(tmpdir(), 'regulars-bench-'));
let clock = Date.UTC(2026, 5, 1, 8);

async function openBench(name: string, program: object) {
  const { host, call } = await openTill(join(folder, name), { clock: () => clock });
  const { programId } = await createBenchShop({ host, call }, program);
  const customers: string[] = [];
  return {
    host,
    customers,
    call,
    stamp: (customerId: string) => call('counter.stamp', { customerId, programId }),
    async enrol(many: number) {
      for (let i = 0; i < many; i++)
        customers.push((await call<{ customerId: string }>('customers.enrol', { name: `Person ${i}` })).customerId);
    },
  };
}

/** What the last stamp of a shop has left, in entry, card, receipt, log and journal. */
interface Written {
  readonly parts: string | null;
  readonly expiresOn: string | null;
  readonly answer: string;
  readonly detail: string;
  readonly line: string;
}

function lastWritten(shopFolder: string): Written {
  const read = openReader(shopDatabase(shopFolder));
  const written = read
    .prepare<[], Omit<Written, 'line'>>(
      `SELECT e.parts, c.expiresOn, r.answer, a.detail
       FROM entry e JOIN card c ON c.key = e.cardKey JOIN receipt r USING (requestId) JOIN activity a USING (requestId) ORDER BY e.seq DESC LIMIT 1`,
    )
    .get();
  read.close();
  const { journal } = shopFiles(shopFolder);
  const newest = readdirSync(journal).sort().at(-1) ?? '';
  const text = readFileSync(join(journal, newest), 'utf8');
  const line = text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .at(-2);
  if (!written || !line) throw new Error('nothing was stamped');
  return { ...written, line: `${line}\n` };
}

/** The same tables with the same indexes and triggers, in a copy of the shop: writes what a stamp writes, and nothing else. */
async function openBare(name: string, { parts, expiresOn, answer, detail, line }: Written) {
  const bareFolder = join(folder, `${name}-bare`);
  mkdirSync(bareFolder);
  const file = shopDatabase(join(folder, name));
  const copy = { ...file, path: shopFiles(bareFolder).database };
  const read = openReader(file);
  await backupTo({ read, file }, copy);
  read.close();
  const bare = openWriter(copy);
  assertDurable(bare);
  const insertEntry = bare.prepare(
    `INSERT INTO entry (seq, id, kind, customerKey, cardKey, programVersionKey, visitSeq, stamps, parts, businessDay, occurredAt, recordedAt, deviceKey, personKey, requestId)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 1, ?)`,
  );
  const findCard = bare.prepare<[number], { key: number }>('SELECT key FROM card WHERE customerKey = ?');
  const insertCard = bare.prepare(
    `INSERT INTO card (id, customerKey, programKey, programVersionKey, openedAt, openedOn) VALUES (?, ?, 1, 1, ?, '2026-06-01')`,
  );
  const updateCard = bare.prepare('UPDATE card SET balance = balance + 1, expiresOn = ? WHERE key = ?');
  const insertReceipt = bare.prepare("INSERT INTO receipt VALUES (?, 'counter.stamp', ?, ?, 2, 1, ?)");
  const insertActivity = bare.prepare(
    `INSERT INTO activity (seq, recordedAt, businessDay, personKey, role, via, action, targetId, requestId, detail, mac)
     VALUES ((SELECT coalesce(max(seq), 0) + 1 FROM activity), ?, ?, 1, 'owner', 'window', 'counter.stamp', ?, ?, ?, zeroblob(32))`,
  );
  const updateCustomer = bare.prepare(
    'UPDATE customer SET firstVisitDay = coalesce(firstVisitDay, @day), lastVisitDay = @day, visitDays = visitDays + 1 WHERE key = @key',
  );
  const lastOf = (what: string): number => bare.prepare<[], { n: number }>(what).get()?.n ?? 0;
  let seq = lastOf('SELECT coalesce(max(seq), 0) AS n FROM entry');
  const keys = bare.prepare<[], { key: number; id: string }>('SELECT key, id FROM customer ORDER BY key').all();
  const targets = keys.map(({ id }) => id);
  const cards = keys.map(({ key }) => findCard.get(key)?.key ?? null);
  const stamp = bare.transaction((i: number, today: string) => {
    const id = uuidv7();
    const key = keys[i]?.key ?? 0;
    const card = cards[i] ?? Number(insertCard.run(uuidv7(), key, clock).lastInsertRowid);
    const visit = ++seq;
    insertEntry.run(visit, uuidv7(), 'visit', key, null, null, null, 0, null, today, clock, clock, id);
    insertEntry.run(++seq, uuidv7(), 'stamp', key, card, 1, visit, 1, parts, today, clock, clock, id);
    updateCard.run(expiresOn, card);
    updateCustomer.run({ day: today, key });
    insertReceipt.run(id, 'x'.repeat(64), answer, clock);
    insertActivity.run(clock, today, targets[i], id, detail);
  });
  // The second memory is a line that is appended and synced once more (TRUST.md rule 11).
  const journal = openSync(join(bareFolder, 'journal'), 'a');
  return {
    stamp: (i: number, today: string) => stamp.immediate(i, today),
    journal() {
      writeSync(journal, line);
      fdatasyncSync(journal);
    },
    close() {
      closeSync(journal);
      bare.close();
    },
  };
}

/** One row in a table of a file of its own, locked and with the same pragmas, and one more synced line. */
function openOneRow(name: string) {
  const path = join(folder, `${name}-row.db`);
  const file = openWriter({ path, key: randomBytes(32) });
  file.exec('CREATE TABLE row (key INTEGER PRIMARY KEY, value BLOB) STRICT');
  assertDurable(file);
  const insert = file.prepare('INSERT INTO row (value) VALUES (zeroblob(500))');
  const write = file.transaction(() => insert.run());
  const beside = openSync(`${path}.line`, 'a');
  return {
    write() {
      write.immediate();
      writeSync(beside, 'x'.repeat(1500));
      fdatasyncSync(beside);
    },
    close() {
      closeSync(beside);
      file.close();
    },
  };
}

/** Pages that the last commits have left in the write-ahead log: those of one stamp, where the log grows meanwhile. */
const pagesIn = (read: ReadConnection): number =>
  (read.pragma('wal_checkpoint(NOOP)') as { log: number }[])[0]?.log ?? 0;

async function compare(name: string, what: string, program: object, rounds: number, batches: number): Promise<void> {
  const { host, customers, enrol, stamp, call } = await openBench(name, program);
  // One more, to see what a stamp leaves.
  await enrol(rounds + 1);
  if (batches > 0) await call('shop.update', { minutesBetweenVisits: 0 });
  for (let batch = 0; batch < batches; batch++) {
    for (const customerId of customers) await stamp(customerId);
    clock += 86_400_000;
  }
  await stamp(customers.pop() ?? '');
  const bare = await openBare(name, lastWritten(join(folder, name)));
  const ours: number[] = [];
  const theirs: number[] = [];
  const withJournal: number[] = [];
  const oneRow: number[] = [];
  const pages: number[] = [];
  const row = openOneRow(name);
  const read = openReader(shopDatabase(join(folder, name)));
  let processor = 0;
  const stampOurs = async (customerId: string) => {
    const before = pagesIn(read);
    const used = process.cpuUsage();
    const start = performance.now();
    await stamp(customerId);
    ours.push(performance.now() - start);
    const { user, system } = process.cpuUsage(used);
    processor += (user + system) / 1000;
    pages.push(pagesIn(read) - before);
  };
  const stampBare = (i: number, today: string) => {
    const start = performance.now();
    bare.stamp(i, today);
    theirs.push(performance.now() - start);
    bare.journal();
    withJournal.push(performance.now() - start);
  };
  const writeRow = () => {
    const start = performance.now();
    row.write();
    oneRow.push(performance.now() - start);
  };
  for (const [i, customerId] of customers.entries()) {
    clock += 1000;
    const today = new Date(clock).toISOString().slice(0, 10);
    const all = [() => stampOurs(customerId), () => stampBare(i, today), writeRow];
    // Each comes first as often as the others: whoever follows finds the engine's code at hand in the processor.
    for (let n = 0; n < all.length; n++) await all[(i + n) % all.length]?.();
  }
  row.close();
  read.close();
  const warm = (values: number[]) => values.slice(warmUp);
  line(`${what}: one stamp through the dispatcher, median`, ms(median(warm(ours))));
  line('  p99', ms(quantile(warm(ours), 0.99)));
  line('  of the processor, mean; pages written, median', `${ms(processor / ours.length)}, ${median(pages)}`);
  line('  bare transaction, same rows, WAL and FULL, median', ms(median(warm(theirs))));
  line('  the same and one more synced line, median', ms(median(warm(withJournal))));
  line('  stamp / bare transaction', ratio(median(warm(ours)) / median(warm(theirs))));
  line(
    '  stamp / bare transaction and one more synced line',
    ratio(median(warm(ours)) / median(warm(withJournal))),
    '≤ 1.5 ×',
  );
  line('  stamp / one row and one synced line', ratio(median(warm(ours)) / median(warm(oneRow))));
  line('  load of the machine meanwhile, 1 min', loadavg()[0]?.toFixed(1) ?? '');
  await host.close();
  bare.close();
}

const plain = punchCard({ name: 'Card', goal: 10, rewardName: 'Coffee' });
await compare('new', 'punch card, first visit', plain, 3000, 0);
await compare('usual', 'punch card, second visit', plain, 3000, 1);
const everything = {
  ...punchCard({ name: 'Everything', goal: 50, rewardName: 'Coffee' }),
  rewards: Array.from({ length: 15 }, (_, i) => ({ at: 36 + i, name: `Reward ${i}`, value: 100 })),
  multipliers: Array.from({ length: 5 }, (_, i) => ({
    name: `Hour ${i}`,
    startsOn: `2026-05-0${i + 1}`,
    effect: { kind: 'plus', units: 1 },
  })),
  expiry: { kind: 'batch', days: 365 },
};
await compare('everything', '15 rewards, 5 multipliers, 10 batches', everything, 1000, 10);
rmSync(folder, { recursive: true, force: true });
