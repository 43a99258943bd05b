import { describe, expect, test } from 'vitest';
import type { InputFor, OutputFor } from '../../preload/contract/index.ts';
import type { ListReason } from '../../preload/contract/lists.ts';
import { punchCard } from '../../preload/contract/rules.ts';
import { imported } from '../support/logs.ts';
import { day, expectSound, openTestShop, type TestShop } from '../support/shop.ts';

type List = InputFor<'lists.of'>['list'];

const list = (shop: TestShop, name: List, programId: string | null = null) =>
  shop.ok('lists.of', { list: name, programId: programId as never });
/** Who is on it and why. */
const said = ({ rows }: OutputFor<'lists.of'>): Record<string, ListReason[]> =>
  Object.fromEntries(rows.map(({ name, reasons }) => [name ?? '', reasons]));
const enrol = async (shop: TestShop, name: string, more: Partial<InputFor<'customers.enrol'>> = {}) =>
  (await shop.ok('customers.enrol', { name, ...more })).customerId;

/** A points scheme whose batches last 30 days, and a card whose rewards last 20. */
async function shopWithExpiry() {
  const shop = await openTestShop({ as: 'owner' });
  await shop.ok('shop.update', { minutesBetweenVisits: 0, visitsPerDay: 50 });
  const { programId: points } = await shop.ok('programs.create', {
    kind: 'points',
    name: 'Beans',
    earn: { per: 'visit', units: 10 },
    rewards: [{ at: 100, name: 'A mug' }],
    expiry: { kind: 'batch', days: 30 },
  });
  const { programId: card } = await shop.ok('programs.create', {
    ...punchCard({ name: 'Tea', goal: 5, rewardName: 'A tea' }),
    rewards: [{ at: 5, name: 'A tea', validDays: 20 }],
  });
  return { shop, points, card };
}

describe('what runs out within 14 days (F-15)', () => {
  test('every batch with its date, and rewards; the nearest first; one program alone', async () => {
    const { shop, points, card } = await shopWithExpiry();
    const maria = await enrol(shop, 'Maria', { phones: ['0722 123 456'] });
    const ion = await enrol(shop, 'Ion');
    await shop.ok('counter.stamp', { customerId: maria, programId: points }); // to 9 April
    shop.clock.now += 5 * day;
    await shop.ok('counter.stamp', { customerId: maria, programId: points }); // to 14 April
    shop.clock.now += 10 * day; // 25 March
    await shop.ok('counter.stamp', { customerId: maria, programId: points }); // to 24 April
    await shop.ok('counter.stamp', { customerId: ion, programId: card, stamps: 5 }); // the tea to 14 April
    expect(await list(shop, 'expiring')).toMatchObject({ asOf: '2026-03-25', to: '2026-04-08', total: 0, rows: [] });

    shop.clock.now += day; // 26 March: 9 April is the fourteenth day
    expect(said(await list(shop, 'expiring'))).toEqual({
      Maria: [
        { what: 'units', program: 'Beans', kind: 'points', units: 10, until: '2026-04-09' },
        { what: 'units', program: 'Beans', kind: 'points', units: 10, until: '2026-04-14' },
        { what: 'units', program: 'Beans', kind: 'points', units: 10, until: '2026-04-24' },
      ],
    });
    shop.clock.now += 5 * day; // 31 March
    const both = await list(shop, 'expiring');
    expect(both.rows.map(({ name }) => name)).toEqual(['Maria', 'Ion']);
    expect(both.rows[0]).toMatchObject({ phoneEnd: '456', lastVisitDay: '2026-03-25', contact: null });
    expect(said(both).Ion).toEqual([{ what: 'reward', program: 'Tea', reward: 'A tea', until: '2026-04-14' }]);
    expect(said(await list(shop, 'expiring', card))).toEqual({ Ion: said(both).Ion });
    expect(said(await list(shop, 'expiring', points))).toEqual({ Maria: said(both).Maria });

    // The last day still counts; the day after it is gone.
    shop.clock.now += 9 * day; // 9 April
    expect(said(await list(shop, 'expiring')).Maria?.[0]).toMatchObject({ units: 10, until: '2026-04-09' });
    shop.clock.now += day;
    expect(said(await list(shop, 'expiring')).Maria?.map((reason) => 'until' in reason && reason.until)).toEqual([
      '2026-04-14',
      '2026-04-24',
    ]);
    expectSound(shop);
  });

  test('a talk that was noted stands on the row', async () => {
    const { shop, points } = await shopWithExpiry();
    const maria = await enrol(shop, 'Maria');
    await shop.ok('counter.stamp', { customerId: maria, programId: points });
    shop.clock.now += 20 * day;
    await shop.ok('contacts.log', {
      customerId: maria,
      channel: 'phone',
      outcome: 'willCome',
      note: null,
      day: '2026-03-30',
    });
    expect((await list(shop, 'expiring')).rows[0]?.contact).toEqual({
      day: '2026-03-30',
      channel: 'phone',
      outcome: 'willCome',
    });
  });

  test('rules that let it live longer take somebody off at once', async () => {
    const { shop, points } = await shopWithExpiry();
    const maria = await enrol(shop, 'Maria');
    await shop.ok('counter.stamp', { customerId: maria, programId: points });
    shop.clock.now += 20 * day;
    expect((await list(shop, 'expiring')).total).toBe(1);
    const { rules, version } = (await shop.ok('programs.list', {})).find(({ programId }) => programId === points) ?? {};
    if (!rules || !version) throw new Error('no program');
    await shop.ok('programs.change', {
      programId: points,
      version,
      rules: { ...rules, expiry: { kind: 'batch', days: 365 } } as never,
    });
    expect(await list(shop, 'expiring')).toMatchObject({ total: 0, rows: [] });
  });
});

