import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ProgramRules } from '../../preload/contract/rules.ts';
import { ProgramRules as schema } from '../../preload/contract/rules.ts';
import {
  beginnings,
  copyOf,
  draftFor,
  draftOf,
  emptyDraft,
  emptyMultiplier,
  emptyReward,
  type ProgramDraft,
  readDraft,
} from '../../renderer/programs/draft.ts';
import { overlapsOf } from '../../renderer/programs/overlaps.ts';

const named = (draft: ProgramDraft): ProgramDraft => ({
  ...draft,
  name: 'Card',
  rewards: draft.rewards.map((reward) => ({ ...reward, name: 'A coffee' })),
  benefit: { ...draft.benefit, name: 'The coffee' },
  itemRates: draft.itemRates.filter(({ of }) => of !== ''),
});
const card = named(emptyDraft);

/** What is wrong with a draft, by field. */
const wrong = (draft: ProgramDraft, currency = 'RON') =>
  Object.fromEntries(Object.entries(readDraft(draft, currency).mistakes ?? {}).map(([path, { why }]) => [path, why]));

describe('what the form holds becomes the rules', () => {
  test.each(beginnings)('an example of %s is right once it has names, in lei and in rupiah', (beginning) => {
    for (const currency of ['RON', 'IDR']) expect(wrong(named(draftFor(beginning, currency)), currency)).toEqual({});
  });

  const money = fc.integer({ min: 1, max: 1_000_000_00 });
  const units = fc.integer({ min: 1, max: 50 });
  const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null });
  const words = fc.stringMatching(/^[A-Za-z]{1,20}$/);
  const benefit = { name: words, kind: fc.constantFrom('item', 'text'), value: maybe(money), cost: maybe(money) };
  const common = {
    name: words,
    startsOn: fc.constantFrom(null, '2026-01-01'),
    endsOn: fc.constantFrom(null, '2026-12-31'),
    usageCap: maybe(units),
    note: fc.constantFrom(null, 'Mornings'),
  };
  const earning = {
    minimumSpend: maybe(money),
    itemRates: fc.constantFrom([], [{ of: { by: 'category', category: 'Coffee: big' }, rate: 3 }]),
    multipliers: fc.constantFrom(
      [],
      [
        {
          name: 'Happy hour',
          weekdays: [1, 5],
          hours: { from: 840, to: 0 },
          startsOn: null,
          endsOn: '2026-06-30',
          tag: 'student',
          perk: null,
          effect: { kind: 'times', times: 2.5 },
        },
        { name: 'More', effect: { kind: 'plus', units: 3 } },
      ],
    ),
    bonus: fc.record({
      signUp: maybe(units),
      birthday: maybe(units),
      birthdayDays: fc.integer({ min: 0, max: 31 }),
      winBack: maybe(fc.record({ afterDays: units, units })),
    }),
    expiry: fc.oneof(
      fc.constant({ kind: 'none' }),
      fc.constant({ kind: 'fixed', on: '2026-12-31' }),
      fc.record({ kind: fc.constantFrom('signUp', 'idle', 'batch'), days: units }),
    ),
  };
  const earn = fc.oneof(
    fc.record({ per: fc.constantFrom('visit', 'item'), units }),
    fc.record({ per: fc.constant('amount'), every: money, units, rounding: fc.constantFrom('down', 'up', 'nearest') }),
    fc.record({ per: fc.constant('amount'), every: money, units, carryOver: fc.boolean() }),
  );
  const rules = fc.oneof(
    fc.record({ kind: fc.constant('special'), ...common, benefit: fc.record(benefit) }),
    fc.record({
      kind: fc.constant('discount'),
      ...common,
      visits: fc.integer({ min: 2, max: 20 }),
      withinDays: fc.integer({ min: 20, max: 90 }),
      benefit: fc.constant({ kind: 'percent', name: 'x', percent: 10 }),
    }),
    fc.record({
      kind: fc.constant('stamps'),
      ...common,
      ...earning,
      earn,
      goal: fc.constant(10),
      rewards: fc.constant([
        { at: 3, name: 'a' },
        { at: 10, name: 'b', kind: 'amount', value: 500, validDays: 30 },
      ]),
    }),
    fc.record({
      kind: fc.constant('points'),
      ...common,
      ...earning,
      earn,
      pointValue: fc.constant(10),
      rewards: fc.array(fc.record({ ...benefit, at: units, validDays: maybe(units) }), { maxLength: 4 }),
    }),
  );

  test('any rules shown in the form and saved unchanged are the same rules', () => {
    fc.assert(
      fc.property(rules, (input) => {
        const before: ProgramRules = schema.parse(input);
        const { rules: after, mistakes } = readDraft(draftOf(before, 'RON'), 'RON');
        expect(mistakes).toBeNull();
        const sorted = (of: ProgramRules | null) =>
          of && 'rewards' in of ? { ...of, rewards: of.rewards.toSorted((a, b) => a.at - b.at) } : of;
        expect(sorted(after)).toEqual(sorted(before));
      }),
    );
  });

  test('a copy has rewards of its own and no dates', () => {
    const rewardId = '01890a5d-ac96-774b-bcce-b302099a8057' as never;
    const { rules: first } = readDraft(
      { ...card, startsOn: '2026-01-01', rewards: [{ ...emptyReward, name: 'A coffee', rewardId }] },
      'RON',
    );
    if (!first) throw new Error('these rules are right');
    const copied = copyOf(first, 'Another', 'RON');
    expect(copied).toMatchObject({ name: 'Another', startsOn: null, rewards: [{ name: 'A coffee', rewardId: null }] });
  });
});

