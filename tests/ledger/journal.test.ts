import { createHash } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { DatabaseFile } from '../../db/cipher.ts';
import { openReader } from '../../db/open.ts';
import { lastEntry } from '../../db/queries/ledger.ts';
import type { OpenBackground } from '../../main/background/background.ts';
import { openInlineBackground } from '../../main/background/inline.ts';
import { type Host, openHost } from '../../main/bridge/host.ts';
import { shopFiles } from '../../main/shop/files.ts';
import type { OutputFor } from '../../preload/contract/index.ts';
import type { ShopStatus } from '../../preload/contract/shop.ts';
import { shopDatabase } from '../support/database.ts';
import { imported, longLog } from '../support/logs.ts';
import {
  expectSound,
  faultsOf,
  hostDefaults,
  noFaults,
  opening,
  openTestShop,
  pins,
  type TestShop,
  testFolder,
} from '../support/shop.ts';

const marker = 'Zwxqmarker';
const phone = '+40 721 987 654';

/** What comes back from the journal, whole: the ledger with its seals, what it points at, the answers to its requests. */
const told = [
  'SELECT * FROM entry ORDER BY seq',
  'SELECT * FROM seal ORDER BY lastSeq',
  'SELECT * FROM card ORDER BY key',
  'SELECT * FROM reward ORDER BY key',
  'SELECT key, id, customerKey, kind, percent, value, cost, endsOn, madeAt FROM offer ORDER BY key',
  'SELECT * FROM receipt WHERE entries > 0 ORDER BY requestId',
  'SELECT key, id, kind, fileHash, firstSeq, lastSeq, openedAt, closedAt, voidedAt FROM batch ORDER BY key',
  'SELECT key, id, number, firstVisitDay, lastVisitDay, visitDays, openRewards FROM customer WHERE visitDays > 0 ORDER BY key',
];
function contentOf(file: DatabaseFile): unknown[] {
  const read = openReader(file);
  try {
    return told.map((sql) =>
      createHash('sha256')
        .update(JSON.stringify(read.prepare(sql).all()))
        .digest('hex'),
    );
  } finally {
    read.close();
  }
}
/** Waits until the counts follow the ledger again. */
async function settled(file: DatabaseFile): Promise<void> {
  const read = openReader(file);
  while (read.prepare('SELECT 1 FROM batch WHERE settledAt IS NULL').get()) await sleep(2);
  read.close();
}

const lastSeqOf = (file: DatabaseFile): number => {
  const read = openReader(file);
  const { seq } = lastEntry(read);
  read.close();
  return seq;
};

/** A day at the till: people, stamps, a full card, a void, a log of past visits. Answers the last stamp and what it was told. */
async function day(shop: TestShop) {
  const { programId } = shop;
  const ids: string[] = [];
  for (let i = 0; i < 4; i++)
    ids.push(
      (await shop.ok('customers.enrol', { name: `${marker} ${i}`, phones: i === 0 ? [phone] : [], notes: marker }))
        .customerId,
    );
  const last = uuidv7();
  for (const [i, customerId] of ids.entries()) {
    shop.clock.now += 60_000;
    const stamped = await shop.ok('counter.stamp', {
      customerId: customerId as never,
      programId: programId as never,
      stamps: 2 + i,
    });
    for (const { rewardId } of stamped.issued) await shop.ok('counter.redeem', { rewardId, proof: { by: 'known' } });
    if (i === 1)
      await shop.ok('counter.reverse', { entryId: stamped.entryIds[0] as never, as: 'void', reason: marker });
  }
  const offers: string[] = [];
  for (const customerId of ids) {
    const offer = {
      customerId,
      benefit: { name: `${marker} cake`, kind: 'percent' as const, percent: 20 },
      endsOn: '2026-03-31',
    };
    offers.push((await shop.ok('offers.make', offer)).offerId);
  }
  await shop.ok('counter.redeemOffer', { offerId: offers[1] as never, proof: { by: 'known' } });
  await shop.ok('offers.withdraw', { offerId: offers[2] as never });
  await imported(shop, longLog(300, 20));
  shop.clock.now += 3_600_000;
  const stamp = { customerId: ids[2] as never, programId: programId as never, sameVisit: true };
  const answer = await shop.ok('counter.stamp', stamp, last);
  return { last, stamp, answer };
}

