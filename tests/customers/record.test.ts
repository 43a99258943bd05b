import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import type { InputFor } from '../../preload/contract/index.ts';
import { day, expectSound, hour, opening, openTestShop } from '../support/shop.ts';

const everything: InputFor<'customers.enrol'> = {
  name: '  Ștefan\tMureșanu ',
  phones: ['0722 123 456', '+40 733 987 654'],
  email: ' Stefan@Example.RO ',
  birthday: { month: 2, day: 29, year: null },
  language: 'ro',
  address: 'Str. Lungă 5\nCluj',
  likes: 'oat milk',
  notes: 'Two\nlines\u0007',
  tags: ['vip', 'office', 'vip'],
  source: 'a friend',
  ownFields: { Dog: 'Rex' },
  consents: ['sms', 'email'],
};

describe('the record (F-37)', () => {
  test('keeps what was filled in, cleaned of what nobody typed', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const { customerId, number } = await shop.ok('customers.enrol', everything);
    expect(await shop.ok('customers.get', { customerId })).toEqual({
      customerId,
      number,
      externalId: null,
      name: 'Ștefan Mureșanu',
      phones: ['0722 123 456', '+40 733 987 654'],
      email: 'stefan@example.ro',
      birthday: { month: 2, day: 29, year: null },
      language: 'ro',
      address: 'Str. Lungă 5\nCluj',
      likes: 'oat milk',
      notes: 'Two\nlines',
      tags: ['office', 'vip'],
      source: 'a friend',
      ownFields: { Dog: 'Rex' },
      consents: [
        { channel: 'email', given: true, at: opening, source: 'till', wording: null },
        { channel: 'sms', given: true, at: opening, source: 'till', wording: null },
      ],
      mark: 'none',
      markUntil: null,
      createdAt: opening,
      archivedAt: null,
      firstVisitDay: null,
      lastVisitDay: null,
      visitDays: 0,
      spend: null,
    });
    expectSound(shop);
  });

  test('an edit replaces what is in the form, and nothing of the ledger', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const { customerId } = await shop.ok('customers.enrol', everything);
    await shop.ok('counter.stamp', { customerId, programId: shop.programId, amount: 500 });
    await shop.ok('customers.update', { customerId, name: 'Stefan', tags: ['new'] });
    expect(await shop.ok('customers.get', { customerId })).toMatchObject({
      name: 'Stefan',
      phones: [],
      email: null,
      birthday: null,
      tags: ['new'],
      ownFields: {},
      visitDays: 1,
      spend: 500,
    });
    expectSound(shop);
  });

  test('a consent is kept with its day, and so is its withdrawal', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const { customerId } = await shop.ok('customers.enrol', { name: 'Maria', consents: ['sms'] });
    const save = (consents: ('sms' | 'email' | 'phone')[]) =>
      shop.ok('customers.update', { customerId, name: 'Maria', consents });
    shop.clock.now += day;
    await save(['sms']);
    shop.clock.now += day;
    await save(['email']);
    const { consents } = await shop.ok('customers.get', { customerId });
    expect(consents).toEqual([
      { channel: 'email', given: true, at: opening + 2 * day, source: 'till', wording: null },
      { channel: 'sms', given: false, at: opening + 2 * day, source: 'till', wording: null },
    ]);
    // Also when the clock went back, the last word is the last word.
    shop.clock.now = opening - day;
    await save(['sms']);
    const after = (await shop.ok('customers.get', { customerId })).consents;
    expect(after.map((one) => [one.channel, one.given])).toEqual([
      ['email', false],
      ['sms', true],
    ]);
    const all = shop.read((c) => c.prepare('SELECT count(*) AS n FROM customerConsent').get());
    expect(all).toEqual({ n: 5 });
  });

  test.each<[string, Partial<InputFor<'customers.enrol'>>, string]>([
    ['neither name nor phone', { name: '  ' }, 'name'],
    ['30 February', { birthday: { month: 2, day: 30, year: null } }, 'birthday.day'],
    ['29 February 2023', { birthday: { month: 2, day: 29, year: 2023 } }, 'birthday.day'],
    ['a month that is none', { birthday: { month: 13, day: 1, year: null } }, 'birthday.month'],
    ['six phones', { phones: Array(6).fill('0722 123 456') }, 'phones'],
    ['a name too long', { name: 'x'.repeat(101) }, 'name'],
  ])('%s is bad input', async (_what, details, field) => {
    const shop = await openTestShop({ as: 'staff' });
    const error = await shop.refused('customers.enrol', {
      ...(details.name === undefined ? { name: 'Maria' } : {}),
      ...details,
    });
    expect(error).toMatchObject({ code: 'BAD_INPUT', fields: expect.arrayContaining([field]) });
  });

  test.each(['12', 'call me', '07-AB', '+', '=1+2345'])('%j is no phone', async (phone) => {
    const shop = await openTestShop({ as: 'staff' });
    expect(await shop.refused('customers.enrol', { name: 'Maria', phones: ['0722 123 456', phone] })).toMatchObject({
      code: 'BAD_PHONE',
      fields: ['phones.1'],
    });
  });

  test.each([
    ['0722 123 456', '+40722123456'],
    ['0722-123-456', '+40722123456'],
    ['+44 20 7946 0958', '+442079460958'],
    ['12345', null],
  ])('%s is compared as %s in a Romanian shop', async (typed, e164) => {
    const shop = await openTestShop({ as: 'staff' });
    await shop.ok('customers.enrol', { phones: [typed] });
    expect(shop.read((c) => c.prepare('SELECT typed, e164 FROM customerPhone').get())).toEqual({ typed, e164 });
  });

  test('a mark lasts until its day, archiving takes somebody off the lists and back', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
    await shop.ok('customers.mark', { customerId, mark: 'away', until: '2026-04-01' });
    expect(await shop.ok('customers.get', { customerId })).toMatchObject({ mark: 'away', markUntil: '2026-04-01' });
    await shop.ok('customers.mark', { customerId, mark: 'none', until: '2026-04-01' });
    expect(await shop.ok('customers.get', { customerId })).toMatchObject({ mark: 'none', markUntil: null });
    await shop.ok('customers.archive', { customerId });
    expect((await shop.ok('customers.list', {})).total).toBe(0);
    expect((await shop.ok('customers.list', { state: 'archived' })).total).toBe(1);
    await shop.ok('customers.restore', { customerId });
    expect((await shop.ok('customers.list', {})).total).toBe(1);
  });

  test('numbers are given once', async () => {
    const shop = await openTestShop({ as: 'staff' });
    const numbers = await Promise.all(
      Array.from({ length: 20 }, async (_, i) => (await shop.ok('customers.enrol', { name: `C ${i}` })).number),
    );
    expect(new Set(numbers).size).toBe(20);
    expect(numbers[0]).toBe('100001');
  });
});

