import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { benefitFor } from '../../main/programs/engine/benefit.ts';
import { birthdaySpan, bonusesOf, isBirthday } from '../../main/programs/engine/bonus.ts';
import { type EarningVisit, earn } from '../../main/programs/engine/earn.ts';
import { inForce, type RulesVersion } from '../../main/programs/engine/inForce.ts';
import { expiresOn, lots } from '../../main/programs/engine/lots.ts';
import { applies, highest, multiplied } from '../../main/programs/engine/multiplier.ts';
import { isStillEarned, rewardsDue } from '../../main/programs/engine/rewards.ts';
import {
  type Multiplier,
  type PointRules,
  ProgramRules,
  type ProgramRulesInput,
  type StampRules,
} from '../../preload/contract/rules.ts';

const parsed = (rules: ProgramRulesInput) => ProgramRules.parse(rules);
const rewardId = (n: number) => `0199a000-0000-7000-8000-00000000000${n}`;
const itemId = (n: number) => `0199a000-0000-7000-8000-0000000001${n}0`;

const card = (more: Partial<Omit<Extract<ProgramRulesInput, { kind: 'stamps' }>, 'kind'>> = {}): StampRules =>
  parsed({
    kind: 'stamps',
    name: 'Card',
    goal: 10,
    rewards: [{ rewardId: rewardId(1) as never, at: 10, name: 'Coffee' }],
    ...more,
  }) as StampRules;

const points = (more: Partial<Omit<Extract<ProgramRulesInput, { kind: 'points' }>, 'kind'>> = {}): PointRules =>
  parsed({
    kind: 'points',
    name: 'Points',
    earn: { per: 'amount', every: 100 },
    rewards: [{ rewardId: rewardId(2) as never, at: 50, name: 'Cake' }],
    ...more,
  }) as PointRules;

/** A Tuesday afternoon. */
const visit = (more: Partial<EarningVisit> = {}): EarningVisit => ({
  day: '2026-03-10',
  weekday: 2,
  minute: 15 * 60,
  tags: () => [],
  perks: () => [],
  stamps: null,
  amount: null,
  items: [],
  paidByReward: 0,
  before: 0,
  ...more,
});

const bought = (n: number, amount: number | null, quantity = 1, category: string | null = null) => ({
  itemId: itemId(n),
  category,
  quantity,
  amount,
});

const version = (key: number, rules: StampRules | PointRules): RulesVersion => ({
  key,
  rules,
  rewardKeys: new Map(rules.rewards.map(({ rewardId: id }, i) => [id ?? '', 100 * key + i])),
});