/** The folder as a kill leaves it: the database and its log are copied while the app has them open. */
function killed(shop: TestShop): string {
  const folder = testFolder();
  for (const name of readdirSync(shop.folder))
    if (!name.endsWith('-shm') && name !== 'lock.db')
      cpSync(join(shop.folder, name), join(folder, name), { recursive: true });
  return folder;
}

/** The same after a {@link day} of which nothing has come into the file itself: somebody was reading what was there before. */
async function killedAfterADay(shop: TestShop) {
  shop.host.checkpoint();
  const reader = openReader(shop.database);
  reader.prepare('BEGIN').run();
  lastEntry(reader);
  const done = await day(shop);
  const folder = killed(shop);
  reader.close();
  return { folder, ...done };
}

async function started<T>(folder: string, work: (host: Host, status: ShopStatus) => Promise<T>): Promise<T> {
  const host = await openHost({ folder, clock: () => opening + 90_000_000, ...hostDefaults });
  try {
    return await work(host, await statusOf(host));
  } finally {
    await host.close();
  }
}

async function statusOf(host: Host): Promise<ShopStatus> {
  const answer = await host.call('shop.status', {}, null);
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value as ShopStatus;
}

const journalParts = (folder: string): string[] =>
  readdirSync(shopFiles(folder).journal)
    .filter((name) => name.endsWith('.log'))
    .map((name) => join(shopFiles(folder).journal, name));

/** Where a part's lines end: behind them lie zeros, for as long as it is open. */
const endOf = (part: string): number => readFileSync(part).lastIndexOf('\n') + 1;

const sound = (folder: string): void => {
  const read = openReader(shopDatabase(folder));
  expect(faultsOf(read)).toEqual(noFaults);
  read.close();
};

describe('a write-ahead log that is gone', () => {
  test('is seen, told, and brought back exactly: entries, cards, rewards, receipts', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const { folder, last, stamp, answer } = await killedAfterADay(shop);
    const { database } = shopFiles(folder);
    // What the till had said: read from a copy with its log.
    const witness = testFolder();
    for (const suffix of ['', '-wal']) copyFileSync(database + suffix, join(witness, `w.db${suffix}`));
    const before = contentOf({ ...shop.database, path: join(witness, 'w.db') });
    rmSync(`${database}-wal`);

    await started(folder, async (host, status) => {
      expect(status).toMatchObject({
        state: 'failed',
        failure: { kind: 'behind', lost: { entries: lastSeqOf({ ...shop.database, path: join(witness, 'w.db') }) } },
      });
      expect(status.failure?.lost?.changes).toBeGreaterThanOrEqual(4);
      expect(await host.call('shop.bringBack', {}, null)).toMatchObject({ ok: true });
      expect(await statusOf(host)).toMatchObject({ state: 'ready', health: { journal: 'good', firstBad: null } });
      await settled(shopDatabase(folder));
      expect(contentOf(shopDatabase(folder))).toEqual(before);
      // Offers hold, and nobody knows any more in which words they were made.
      const owner = { personId: shop.people.owner, pin: pins.owner };
      await host.call('people.signIn', owner, uuidv7());
      const offers = await host.call('offers.list', {}, null);
      expect(offers).toMatchObject({ ok: true, value: { made: 4, open: 2, redeemed: 1, withdrawn: 1 } });
      const { lines } = (offers as { value: OutputFor<'offers.list'> }).value;
      for (const { benefit } of lines)
        expect(benefit).toEqual({ kind: 'percent', name: null, percent: 20, value: null });
      // The retry of a request that was acknowledged before the log was lost finds its answer.
      expect(await host.call('counter.stamp', stamp, last)).toEqual({ ok: true, value: answer, repeated: true });
    });
    sound(folder);
    await started(folder, async (_, status) =>
      expect(status).toMatchObject({ state: 'ready', health: { journal: 'good' } }),
    );
  });

  test('can be left behind on purpose; the journal is kept beside', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const { folder } = await killedAfterADay(shop);
    rmSync(`${shopFiles(folder).database}-wal`);
    await started(folder, async (host, status) => {
      expect(status.state).toBe('failed');
      const { provers, entries } = status.failure?.lost ?? {};
      expect(provers?.owners).toMatchObject([{ personId: shop.people.owner, pin: true }]);
      const leave = (proof: object | null) => host.call('shop.leaveBehind', { proof }, null);
      const by = { by: 'pin', personId: shop.people.owner };
      // Not everybody who sits down at the till: what they do away with may be their own doing.
      expect(await leave(null)).toMatchObject({ ok: false, error: { code: 'BAD_INPUT', fields: ['proof'] } });
      expect(await leave({ ...by, pin: '9999' })).toMatchObject({ ok: false, error: { code: 'PIN_WRONG' } });
      expect((await statusOf(host)).state).toBe('failed');
      expect(await leave({ ...by, pin: pins.owner })).toMatchObject({ ok: true });
      expect(await statusOf(host)).toMatchObject({ state: 'ready', health: { journal: 'good' } });
      expect(await host.call('activity.list', { kind: 'shop' }, null)).toMatchObject({
        ok: true,
        value: { lines: [{ action: 'shop.leaveBehind', person: { id: shop.people.owner }, detail: { entries } }] },
      });
    });
    expect(readdirSync(folder).filter((name) => name.startsWith('journal-'))).toHaveLength(1);
    sound(folder);
  });

  test('control: with its log in place nothing is missing, and without a journal nobody would know', async () => {
    const shop = await openTestShop({ as: 'owner' });
    shop.host.checkpoint();
    await day(shop);
    const whole = killed(shop);
    await started(whole, async (_, status) => expect(status.state).toBe('ready'));
    const blind = killed(shop);
    rmSync(`${shopFiles(blind).database}-wal`);
    rmSync(shopFiles(blind).journal, { recursive: true });
    await started(blind, async (_, status) => expect(status.state).toBe('ready'));
  });
});

