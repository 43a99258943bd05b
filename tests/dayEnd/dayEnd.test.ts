import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { counterWith, timelineOf } from '../support/counter.ts';
import { day, expectSound, hour, minute, opening } from '../support/shop.ts';

const monday = '2026-03-09';
const tuesday = '2026-03-10';

test('a day says who did what: visits, stamps, rewards, and what was taken back (F-56)', async () => {
  const { shop, customerId, stamped } = await counterWith({ phones: ['0722 123 456'] });
  await stamped({ stamps: 3 });
  await shop.signIn('staff');
  shop.clock.now += hour;
  const { issued } = await stamped({ stamps: 3 });
  await shop.ok('counter.redeem', { rewardId: issued[0]?.rewardId ?? '', proof: { by: 'phone', digits: '456' } });
  await shop.signIn('manager');
  shop.clock.now += hour;
  const request = uuidv7();
  await stamped({}, request);
  await shop.ok('counter.undo', { undo: request });
  await shop.ok('paper.enterStamps', {
    day: monday,
    programId: shop.programId,
    rows: [{ customerId, stamps: 1 }],
  });

  expect(await shop.ok('dayEnd.of', { day: tuesday })).toEqual({
    day: tuesday,
    over: false,
    total: { visits: 3, stamps: 7, points: 0, redeemed: 1, takenBack: 1 },
    fromPaper: 0,
    enrolled: 1,
    people: [
      { personId: shop.people.owner, name: 'Ioana', visits: 1, stamps: 3, points: 0, redeemed: 0, takenBack: 0 },
      { personId: shop.people.manager, name: 'Mihai', visits: 1, stamps: 1, points: 0, redeemed: 0, takenBack: 1 },
      { personId: shop.people.staff, name: 'Ana', visits: 1, stamps: 3, points: 0, redeemed: 1, takenBack: 0 },
    ],
    receipts: null,
    captured_pct: null,
  });
  expect(await shop.ok('dayEnd.of', { day: monday })).toMatchObject({ fromPaper: 1, total: { visits: 1, stamps: 1 } });
  expectSound(shop);
});

test('what is voided later leaves the day it was done on as it was', async () => {
  const { shop, customerId, stamped } = await counterWith();
  await stamped({ stamps: 2 });
  const before = await shop.ok('dayEnd.of', { day: tuesday });
  shop.clock.now = opening + day;
  const visit = (await timelineOf(shop, customerId)).find(({ kind }) => kind === 'visit');
  await shop.ok('counter.reverse', { entryId: visit?.entryId ?? '', as: 'void', reason: 'a mistake' });
  expect(await shop.ok('dayEnd.of', { day: tuesday })).toEqual({ ...before, over: true });
  expect((await shop.ok('dayEnd.of', { day: '2026-03-11' })).total).toMatchObject({ visits: 0, takenBack: 1 });
});

test('the receipts say how much of the day the cards saw (F-90)', async () => {
  const { shop, stamped } = await counterWith();
  await stamped();
  await shop.ok('month.setReceipts', { day: tuesday, receipts: 4 });
  expect(await shop.ok('dayEnd.of', { day: tuesday })).toMatchObject({ receipts: 4, captured_pct: 25 });
  await shop.ok('month.setReceipts', { day: tuesday, receipts: 0 });
  expect(await shop.ok('dayEnd.of', { day: tuesday })).toMatchObject({ receipts: 0, captured_pct: null });
});

test('a day that begins late ends late', async () => {
  const { shop, stamped } = await counterWith();
  await shop.ok('shop.update', { dayStartMinutes: 4 * 60 });
  // Half past three in the morning of the 11th is still the 10th.
  shop.clock.now = opening + day - 7.5 * hour;
  const request = uuidv7();
  await stamped({}, request);
  shop.clock.now += minute / 60;
  await shop.ok('counter.undo', { undo: request });
  expect((await shop.ok('dayEnd.of', { day: tuesday })).total).toMatchObject({ visits: 1, takenBack: 1 });
});

test('a day to come is refused', async () => {
  const { shop } = await counterWith();
  expect(await shop.refused('dayEnd.of', { day: '2026-03-11' })).toMatchObject({ code: 'BAD_INPUT', fields: ['day'] });
});
