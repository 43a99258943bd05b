import { expect, test } from 'vitest';
import type { InputFor } from '../../preload/contract/index.ts';
import type { ProgramRules } from '../../preload/contract/rules.ts';
import type { CustomerId, ProgramId } from '../../preload/contract/values.ts';
import { timelineOf } from '../support/counter.ts';
import { day, expectSound, hour, openTestShop } from '../support/shop.ts';

// What shop people complain about in today's loyalty products (issue 3). Each is tried here as it would happen at a till.

const proof = { by: 'known' } as const;
const beans: InputFor<'programs.create'> = {
  kind: 'points',
  name: 'Beans',
  earn: { per: 'amount', every: 1000, carryOver: true },
  pointValue: 100,
  rewards: [{ at: 20, name: 'A mug' }],
};

/** A shop whose card has five stamps, a points program beside it, and Maria. */
async function till() {
  const shop = await openTestShop({ as: 'owner' });
  const { programId: points } = await shop.ok('programs.create', beans);
  const enrol = async (name: string) => (await shop.ok('customers.enrol', { name })).customerId;
  const maria = await enrol('Maria Ionescu');
  const card = async (customerId: CustomerId, programId: string = shop.programId) => {
    const { cards } = await shop.ok('counter.open', { customerId });
    const found = cards.find((one) => one.programId === programId);
    return {
      units: found?.stamps ?? 0,
      carry: found?.carry ?? 0,
      rewards: (found?.rewards ?? []).map(({ name }) => name),
    };
  };
  return {
    ...{ shop, points, maria, enrol, card },
    stamp: (customerId: CustomerId, stamps: number) =>
      shop.ok('counter.stamp', { customerId, programId: shop.programId, stamps }),
    buy: (customerId: CustomerId, amount: number) =>
      shop.ok('counter.stamp', { customerId, programId: points, amount }),
    redeem: (rewardId: string | undefined) => shop.ok('counter.redeem', { rewardId: rewardId ?? '', proof }),
    giveBack: async (customerId: CustomerId) => {
      const visit = (await timelineOf(shop, customerId)).find(({ kind, voided }) => kind === 'visit' && !voided);
      await shop.ok('counter.reverse', { entryId: visit?.entryId ?? '', as: 'return', reason: 'goods came back' });
    },
  };
}

test('points kept after a return', async () => {
  const { shop, maria, points, buy, card, giveBack } = await till();
  await buy(maria, 3000);
  shop.clock.now += day;
  await buy(maria, 25_500);
  expect(await card(maria, points)).toMatchObject({ units: 28, carry: 500 });
  await giveBack(maria);
  expect(await card(maria, points)).toMatchObject({ units: 3, carry: 0 });
  // What was spent meanwhile is owed, in words a person sees: below zero.
  await shop.ok('counter.spend', {
    ...{ customerId: maria, programId: points, proof },
    spend: { on: 'amount', points: 3 },
  });
  shop.clock.now -= day;
  const first = (await timelineOf(shop, maria)).findLast(({ kind }) => kind === 'visit');
  await shop.ok('counter.reverse', { entryId: first?.entryId ?? '', as: 'return', reason: 'goods came back' });
  expect(await card(maria, points)).toMatchObject({ units: -3 });
  expectSound(shop);
});

test('used rewards not given back', async () => {
  const { shop, maria, points, stamp, buy, card, redeem, giveBack } = await till();
  const { issued } = await stamp(maria, 5);
  await buy(maria, 40_000);
  shop.clock.now += day;
  // A coffee used and a mug bought with points in one visit that is taken back whole.
  await stamp(maria, 1);
  await redeem(issued[0]?.rewardId);
  const { cards } = await shop.ok('counter.open', { customerId: maria });
  const mug = cards.find(({ programId }) => programId === points)?.cardRewards[0]?.programRewardId ?? '';
  await shop.ok('counter.spend', {
    ...{ customerId: maria, programId: points, proof },
    spend: { on: 'reward', programRewardId: mug as never },
  });
  expect([await card(maria), await card(maria, points)]).toMatchObject([{ units: 1, rewards: [] }, { units: 20 }]);
  await giveBack(maria);
  expect([await card(maria), await card(maria, points)]).toMatchObject([
    { units: 0, rewards: ['A free coffee'] },
    { units: 40, rewards: [] },
  ]);
  // It is the same coffee, and is handed over once.
  shop.clock.now += hour;
  await redeem(issued[0]?.rewardId);
  expect(await shop.refused('counter.redeem', { rewardId: issued[0]?.rewardId ?? '', proof })).toMatchObject({
    code: 'REWARD_NOT_OPEN',
  });
  expectSound(shop);
});

