import { describe, expect, test } from 'vitest';
import type { ErrorCode } from '../../preload/contract/errors.ts';
import { punchCard } from '../../preload/contract/rules.ts';
import { counterWith, timelineOf } from '../support/counter.ts';
import { imported } from '../support/logs.ts';
import { day, expectSound, type TestShop } from '../support/shop.ts';

/** One card full and one stamp on the next for Maria, nothing for Dan: then the program stops giving. */
async function stopped(state: State) {
  const at = await counterWith({ birthday: { month: 3, day: 11, year: null } });
  const { shop, customerId: maria, stamped } = at;
  const rules = {
    ...punchCard({ name: 'Tea card', goal: 3, rewardName: 'A free tea' }),
    bonus: { signUp: 1, birthday: 1, winBack: { afterDays: 1, units: 1 } },
    multipliers: [{ name: 'Regulars', tag: 'regular', effect: { kind: 'plus' as const, units: 1 } }],
    ...(state === 'over' ? { endsOn: '2026-03-10' } : {}),
    ...(state === 'usedUp' ? { usageCap: 1 } : {}),
  };
  const { programId } = await shop.ok('programs.create', rules);
  const { customerId: dan } = await shop.ok('customers.enrol', { name: 'Dan', tags: ['regular'] });
  const { issued } = await stamped({ programId, stamps: 3 });
  if (state === 'usedUp') {
    await shop.ok('counter.stamp', { customerId: dan, programId, stamps: 3 });
  }
  shop.clock.now += day;
  if (state === 'paused') await shop.ok('programs.pause', { programId });
  if (state === 'ended') await shop.ok('programs.end', { programId });
  if (state === 'planned')
    await shop.ok('programs.change', { programId, version: 1, rules: { ...rules, startsOn: '2026-03-20' } });
  return { shop, maria, dan, programId, rewardId: issued[0]?.rewardId ?? '' };
}

type State = 'paused' | 'ended' | 'planned' | 'over' | 'usedUp';
type Stopped = Awaited<ReturnType<typeof stopped>>;

const states: readonly State[] = ['paused', 'ended', 'planned', 'over', 'usedUp'];

const entryOf = async (shop: TestShop, customerId: string, kind: 'visit' | 'stamp') =>
  (await timelineOf(shop, customerId)).findLast((item) => item.kind === kind)?.entryId ?? '';

/** Every way by which something could come on a card. */
const paths: Readonly<Record<string, (at: Stopped) => Promise<unknown>>> = {
  'a stamp for somebody new to it': ({ shop, dan, programId }) =>
    shop.refused('counter.stamp', { customerId: dan, programId }),
  'a stamp on a birthday, after a time away': ({ shop, maria, programId }) =>
    shop.refused('counter.stamp', { customerId: maria, programId }),
  'a stamp within the visit of another card': async ({ shop, dan, programId }) => {
    await shop.ok('counter.stamp', { customerId: dan, programId: shop.programId });
    return shop.refused('counter.stamp', { customerId: dan, programId });
  },
  'a scanned card': async ({ shop, dan, programId }) => {
    const { codes } = await shop.ok('memberCards.issue', { customerIds: [dan] });
    const { customerId } = await shop.ok('counter.scan', { code: codes[0] ?? '' });
    expect(customerId).toBe(dan);
    return shop.refused('counter.stamp', { customerId: dan, programId });
  },
  'stamps from paper': ({ shop, dan, programId }) =>
    shop.refused('paper.enterStamps', { day: '2026-03-11', programId, rows: [{ customerId: dan, stamps: 1 }] }),
  'a visit that is moved': async ({ shop, maria, dan }) =>
    shop.refused('counter.move', { entryId: await entryOf(shop, maria, 'visit'), toCustomerId: dan }),
  'a stamp that is moved': async ({ shop, maria, dan }) =>
    shop.refused('counter.move', { entryId: await entryOf(shop, maria, 'stamp'), toCustomerId: dan }),
  'a card put right by hand': ({ shop, dan, programId }) =>
    shop.refused('counter.adjust', { customerId: dan, programId, units: 1, reason: 'a test' }),
};

/** What customers have of the program: cards, and what is written on them. */
const given = ({ shop, programId }: Stopped) =>
  shop.read((c) =>
    c
      .prepare<[string], { cards: number; units: number; rewards: number; written: number }>(
        `SELECT count(*) AS cards, coalesce(sum(balance), 0) AS units,
           (SELECT count(*) FROM reward r WHERE r.cardKey IN (SELECT key FROM card WHERE programKey = p.key)) AS rewards,
           (SELECT count(*) FROM entry e WHERE e.cardKey IN (SELECT key FROM card WHERE programKey = p.key)) AS written
         FROM program p JOIN card k ON k.programKey = p.key WHERE p.id = ?`,
      )
      .get(programId),
  );

