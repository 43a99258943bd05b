import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { expect, onTestFinished, test } from 'vitest';
import { openWriter } from '../../db/open.ts';
import { appendActivity } from '../../main/activity/chain.ts';
import { openKeysOf } from '../../main/keys/files.ts';
import { makeKeys } from '../../main/keys/ring.ts';
import { everyLine, openJournal, rowsOf } from '../../main/ledger/journal.ts';
import { createKeeper, keptTransaction } from '../../main/ledger/keeper.ts';
import { shopFiles } from '../../main/shop/files.ts';
import { ifCutNow, mounted } from '../faults/support/mount.ts';
import { empty, fillTo, whyNoMount } from '../support/mount.ts';
import { copyTestShop, expectSound, opening, openTestShop, type TestShop } from '../support/shop.ts';

const journalOf = async (shop: TestShop) => (await shop.ok('shop.status', {})).health?.journal;
/** Requests that the journal knows of, oldest first. */
const told = (shop: TestShop): (string | null)[] => {
  const keys = openKeysOf(shop.folder);
  if (!keys) throw new Error('the shop is sealed');
  return [...everyLine(shopFiles(shop.folder).journal, keys.ledger, null)].map(({ requestId }) => requestId);
};

test('a journal that its disk refuses keeps nobody from working: it is said, and what it lacks it gets as soon as it can be written', async (context) => {
  const why = whyNoMount('tmpfs');
  if (why) return context.skip(why);
  const shop = await openTestShop({ as: 'owner' });
  const { journal } = shopFiles(shop.folder);
  const place = mounted('tmpfs', 2).folder;
  const there = join(place, 'journal');
  await shop.restart(() => {
    cpSync(journal, there, { recursive: true });
    rmSync(journal, { recursive: true });
    symlinkSync(there, journal);
  });
  await shop.signIn('owner');
  const requests: string[] = [];
  const stamp = async () => {
    const request = uuidv7();
    const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
    await shop.ok('counter.stamp', { customerId, programId: shop.programId }, request);
    requests.push(request);
  };
  await stamp();
  expect(await journalOf(shop)).toBe('good');
  fillTo(place, 0);
  // What the file's last page still has room for is written.
  for (let n = 0; n < 20; n++) await stamp();
  expect(await journalOf(shop)).toBe('failing');
  expect(shop.logged.some(({ code, detail }) => code === 'JOURNAL_FAULT' && detail?.code === 'ENOSPC')).toBe(true);
  expect(requests.every((request) => told(shop).includes(request))).toBe(false);
  empty(place);
  await stamp();
  expect(await journalOf(shop)).toBe('good');
  // In the order in which it happened, each at least once: of what was being written when it failed nobody knows whether it is there.
  const known = told(shop);
  for (const request of requests) expect(known).toContain(request);
  expect(requests.toSorted((a, b) => known.lastIndexOf(a) - known.lastIndexOf(b))).toEqual(requests);
  await shop.restart();
  expect(await journalOf(shop)).toBe('good');
  expectSound(shop);
  // Moved off that disk before it goes.
  await shop.restart(() => {
    rmSync(journal);
    mkdirSync(journal);
    cpSync(there, journal, { recursive: true });
  });
  expect(await journalOf(shop)).toBe('good');
});

