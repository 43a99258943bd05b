import { describe, expect, test } from 'vitest';
import type { InputFor } from '../../preload/contract/index.ts';
import { counterWith } from '../support/counter.ts';
import { expectSound, hour } from '../support/shop.ts';

type Bonus = Extract<InputFor<'programs.create'>, { kind: 'stamps' }>['bonus'];

/** Somebody, a card of fifty with these bonuses, and what a visit on a day brings beyond its own stamp. */
async function withBonus(bonus: Bonus, details: Partial<InputFor<'customers.enrol'>> = {}) {
  const at = await counterWith(details);
  const { shop } = at;
  const create = async (name: string) =>
    (
      await shop.ok('programs.create', {
        kind: 'stamps',
        name,
        goal: 50,
        rewards: [{ at: 50, name: 'A cake' }],
        bonus,
      })
    ).programId;
  const programId = await create('Cake card');
  const on = async (date: string, program = programId, customerId = at.customerId) => {
    shop.clock.now = Date.parse(`${date}T09:00Z`);
    const { parts } = await shop.ok('counter.stamp', { customerId, programId: program });
    return parts.filter(({ why }) => why !== 'visit').map(({ why }) => why);
  };
  return { ...at, programId, create, on };
}

const birthday = (month: number, date: number) => ({ birthday: { month, day: date, year: 1992 } });

describe('the birthday bonus (F-09)', () => {
  test('comes once a calendar year, on the day alone where the rule says no more', async () => {
    const { shop, on } = await withBonus({ birthday: 2 }, birthday(4, 15));
    expect(await on('2026-04-14')).toEqual([]);
    expect(await on('2026-04-15')).toEqual(['birthday']);
    expect(await on('2026-04-16')).toEqual([]);
    expect(await on('2027-04-15')).toEqual(['birthday']);
    expectSound(shop);
  });

  test('comes once within the days around it, before or after', async () => {
    const { on, create } = await withBonus({ birthday: 2, birthdayDays: 7 }, birthday(4, 15));
    const other = await create('Other card');
    expect(await on('2026-04-07')).toEqual([]);
    expect(await on('2026-04-08')).toEqual(['birthday']);
    expect(await on('2026-04-15')).toEqual([]);
    // Each program gives its own.
    expect(await on('2026-04-22', other)).toEqual(['birthday']);
    expect(await on('2027-04-22')).toEqual(['birthday']);
    expect(await on('2027-04-23')).toEqual([]);
  });

  test('a birthday at the turn of the year is one birthday, and a year is one year', async () => {
    const { on } = await withBonus({ birthday: 2, birthdayDays: 7 }, birthday(1, 1));
    expect(await on('2026-12-28')).toEqual(['birthday']);
    expect(await on('2027-01-03')).toEqual([]);
    // The calendar year 2027 has had none, the birthday of 2028 neither.
    expect(await on('2027-12-26')).toEqual(['birthday']);
    expect(await on('2028-01-08')).toEqual([]);
    // The year 2028 has had none: this is for the birthday of 2029, and then the year is done.
    expect(await on('2028-12-25')).toEqual(['birthday']);
    expect(await on('2029-01-01')).toEqual([]);
  });

  test.each([
    ['2027-02-28', '2027-03-01', 0],
    ['2028-02-29', '2028-02-28', 0],
    ['2027-02-21', '2027-02-20', 7],
    ['2027-03-07', '2027-03-08', 7],
    ['2028-03-07', '2028-03-08', 7],
  ])('born on 29 February: %s counts, %s does not (%i days around)', async (counts, not, birthdayDays) => {
    const { on } = await withBonus({ birthday: 2, birthdayDays }, birthday(2, 29));
    const [first, second] = [counts, not].sort();
    const expected = (date: string | undefined) => (date === counts ? ['birthday'] : []);
    expect(await on(first ?? '')).toEqual(expected(first));
    expect(await on(second ?? '')).toEqual(expected(second));
  });

  test('a bonus that was taken back may come again; one of two records that became one may not', async () => {
    const { shop, on, customerId, programId } = await withBonus({ birthday: 2, birthdayDays: 7 }, birthday(4, 15));
    expect(await on('2026-04-14')).toEqual(['birthday']);
    const visit = (await shop.ok('customers.timeline', { customerId })).items.find(({ kind }) => kind === 'visit');
    await shop.ok('counter.reverse', { entryId: visit?.entryId ?? '', as: 'void', reason: 'a mistake' });
    const { customerId: twin } = await shop.ok('customers.enrol', { name: 'Maria', ...birthday(4, 15) });
    expect(await on('2026-04-15', programId, twin)).toEqual(['birthday']);
    await shop.ok('merges.merge', { keepId: customerId, mergeId: twin });
    expect(await on('2026-04-16')).toEqual([]);
    expectSound(shop);
  });
});

describe('the welcome (F-09)', () => {
  test('comes with the first stamp in the program, and once', async () => {
    const { shop, on, create } = await withBonus({ signUp: 3 });
    const other = await create('Other card');
    expect(await on('2026-03-11')).toEqual(['signUp']);
    expect(await on('2026-03-12')).toEqual([]);
    expect(await on('2026-03-12', other)).toEqual(['signUp']);
    expect(await on('2027-03-12', other)).toEqual([]);
    expectSound(shop);
  });

  test('is not for somebody who brought a paper card', async () => {
    const { shop, programId, on } = await withBonus({ signUp: 3 });
    const { customerId } = await shop.ok('customers.enrol', { name: 'Dan', opening: { programId, stamps: 4 } });
    expect(await on('2026-03-11', programId, customerId)).toEqual([]);
  });
});

describe('the bonus for coming back (F-09)', () => {
  test('comes once for each time away', async () => {
    const { shop, on } = await withBonus({ winBack: { afterDays: 60, units: 1 } });
    expect(await on('2026-03-11')).toEqual([]);
    expect(await on('2026-05-09')).toEqual([]);
    expect(await on('2026-07-08')).toEqual(['winBack']);
    expect(await on('2026-07-09')).toEqual([]);
    expect(await on('2026-10-01')).toEqual(['winBack']);
    expectSound(shop);
  });

  test('comes once on the day of the return, however often the customer is there', async () => {
    const { shop, customerId, programId, on } = await withBonus({ winBack: { afterDays: 60, units: 1 } });
    await on('2026-03-11');
    expect(await on('2026-07-08')).toEqual(['winBack']);
    shop.clock.now += 6 * hour;
    const { parts } = await shop.ok('counter.stamp', { customerId, programId });
    expect(parts.map(({ why }) => why)).toEqual(['visit']);
  });
});
