import { expect, test } from 'vitest';
import { counterWith, entriesOf, timelineOf } from '../support/counter.ts';
import { day, expectSound, opening } from '../support/shop.ts';

const today = '2026-03-14';
const powerless = '2026-03-12';

async function afterwards() {
  const at = await counterWith();
  at.shop.clock.now = opening + 4 * day;
  const { shop, customerId, programId } = { ...at, programId: at.shop.programId };
  const enter = (stamps: number, more: object = {}, requestId?: string) =>
    shop.call('paper.enterStamps', { day: powerless, programId, rows: [{ customerId, stamps }], ...more }, requestId);
  return { ...at, programId, enter };
}

test('stamps from paper count on their own day, as a visit and on the card (F-29)', async () => {
  const { shop, customerId, enter, card } = await afterwards();
  expect(await enter(2)).toMatchObject({ ok: true, value: { customers: 1, rewards: 0 } });
  expect((await card())?.stamps).toBe(2);
  expect(await shop.ok('customers.get', { customerId })).toMatchObject({
    firstVisitDay: powerless,
    lastVisitDay: powerless,
    visitDays: 1,
  });
  const timeline = await timelineOf(shop, customerId);
  expect(
    timeline.map(({ kind, businessDay, cause, occurredAt }) => ({ kind, businessDay, cause, occurredAt })),
  ).toEqual([
    { kind: 'stamp', businessDay: powerless, cause: 'paper', occurredAt: null },
    { kind: 'visit', businessDay: powerless, cause: 'paper', occurredAt: null },
  ]);
  expectSound(shop);
});

test('a full card from paper brings its reward', async () => {
  const { enter, card } = await afterwards();
  expect(await enter(7)).toMatchObject({ ok: true, value: { rewards: 1 } });
  const now = await card();
  expect(now?.stamps).toBe(2);
  expect(now?.rewards).toHaveLength(1);
});

test('the same sheet typed in twice is asked about, and counts twice only when that is meant', async () => {
  const { shop, enter, card } = await afterwards();
  await enter(2);
  const before = entriesOf(shop).length;
  expect(await enter(2)).toMatchObject({
    ok: false,
    error: { code: 'PAPER_TWICE', params: { customers: 1 }, fields: ['rows.0.customerId'] },
  });
  expect(entriesOf(shop).length).toBe(before);
  expect(await enter(2, { day: '2026-03-13' })).toMatchObject({ ok: true });
  expect(await enter(1, { again: true })).toMatchObject({ ok: true });
  expect((await card())?.stamps).toBe(0);
  expectSound(shop);
});

test('no limit stands in its way, and it takes none from the till', async () => {
  const { shop, enter, stamped } = await afterwards();
  await shop.ok('shop.update', { visitsPerDay: 1, limitMode: 'block' });
  await enter(1, { day: today });
  expect((await stamped()).warning).toBeNull();
  expect(await enter(1, { day: today, again: true })).toMatchObject({ ok: true });
});

test('a voided line can be entered again', async () => {
  const { shop, customerId, enter } = await afterwards();
  await enter(3);
  const visit = (await timelineOf(shop, customerId)).find(({ kind }) => kind === 'visit');
  await shop.ok('counter.reverse', { entryId: visit?.entryId ?? '', as: 'void', reason: 'a wrong line' });
  expect(await enter(2)).toMatchObject({ ok: true });
  expectSound(shop);
});

test('what cannot be is refused and changes nothing', async () => {
  const { shop, customerId, programId, enter } = await afterwards();
  expect(await enter(1, { day: '2026-03-15' })).toMatchObject({ error: { code: 'BAD_INPUT', fields: ['day'] } });
  expect(await enter(0)).toMatchObject({ error: { code: 'BAD_INPUT' } });
  const twice = [
    { customerId, stamps: 1 },
    { customerId, stamps: 1 },
  ];
  expect(await enter(1, { rows: twice })).toMatchObject({
    error: { code: 'BAD_INPUT', fields: ['rows.1.customerId'] },
  });
  await shop.ok('programs.pause', { programId });
  expect(await enter(1)).toMatchObject({ error: { code: 'PROGRAM_NOT_RUNNING' } });
  await shop.ok('programs.resume', { programId });
  await shop.ok('customers.archive', { customerId });
  expect(await enter(1)).toMatchObject({ error: { code: 'CUSTOMER_ARCHIVED', fields: ['rows.0.customerId'] } });
  expect(entriesOf(shop)).toEqual([]);
});

test('the sheet lists who was here lately, by name, with their progress', async () => {
  const { shop, programId, stamped } = await afterwards();
  await stamped({ stamps: 3 });
  const other = (await shop.ok('customers.enrol', { name: 'Ana Albu', phones: ['0722 123 456'] })).customerId;
  await shop.ok('customers.enrol', { name: 'Never Here' });
  await shop.ok('counter.stamp', { customerId: other, programId, stamps: 6 });
  const sheet = await shop.ok('paper.stampSheet', { programId });
  expect(sheet).toMatchObject({ program: 'Coffee card', kind: 'stamps', goal: 5 });
  expect(sheet.rows.map(({ name, stamps, openRewards, phoneEnd }) => [name, stamps, openRewards, phoneEnd])).toEqual([
    ['Ana Albu', 1, 1, '456'],
    ['Maria Ionescu', 3, 0, null],
  ]);
  shop.clock.now += 100 * day;
  expect((await shop.ok('paper.stampSheet', { programId })).rows).toEqual([]);
});