describe.each(states)('a program that is %s gives nothing (F-05)', (state) => {
  const code: ErrorCode = state === 'usedUp' ? 'PROGRAM_USED_UP' : 'PROGRAM_NOT_RUNNING';

  test.each(Object.keys(paths))('%s', async (path) => {
    const at = await stopped(state);
    const before = given(at);
    expect(await paths[path]?.(at)).toMatchObject({ code, ...(state === 'usedUp' ? {} : { params: { state } }) });
    expect(given(at)).toEqual(before);
    expectSound(at.shop);
  });

  test('a log of past visits, and rewards given out after a change', async () => {
    const at = await stopped(state);
    const before = given(at);
    await imported(at.shop, [
      ['0001', '2026-03-01', '12.50', 'Maria Ionescu'],
      ['0002', '2026-03-11', '8', 'Ana'],
    ]);
    expect(await at.shop.ok('programs.giveEarned', { programId: at.programId })).toEqual({ rewards: 0 });
    expect(given(at)).toEqual(before);
  });

  test('what was earned is handed over all the same', async () => {
    const { shop, rewardId } = await stopped(state);
    await shop.ok('counter.redeem', { rewardId, proof: { by: 'birthday', month: 3, day: 11 } });
    expectSound(shop);
  });
});

describe.each(states.filter((state) => state !== 'usedUp'))('a program that is %s', (state) => {
  test('takes over no paper card', async () => {
    const at = await stopped(state);
    const before = given(at);
    const opening = { programId: at.programId, stamps: 2 };
    expect(await at.shop.refused('customers.enrol', { name: 'New', opening })).toMatchObject({
      code: 'PROGRAM_NOT_RUNNING',
    });
    expect(given(at)).toEqual(before);
    expect(await at.shop.ok('counter.find', { text: 'New' })).toEqual([]);
  });

  test('gives no reward for the sum of two records either; the stamps are kept', async () => {
    const at = await counterWith();
    const { shop, customerId, stamped } = at;
    const { customerId: twin } = await shop.ok('customers.enrol', { name: 'Maria Ionesco' });
    const rules = {
      ...punchCard({ name: 'Tea card', goal: 3, rewardName: 'A free tea' }),
      ...(state === 'over' ? { endsOn: '2026-03-10' } : {}),
    };
    const { programId } = await shop.ok('programs.create', rules);
    await stamped({ programId, stamps: 2 });
    await shop.ok('counter.stamp', { customerId: twin, programId, stamps: 2 });
    shop.clock.now += day;
    if (state === 'paused') await shop.ok('programs.pause', { programId });
    if (state === 'ended') await shop.ok('programs.end', { programId });
    if (state === 'planned')
      await shop.ok('programs.change', { programId, version: 1, rules: { ...rules, startsOn: '2026-03-20' } });
    await shop.ok('merges.merge', { keepId: customerId, mergeId: twin });
    const sums = shop.read((c) =>
      c.prepare('SELECT max(balance) AS stamps, (SELECT count(*) FROM reward) AS rewards FROM card').get(),
    );
    expect(sums).toEqual({ stamps: 4, rewards: 0 });
    expectSound(shop);
  });
});

test('before its first day a program gives nothing for paper either', async () => {
  const { shop, customerId, newProgram } = await counterWith();
  const programId = await newProgram({ startsOn: '2026-03-10' });
  expect(
    await shop.refused('paper.enterStamps', { day: '2026-03-09', programId, rows: [{ customerId, stamps: 1 }] }),
  ).toMatchObject({ code: 'PROGRAM_NOT_RUNNING', params: { state: 'planned', on: '2026-03-10' } });
});

test('a special that is paused takes nobody in and is used by nobody', async () => {
  const { shop, customerId } = await counterWith();
  const { programId } = await shop.ok('programs.create', {
    kind: 'special',
    name: 'Club',
    benefit: { name: 'A biscuit' },
  });
  await shop.ok('counter.join', { customerId, programId });
  const { customerId: other } = await shop.ok('customers.enrol', { name: 'Dan' });
  await shop.ok('programs.pause', { programId });
  const stop = { code: 'PROGRAM_NOT_RUNNING', params: { state: 'paused' } };
  expect(await shop.refused('counter.use', { customerId, programId })).toMatchObject(stop);
  expect(await shop.refused('counter.join', { customerId: other, programId })).toMatchObject(stop);
  expectSound(shop);
});
