import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { programState } from '../../main/programs/state.ts';
import { punchCard } from '../../preload/contract/rules.ts';
import { day, expectSound, openTestShop } from '../support/shop.ts';

const plain = { name: 'Bakery card', goal: 6, rewardName: 'A free pastry' };
const card = punchCard(plain);

describe('what a program is on a day (F-05)', () => {
  const open = { endedAt: null, pausedAt: null, startsOn: null, endsOn: null };
  test.each([
    [open, 'running'],
    [{ ...open, pausedAt: 1 }, 'paused'],
    [{ ...open, endedAt: 1 }, 'ended'],
    [{ ...open, endedAt: 1, pausedAt: 1 }, 'ended'],
    [{ ...open, startsOn: '2026-03-11' }, 'planned'],
    [{ ...open, startsOn: '2026-03-10' }, 'running'],
    [{ ...open, endsOn: '2026-03-10' }, 'running'],
    [{ ...open, endsOn: '2026-03-09' }, 'over'],
    [{ ...open, endsOn: '2026-03-09', pausedAt: 1 }, 'over'],
    [{ ...open, startsOn: '2026-03-11', pausedAt: 1 }, 'paused'],
  ])('%j on 10 March 2026: %s', (program, state) => {
    expect(programState(program, '2026-03-10')).toBe(state);
  });
});

describe('programs', () => {
  test('are made with what the owner says, and shown so', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const rules = {
      ...plain,
      rewardValue: 500,
      minimumSpend: 1000,
      startsOn: '2026-03-01',
      endsOn: '2026-12-31',
      icon: 'croissant',
      color: 'moss',
      note: 'Mornings',
    } as const;
    const { programId } = await shop.ok('programs.create', punchCard(rules));
    const programs = await shop.ok('programs.list', {});
    expect(programs).toHaveLength(2);
    const { rewardName, rewardValue, ...rest } = rules;
    expect(programs[1]).toEqual({
      programId,
      version: 1,
      changedAt: shop.clock.now,
      rules: {
        kind: 'stamps',
        ...rest,
        earn: { per: 'visit', units: 1 },
        capPerVisit: 10,
        usageCap: null,
        itemRates: [],
        otherItems: 1,
        multipliers: [],
        bonus: { signUp: null, birthday: null, birthdayDays: 0, winBack: null },
        expiry: { kind: 'none' },
        rewards: [
          {
            rewardId: expect.any(String),
            at: 6,
            kind: 'item',
            name: rewardName,
            percent: null,
            value: rewardValue,
            cost: null,
            validDays: null,
          },
        ],
      },
      state: 'running',
      createdAt: shop.clock.now,
      openCards: 0,
      openRewards: 0,
    });
  });

  test.each<[string, Partial<Parameters<typeof punchCard>[0]>, string]>([
    ['one stamp', { goal: 1 }, 'goal'],
    ['51 stamps', { goal: 51 }, 'goal'],
    ['no name', { name: ' ' }, 'name'],
    ['no reward', { rewardName: '' }, 'rewards.0.name'],
    ['an end before the start', { startsOn: '2026-03-11', endsOn: '2026-03-10' }, 'endsOn'],
    ['a day that is none', { endsOn: '2026-02-30' }, 'endsOn'],
    ['a negative minimum', { minimumSpend: -1 }, 'minimumSpend'],
  ])('with %s are refused', async (_what, wrong, field) => {
    const shop = await openTestShop({ as: 'owner' });
    const error = await shop.refused('programs.create', punchCard({ ...plain, ...wrong }));
    expect(error).toMatchObject({ code: 'BAD_INPUT', fields: [field] });
    expect(await shop.ok('programs.list', {})).toHaveLength(1);
  });

  test.each([2, 50])('of %i stamps work', async (goal) => {
    const shop = await openTestShop({ as: 'owner' });
    const { programId } = await shop.ok('programs.create', punchCard({ ...plain, goal }));
    const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
    let left = goal;
    while (left > 0) {
      const stamps = Math.min(10, left);
      const said = await shop.ok('counter.stamp', { customerId, programId, stamps });
      left -= stamps;
      expect(said.issued).toHaveLength(left === 0 ? 1 : 0);
      shop.clock.now += day;
    }
    expectSound(shop);
  });

  test('ten are active together (F-01); the eleventh waits for one to end', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
    const ids: string[] = [shop.programId];
    for (let i = 1; i < 10; i++)
      ids.push((await shop.ok('programs.create', punchCard({ ...plain, name: `Card ${i}` }))).programId);
    expect(await shop.refused('programs.create', card)).toMatchObject({ code: 'PROGRAM_LIMIT', params: { limit: 10 } });
    // All of them stamp, in one visit.
    for (const programId of ids) await shop.ok('counter.stamp', { customerId, programId });
    expect(await shop.ok('counter.open', { customerId })).toMatchObject({ visitsToday: 1 });
    await shop.ok('programs.pause', { programId: ids[3] ?? '' });
    expect(await shop.refused('programs.create', card)).toMatchObject({ code: 'PROGRAM_LIMIT' });
    await shop.ok('programs.end', { programId: ids[4] ?? '' });
    await shop.ok('programs.create', card);
    expectSound(shop);
  });

  test('count the cards in progress and the rewards not handed over', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const { programId } = shop;
    const stamp = async (name: string, stamps: number) => {
      const { customerId } = await shop.ok('customers.enrol', { name });
      return shop.ok('counter.stamp', { customerId, programId, stamps });
    };
    await stamp('One', 3);
    await stamp('Two', 5);
    const { issued } = await stamp('Three', 7);
    expect((await shop.ok('programs.list', {}))[0]).toMatchObject({ openCards: 2, openRewards: 2 });
    await shop.ok('counter.redeem', { rewardId: issued[0]?.rewardId ?? '', proof: { by: 'known' } });
    expect((await shop.ok('programs.list', {}))[0]).toMatchObject({ openCards: 2, openRewards: 1 });
  });

  test('that ended stay ended; ending twice is no harm', async () => {
    const shop = await openTestShop({ as: 'manager' });
    const { programId } = shop;
    await shop.ok('programs.end', { programId });
    await shop.ok('programs.end', { programId });
    for (const name of ['programs.pause', 'programs.resume'] as const) {
      expect(await shop.refused(name, { programId })).toMatchObject({ code: 'PROGRAM_NOT_RUNNING' });
    }
    expect((await shop.ok('programs.list', {}))[0]).toMatchObject({ state: 'ended' });
    for (const name of ['programs.pause', 'programs.resume', 'programs.end'] as const) {
      expect(await shop.refused(name, { programId: uuidv7() })).toMatchObject({ code: 'NOT_FOUND' });
    }
  });
});