test('a reward line that itself earns', async () => {
  const { shop, maria, points, stamp, buy, card, redeem } = await till();
  const offs = [
    { at: 2, kind: 'amount', name: 'Ten off', value: 1000 },
    { at: 4, kind: 'percent', name: 'Half off', percent: 50 },
  ] as const;
  const { programId } = await shop.ok('programs.create', {
    ...{ kind: 'stamps', name: 'Offs', goal: 4, rewards: [...offs] },
  });
  const { issued } = await shop.ok('counter.stamp', { customerId: maria, programId, stamps: 4 });
  await buy(maria, 5000);
  let had = (await card(maria, points)).units;
  expect(had).toBe(5);
  // Ten off before the purchase, half off after it, points in the end: only what was paid with money earns.
  shop.clock.now += day;
  await redeem(issued.find(({ name }) => name === 'Ten off')?.rewardId);
  await buy(maria, 6000);
  expect((await card(maria, points)).units - had).toBe(5);
  had = (await card(maria, points)).units;
  shop.clock.now += day;
  await buy(maria, 6000);
  await redeem(issued.find(({ name }) => name === 'Half off')?.rewardId);
  expect((await card(maria, points)).units - had).toBe(3);
  had = (await card(maria, points)).units;
  shop.clock.now += day;
  await buy(maria, 6000);
  await shop.ok('counter.spend', {
    ...{ customerId: maria, programId: points, proof },
    spend: { on: 'amount', points: 10 },
  });
  expect((await card(maria, points)).units - had).toBe(5 - 10);
  // Handing a free coffee over brings no stamp either.
  shop.clock.now += day;
  const { issued: coffee } = await stamp(maria, 5);
  shop.clock.now += day;
  await redeem(coffee[0]?.rewardId);
  expect(await card(maria)).toMatchObject({ units: 0, rewards: [] });
  expectSound(shop);
});

test('points doubled or lost by a merge', async () => {
  const { shop, maria, enrol, points, stamp, buy, card } = await till();
  const again = await enrol('Maria Ionesc');
  await stamp(maria, 3);
  await stamp(again, 4);
  await buy(maria, 12_300);
  await buy(again, 20_900);
  const { merge } = await shop.ok('merges.merge', { keepId: maria, mergeId: again });
  expect(await card(maria)).toEqual({ units: 2, carry: 0, rewards: ['A free coffee'] });
  expect(await card(maria, points)).toMatchObject({ units: 32, carry: 1200 });
  expect([await card(again), await card(again, points)]).toMatchObject([{ units: 0, rewards: [] }, { units: 0 }]);
  // Once more is refused, and nothing is left on the other record that could come over a second time.
  expect(await shop.refused('merges.merge', { keepId: maria, mergeId: again })).toMatchObject({
    code: 'CUSTOMER_MERGED',
  });
  await shop.ok('merges.undo', { merge });
  expect([await card(maria), await card(again)]).toMatchObject([
    { units: 3, rewards: [] },
    { units: 4, rewards: [] },
  ]);
  expect([await card(maria, points), await card(again, points)]).toMatchObject([
    { units: 12, carry: 300 },
    { units: 20, carry: 900 },
  ]);
  expectSound(shop);
});

test('expired programs that still issue', async () => {
  const { shop, maria, enrol } = await till();
  const ends = { kind: 'stamps', name: 'Spring', goal: 5, endsOn: '2026-03-12' } as const;
  const reward = { at: 5, name: 'A tulip' };
  const { programId } = await shop.ok('programs.create', { ...ends, rewards: [reward] });
  const { issued } = await shop.ok('counter.stamp', { customerId: maria, programId, stamps: 9 });
  shop.clock.now += 2 * day;
  // Its last day counts; the day after nothing issues: no stamp, no card, no correction upwards, no reward by new rules.
  await shop.ok('counter.stamp', { customerId: await enrol('Ion'), programId });
  shop.clock.now += day;
  const stranger = await enrol('Dan');
  for (const customerId of [maria, stranger])
    for (const refused of [
      await shop.refused('counter.stamp', { customerId, programId }),
      await shop.refused('counter.adjust', { customerId, programId, units: 1, reason: 'please' }),
    ])
      expect(refused).toMatchObject({ code: 'PROGRAM_NOT_RUNNING' });
  expect(
    await shop.refused('customers.enrol', { name: 'Eva', opening: { programId: programId as ProgramId, stamps: 2 } }),
  ).toMatchObject({ code: 'PROGRAM_NOT_RUNNING' });
  const found = (await shop.ok('programs.list', {})).find((one) => one.programId === programId);
  if (found?.rules.kind !== 'stamps') throw new Error('a punch card was made');
  const rules: ProgramRules = {
    ...found.rules,
    goal: 2,
    rewards: found.rules.rewards.map((one) => ({ ...one, at: 2 })),
  };
  const changed = await shop.ok('programs.change', { programId: found.programId, version: found.version, rules });
  expect(changed).toBeDefined();
  await shop.restart();
  await shop.signIn('owner');
  const issues = shop.read((c) =>
    c.prepare<[], { n: number }>("SELECT count(*) AS n FROM entry WHERE kind = 'issue'").get(),
  );
  expect(issues).toEqual({ n: 1 });
  // What was earned before stays good.
  await shop.ok('counter.redeem', { rewardId: issued[0]?.rewardId ?? '', proof });
  expectSound(shop);
});