/** A shop's own connection, and a keeper of its journal on a small disk. Nothing else has the shop open. */
async function keeperOn(place: string, refused: () => boolean) {
  const { database, folder } = await copyTestShop();
  const keys = openKeysOf(folder) ?? makeKeys();
  const write = openWriter(database);
  onTestFinished(() => void write.close());
  const where = join(place, 'journal');
  const journal = openJournal(where, 'the shop', keys.ledger, { seq: 0, log: null });
  const parts = { folder: where, shopId: 'the shop', key: keys.ledger, clock: () => opening };
  const keeper = createKeeper(journal, { ...parts, state: 'good', refused });
  onTestFinished(() => keeper.close());
  const note = (requestId: string, sync = true) =>
    keptTransaction(
      keeper,
      write,
      () => requestId,
      (said) => ({ procedure: 'a.test', requestId: said }),
      sync,
    );
  /** The same, by the owner, who is logged with it. */
  const logged = (requestId: string) =>
    keptTransaction(
      keeper,
      write,
      () =>
        appendActivity(write, keys.ledger, {
          ...{ recordedAt: opening, businessDay: '2026-03-10', personKey: 1, role: 'owner', via: 'window' as const },
          ...{ action: 'a.test', targetId: null, requestId: null, approvedBy: null, detail: '{}' },
        }),
      { procedure: 'a.test', requestId },
      true,
    );
  const lines = (of = where) => [...everyLine(of, keys.ledger, null)];
  const known = (of = where) => lines(of).map(({ requestId }) => requestId);
  const nothing = () => keptTransaction(keeper, write, () => undefined, {}, true);
  return { keeper, note, logged, nothing, lines, known, where };
}
/** Longer than what is laid out ahead, and does not pack. */
const long = randomBytes(50_000).toString('hex');

test('a refused line is tried once more where room was made, and no more than that', async (context) => {
  const why = whyNoMount('tmpfs');
  if (why) return context.skip(why);
  const place = mounted('tmpfs', 2).folder;
  let [asked, makesRoom] = [0, false];
  const { keeper, note, known, where } = await keeperOn(place, () => {
    asked++;
    if (makesRoom) empty(place);
    return true;
  });
  note('first');
  fillTo(place, 0);
  note(`${long} 1`);
  expect([asked, keeper.journal]).toEqual([1, 'failing']);
  // What it lacks it is told by the next one; only entries and what was logged can be told later.
  makesRoom = true;
  note(`${long} 2`);
  expect([asked, keeper.journal]).toEqual([2, 'good']);
  expect(known()).toEqual(['first', `${long} 2`]);
  // In a part of its own: of the one before nobody knows what is on the disk.
  expect(readdirSync(where).length).toBeGreaterThan(1);
  note('last');
  expect(known()).toEqual(['first', `${long} 2`, 'last']);
  expect(asked).toBe(2);
  keeper.close();
  keeper.close();
});

test('the part that is begun after a fault tells anew whom its lines name', async (context) => {
  const why = whyNoMount('tmpfs');
  if (why) return context.skip(why);
  const place = mounted('tmpfs', 2).folder;
  const { keeper, logged, lines } = await keeperOn(place, () => {
    empty(place);
    return true;
  });
  const named = () => lines().map((line) => rowsOf(line, 'person').map(({ key }) => key));
  logged('first');
  logged('second');
  expect(named()).toEqual([[1], []]);
  fillTo(place, 0);
  logged(long);
  expect([keeper.journal, named()]).toEqual(['good', [[1], [], [1]]]);
});

test('without room being made it waits for the next commit', async (context) => {
  const why = whyNoMount('tmpfs');
  if (why) return context.skip(why);
  const place = mounted('tmpfs', 2).folder;
  let asked = 0;
  const { keeper, note, known, lines } = await keeperOn(place, () => {
    asked++;
    empty(place);
    return false;
  });
  fillTo(place, 0);
  note(`${long} 1`);
  expect([asked, keeper.journal, known()]).toEqual([1, 'failing', []]);
  note('next');
  expect([asked, keeper.journal, known()]).toEqual([1, 'good', ['next']]);
  expect(lines()).toMatchObject([{ headSeq: 0 }]);
});

test('what nobody waits for is safe with the next commit that somebody does, even if that has nothing to tell', async (context) => {
  const why = whyNoMount('ext4');
  if (why) return context.skip(why);
  const disk = mounted('ext4', 8);
  const { note, nothing, known } = await keeperOn(disk.folder, () => false);
  const afterACut = () => known(join(ifCutNow(disk), 'journal'));
  note('waited for');
  expect(afterACut()).toEqual(['waited for']);
  note('part 1', false);
  note('part 2', false);
  expect(known()).toEqual(['waited for', 'part 1', 'part 2']);
  expect(afterACut()).toEqual(['waited for']);
  nothing();
  expect(afterACut()).toEqual(['waited for', 'part 1', 'part 2']);
});
