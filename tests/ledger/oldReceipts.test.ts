import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import type { ReceiptRow } from '../../db/queries/receipts.ts';
import { openInlineBackground } from '../../main/background/inline.ts';
import { createClockWatch } from '../../main/ledger/clock.ts';
import { forgetOldAnswers } from '../../main/ledger/oldReceipts.ts';
import { openShop } from '../../main/shop/open.ts';
import { day, expectSound, openTestShop, type TestShop } from '../support/shop.ts';

const receipts = (shop: TestShop): ReceiptRow[] =>
  shop.read((read) => read.prepare<[], ReceiptRow>('SELECT * FROM receipt').all());
const known = (shop: TestShop) => receipts(shop).filter(({ argsHash }) => argsHash !== '');

/** Starts the app so many days later and waits until what the day begins with is done. */
async function startOn(shop: TestShop, days: number, isDone: () => boolean): Promise<void> {
  shop.clock.now += days * day;
  await shop.restart();
  for (let i = 0; i < 500 && !isDone(); i++) await sleep(10);
}

test('after ninety days a receipt keeps who asked for what, and forgets the answer; the same request is refused, not done twice', async () => {
  const shop = await openTestShop({ as: 'owner' });
  const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
  const input = { customerId, programId: shop.programId, stamps: 2 };
  const [old, young] = [uuidv7(), uuidv7()];
  await shop.ok('counter.stamp', input, old);
  shop.clock.now += 50 * day;
  const first = await shop.ok('counter.stamp', input, young);
  const before = receipts(shop);

  await startOn(shop, 41, () => known(shop).length === 1);
  expect(known(shop).map(({ requestId }) => requestId)).toEqual([young]);
  expect(receipts(shop)).toEqual(
    before.map((one) => (one.requestId === young ? one : { ...one, argsHash: '', answer: 'null' })),
  );
  await shop.signIn('owner');
  expect(await shop.call('counter.stamp', input, young)).toEqual({ ok: true, value: first, repeated: true });
  const said = shop.read((read) => read.pragma('data_version', { simple: true }));
  expect((await shop.refused('counter.stamp', input, old)).code).toBe('REQUEST_REUSED');
  expect(shop.read((read) => read.pragma('data_version', { simple: true }))).toBe(said);
  expectSound(shop);
});

test('while the clock cannot be trusted nothing is forgotten', async () => {
  const shop = await openTestShop({ as: 'owner' });
  const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
  await shop.ok('counter.stamp', { customerId, programId: shop.programId });
  const { folder, database } = shop;
  await shop.host.close();
  const passed = () => 0;
  const clock = () => shop.clock.now;
  const opened = await openShop(folder, clock);
  if (opened.state !== 'open') throw new Error(opened.state);
  const background = openInlineBackground(database);
  const parts = { shop: opened.shop, background, clock };
  try {
    const clockWatch = createClockWatch(clock, passed);
    // Years in which nothing passed: somebody has set it.
    shop.clock.now += 4000 * day;
    expect(await forgetOldAnswers({ ...parts, clockWatch })).toBe(0);
    expect(known(shop).length).toBeGreaterThan(0);
    expect(await forgetOldAnswers({ ...parts, clockWatch: createClockWatch(clock, passed) })).toBeGreaterThan(0);
    expect(known(shop)).toEqual([]);
  } finally {
    await background.close();
    opened.shop.close();
  }
});