test('expiry that shows only the first batch', async () => {
  const { shop, maria } = await till();
  const rules = { kind: 'points', name: 'Short', earn: { per: 'visit', units: 10 }, pointValue: 1 } as const;
  const { programId } = await shop.ok('programs.create', { ...rules, expiry: { kind: 'batch', days: 10 } });
  const lots = async () =>
    (await shop.ok('counter.open', { customerId: maria })).cards.find((one) => one.programId === programId)?.lots;
  for (let i = 0; i < 4; i++) {
    await shop.ok('counter.stamp', { customerId: maria, programId });
    shop.clock.now += 2 * day;
  }
  expect((await lots())?.map(({ units, expiresOn }) => [units, expiresOn])).toEqual([
    [10, '2026-03-20'],
    [10, '2026-03-22'],
    [10, '2026-03-24'],
    [10, '2026-03-26'],
  ]);
  // The oldest goes first, by itself, and the others are shown with their dates still.
  shop.clock.now += 5 * day;
  expect((await lots())?.map(({ units, expiresOn }) => [units, expiresOn])).toEqual([
    [10, '2026-03-24'],
    [10, '2026-03-26'],
  ]);
  expectSound(shop);
});

test('stamps on the wrong person with no way to move them', async () => {
  const { shop, maria, enrol, stamp, card } = await till();
  const mariana = await enrol('Mariana Ionescu');
  await stamp(maria, 4);
  shop.clock.now += hour;
  const { entryIds, issued } = await stamp(maria, 2);
  expect(issued).toHaveLength(1);
  shop.clock.now += 3 * day;
  const moved = await shop.ok('counter.move', {
    entryId: entryIds[0] ?? '',
    toCustomerId: mariana,
    reason: 'it was her',
  });
  expect([await card(maria), await card(mariana)]).toMatchObject([
    { units: 4, rewards: [] },
    { units: 2, rewards: [] },
  ]);
  // Both histories show it, each with the other's name.
  const [left, came] = [await timelineOf(shop, maria), await timelineOf(shop, mariana)];
  expect(left.find(({ kind }) => kind === 'move')).toMatchObject({ other: { name: 'Mariana Ionescu' } });
  expect(came.find(({ kind }) => kind === 'visit')).toMatchObject({ other: { name: 'Maria Ionescu' } });
  // And back.
  await shop.ok('counter.move', { entryId: moved.entryId, toCustomerId: maria });
  expect([await card(maria), await card(mariana)]).toMatchObject([
    { units: 1, rewards: ['A free coffee'] },
    { units: 0, rewards: [] },
  ]);
  expectSound(shop);
});

test('rules changed against members', async () => {
  const { shop, maria, points, stamp, buy, enrol, card } = await till();
  await stamp(maria, 4);
  await buy(maria, 19_000);
  const change = async (programId: string, harder: (rules: never) => object) => {
    const found = (await shop.ok('programs.list', {})).find((one) => one.programId === programId);
    if (!found) throw new Error('there is such a program');
    const rules = { ...found.rules, ...harder(found.rules as never) } as ProgramRules;
    await shop.ok('programs.change', { programId: found.programId, version: found.version, rules });
  };
  type Rewards = { rewards: object[] };
  const at = (n: number) => (rules: Rewards) => ({ rewards: rules.rewards.map((one) => ({ ...one, at: n })) });
  await change(shop.programId, (rules) => ({ goal: 10, ...at(10)(rules) }));
  await change(points, (rules) => ({ ...at(40)(rules), pointValue: 10, expiry: { kind: 'batch', days: 1 } }));
  shop.clock.now += 10 * day;
  // The card in progress is still full at five, the mug still costs twenty, nothing ran out, a point is worth what it was.
  expect((await stamp(maria, 1)).issued).toMatchObject([{ name: 'A free coffee' }]);
  await buy(maria, 1000);
  const { cards } = await shop.ok('counter.open', { customerId: maria });
  expect(cards.find(({ programId }) => programId === points)).toMatchObject({
    stamps: 20,
    pointValue: 100,
    cardRewards: [{ at: 20, name: 'A mug' }],
  });
  // Who comes new has the new rules.
  const late = await enrol('Ion Pop');
  expect((await stamp(late, 5)).issued).toEqual([]);
  expect(await card(late)).toMatchObject({ units: 5 });
  expectSound(shop);
});