describe('birthdays in the next 7 days', () => {
  const born = (month: number, d: number, year: number | null = null) => ({ birthday: { month, day: d, year } });

  test('today first, with the age where the year is known', async () => {
    const shop = await openTestShop({ as: 'owner' });
    await enrol(shop, 'Today', born(3, 10, 1990));
    await enrol(shop, 'Seventh', born(3, 17));
    await enrol(shop, 'Eighth', born(3, 18));
    await enrol(shop, 'Yesterday', born(3, 9));
    await enrol(shop, 'Nobody knows');
    const found = await list(shop, 'birthdays');
    expect(found).toMatchObject({ total: 2, to: '2026-03-17' });
    expect(found.rows.map(({ name, reasons }) => [name, reasons[0]])).toEqual([
      ['Today', { what: 'birthday', on: '2026-03-10', age: 36 }],
      ['Seventh', { what: 'birthday', on: '2026-03-17', age: null }],
    ]);
  });

  test.each([
    [2027, '2027-02-28'],
    [2028, '2028-02-29'],
  ])('of 29 February are kept in %i on %s, also over the end of a year before', async (year, on) => {
    const shop = await openTestShop({ as: 'owner' });
    await enrol(shop, 'Leap', born(2, 29, 2000));
    await enrol(shop, 'New Year', born(1, 2));
    shop.clock.now = Date.UTC(year, 1, 24, 9);
    expect((await list(shop, 'birthdays')).rows.map(({ reasons }) => reasons[0])).toEqual([
      { what: 'birthday', on, age: year - 2000 },
    ]);
    shop.clock.now = Date.UTC(year, 11, 30, 9);
    expect((await list(shop, 'birthdays')).rows.map(({ reasons }) => reasons[0])).toEqual([
      { what: 'birthday', on: `${year + 1}-01-02`, age: null },
    ]);
  });
});

test('nearly there: from 90 % of the next reward, only where there is still something to get', async () => {
  const { shop, points } = await shopWithExpiry();
  const { programId: ten } = await shop.ok('programs.create', {
    ...punchCard({ name: 'Coffee', goal: 20, rewardName: 'A coffee' }),
    rewards: [
      { at: 10, name: 'A biscuit' },
      { at: 20, name: 'A coffee' },
    ],
  });
  const at = async (name: string, programId: string, stamps: number) => {
    const customerId = await enrol(shop, name);
    for (let left = stamps; left > 0; left -= 10)
      await shop.ok('counter.stamp', { customerId, programId, stamps: Math.min(10, left) });
    return customerId;
  };
  await at('Eight', ten, 8);
  await at('Nine', ten, 9);
  await at('Ten', ten, 10);
  await at('Eighteen', ten, 18);
  const ninety = await enrol(shop, 'Ninety points');
  for (let i = 0; i < 9; i++) await shop.ok('counter.stamp', { customerId: ninety, programId: points });
  const nearly = { what: 'nearly', program: 'Coffee', kind: 'stamps' };
  expect(said(await list(shop, 'nearly'))).toEqual({
    Nine: [{ ...nearly, units: 9, at: 10, reward: 'A biscuit' }],
    Eighteen: [{ ...nearly, units: 18, at: 20, reward: 'A coffee' }],
    'Ninety points': [{ what: 'nearly', program: 'Beans', kind: 'points', units: 90, at: 100, reward: 'A mug' }],
  });
  expect((await list(shop, 'nearly')).rows[0]?.name).toBe('Nine');
  expect(Object.keys(said(await list(shop, 'nearly', points)))).toEqual(['Ninety points']);
  await shop.ok('programs.pause', { programId: ten });
  expect(Object.keys(said(await list(shop, 'nearly')))).toEqual(['Ninety points']);
});