describe('stamps from a paper card (F-24)', () => {
  test('are on the card from the start, counted apart, never a visit', async () => {
    const shop = await openTestShop({ as: 'staff' });
    const { programId } = shop;
    const { customerId } = await shop.ok('customers.enrol', { name: 'Maria', opening: { programId, stamps: 4 } });
    expect(await shop.ok('counter.open', { customerId })).toMatchObject({
      visitDays: 0,
      visitsToday: 0,
      lastVisitDay: null,
      cards: [{ stamps: 4, rewards: [] }],
    });
    expect(await shop.ok('counter.stamp', { customerId, programId })).toMatchObject({
      before: 4,
      after: 0,
      issued: [{ name: 'A free coffee' }],
    });
    const logged = shop.read((c) =>
      c.prepare<[], { detail: string }>("SELECT detail FROM activity WHERE action = 'customers.enrol'").get(),
    );
    expect(JSON.parse(logged?.detail ?? '')).toEqual({ openingStamps: 4 });
    expectSound(shop);
  });

  test('must be fewer than fill the card', async () => {
    const shop = await openTestShop({ as: 'staff' });
    const { programId } = shop;
    expect(await shop.refused('customers.enrol', { name: 'Maria', opening: { programId, stamps: 5 } })).toMatchObject({
      code: 'TOO_MANY_STAMPS',
      params: { cap: 4 },
    });
    expect(await shop.ok('counter.find', { text: 'maria' })).toEqual([]);
  });

  test("are taken over during the shop's first sixty days", async () => {
    const shop = await openTestShop({ as: 'owner' });
    const opened = { programId: shop.programId, stamps: 2 };
    shop.clock.now = opening + 60 * day;
    await shop.ok('customers.enrol', { name: 'Just in time', opening: opened });
    shop.clock.now += 1;
    expect(await shop.refused('customers.enrol', { name: 'Too late', opening: opened })).toMatchObject({
      code: 'OPENING_CLOSED',
      params: { days: 60 },
    });
    await shop.ok('customers.enrol', { name: 'Without' });
  });

  test('only for a program that runs and exists', async () => {
    const shop = await openTestShop({ as: 'owner' });
    expect(
      await shop.refused('customers.enrol', { name: 'M', opening: { programId: uuidv7(), stamps: 1 } }),
    ).toMatchObject({ code: 'NOT_FOUND' });
    await shop.ok('programs.pause', { programId: shop.programId });
    expect(
      await shop.refused('customers.enrol', { name: 'M', opening: { programId: shop.programId, stamps: 1 } }),
    ).toMatchObject({ code: 'PROGRAM_NOT_RUNNING' });
  });
});

