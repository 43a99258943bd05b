import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { contentHash } from '../support/content.ts';
import { choose, imported, longLog, type Row, visible } from '../support/logs.ts';
import { day, expectSound, openTestShop, testFolder } from '../support/shop.ts';

const log: Row[] = [
  ['0001', '2026-01-05', '12.50', 'Ștefan Pop', '0722 123 456'],
  ['0001', '2026-01-05', '12.50', 'Ștefan Pop', '0722 123 456'],
  ['0002', '2026-01-06', '', 'Ana', ''],
  ['0001', '2026-02-01', '8', '', ''],
  ['A-7', '2026-02-03 18:30', '0', '', '+40 733 000 111'],
];

describe('a log of past visits', () => {
  test('brings customers and visits, which earn nothing', async () => {
    const shop = await openTestShop({ as: 'owner' });
    expect(await imported(shop, log)).toMatchObject({
      rows: 5,
      customersNew: 3,
      visitsNew: 5,
      duplicates: 0,
      errorCount: 0,
      firstDay: '2026-01-05',
      lastDay: '2026-02-03',
    });
    const [stefan] = await shop.ok('counter.find', { text: 'stefan' });
    expect(stefan).toMatchObject({ number: '0001', phoneEnd: '456', lastVisitDay: '2026-02-01' });
    // Two rows of one day are one visit in every number, and all of the spend.
    expect(await shop.ok('customers.get', { customerId: stefan?.customerId ?? '' })).toMatchObject({
      externalId: '0001',
      name: 'Ștefan Pop',
      phones: ['0722 123 456'],
      visitDays: 2,
      spend: 3300,
      firstVisitDay: '2026-01-05',
    });
    const { items } = await shop.ok('customers.timeline', { customerId: stefan?.customerId ?? '' });
    expect(items.map((item) => [item.kind, item.businessDay, item.imported, item.occurredAt, item.stamps])).toEqual([
      ['visit', '2026-02-01', true, null, 0],
      ['visit', '2026-01-05', true, null, 0],
      ['visit', '2026-01-05', true, null, 0],
    ]);
    const counter = await shop.ok('counter.open', { customerId: stefan?.customerId ?? '' });
    expect(counter.cards).toMatchObject([{ cardId: null, stamps: 0, rewards: [] }]);
    expectSound(shop);
  });

  test('without names shows the number, and finds by it', async () => {
    const shop = await openTestShop({ as: 'owner' });
    await imported(shop, log);
    const { customerId } = await shop.ok('counter.scan', { code: 'A-7' });
    expect(await shop.ok('customers.get', { customerId: customerId ?? '' })).toMatchObject({
      name: null,
      number: 'A-7',
      spend: 0,
    });
    expect((await shop.ok('counter.find', { text: 'a-7' }))[0]?.customerId).toBe(customerId);
  });

  test('a dry run says the same and writes nothing', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const file = await choose(shop, log);
    const before = shop.read((c) => contentHash(c));
    const plan = await shop.ok('visits.dryRun', { file });
    expect(shop.read((c) => contentHash(c))).toBe(before);
    expect(await shop.ok('visits.import', { file })).toEqual(plan);
    expect(await shop.ok('visits.dryRun', { file })).toEqual({ ...plan, customersNew: 0, visitsNew: 0, duplicates: 5 });
  });

  test('the same file twice changes nothing', async () => {
    const shop = await openTestShop({ as: 'owner' });
    await imported(shop, log);
    const before = visible(shop);
    for (let i = 0; i < 2; i++) {
      expect(await imported(shop, log)).toMatchObject({ rows: 5, customersNew: 0, visitsNew: 0, duplicates: 5 });
      expect(visible(shop)).toEqual(before);
    }
    expectSound(shop);
  });

  test('the same rows in another order and another file change nothing either', async () => {
    const shop = await openTestShop({ as: 'owner' });
    await imported(shop, log);
    const before = visible(shop);
    expect(await imported(shop, [...log].reverse())).toMatchObject({ visitsNew: 0, duplicates: 5 });
    expect(visible(shop)).toEqual(before);
  });

  test('a longer file adds only what is new, identical rows included', async () => {
    const shop = await openTestShop({ as: 'owner' });
    await imported(shop, log);
    const longer: Row[] = [...log, ['0001', '2026-01-05', '12.50'], ['0002', '2026-03-01'], ['0003', '2026-03-02']];
    expect(await imported(shop, longer)).toMatchObject({ rows: 8, customersNew: 1, visitsNew: 3, duplicates: 5 });
    // Three identical rows are three rows of the ledger, and one visit day.
    const rows = shop.read((c) =>
      c.prepare("SELECT count(*) AS n FROM liveEntry WHERE sourceTime = '2026-01-05'").get(),
    );
    expect(rows).toEqual({ n: 3 });
    const [stefan] = await shop.ok('counter.find', { text: '0001' });
    expect(await shop.ok('customers.get', { customerId: stefan?.customerId ?? '' })).toMatchObject({
      visitDays: 2,
      spend: 4550,
    });
    expect(await imported(shop, longer)).toMatchObject({ visitsNew: 0, duplicates: 8 });
    expectSound(shop);
  });

  test('a shorter file takes nothing away', async () => {
    const shop = await openTestShop({ as: 'owner' });
    await imported(shop, log);
    const before = visible(shop);
    expect(await imported(shop, log.slice(0, 1))).toMatchObject({ visitsNew: 0, duplicates: 1 });
    expect(visible(shop)).toEqual(before);
  });

  test('amount and moment tell rows apart; an empty amount is not zero', async () => {
    const shop = await openTestShop({ as: 'owner' });
    await imported(shop, [
      ['1', '2026-01-05', ''],
      ['1', '2026-01-05', '0'],
      ['1', '2026-01-05 10:00', '0'],
    ]);
    expect(
      await imported(shop, [
        ['1', '2026-01-05', '0'],
        ['1', '2026-01-05 10:01', '0'],
      ]),
    ).toMatchObject({ visitsNew: 1, duplicates: 1 });
  });

  test('good rows are taken, bad ones are listed and can be saved, formulas made harmless', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const file = await choose(shop, [
      ['1', '2026-01-05'],
      ['', '2026-01-05'],
      ['2', '=1+2'],
      ['3', '2026-01-05', '-4'],
      ['4', '2999-01-01'],
    ]);
    const report = await shop.ok('visits.import', { file });
    expect(report).toMatchObject({ rows: 5, visitsNew: 1, errorCount: 4 });
    expect(report.errors.map((row) => [row.line, row.reason])).toEqual([
      [3, 'NO_CUSTOMER'],
      [4, 'BAD_DATE'],
      [5, 'NEGATIVE_AMOUNT'],
      [6, 'DATE_FUTURE'],
    ]);
    shop.dialogs.target = join(testFolder(), 'bad.csv');
    expect(await shop.ok('visits.saveBadRows', { file })).toEqual({ saved: 'bad.csv' });
    expect(readFileSync(shop.dialogs.target, 'utf8').split('\r\n')).toContain("4,BAD_DATE,'=1+2");
    expectSound(shop);
  });

  test.each([
    ['a column is missing', 'customer,date\n1,2026-01-05', 'FILE_COLUMNS'],
    ['there is no table', 'hello', 'FILE_NO_TABLE'],
    ['a quote is not closed', 'customer_id,date\n1,"2026-01-05\n2,2026-01-06', 'FILE_QUOTE'],
    ['the order of day and month cannot be known', 'customer_id,date\n1,05/06/2025\n2,06/07/2025', 'FILE_DATES'],
  ])('where %s nothing is written', async (_what, text, code) => {
    const shop = await openTestShop({ as: 'owner' });
    const before = visible(shop);
    const file = await choose(shop, text);
    expect(await shop.refused('visits.dryRun', { file })).toMatchObject({ code });
    expect(await shop.refused('visits.import', { file })).toMatchObject({ code });
    expect(visible(shop)).toEqual(before);
    expectSound(shop);
  });

  test('a file that is gone, or was never chosen', async () => {
    const shop = await openTestShop({ as: 'owner' });
    expect(await shop.refused('visits.import', { file: shop.people.owner })).toMatchObject({ code: 'NOT_FOUND' });
    shop.dialogs.file = '/nowhere/log.csv';
    expect(await shop.refused('visits.chooseFile', {})).toMatchObject({ code: 'FILE_UNREADABLE' });
    shop.dialogs.file = null;
    expect(await shop.ok('visits.chooseFile', {})).toBeNull();
  });
});