describe('what a visit earns', () => {
  test('one stamp, or as many as the till says, up to the cap of the visit', () => {
    expect(earn(card(), 0, visit())).toMatchObject({ units: 1, carry: 0 });
    expect(earn(card(), 0, visit({ stamps: 4 }))).toMatchObject({ units: 4 });
    expect(earn(card(), 0, visit({ stamps: 3, before: 8 }))).toEqual({ blocked: 'TOO_MANY_STAMPS', cap: 10, left: 2 });
    expect(earn(card(), 0, visit({ before: 10 }))).toEqual({ blocked: 'TOO_MANY_STAMPS', cap: 10, left: 0 });
  });

  test('1 point per 100 is floor(amount / 100), or as the owner rounds (F-02)', () => {
    for (const [rounding, amount, units] of [
      ['down', 199, 1],
      ['down', 99, 0],
      ['nearest', 150, 2],
      ['nearest', 149, 1],
      ['up', 101, 2],
      ['up', 0, 0],
    ] as const)
      expect(earn(points({ earn: { per: 'amount', every: 100, rounding } }), 0, visit({ amount }))).toMatchObject({
        units,
      });
    expect(earn(points(), 0, visit())).toEqual({ blocked: 'AMOUNT_NEEDED', minimum: null });
  });

  test('30 then 20 at 1 per 50 gives one stamp: the rest waits on the card (F-08)', () => {
    const rules = card({ earn: { per: 'amount', every: 5000, carryOver: true } });
    const first = earn(rules, 0, visit({ amount: 3000 }));
    expect(first).toMatchObject({ units: 0, carry: 3000 });
    expect(earn(rules, 3000, visit({ amount: 2000 }))).toMatchObject({ units: 1, carry: -3000 });
    expect(earn(rules, 3000, visit({ amount: 2650 }))).toMatchObject({ units: 1, carry: -2350 });
    expect(earn(card({ earn: { per: 'amount', every: 5000 } }), 0, visit({ amount: 9999 }))).toMatchObject({
      units: 1,
      carry: 0,
    });
  });

  test('9.99 at minimum 10 is blocked, with the minimum; what a reward paid does not help over it (F-07)', () => {
    const rules = card({ minimumSpend: 1000 });
    expect(earn(rules, 0, visit({ amount: 999 }))).toEqual({ blocked: 'MINIMUM_SPEND', minimum: 1000 });
    expect(earn(rules, 0, visit({ amount: 1000 }))).toMatchObject({ units: 1 });
    expect(earn(rules, 0, visit({ amount: 1500, paidByReward: 600 }))).toEqual({
      blocked: 'MINIMUM_SPEND',
      minimum: 1000,
    });
  });

  test('a reward line earns nothing: only what was paid counts (F-07)', () => {
    const earned = earn(points(), 0, visit({ amount: 1000, paidByReward: 400 }));
    expect(earned).toMatchObject({ units: 6 });
    expect('parts' in earned && earned.parts).toContainEqual({
      why: 'paidByReward',
      units: 0,
      name: null,
      amount: 400,
    });
    expect(earn(points(), 0, visit({ amount: 1000, paidByReward: 4000 }))).toMatchObject({ units: 0 });
  });

  test('an item at rate 0 earns nothing, the others of the visit still earn (F-03)', () => {
    const rules = points({
      itemRates: [
        { of: { by: 'item', itemId: itemId(1) as never }, rate: 0 },
        { of: { by: 'category', category: 'Coffee' }, rate: 2 },
      ],
    });
    const items = [bought(1, 500), bought(2, 300, 1, 'coffee'), bought(3, 200)];
    expect(earn(rules, 0, visit({ items }))).toMatchObject({ units: 3 * 2 + 2 });
    expect(earn(rules, 0, visit({ items: [bought(1, 500)] }))).toMatchObject({
      units: 0,
      parts: [{ why: 'excluded' }],
    });
    const pieces = card({ earn: { per: 'item' }, itemRates: rules.itemRates });
    expect(earn(pieces, 0, visit({ items: [bought(1, null, 3), bought(2, null, 2, 'COFFEE')] }))).toMatchObject({
      units: 4,
    });
    expect(earn(pieces, 0, visit())).toEqual({ blocked: 'ITEMS_NEEDED' });
  });

  test('of overlapping happy hours the highest wins and is named; the cap of the visit still holds (F-11)', () => {
    const multipliers: Multiplier[] = (
      card({
        multipliers: [
          { name: 'Tuesday', weekdays: [2], effect: { kind: 'plus', units: 1 } },
          { name: 'Happy hour', hours: { from: 14 * 60, to: 16 * 60 }, effect: { kind: 'times', times: 3 } },
          { name: 'Students', tag: 'student', effect: { kind: 'times', times: 5 } },
        ],
      }) as StampRules
    ).multipliers;
    const rules = card({ multipliers });
    const earned = earn(rules, 0, visit());
    expect(earned).toMatchObject({ units: 3 });
    expect('parts' in earned && earned.parts.map(({ why, name, units }) => [why, name, units])).toEqual([
      ['visit', null, 1],
      ['multiplier', 'Happy hour', 2],
    ]);
    expect(earn(rules, 0, visit({ minute: 16 * 60 }))).toMatchObject({ units: 2 });
    expect(earn(rules, 0, visit({ weekday: 3, minute: 16 * 60 }))).toMatchObject({ units: 1 });
    expect(earn(rules, 0, visit({ tags: () => ['student'], stamps: 4 }))).toMatchObject({ units: 10 });
    expect(highest(1, multipliers, visit({ weekday: 3, minute: 0 }))).toBeNull();
  });

  test('hours past midnight, dates, perks and nothing at all (×0)', () => {
    const [late, perk, none] = card({
      multipliers: [
        { name: 'Late', hours: { from: 22 * 60, to: 2 * 60 }, effect: { kind: 'times', times: 2 } },
        {
          name: 'Gold',
          perk: 'gold',
          startsOn: '2026-03-01',
          endsOn: '2026-03-31',
          effect: { kind: 'plus', units: 2 },
        },
        { name: 'Sale', effect: { kind: 'times', times: 0 } },
      ],
    }).multipliers as [Multiplier, Multiplier, Multiplier];
    expect([23 * 60, 60, 2 * 60, 12 * 60].map((minute) => applies(late, visit({ minute })))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(applies(perk, visit({ perks: () => ['gold'] }))).toBe(true);
    expect(applies(perk, visit({ perks: () => ['gold'], day: '2026-04-01' }))).toBe(false);
    expect(applies(perk, visit())).toBe(false);
    expect(multiplied(7, none)).toBe(0);
  });

  test('parts add up to the units, and no unit or amount comes from nowhere, whatever the rules', () => {
    const rules = fc.record({
      every: fc.integer({ min: 1, max: 10_000 }),
      units: fc.integer({ min: 1, max: 20 }),
      carryOver: fc.boolean(),
      times: fc.constantFrom(0, 0.5, 1.5, 2, 5),
    });
    const visits = fc.array(fc.record({ amount: fc.nat(50_000), paid: fc.nat(60_000) }), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(rules, visits, ({ every, units, carryOver, times }, all) => {
        const program = points({
          earn: { per: 'amount', every, units, carryOver },
          multipliers: [{ name: 'm', effect: { kind: 'times', times } }],
        });
        let carry = 0;
        let spent = 0;
        let base = 0;
        for (const { amount, paid } of all) {
          const earned = earn(program, carry, visit({ amount, paidByReward: paid }));
          if ('blocked' in earned) throw new Error('nothing blocks this');
          expect(earned.parts.reduce((sum, part) => sum + part.units, 0)).toBe(earned.units);
          carry += earned.carry;
          spent += Math.max(0, amount - paid);
          base += earned.parts[0]?.units ?? 0;
          expect(carry).toBeGreaterThanOrEqual(0);
          expect(carry).toBeLessThan(every);
        }
        // With the rest carried over nothing is lost; without it never more than that.
        const whole = Math.floor(spent / every) * units;
        if (carryOver) expect(base).toBe(whole);
        else expect(base).toBeLessThanOrEqual(whole);
      }),
    );
  });
});

describe('bonuses (F-09)', () => {
  const rules = { signUp: 2, birthday: 3, birthdayDays: 0, winBack: { afterDays: 60, units: 1 } };
  const facts = { first: false, birthday: false, hadBirthday: false, daysAway: 7, hadWinBack: false };
  test('each for its own reason and once', () => {
    expect(bonusesOf(rules, facts)).toEqual([]);
    expect(bonusesOf(rules, { ...facts, first: true, birthday: true, daysAway: null })).toEqual([
      { cause: 'signUp', units: 2 },
      { cause: 'birthday', units: 3 },
    ]);
    expect(bonusesOf(rules, { ...facts, birthday: true, hadBirthday: true })).toEqual([]);
    expect(bonusesOf(rules, { ...facts, daysAway: 60 })).toEqual([{ cause: 'winBack', units: 1 }]);
    expect(bonusesOf(rules, { ...facts, daysAway: 59 })).toEqual([]);
    expect(bonusesOf(rules, { ...facts, daysAway: 90, hadWinBack: true })).toEqual([]);
  });

  test('born on 29 February: on that day in a leap year, on the 28th in others', () => {
    const born = { birthMonth: 2, birthDay: 29 };
    expect(['2028-02-28', '2028-02-29', '2027-02-28', '2027-03-01'].map((day) => isBirthday(born, day))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  test('one bonus is for the calendar year, and for the birthday at its turn', () => {
    const born = { birthMonth: 1, birthDay: 3 };
    expect(birthdaySpan(born, '2026-01-04', 0)).toBeNull();
    expect(birthdaySpan(born, '2026-12-30', 5)).toEqual({ from: '2026-01-01', to: '2027-01-08' });
    expect(birthdaySpan(born, '2027-01-08', 5)).toEqual({ from: '2026-12-29', to: '2027-12-31' });
    expect(birthdaySpan({ birthMonth: null, birthDay: null }, '2027-01-08', 31)).toBeNull();
  });
});

describe('rewards', () => {
  const three = card({
    rewards: [
      { rewardId: rewardId(3) as never, at: 3, name: 'Cookie' },
      { rewardId: rewardId(6) as never, at: 6, name: 'Tea' },
      { rewardId: rewardId(1) as never, at: 10, name: 'Coffee' },
    ],
  });
  const force = inForce([version(1, three)]);
  const names = (balance: number, lap = 1, given: string[] = []) =>
    rewardsDue({ balance, lap, given: new Set(given) }, force, force).map((due) => `${due.reward.name}/${due.lap}`);

  test('7 stamps on a 5-card give one reward; two are left (F-08)', () => {
    const five = inForce([
      version(1, card({ goal: 5, rewards: [{ rewardId: rewardId(1) as never, at: 5, name: 'Coffee' }] })),
    ]);
    const due = rewardsDue({ balance: 7, lap: 1, given: new Set() }, five, five);
    expect(due.map(({ units }) => units)).toEqual([5]);
  });

  test('interim rewards come once in each lap of the card (F-10)', () => {
    expect(names(2)).toEqual([]);
    expect(names(6)).toEqual(['Cookie/1', 'Tea/1']);
    expect(names(6, 1, [`${rewardId(3)}/1`])).toEqual(['Tea/1']);
    expect(names(13, 1, [`${rewardId(3)}/1`, `${rewardId(6)}/1`])).toEqual(['Coffee/1', 'Cookie/2']);
    expect(names(20)).toEqual(['Cookie/1', 'Tea/1', 'Coffee/1', 'Cookie/2', 'Tea/2', 'Coffee/2']);
    expect(isStillEarned({ lap: 1, at: 6 }, { lap: 1, balance: 5 })).toBe(false);
    expect(isStillEarned({ lap: 1, at: 6 }, { lap: 2, balance: 0 })).toBe(true);
  });

  test('a cap ends it (F-05)', () => {
    const capped = inForce([version(1, { ...three, usageCap: 2 })]);
    expect(rewardsDue({ balance: 50, lap: 2, given: new Set() }, capped, capped).map(({ lap }) => lap)).toEqual([
      2, 2, 2,
    ]);
    expect(rewardsDue({ balance: 50, lap: 3, given: new Set() }, capped, capped)).toEqual([]);
  });
});

describe('a card in progress keeps the better of old and new (F-06)', () => {
  const ten = card();
  const goal = (n: number, more: Parameters<typeof card>[0] = {}) =>
    card({ goal: n, rewards: [{ rewardId: rewardId(1) as never, at: n, name: 'Coffee' }], ...more });
  const goalOf = (...versions: (StampRules | PointRules)[]) => {
    const { rules } = inForce(versions.map((rules, i) => version(i + 1, rules)));
    return rules.kind === 'stamps' ? rules.goal : null;
  };

  test('the shorter way to the reward, also when it came and went in between', () => {
    expect(goalOf(ten, goal(12))).toBe(10);
    expect(goalOf(ten, goal(8))).toBe(8);
    expect(goalOf(ten, goal(8), goal(12))).toBe(8);
    expect(goalOf(goal(8), goal(12), ten)).toBe(8);
    expect(goalOf(ten, goal(12, { earn: { per: 'visit', units: 2 } }))).toBe(12);
  });

  test('of equal ways the more valuable reward, then the newer', () => {
    const worth = (value: number | null) =>
      card({ rewards: [{ rewardId: rewardId(1) as never, at: 10, name: `Worth ${value}`, value }] });
    const held = (...all: StampRules[]) => inForce(all.map((rules, i) => version(i + 1, rules))).rewards[0]?.name;
    expect(held(worth(500), worth(300))).toBe('Worth 500');
    expect(held(worth(300), worth(500))).toBe('Worth 500');
    expect(held(worth(null), worth(null))).toBe('Worth null');
    expect(inForce([version(1, worth(300)), version(2, worth(300))]).versionKey).toBe(2);
  });

  test('visits against amounts cannot be compared: the old stays until the card is full', () => {
    expect(inForce([version(1, ten), version(2, goal(5, { earn: { per: 'amount', every: 100 } }))]).versionKey).toBe(1);
  });

  test('points: each reward at its lowest price, dropped ones stay, a point keeps its worth', () => {
    const price = (at: number, more: Parameters<typeof points>[0] = {}) =>
      points({ rewards: [{ rewardId: rewardId(2) as never, at, name: 'Cake' }], ...more });
    const other = points({ rewards: [{ rewardId: rewardId(4) as never, at: 20, name: 'Tea' }], pointValue: 5 });
    const force = inForce([version(1, price(50, { pointValue: 10 })), version(2, price(80)), version(3, other)]);
    expect(force.rewards.map(({ name, at }) => [name, at])).toEqual([
      ['Tea', 20],
      ['Cake', 50],
    ]);
    expect(force.pointValue).toBe(10);
    expect(force.versionKey).toBe(3);
  });

  test('nobody is ever worse off than under any rules they lived through', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 2, max: 50 }), { minLength: 1, maxLength: 8 }), (goals) => {
        expect(goalOf(...goals.map((n) => goal(n)))).toBe(Math.min(...goals));
      }),
    );
  });
});