describe('what is wrong is said at its field', () => {
  const second = { ...emptyReward, name: 'A bun' };
  test.each<[string, Partial<ProgramDraft>, Record<string, string>]>([
    ['no name', { name: ' ' }, { name: 'name' }],
    ['no goal', { goal: '' }, { goal: 'number' }],
    ['one stamp', { goal: 1 }, { goal: 'atLeast' }],
    ['51 stamps', { goal: 51 }, { goal: 'atMost' }],
    ['no reward', { rewards: [emptyReward] }, { 'rewards.0.name': 'reward' }],
    [
      'a reward above the card',
      { rewards: [...card.rewards, { ...second, at: 11 }] },
      { 'rewards.1.at': 'rewardAboveGoal' },
    ],
    [
      'two rewards on a stamp',
      { rewards: [...card.rewards, { ...second, at: 10 }] },
      { 'rewards.1.at': 'sameRewardPlace' },
    ],
    ['dates reversed', { startsOn: '2026-05-02', endsOn: '2026-05-01' }, { endsOn: 'datesReversed' }],
    ['no amount', { minimumSpend: 'ten' }, { minimumSpend: 'money' }],
    ['three decimals', { minimumSpend: '12.500' }, { minimumSpend: 'decimals' }],
    ['half a customer', { usageCap: 0 }, { usageCap: 'atLeast' }],
    ['an expiry without days', { expiry: { kind: 'idle', on: null, days: '' } }, { 'expiry.days': 'number' }],
    ['an expiry without a day', { expiry: { kind: 'fixed', on: null, days: '' } }, { 'expiry.on': 'day' }],
    [
      'a win-back without days',
      { bonus: { ...card.bonus, winBack: { units: 2, afterDays: '' } } },
      { 'bonus.winBack.afterDays': 'number' },
    ],
    ['an item that is not chosen', { itemRates: [{ of: '', rate: 2 }] }, { 'itemRates.0.of': 'item' }],
    [
      'an item twice',
      {
        itemRates: [
          { of: 'category:Tea', rate: 2 },
          { of: 'category:tea', rate: 0 },
        ],
      },
      { 'itemRates.1.of': 'sameItem' },
    ],
    ['nothing that earns', { otherItems: 0 }, { otherItems: 'nothingEarns' }],
  ])('%s', (_what, part, fields) => {
    expect(wrong({ ...card, ...part })).toEqual(fields);
  });

  test.each<[string, Partial<ProgramDraft['multipliers'][number]>, Record<string, string>]>([
    ['times six', { effect: { kind: 'times', times: 6, units: '' } }, { 'effect.times': 'atMost' }],
    ['times one', { effect: { kind: 'times', times: 1, units: '' } }, { 'effect.times': 'multiplierChangesNothing' }],
    ['a third', { effect: { kind: 'times', times: 0.3, units: '' } }, { 'effect.times': 'half' }],
    ['nothing more', { effect: { kind: 'plus', times: '', units: '' } }, { 'effect.units': 'number' }],
    ['one hour only', { hours: { from: '14:00', to: '' } }, { 'hours.to': 'hours' }],
    ['no time at all', { hours: { from: '14:00', to: '14:00' } }, { 'hours.to': 'multiplierNeverApplies' }],
    ['dates reversed', { startsOn: '2026-05-02', endsOn: '2026-05-01' }, { endsOn: 'datesReversed' }],
    ['no name', { name: '' }, { name: 'name' }],
  ])('a happy hour with %s', (_what, part, fields) => {
    const multipliers = [{ ...emptyMultiplier, name: 'Happy hour', ...part }];
    const at = Object.fromEntries(Object.entries(fields).map(([path, why]) => [`multipliers.0.${path}`, why]));
    expect(wrong({ ...card, multipliers })).toEqual(at);
  });

  test('rupiah have no decimals', () => {
    expect(wrong({ ...card, minimumSpend: '10000.50' }, 'IDR')).toEqual({ minimumSpend: 'noDecimals' });
    expect(wrong({ ...card, minimumSpend: '10000' }, 'IDR')).toEqual({});
  });

  test('per cent and amounts off need their figure; points need something to be spent on', () => {
    const special = named(draftFor('special', 'RON'));
    expect(wrong({ ...special, benefit: { ...special.benefit, percent: '' } })).toEqual({
      'benefit.percent': 'percentMissing',
    });
    expect(wrong({ ...special, benefit: { ...special.benefit, kind: 'amount' } })).toEqual({
      'benefit.value': 'valueMissing',
    });
    expect(wrong({ ...named(draftFor('points', 'RON')), rewards: [] })).toEqual({ rewards: 'noReward' });
  });
});