describe('the person at the counter (F-26)', () => {
  test.each([
    [Date.UTC(2026, 2, 10, 9), { month: 3, day: 10, year: 1980 }, true],
    [Date.UTC(2026, 2, 10, 9), { month: 3, day: 11, year: null }, false],
    [Date.UTC(2026, 1, 28, 9), { month: 2, day: 29, year: null }, true],
    [Date.UTC(2028, 1, 28, 9), { month: 2, day: 29, year: 2000 }, false],
    [Date.UTC(2028, 1, 29, 9), { month: 2, day: 29, year: 2000 }, true],
    [Date.UTC(2026, 2, 9, 23), { month: 3, day: 10, year: null }, true],
  ])('birthday on the right day of the shop (%i, %j: %j)', async (now, birthday, today) => {
    const shop = await openTestShop({ as: 'staff' });
    const { customerId } = await shop.ok('customers.enrol', { name: 'Maria', birthday });
    shop.clock.now = now;
    expect((await shop.ok('counter.open', { customerId })).birthdayToday).toBe(today);
  });

  test('shows the last three digits, never the whole number', async () => {
    const shop = await openTestShop({ as: 'staff' });
    const { customerId } = await shop.ok('customers.enrol', {
      name: 'Maria',
      phones: ['0722 123 456'],
      likes: 'oat milk',
      email: 'm@x.ro',
      notes: 'private',
    });
    const shown = await shop.ok('counter.open', { customerId });
    expect(shown).toMatchObject({ phoneEnd: '456', likes: 'oat milk' });
    expect(JSON.stringify(shown)).not.toMatch(/0722|123 456|m@x\.ro|private/);
  });
});

test('the timeline comes in pages, newest first, each entry once', async () => {
  const shop = await openTestShop({ as: 'owner' });
  const { customerId } = await shop.ok('customers.enrol', {
    name: 'Maria',
    opening: { programId: shop.programId, stamps: 1 },
  });
  for (let i = 0; i < 12; i++) {
    shop.clock.now += 7 * hour;
    await shop.ok('counter.stamp', { customerId, programId: shop.programId, amount: 100 + i });
  }
  const whole = (await shop.ok('customers.timeline', { customerId, limit: 200 })).items;
  expect(whole).toHaveLength(1 + 24 + 2);
  const pages: string[] = [];
  let before: string | null = null;
  for (let more = true; more; ) {
    const page: { items: { entryId: string }[]; more: boolean } = await shop.ok('customers.timeline', {
      customerId,
      before,
      limit: 5,
    });
    pages.push(...page.items.map((item) => item.entryId));
    before = page.items.at(-1)?.entryId ?? null;
    more = page.more;
  }
  expect(pages).toEqual(whole.map((item) => item.entryId));
  const days = whole.map((item) => item.businessDay);
  expect(days).toEqual([...days].sort().reverse());
  expect(whole.at(-1)).toMatchObject({ kind: 'opening', stamps: 1, byName: 'Ioana', programName: 'Coffee card' });
});