describe('expiry (F-15)', () => {
  const of = (rules: Parameters<typeof expiresOn>[1]['rules']) => ({
    rules,
    openedOn: '2026-01-01',
    lastActive: '2026-03-01',
  });
  test('the last day on which units count', () => {
    expect(expiresOn('2026-02-01', of([{ kind: 'none' }]))).toBeNull();
    expect(expiresOn('2026-02-01', of([{ kind: 'fixed', on: '2026-12-31' }]))).toBe('2026-12-31');
    expect(expiresOn('2027-01-01', of([{ kind: 'fixed', on: '2026-12-31' }]))).toBeNull();
    expect(expiresOn('2026-01-05', of([{ kind: 'signUp', days: 30 }]))).toBe('2026-01-31');
    expect(expiresOn('2026-02-01', of([{ kind: 'signUp', days: 30 }]))).toBe('2026-03-02');
    expect(expiresOn('2026-02-01', of([{ kind: 'idle', days: 90 }]))).toBe('2026-05-30');
    expect(expiresOn('2026-02-01', of([{ kind: 'batch', days: 28 }]))).toBe('2026-03-01');
    expect(
      expiresOn(
        '2026-02-01',
        of([
          { kind: 'batch', days: 28 },
          { kind: 'batch', days: 10 },
        ]),
      ),
    ).toBe('2026-03-01');
  });

  test('the oldest is spent first, and every batch is told with its date', () => {
    const newestFirst = [
      { day: '2026-03-03', units: 5 },
      { day: '2026-02-02', units: 10 },
      { day: '2026-01-01', units: 20 },
    ];
    const left = lots(12, newestFirst, of([{ kind: 'batch', days: 30 }]));
    expect(left).toEqual([
      { day: '2026-02-02', units: 7, expiresOn: '2026-03-04' },
      { day: '2026-03-03', units: 5, expiresOn: '2026-04-02' },
    ]);
    expect(lots(-3, newestFirst, of([{ kind: 'none' }]))).toEqual([]);
  });

  test('lots add up to the balance, the newest first kept, for any gains and any balance they allow', () => {
    const gains = fc.array(fc.record({ back: fc.nat(400), units: fc.integer({ min: 1, max: 50 }) }), { maxLength: 30 });
    fc.assert(
      fc.property(gains, fc.nat(2000), (all, wanted) => {
        const newestFirst = [...all]
          .sort((a, b) => a.back - b.back)
          .map(({ back, units }) => ({
            day: new Date(Date.UTC(2026, 2, 1) - back * 86_400_000).toISOString().slice(0, 10),
            units,
          }));
        const total = newestFirst.reduce((sum, { units }) => sum + units, 0);
        const balance = Math.min(wanted, total);
        const found = lots(balance, newestFirst, of([{ kind: 'batch', days: 30 }]));
        expect(found.reduce((sum, { units }) => sum + units, 0)).toBe(balance);
        expect(found.map(({ day }) => day)).toEqual([...new Set(found.map(({ day }) => day))].sort());
        // Only the oldest lot that is left may be in part.
        const whole = new Map<string, number>();
        for (const { day, units } of newestFirst) whole.set(day, (whole.get(day) ?? 0) + units);
        for (const lot of found.slice(1)) expect(lot.units).toBe(whole.get(lot.day));
      }),
    );
  });
});