test('a reward is on the list of the unused from its fourteenth day until it is used or gone', async () => {
  const { shop, card } = await shopWithExpiry();
  const ion = await enrol(shop, 'Ion');
  const { issued } = await shop.ok('counter.stamp', { customerId: ion, programId: card, stamps: 5 });
  shop.clock.now += 14 * day - 1;
  expect((await list(shop, 'unused')).total).toBe(0);
  shop.clock.now += 1;
  expect(said(await list(shop, 'unused'))).toEqual({
    Ion: [{ what: 'unused', program: 'Tea', reward: 'A tea', since: '2026-03-10', until: '2026-03-30' }],
  });
  const rewardId = issued[0]?.rewardId;
  if (!rewardId) throw new Error('nothing was issued');
  await shop.ok('counter.redeem', { rewardId, proof: { by: 'known' } } as never);
  expect((await list(shop, 'unused')).total).toBe(0);
});

test('marked and archived people are on no list; a mark that has ended counts no longer (F-89)', async () => {
  const { shop, points, card } = await shopWithExpiry();
  const people = ['Free', 'Away', 'Moved', 'Gone', 'Back'];
  const ids = new Map<string, string>();
  for (const name of people) {
    const customerId = await enrol(shop, name, { birthday: { month: 4, day: 1, year: null } });
    ids.set(name, customerId);
    for (let i = 0; i < 9; i++) await shop.ok('counter.stamp', { customerId, programId: points });
    await shop.ok('counter.stamp', { customerId, programId: card, stamps: 5 });
  }
  shop.clock.now += 18 * day; // 28 March
  const idOf = (name: string) => ids.get(name) as never;
  await shop.ok('customers.mark', { customerId: idOf('Away'), mark: 'away', until: '2026-03-28' });
  await shop.ok('customers.mark', { customerId: idOf('Back'), mark: 'away', until: '2026-03-28' });
  await shop.ok('customers.mark', { customerId: idOf('Moved'), mark: 'moved' });
  await shop.ok('customers.archive', { customerId: idOf('Gone') });
  for (const name of ['expiring', 'birthdays', 'nearly', 'unused'] as const)
    expect([name, (await list(shop, name)).rows.map((row) => row.name)]).toEqual([name, ['Free']]);
  await shop.ok('customers.mark', { customerId: idOf('Away'), mark: 'away', until: '2026-05-01' });
  shop.clock.now += day; // what ended yesterday has ended
  for (const name of ['expiring', 'birthdays', 'nearly', 'unused'] as const) {
    const found = await list(shop, name);
    expect([name, found.total, found.rows.map((row) => row.name).sort()]).toEqual([name, 2, ['Back', 'Free']]);
  }
});

test('who is long gone is put forward for the review, archived and marked too; who is erased or nameless is not (F-75)', async () => {
  const shop = await openTestShop({ as: 'owner' });
  const { programId } = shop;
  const come = async (customerId: string) =>
    shop.ok('counter.stamp', { customerId: customerId as never, programId: programId as never });
  const gone = await enrol(shop, 'Gone');
  const archived = await enrol(shop, 'Archived', { phones: ['0722 123 456'] });
  const erased = await enrol(shop, 'Erased');
  await enrol(shop, 'Never');
  for (const customerId of [gone, archived, erased]) await come(customerId);
  await shop.ok('customers.archive', { customerId: archived });
  await imported(shop, 'customer_id,date\nX1,2020-01-05\n');
  await shop.ok('privacy.erase', {
    customerId: erased,
    typed: (await shop.ok('customers.get', { customerId: erased })).number,
  });
  const names = async (months?: 12 | 24 | 36) =>
    (await shop.ok('lists.of', { list: 'longGone', ...(months ? { months } : {}) })).rows.map(({ name }) => name);

  // Enrolled and last seen on 10 March 2026: two years later to the day it is not yet longer than that.
  shop.clock.now = Date.UTC(2028, 2, 10, 12);
  const back = await enrol(shop, 'Back');
  await come(back);
  expect(await names()).toEqual([]);
  expect(await names(12)).toEqual(['Gone', 'Archived', 'Never']);
  expect(await names(36)).toEqual([]);
  shop.clock.now += day;
  const list = await shop.ok('lists.of', { list: 'longGone' });
  expect(said(list)).toEqual({
    Gone: [{ what: 'longGone', since: '2026-03-10', never: false }],
    Archived: [{ what: 'longGone', since: '2026-03-10', never: false }],
    Never: [{ what: 'longGone', since: '2026-03-10', never: true }],
  });
  expect(list).toMatchObject({ total: 3, to: null });
  await come(gone);
  expect(await names()).toEqual(['Archived', 'Never']);
  expectSound(shop);
});

test('belongs to managers; a program nobody knows has nobody', async () => {
  const shop = await openTestShop({ as: 'staff' });
  expect(await shop.refused('lists.of', { list: 'expiring' })).toMatchObject({ code: 'NOT_ALLOWED' });
  await shop.signIn('manager');
  expect(await list(shop, 'expiring', '01890a5d-ac96-774b-bcce-b302099a8057')).toMatchObject({ total: 0 });
});
