import { cpSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { openKeysOf } from '../../main/keys/files.ts';
import { everyLine } from '../../main/ledger/journal.ts';
import { shopFiles } from '../../main/shop/files.ts';
import { mounted } from '../faults/support/mount.ts';
import { empty, fillTo, whyNoMount } from '../support/mount.ts';
import { expectSound, openTestShop, type TestShop } from '../support/shop.ts';

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