describe('customers the shop knows already', () => {
  test('keep their own name and phone; what a log says of somebody new is taken from its first row that says it', async () => {
    const shop = await openTestShop({ as: 'owner' });
    await imported(shop, [
      ['1', '2026-01-05'],
      ['1', '2026-01-06', '', 'Maria', ''],
      ['1', '2026-01-07', '', 'Mary', '0722 000 111'],
    ]);
    const [maria] = await shop.ok('counter.find', { text: 'maria' });
    const customerId = maria?.customerId ?? '';
    expect(await shop.ok('customers.get', { customerId })).toMatchObject({ name: 'Maria', phones: ['0722 000 111'] });
    await shop.ok('customers.update', { customerId, name: 'Maria Ionescu', phones: [] });
    await imported(shop, [['1', '2026-02-05', '', 'Somebody else', '0799 999 999']]);
    expect(await shop.ok('customers.get', { customerId })).toMatchObject({
      name: 'Maria Ionescu',
      phones: [],
      visitDays: 4,
    });
    expectSound(shop);
  });

  test('a customer enrolled at the till is not matched by their short number: a log knows only its own', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const { number, customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
    expect(await imported(shop, [[number, '2026-01-05', '', 'Ion', '']])).toMatchObject({ customersNew: 1 });
    expect(await shop.ok('customers.get', { customerId })).toMatchObject({ visitDays: 0 });
    // From now on the number is the other system's, and nobody new is given it.
    expect((await shop.ok('counter.scan', { code: number })).customerId).not.toBe(customerId);
    const next = await shop.ok('customers.enrol', { name: 'Radu' });
    expect(next.number).not.toBe(number);
  });

  test('new short numbers stay clear of those of the log', async () => {
    const shop = await openTestShop({ as: 'owner' });
    await imported(shop, [
      ['100003', '2026-01-05'],
      ['100004', '2026-01-05'],
    ]);
    const numbers: string[] = [];
    for (let i = 0; i < 4; i++) numbers.push((await shop.ok('customers.enrol', { name: `New ${i}` })).number);
    expect(new Set([...numbers, '100003', '100004']).size).toBe(6);
  });

  test('archived and marked people stay so, and their visits count', async () => {
    const shop = await openTestShop({ as: 'owner' });
    await imported(shop, log);
    const [stefan] = await shop.ok('counter.find', { text: 'stefan' });
    const customerId = stefan?.customerId ?? '';
    await shop.ok('customers.mark', { customerId, mark: 'moved' });
    await shop.ok('customers.archive', { customerId });
    await imported(shop, [['0001', '2026-03-01']]);
    const record = await shop.ok('customers.get', { customerId });
    expect(record).toMatchObject({ mark: 'moved', lastVisitDay: '2026-03-01', visitDays: 3 });
    expect(record.archivedAt).not.toBeNull();
    expect(await shop.ok('counter.find', { text: 'stefan' })).toEqual([]);
  });
});