describe('multipliers that can meet (F-11)', () => {
  const happy = { name: 'Happy hour', weekdays: [1], hours: { from: 840, to: 960 } };
  const plain = { weekdays: [], hours: null, startsOn: null, endsOn: null, tag: null, perk: null };
  const times = (n: number) => ({ kind: 'times', times: n }) as const;
  const plus = (n: number) => ({ kind: 'plus', units: n }) as const;

  test('the one that gives more wins; of equals the first', () => {
    const a = { ...plain, ...happy, effect: times(2) };
    const students = { ...plain, name: 'Students', tag: 'student', effect: times(3) };
    expect(overlapsOf([a, students], 1)).toEqual([{ names: ['Happy hour', 'Students'], winner: 'Students' }]);
    expect(overlapsOf([a, { ...students, effect: plus(1) }], 1)).toEqual([
      { names: ['Happy hour', 'Students'], winner: 'Happy hour' },
    ]);
  });

  test('with amounts it depends, unless both multiply', () => {
    const a = { ...plain, ...happy, effect: times(2) };
    expect(overlapsOf([a, { ...plain, name: 'More', effect: plus(9) }], null)).toMatchObject([{ winner: null }]);
    expect(overlapsOf([a, { ...plain, name: 'More', effect: times(4) }], null)).toMatchObject([{ winner: 'More' }]);
  });

  test('other days, other hours, other dates never meet; past midnight does', () => {
    const a = { ...plain, ...happy, effect: times(2) };
    const other = (part: object) => overlapsOf([a, { ...a, name: 'b', ...part }], 1);
    expect(other({ weekdays: [2] })).toEqual([]);
    expect(other({ hours: { from: 960, to: 1000 } })).toEqual([]);
    expect(other({ hours: { from: 1380, to: 841 } })).toHaveLength(1);
    expect(
      overlapsOf(
        [
          { ...a, endsOn: '2026-03-01' },
          { ...a, name: 'b', startsOn: '2026-03-02' },
        ],
        1,
      ),
    ).toEqual([]);
  });
});