describe('discounts and specials (F-04)', () => {
  const benefit = { kind: 'percent', name: 'Ten per cent', percent: 10 } as const;
  const discount = parsed({ kind: 'discount', name: 'Often here', visits: 5, withinDays: 30, benefit, usageCap: 2 });
  const special = parsed({ kind: 'special', name: 'Members', benefit });
  test('who may have them', () => {
    if (discount.kind !== 'discount' || special.kind !== 'special') throw new Error('kinds');
    expect(benefitFor(discount, { visits: 4, uses: 0, enrolled: false })).toBe('notEarned');
    expect(benefitFor(discount, { visits: 5, uses: 1, enrolled: false })).toBe('available');
    expect(benefitFor(discount, { visits: 5, uses: 2, enrolled: false })).toBe('usedUp');
    expect(benefitFor(special, { visits: 50, uses: 0, enrolled: false })).toBe('notEnrolled');
    expect(benefitFor(special, { visits: 0, uses: 99, enrolled: true })).toBe('available');
  });
});

describe('rules that contradict themselves are refused at the field', () => {
  const faultsOf = (rules: unknown): string[] => {
    const result = ProgramRules.safeParse(rules);
    return result.success ? [] : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  };
  const base = { kind: 'stamps', name: 'Card', goal: 10, rewards: [{ at: 10, name: 'Coffee' }] };
  test.each([
    [{ ...base, startsOn: '2026-05-02', endsOn: '2026-05-01' }, 'endsOn: datesReversed'],
    [
      {
        ...base,
        rewards: [
          { at: 11, name: 'x' },
          { at: 10, name: 'y' },
        ],
      },
      'rewards.0.at: rewardAboveGoal',
    ],
    [{ ...base, rewards: [{ at: 5, name: 'x' }] }, 'rewards: noRewardAtGoal'],
    [{ ...base, rewards: [...base.rewards, { at: 10, name: 'y' }] }, 'rewards.1.at: sameRewardPlace'],
    [{ ...base, rewards: [{ at: 10, name: 'x', kind: 'percent' }] }, 'rewards.0.percent: percentMissing'],
    [{ ...base, rewards: [{ at: 10, name: 'x', kind: 'amount' }] }, 'rewards.0.value: valueMissing'],
    [
      { ...base, multipliers: [{ name: 'm', effect: { kind: 'times', times: 1 } }] },
      'multipliers.0.effect.times: multiplierChangesNothing',
    ],
    [
      {
        ...base,
        multipliers: [
          { name: 'a', weekdays: [1, 2], effect: { kind: 'times', times: 2 } },
          { name: 'b', weekdays: [2, 1], effect: { kind: 'times', times: 3 } },
        ],
      },
      'multipliers.1.name: sameMultiplier',
    ],
    [{ ...base, otherItems: 0 }, 'otherItems: nothingEarns'],
    [
      {
        kind: 'points',
        name: 'P',
        earn: { per: 'amount', every: 100, rounding: 'up', carryOver: true },
        pointValue: 1,
      },
      'earn.carryOver: carryNeedsRoundingDown',
    ],
    [{ kind: 'points', name: 'P', earn: { per: 'amount', every: 100 } }, 'rewards: noReward'],
  ])('%#', (rules, fault) => {
    expect(faultsOf(rules)).toContain(fault);
  });
  test('out of range: ×6, 51 stamps, 16 rewards, a minus', () => {
    const times = { ...base, multipliers: [{ name: 'm', effect: { kind: 'times', times: 6 } }] };
    const many = { ...base, goal: 20, rewards: Array.from({ length: 16 }, (_, i) => ({ at: i + 5, name: 'x' })) };
    for (const rules of [times, { ...base, goal: 51 }, many, { ...base, minimumSpend: -1 }])
      expect(faultsOf(rules)).not.toEqual([]);
  });
});