describe('imported visits at the till', () => {
  test("trigger no limit, and a stamp of today is a visit of today's own", async () => {
    const shop = await openTestShop({ as: 'owner' });
    await shop.ok('shop.update', { limitMode: 'block', visitsPerDay: 1, minutesBetweenVisits: 60 });
    await imported(shop, [
      ['1', '2026-03-10 10:55'],
      ['1', '2026-03-10 09:00'],
      ['1', '2026-03-10'],
    ]);
    const { customerId } = await shop.ok('counter.scan', { code: '1' });
    expect(await shop.ok('counter.open', { customerId: customerId ?? '' })).toMatchObject({
      visitsToday: 0,
      sameVisitUntil: null,
      visitDays: 1,
    });
    const said = await shop.ok('counter.stamp', { customerId: customerId ?? '', programId: shop.programId });
    expect(said).toMatchObject({ before: 0, after: 1, warning: null });
    expect(await shop.ok('counter.open', { customerId: customerId ?? '' })).toMatchObject({
      visitsToday: 1,
      visitDays: 1,
    });
    expectSound(shop);
  });

  test('can be voided, and the log does not bring them back', async () => {
    const shop = await openTestShop({ as: 'owner' });
    await imported(shop, log);
    const { customerId } = await shop.ok('counter.scan', { code: '0002' });
    const { items } = await shop.ok('customers.timeline', { customerId: customerId ?? '' });
    await shop.ok('counter.reverse', { entryId: items[0]?.entryId ?? '', as: 'void', reason: 'was somebody else' });
    expect(await shop.ok('customers.get', { customerId: customerId ?? '' })).toMatchObject({
      visitDays: 0,
      lastVisitDay: null,
    });
    expect(await imported(shop, log)).toMatchObject({ visitsNew: 0, duplicates: 5 });
    expect(await shop.ok('customers.get', { customerId: customerId ?? '' })).toMatchObject({ visitDays: 0 });
    expectSound(shop);
  });

  test('count for the list of who is slipping away and for the month', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const weekly: Row[] = Array.from(
      { length: 10 },
      (_, i): Row => ['1', new Date(Date.UTC(2025, 10, 1) + i * 7 * day).toISOString().slice(0, 10)],
    );
    await imported(shop, weekly);
    const risk = await shop.ok('risk.list', { bands: ['overdue', 'at_risk', 'probably_lost'] });
    expect(risk.rows).toMatchObject([{ number: '1', visits: 10, usualGapDays: 7, lastVisitDay: '2026-01-03' }]);
    const month = await shop.ok('month.summary', { from: '2025-11', to: '2026-01' });
    expect(month.months.map((one) => [one.month, one.visitors, one.new])).toEqual([
      ['2025-11', 1, 1],
      ['2025-12', 1, 0],
      ['2026-01', 1, 0],
    ]);
  });
});

test('a long log is counted and indexed whole', async () => {
  const shop = await openTestShop({ as: 'owner' });
  const rows = longLog(5000, 700);
  expect(await imported(shop, rows)).toMatchObject({ rows: 5000, customersNew: 700, visitsNew: 5000, duplicates: 0 });
  expect((await shop.ok('customers.list', {})).total).toBe(700);
  expect((await shop.ok('counter.find', { text: 'Customer 699' }))[0]).toMatchObject({ name: 'Customer 699' });
  const days = new Set(rows.filter((row) => row[0] === 'C0007').map((row) => row[1]));
  const { customerId } = await shop.ok('counter.scan', { code: 'C0007' });
  expect(await shop.ok('customers.get', { customerId: customerId ?? '' })).toMatchObject({ visitDays: days.size });
  expectSound(shop);
});