describe('the journal itself', () => {
  test('gets what it lacks from the database: a stop between commit and journal', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const { programId } = shop;
    const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
    const [part = ''] = journalParts(shop.folder);
    await shop.ok('counter.stamp', { customerId, programId: programId as never });
    const length = endOf(part);
    await shop.ok('counter.stamp', { customerId, programId: programId as never, sameVisit: true });
    const whole = endOf(part);
    await shop.restart(() => truncateSync(part, length));
    expect((await shop.ok('shop.status', {})).health).toMatchObject({ journal: 'good' });
    // The same line, but for the moment it was written at.
    expect(endOf(part)).toBe(whole);
    // And an unfinished line is no damage.
    await shop.restart(() => truncateSync(part, whole - 20));
    expect((await shop.ok('shop.status', {})).health).toMatchObject({ journal: 'good' });
    expect(endOf(part)).toBe(whole);
  });

  test('a sudden end leaves zeros behind the lines: no damage, unless the last line is one', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
    await shop.ok('counter.stamp', { customerId, programId: shop.programId as never });
    const journal = async (folder: string) => started(folder, async (_, status) => status.health?.journal);
    const folder = killed(shop);
    const [part = ''] = journalParts(folder);
    const end = endOf(part);
    const bytes = readFileSync(part);
    expect(bytes.subarray(end).some((byte) => byte !== 0)).toBe(false);
    expect(bytes.length).toBeGreaterThan(end);
    expect(await journal(folder)).toBe('good');
    // Closed as it should be, it ends with its last line.
    expect(readFileSync(part).length).toBe(endOf(part));
    const changed = killed(shop);
    const [other = ''] = journalParts(changed);
    bytes[end - 10] = (bytes[end - 10] ?? 0) ^ 1;
    writeFileSync(other, bytes);
    expect(await journal(changed)).toBe('damaged');
  });

  test('without its end, by more than one stop leaves untold: told once, written again', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const stamp = async () => {
      const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
      await shop.ok('counter.stamp', { customerId, programId: shop.programId as never });
    };
    const journal = async () => (await shop.ok('shop.status', {})).health?.journal;
    await stamp();
    const [part = ''] = journalParts(shop.folder);
    const length = endOf(part);
    await stamp();
    await stamp();
    await shop.restart(() => truncateSync(part, length));
    expect(await journal()).toBe('short');
    await shop.restart();
    expect(await journal()).toBe('good');
    // The newest of several parts is gone.
    await shop.signIn('owner');
    await imported(shop, longLog(8_000, 100));
    let parts: string[] = [];
    // Both in it: the import's slices go by the time they take, and the next part may begin between the two.
    for (let before = -1; parts.length !== before; ) {
      before = journalParts(shop.folder).length;
      await stamp();
      await stamp();
      parts = journalParts(shop.folder);
    }
    expect(parts.length).toBeGreaterThan(1);
    await shop.restart(() => rmSync(parts.at(-1) ?? ''));
    expect(await journal()).toBe('short');
    await shop.restart();
    expect(await journal()).toBe('good');
    expectSound(shop);
  });

  test('missing: told once, begun anew', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
    await shop.ok('counter.stamp', { customerId, programId: shop.programId as never });
    await shop.restart(() => rmSync(shopFiles(shop.folder).journal, { recursive: true }));
    expect((await shop.ok('shop.status', {})).health).toMatchObject({ journal: 'new' });
    await shop.restart();
    expect((await shop.ok('shop.status', {})).health).toMatchObject({ journal: 'good' });
  });

  test('damaged: told, kept, and the shop works on', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
    for (let i = 0; i < 3; i++)
      await shop.ok('counter.stamp', { customerId, programId: shop.programId as never, sameVisit: true });
    const [part = ''] = journalParts(shop.folder);
    await shop.restart(() => {
      const bytes = readFileSync(part);
      const at = Math.floor(bytes.length / 2);
      bytes[at] = (bytes[at] ?? 0) ^ 4;
      writeFileSync(part, bytes);
    });
    expect((await shop.ok('shop.status', {})).health).toMatchObject({ journal: 'damaged', firstBad: null });
    expect(existsSync(`${part}.damaged`)).toBe(true);
    await shop.signIn('owner');
    await shop.ok('counter.stamp', { customerId, programId: shop.programId as never, sameVisit: true });
    await shop.restart();
    expect((await shop.ok('shop.status', {})).health).toMatchObject({ journal: 'good', firstBad: null });
  });

  test('goes on in parts, and what is lost is found across them', async () => {
    const shop = await openTestShop({ as: 'owner' });
    await imported(shop, longLog(200, 10));
    shop.host.checkpoint();
    const { database } = shop;
    const old = readFileSync(shop.file);
    const kept = lastSeqOf(database);
    await imported(shop, longLog(8_000, 100));
    expect(journalParts(shop.folder).length).toBeGreaterThan(1);
    await settled(database);
    await shop.restart();
    const content = contentOf(database);
    const lost = lastSeqOf(database) - kept;
    expect(lost).toBeGreaterThan(7_000);
    await shop.restart(() => writeFileSync(shop.file, old));
    expect(await shop.ok('shop.status', {})).toMatchObject({ state: 'failed', failure: { lost: { entries: lost } } });
    await shop.ok('shop.bringBack', {});
    expect(await shop.ok('shop.status', {})).toMatchObject({ state: 'ready' });
    await settled(database);
    expect(contentOf(database)).toEqual(content);
  });

  test('holds nothing of a person', async () => {
    const shop = await openTestShop({ as: 'owner' });
    await day(shop);
    const text = journalParts(shop.folder)
      .map((file) => readFileSync(file, 'utf8'))
      .join('');
    expect(text).toContain('counter.stamp');
    expect(text).not.toContain(marker);
    expect(text).not.toMatch(/721 ?987|40721987654|Ioana/);
  });
});

test.skipIf(process.platform !== 'linux')('one that the disk refuses is read in the background', async () => {
  const shop = await openTestShop({ as: 'owner' });
  await shop.ok('customers.enrol', { name: 'Ana' });
  await shop.host.close();
  // Reading there fails as on a broken disk, also a second time: then nobody knows what the journal said.
  symlinkSync('/proc/self/mem', join(shopFiles(shop.folder).journal, 'ledger-000099.log'));
  const asked: string[] = [];
  const openBackground: OpenBackground = (file) => {
    const background = openInlineBackground(file);
    return {
      ...background,
      run(job, ...rest) {
        asked.push(job);
        return background.run(job, ...rest);
      },
    };
  };
  const host = await openHost({ folder: shop.folder, clock: () => opening, ...hostDefaults, openBackground });
  onTestFinished(() => host.close());
  expect(await statusOf(host)).toMatchObject({ state: 'failed', failure: { kind: 'unreadable' } });
  expect(asked).toEqual(['readRemains']);
});
