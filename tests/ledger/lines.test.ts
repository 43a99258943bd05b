import { copyFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { inTransaction, openReader, openWriter } from '../../db/open.ts';
import { lastLine, listStoredLines } from '../../db/queries/activity.ts';
import { lastEntry } from '../../db/queries/ledger.ts';
import { findSeal, lastSeal, listStoredEntries } from '../../db/queries/seal.ts';
import { openKeysOf } from '../../main/keys/files.ts';
import { makeKeys } from '../../main/keys/ring.ts';
import {
  everyLine,
  type Journal,
  type JournalLine,
  lookAtJournal,
  openJournal,
  rowsOf,
} from '../../main/ledger/journal.ts';
import { compare, lacksItsEnd, linesSince, type Note, replay } from '../../main/ledger/lines.ts';
import { forms, type Sealed } from '../../main/ledger/seal.ts';
import { shopFiles } from '../../main/shop/files.ts';
import { type Closed, closedShop, type Tampering, tampered } from '../support/closedShop.ts';
import { counterWith } from '../support/counter.ts';
import { shopDatabase } from '../support/database.ts';
import { choose, duringImport, imported, longLog } from '../support/logs.ts';
import {
  copyTestShop,
  day,
  faultsOf,
  hour,
  minute,
  noFaults,
  openTestShop,
  pins,
  type TestShop,
  testFolder,
} from '../support/shop.ts';

/** What the journal has been told, oldest first. */
function lines(shop: TestShop): JournalLine[] {
  const keys = openKeysOf(shop.folder);
  if (!keys) throw new Error('the shop is sealed');
  return [...everyLine(shopFiles(shop.folder).journal, keys.ledger, null)];
}
const lineOf = (shop: TestShop, requestId: string): JournalLine[] =>
  lines(shop).filter((line) => line.requestId === requestId);

/** Tables and keys of the rows that a line brought. */
const brought = (line: JournalLine | undefined): Record<string, number[]> =>
  Object.fromEntries(Object.keys(line?.companions ?? {}).map((table) => [table, keysOf(line, table)]));
const keysOf = (line: JournalLine | undefined, table: string): number[] =>
  line ? rowsOf(line, table as never).map(({ key }) => Number(key)) : [];

/** The ledger with all that it points at, as far as the journal may know it. */
const told = [
  'SELECT * FROM entry ORDER BY seq',
  'SELECT * FROM entryItem ORDER BY seq, itemKey',
  'SELECT * FROM seal ORDER BY lastSeq',
  'SELECT * FROM receipt WHERE entries > 0 ORDER BY requestId',
  'SELECT * FROM device ORDER BY key',
  'SELECT key, id, role, createdAt FROM person ORDER BY key',
  'SELECT * FROM batch ORDER BY key',
  // Who never had an entry is nowhere in the journal.
  'SELECT key, id, number, createdAt FROM customer WHERE key IN (SELECT customerKey FROM entry) ORDER BY key',
  'SELECT * FROM program ORDER BY key',
  'SELECT * FROM programVersion ORDER BY key',
  'SELECT * FROM programReward ORDER BY key',
  'SELECT * FROM item ORDER BY key',
  'SELECT * FROM card ORDER BY key',
  'SELECT * FROM reward ORDER BY key',
  'SELECT key, id, customerKey, kind, percent, value, cost, endsOn, madeAt FROM offer ORDER BY key',
];
function contentOf(shop: TestShop): unknown[] {
  const read = openReader(shop.database);
  try {
    return told.map((sql) => read.prepare(sql).all());
  } finally {
    read.close();
  }
}

/** Something of everything: who is new and who allows it, rules and things, full cards, points, an offer, a log of past visits. The owner is signed in. */
async function work(shop: TestShop): Promise<void> {
  const { personId } = await shop.ok('people.add', { name: 'Radu', role: 'manager', pin: '9182' });
  const { programId } = await shop.ok('programs.create', {
    kind: 'points',
    name: 'Points',
    earn: { per: 'amount', every: 100, carryOver: true },
    rewards: [{ at: 20, name: 'A mug' }],
  });
  const { itemId } = await shop.ok('programs.addItem', { name: 'Filter coffee' });
  const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
  const { customerId: otherId } = await shop.ok('customers.enrol', { name: 'Ana' });
  // Somebody at the till who is in the file, with a manager's word for it who is not.
  await shop.signIn('staff');
  const { entryIds } = await shop.ok('counter.stamp', { customerId, programId: shop.programId, stamps: 5 });
  const { approval } = await shop.ok('people.approve', { personId, pin: '9182' });
  shop.clock.now += 2 * minute;
  await shop.ok('counter.reverse', { entryId: entryIds[0] ?? '', as: 'void', reason: 'a mistake', approval });
  await shop.ok('people.signIn', { personId, pin: '9182' });
  shop.clock.now += hour;
  await shop.ok('counter.stamp', {
    ...{ customerId: otherId, programId, amount: 2550 },
    items: [{ itemId, quantity: 2, amount: 2550 }],
  });
  const { cards } = await shop.ok('counter.open', { customerId: otherId });
  const mug = cards.find((card) => card.programId === programId)?.cardRewards[0]?.programRewardId ?? '';
  const spend = { on: 'reward', programRewardId: mug } as const;
  await shop.ok('counter.spend', { customerId: otherId, programId, spend, proof: { by: 'known' } });
  const benefit = { name: 'A cake', kind: 'amount', value: 500 } as const;
  await shop.ok('offers.make', { customerId, benefit, endsOn: '2026-03-31' });
  await shop.signIn('owner');
  await imported(shop, longLog(60, 6));
}

test('what an older file lacks comes back with all it points at: people, rules, things, cards, rewards, offers', async () => {
  const shop = await openTestShop({ as: 'owner' });
  const { customerId: goneId } = await shop.ok('customers.enrol', { name: 'Ioana' });
  const start = shop.clock.now + minute;
  await shop.restart();
  const old = readFileSync(shop.file);
  shop.clock.now = start;
  await shop.signIn('owner');
  await work(shop);
  await shop.ok('privacy.erase', { customerId: goneId, typed: '100001' });
  // Of whom the older file knows nothing.
  const late = await shop.ok('customers.enrol', { name: 'Dan' });
  await shop.ok('privacy.erase', { customerId: late.customerId, typed: String(late.number) });
  const content = contentOf(shop);
  const entries = (content[0] as unknown[]).length;
  await shop.restart(() => writeFileSync(shop.file, old));
  const { failure } = await shop.ok('shop.status', {});
  // A person, a program, a thing, three customers, the batch that was closed, and two who were erased.
  expect(failure).toMatchObject({ kind: 'behind', lost: { entries, changes: 9, since: start } });
  await shop.ok('shop.bringBack', {});
  const back = contentOf(shop);
  for (const [i, rows] of content.entries()) {
    // The request by which it came back is none of those.
    expect([told[i], withoutWords(back[i])]).toEqual([told[i], withoutWords(rows)]);
  }
  await shop.signIn('owner');
  expect(await shop.refused('customers.get', { customerId: goneId })).toMatchObject({ code: 'NOT_FOUND' });
  await expect.poll(() => shop.read(faultsOf)).toEqual(noFaults);
});

/** What the rows of a line point at: `[table, key]`. */
function pointedAt(line: JournalLine): (readonly [table: string, key: unknown])[] {
  const columns = forms[line.form] ?? [];
  const ofEntry = { deviceKey: 'device', personKey: 'person', batchKey: 'batch', customerKey: 'customer' };
  const also = { cardKey: 'card', rewardKey: 'reward', offerKey: 'offer', programVersionKey: 'programVersion' };
  const tables: Record<string, string> = {
    ...{ ...ofEntry, ...also, programKey: 'program', programRewardKey: 'programReward' },
    ...{ approvedBy: 'person', pendingBatchKey: 'batch' },
  };
  const of = (row: object) => Object.entries(row).map(([name, key]) => [tables[name] ?? '', key] as const);
  const rows = Object.keys(line.companions).flatMap((table) => rowsOf(line, table as never));
  const entries = line.entries.map((values) => Object.fromEntries(columns.map((name, i) => [name, values[i]])));
  return [
    ...[...entries, ...line.receipts, ...(line.log ?? []), ...rows].flatMap(of),
    ...line.bought.map(([, itemKey]) => ['item', itemKey] as const),
  ].filter(([table, key]) => table !== '' && key !== null && key !== undefined);
}

test('a line stands for itself: in a part that knows nothing yet it brings all that it points at, and the rules whole', async () => {
  const shop = await openTestShop({ as: 'owner' });
  const { customerId } = await shop.ok('customers.enrol', { name: 'Ioana' });
  const stamp = (stamps: number) => shop.ok('counter.stamp', { customerId, programId: shop.programId, stamps });
  await stamp(4);
  // The card that begins now goes by rules that no entry names yet.
  const [program] = await shop.ok('programs.list', {});
  if (program?.rules.kind !== 'stamps') throw new Error('a punch card was made');
  const { programId, version, rules } = program;
  const rewards = rules.rewards.map((reward) => ({ ...reward, at: 8 }));
  await shop.ok('programs.change', { programId, version, rules: { ...rules, goal: 8, rewards } as never });
  shop.clock.now += day;
  await stamp(1);
  // On no card, and allowed by somebody who never signs in.
  const benefit = { name: 'Ten off', kind: 'percent', percent: 10 } as const;
  const frequent = { kind: 'discount', name: 'Frequent', visits: 2, withinDays: 10, benefit } as const;
  await shop.ok('counter.use', { customerId, programId: (await shop.ok('programs.create', frequent)).programId });
  shop.clock.now += day;
  const { entryIds } = await stamp(2);
  await shop.signIn('staff');
  const { approval } = await shop.ok('people.approve', { personId: shop.people.manager, pin: pins.manager });
  await shop.ok('counter.reverse', { entryId: entryIds[0] ?? '', as: 'void', reason: 'a mistake', approval });
  await shop.signIn('owner');
  await work(shop);
  const told = shop.read((read) => [...linesSince(read, emptyPart(0, 0), 1, {})]);
  expect(told.flatMap(({ entries }) => entries.map(([seq]) => seq))).toEqual(
    shop.read((read) => read.prepare('SELECT seq FROM entry ORDER BY seq').pluck().all()),
  );
  for (const line of told) {
    const missing = pointedAt(line).filter(([table, key]) => !keysOf(line, table).includes(Number(key)));
    expect([line.headSeq, missing]).toEqual([line.headSeq, []]);
    // A program comes back with all its rewards.
    for (const version of keysOf(line, 'programVersion')) {
      const all = 'SELECT key FROM programReward WHERE programVersionKey = ? ORDER BY key';
      const keys = shop.read((read) => read.prepare<[number], number>(all).pluck().all(version));
      expect(keysOf(line, 'programReward')).toEqual(expect.arrayContaining(keys));
    }
  }
  // The whole log goes with the first; where the journal has nothing of it yet, its end alone.
  const log = shop.read((read) => lastLine(read)?.seq ?? 0);
  const sent = (lastLog: number | null) =>
    shop.read((read) => [...linesSince(read, emptyPart(0, lastLog), 1, {})]).map((line) => line.log?.length);
  expect(sent(0)).toEqual([log, ...told.slice(1).map(() => undefined)]);
  expect(sent(null)).toEqual([1, ...told.slice(1).map(() => undefined)]);
  expect(sent(log)).toEqual(told.map(() => undefined));
});

/** A journal that has come so far, and has told nothing yet. */
function emptyPart(seq: number, log: number | null): Journal {
  const journal = openJournal(join(testFolder(), 'journal'), 'the shop', makeKeys().ledger, { seq, log });
  onTestFinished(() => journal.close());
  return journal;
}

test('what a commit was called is told once: by its entries, or in a line of its own', async () => {
  const { shop, stamped } = await counterWith();
  const first = uuidv7();
  await stamped({}, first);
  await imported(shop, longLog(60, 6));
  const { seq, log } = shop.read((read) => ({ seq: lastEntry(read).seq, log: lastLine(read)?.seq ?? null }));
  const told = (lastSeq: number, note: Note, lastLog = log) =>
    shop
      .read((read) => [...linesSince(read, emptyPart(lastSeq, lastLog), 5, note)])
      .map(({ entries, requestId, batchKey, procedure }) => [entries.length > 0, procedure, requestId, batchKey]);
  const parts = told(2, {});
  expect(parts.length).toBeGreaterThan(0);
  expect(parts).toEqual(parts.map(() => [true, null, null, 1]));
  expect(told(0, { requestId: first, procedure: 'counter.stamp' })[0]).toEqual([true, 'counter.stamp', first, null]);
  expect(told(0, { requestId: first, procedure: 'counter.stamp' })).toHaveLength(1 + parts.length);
  expect(told(2, { batchKey: 1 })).toEqual(parts);
  expect(told(seq, { batchKey: 1 })).toEqual([[false, null, null, 1]]);
  expect(told(2, { batchKey: 7 })).toEqual([...parts, [false, null, null, 7]]);
  const other = { requestId: 'another', procedure: 'a.test' };
  expect(told(seq, other)).toEqual([[false, 'a.test', 'another', null]]);
  expect(told(0, other).at(-1)).toEqual([false, 'a.test', 'another', null]);
  // Of nothing there is nothing to tell, unless somebody did something that is only logged.
  expect(told(seq, {})).toEqual([]);
  expect(told(seq, {}, (log ?? 0) - 1)).toEqual([[false, null, null, null]]);
  // Whoever has just made the last seal says so; what the journal lacks before it is read.
  const inOrder = (newest: readonly Sealed[]) =>
    shop.read((read) => [...linesSince(read, emptyPart(0, log), 5, {}, newest)]).map(({ headSeq }) => headSeq);
  const seal = shop.read((read) => findSeal(read, seq));
  if (!seal) throw new Error('the last entry is sealed');
  const entries = shop.read((read) => listStoredEntries(read, seq - seal.entries + 1, seq));
  expect(inOrder([{ seal, entries }])).toEqual(inOrder([]));
  const own = (lastLog: number | null, note: Note) =>
    shop.read((read) => [...linesSince(read, emptyPart(seq, lastLog), 5, note)])[0];
  expect(own(log, other)).not.toHaveProperty('log');
  // Likewise whoever has just written the log's last line.
  const [last] = shop.read((read) => listStoredLines(read, log ?? 0, log ?? 0));
  if (!last) throw new Error('something was logged');
  for (const lastLog of [null, (log ?? 0) - 1, (log ?? 0) - 2])
    expect(own(lastLog, { ...other, logged: last })).toEqual(own(lastLog, other));
  expect(own((log ?? 0) - 2, { ...other, logged: last })?.log).toHaveLength(2);
  expect(brought(own((log ?? 0) - 1, {}))).toEqual({ person: [1] });
});

/** A batch is settled anew, by the clock of now. */
const withoutWords = (rows: unknown): unknown =>
  (rows as Record<string, unknown>[]).map(({ settledAt: _, ...row }) => row);

test('each line brings what its entries point at: what never changes once, what changes each time', async () => {
  const { shop, customerId } = await counterWith();
  const [first, second, third] = [uuidv7(), uuidv7(), uuidv7()];
  const stamp = { customerId, programId: shop.programId };
  await shop.ok('counter.stamp', { ...stamp, stamps: 4 }, first);
  const full = await shop.ok('counter.stamp', { ...stamp, sameVisit: true }, second);
  await shop.ok('counter.redeem', { rewardId: full.issued[0]?.rewardId ?? '', proof: { by: 'known' } }, third);
  const [one, two, three] = [first, second, third].map((id) => lineOf(shop, id)[0]);
  // People and the till's own device were told when somebody signed in, or are now.
  expect(brought(one)).toMatchObject({
    customer: [1],
    program: [1],
    programVersion: [1],
    programReward: [1],
    card: [1],
  });
  expect(Object.keys(brought(one))).not.toContain('reward');
  expect(brought(two)).toEqual({ program: [1], card: [1], reward: [1] });
  expect(brought(three)).toEqual({ program: [1], card: [1], reward: [1] });
  expect(rowsOf(two as JournalLine, 'reward')).toMatchObject([{ key: 1, state: 'open' }]);
  expect(rowsOf(three as JournalLine, 'reward')).toMatchObject([{ key: 1, state: 'redeemed' }]);
  // Each with its entries, its receipt and the seal it left.
  for (const [line, requestId, entries] of [
    [one, first, 2],
    [two, second, 2],
    [three, third, 1],
  ] as const) {
    expect(line).toMatchObject({ requestId, batchKey: null, bought: [], receipts: [{ requestId }] });
    expect(line?.entries).toHaveLength(entries);
    expect(line?.headSeq).toBe(line?.entries.at(-1)?.[0]);
  }
  expect(three?.procedure).toBe('counter.redeem');
  expect(three?.head).toBe(Buffer.from(shop.read((read) => lastSeal(read))?.mac ?? []).toString('base64'));
});

test('a commit without entries leaves a line that says what it was, whose it was, and where the ledger stood', async () => {
  const { shop, customerId, stamped } = await counterWith();
  await stamped();
  const before = lines(shop).length;
  const [note, erasure] = [uuidv7(), uuidv7()];
  await shop.ok('programs.addItem', { name: 'Filter coffee' }, note);
  await shop.ok('privacy.erase', { customerId, typed: '100001' }, erasure);
  const seal = Buffer.from(shop.read((read) => lastSeal(read))?.mac ?? []).toString('base64');
  const nothing = { entries: [], bought: [], receipts: [], batchKey: null, headSeq: 2, head: seal };
  const [said] = lineOf(shop, note);
  expect(said).toMatchObject({ ...nothing, procedure: 'programs.addItem', requestId: note });
  expect(said).not.toHaveProperty('erased');
  expect(brought(said)).toEqual({});
  expect(said?.log).toMatchObject([{ action: 'programs.addItem' }]);
  expect(lineOf(shop, erasure)).toMatchObject([{ ...nothing, procedure: 'privacy.erase', erased: [customerId] }]);
  // One line for each commit, and each line of the activity log in one of them.
  const added = lines(shop).slice(before);
  expect(new Set(added.map(({ requestId }) => requestId)).size).toBe(added.length);
  const logged = lines(shop).flatMap(({ log }) => log?.map(({ seq }) => seq) ?? []);
  expect(logged).toEqual(logged.map((_, i) => (logged[0] ?? 0) + i));
});

test('a batch is told in parts, and that it was closed or voided in a line of its own', async () => {
  const shop = await openTestShop({ as: 'owner' });
  await imported(shop, longLog(300, 20));
  const parts = lines(shop).filter(({ batchKey }) => batchKey === 1);
  const told = parts.flatMap(({ entries }) => entries.map(([seq]) => seq));
  expect(told).toEqual(told.map((_, i) => i + 1));
  expect(told.length).toBeGreaterThan(299);
  const closing = parts.filter(({ entries }) => entries.length === 0);
  expect(closing.length).toBeGreaterThan(0);
  expect(rowsOf(closing.at(-1) as JournalLine, 'batch')).toMatchObject([{ key: 1, voidedAt: null }]);
  expect(rowsOf(closing.at(-1) as JournalLine, 'batch')[0]?.closedAt).not.toBeNull();
  // Everybody in it once, however many parts there are.
  const people = parts.flatMap((line) => keysOf(line, 'customer'));
  expect(people.length).toBe(new Set(people).size);
});

describe('the file compared with the journal', () => {
  let original: Closed;
  beforeAll(async () => {
    original = await closedShop();
  });

  /** What the two say of each other when somebody has worked on the file. */
  function compared(work: Tampering, of: Closed = original) {
    const folder = tampered(of, work);
    const keys = openKeysOf(folder);
    const read = openReader(shopDatabase(folder));
    try {
      const journal = keys && lookAtJournal(shopFiles(folder).journal, keys.ledger);
      if (!journal) throw new Error('there is a journal');
      const { lost, firstOther, log } = compare(read, journal);
      const seqs = lost?.lines.map(({ headSeq }) => headSeq);
      return { firstOther, entries: lost?.entries ?? 0, changes: lost?.changes ?? 0, seqs, log: log.firstBad };
    } finally {
      read.close();
    }
  }
  const nothing = { firstOther: null, entries: 0, changes: 0, seqs: undefined, log: null };
  const ends = (folder: string) => {
    const read = openReader(shopDatabase(folder));
    const seq = lastEntry(read).seq;
    const log = lastLine(read)?.seq ?? 0;
    read.close();
    return { seq, log };
  };

  test('control: untouched they say the same', () => {
    expect(compared(() => undefined)).toEqual(nothing);
  });

  test('one of which the disk leaves nothing to read says nothing', () => {
    const read = openReader(shopDatabase(original.folder));
    const { lost, firstOther, log } = compare(read, { lines: [], lastLog: null });
    read.close();
    expect([lost, firstOther, log.firstBad]).toEqual([null, null, null]);
  });

  test('an entry of the last commit that reads otherwise is named, or its first one when the seal alone does; also where the log was cut off', () => {
    const { seq, log } = ends(original.folder);
    const edit = (of: number) => `UPDATE entry SET amount = 4711 WHERE seq = ${of}`;
    const cutLog = `DELETE FROM activity WHERE seq > ${log - 4}`;
    const seal = `UPDATE seal SET mac = zeroblob(32) WHERE lastSeq = ${seq}`;
    for (const [of, sql] of [
      [seq, edit(seq)],
      [seq - 1, edit(seq - 1)],
      [seq - 1, seal],
      [seq - 1, `DELETE FROM seal WHERE lastSeq = ${seq}`],
    ] as const) {
      expect(compared((database) => database.exec(sql))).toEqual({ ...nothing, firstOther: of });
      const both = compared((database) => database.exec(`${sql}; ${cutLog}`));
      expect(both).toEqual({ ...nothing, firstOther: of, log: log - 3 });
    }
    // What is older is for the check of all seals.
    expect(compared((database) => database.exec(edit(seq - 2)))).toEqual(nothing);
  });

  test('that a batch was closed or voided is missed where the file does not know', async () => {
    for (const cancelled of [false, true]) {
      const shop = await openTestShop({ as: 'owner' });
      const file = await choose(shop, longLog(2_000, 50));
      if (cancelled)
        await duringImport(shop, file, 50, async (task) => void (await shop.ok('visits.cancel', { task })));
      else await shop.ok('visits.import', { file });
      const folder = testFolder();
      await shop.restart(() => cpSync(shop.folder, folder, { recursive: true }));
      const batch = (...sql: string[]) => compared((database) => database.exec(sql.join(';')), { folder });
      const missed = { ...nothing, changes: 1, seqs: [ends(folder).seq] };
      expect(batch()).toEqual(nothing);
      expect(batch('UPDATE batch SET settledAt = NULL')).toEqual(nothing);
      expect(batch(`UPDATE batch SET ${cancelled ? 'closedAt' : 'voidedAt'} = 1`)).toEqual(nothing);
      expect(batch(`UPDATE batch SET ${cancelled ? 'voidedAt' : 'closedAt'} = NULL`)).toEqual(missed);
      expect(batch('DELETE FROM batch')).toEqual(missed);
      // Its parts are told together: none of them alone was waited for.
      const read = openReader(shopDatabase(folder));
      expect(lacksItsEnd(read, { lastSeq: 0 })).toBe(false);
      read.close();
    }
  });

  test('a journal without its end is told from one that a stop left short by a commit, or by a batch', () => {
    const read = openReader(shopDatabase(original.folder));
    onTestFinished(() => void read.close());
    const seals = read.prepare<[], { lastSeq: number; batchKey: number | null }>(
      'SELECT s.lastSeq, e.batchKey FROM seal s JOIN entry e ON e.seq = s.lastSeq ORDER BY s.lastSeq DESC',
    );
    let commits = 0;
    for (const { lastSeq, batchKey } of seals.all()) {
      expect([lastSeq, lacksItsEnd(read, { lastSeq })]).toEqual([lastSeq, commits > 1]);
      if (batchKey === null) commits++;
    }
    expect(commits).toBeGreaterThan(10);
    expect(lacksItsEnd(read, { lastSeq: 0 })).toBe(true);
  });

  test('nothing is put behind the file that does not follow from it', async () => {
    const { shop, stamped } = await counterWith();
    await shop.restart();
    const { database, file } = await copyTestShop();
    copyFileSync(shop.file, file);
    await shop.signIn('owner');
    await stamped();
    await stamped({ sameVisit: true });
    const keys = openKeysOf(shop.folder);
    const journal = keys && lookAtJournal(shopFiles(shop.folder).journal, keys.ledger);
    if (!journal) throw new Error('there is a journal');
    const write = openWriter({ ...database, key: keys.file });
    onTestFinished(() => void write.close());
    const { lost } = compare(write, journal);
    if (!lost) throw new Error('two stamps are missing');
    expect(lost).toMatchObject({ entries: 3, changes: 0, since: shop.clock.now });
    const count = () => write.prepare('SELECT count(*) FROM entry').pluck().get();
    const put = (change: Partial<JournalLine>) =>
      inTransaction(write, () =>
        replay(write, { ...lost, lines: lost.lines.map((line) => ({ ...line, ...change })) }, keys.ledger),
      );
    expect(() => put({ head: Buffer.alloc(32).toString('base64') })).toThrow('the replay is not exact');
    // In columns that nobody knows any more.
    expect(() => put({ form: 99 })).toThrow();
    expect(count()).toBe(0);
    put({});
    expect(count()).toBe(3);
    expect(write.prepare('SELECT count(*) FROM receipt WHERE entries > 0').pluck().get()).toBe(2);
    expect(compare(write, journal)).toMatchObject({ lost: null, firstOther: null });
  });
});
