import { BusinessDay, ItemId, Money, Notes, ProgramRewardId, Text } from './values.ts';
import { z } from './zod.ts';

/**
 * The rules of a program, whatever its kind: one schema for the form, the database and the engine. A custom issue's message is one of
 * `ruleFaults`; the page has a sentence for each.
 */

export const programKinds = ['stamps', 'points', 'discount', 'special'] as const;
export type ProgramKind = (typeof programKinds)[number];

export const cardIcons = [
  'coffee',
  'scissors',
  'croissant',
  'sparkles',
  'car',
  'heart',
  'star',
  'paw',
  'flower',
  'pizza',
] as const;
export const cardColors = ['ink', 'terracotta', 'moss', 'ocean', 'plum', 'mustard'] as const;

/** What a reward is (F-04). */
export const rewardKinds = ['item', 'percent', 'amount', 'text'] as const;

/** What contradicts itself in a set of rules, said at the field. */
export const ruleFaults = [
  'datesReversed',
  'noReward',
  'rewardAboveGoal',
  'noRewardAtGoal',
  'sameRewardPlace',
  'sameReward',
  'percentMissing',
  'valueMissing',
  'carryNeedsRoundingDown',
  'multiplierChangesNothing',
  'multiplierNeverApplies',
  'sameMultiplier',
  'sameItem',
  'nothingEarns',
] as const;
export type RuleFault = (typeof ruleFaults)[number];

/** Stamps that one visit may bring to one card unless the program says otherwise (F-09). */
export const maxStampsPerVisit = 10;
/** Rewards a program may have (F-10). */
export const mostRewards = 15;
/** Days before and after a birthday that may count as well (F-09). */
export const mostBirthdayDays = 31;
/** Units a card may gain at once. */
export const mostUnits = 1_000_000;

const Units = z.int().min(1).max(mostUnits);
const Days = z.int().min(1).max(3650);

/** What the customer gets: a free item, per cent or an amount off, or whatever the words say. */
const benefit = {
  kind: z.enum(rewardKinds).default('item'),
  name: Text(80),
  /** For `percent`. */
  percent: z.int().min(1).max(100).nullable().default(null),
  /** For `amount` what is taken off; else what it is worth to the customer, null when the owner does not say. Minor units. */
  value: Money.nullable().default(null),
  /** What it costs the shop, minor units; null when the owner does not say. */
  cost: Money.nullable().default(null),
};
export const Benefit = z.strictObject(benefit);
export type Benefit = z.infer<typeof Benefit>;

/** As a personal offer shows it: its cost is the shop's own business, and its words can be lost, because the journal holds none (null). */
export const OfferedBenefit = Benefit.omit({ cost: true }).extend({ name: z.string().nullable() });
export type OfferedBenefit = z.infer<typeof OfferedBenefit>;

export const RewardRules = z.strictObject({
  /** The same through all versions of a program; null for a new reward. */
  rewardId: ProgramRewardId.nullable().default(null),
  /** On a punch card the stamp it lies on, on a points program its price. */
  at: z.int().min(1).max(1_000_000_000),
  ...benefit,
  /** Days it can be redeemed, counted from its issue; null for good (F-16). */
  validDays: Days.nullable().default(null),
});
export type RewardRules = z.infer<typeof RewardRules>;

/** What brings units (F-02, F-03, F-08). */
export const EarnRule = z.discriminatedUnion('per', [
  /** So many for a visit; the person at the till may give another number. */
  z.strictObject({ per: z.literal('visit'), units: Units.default(1) }),
  /** So many for each full `every` minor units. */
  z.strictObject({
    per: z.literal('amount'),
    every: Money.min(1),
    units: Units.default(1),
    rounding: z.enum(['down', 'nearest', 'up']).default('down'),
    /** The part of the amount that earned nothing waits on the card for the next visit. */
    carryOver: z.boolean().default(false),
  }),
  /** So many for each piece bought. */
  z.strictObject({ per: z.literal('item'), units: Units.default(1) }),
]);
export type EarnRule = z.infer<typeof EarnRule>;

/** An item or a category that earns more or less than others: times the rate; 0 earns nothing (F-03). */
export const ItemRate = z.strictObject({
  of: z.discriminatedUnion('by', [
    z.strictObject({ by: z.literal('item'), itemId: ItemId }),
    z.strictObject({ by: z.literal('category'), category: Text(60) }),
  ]),
  rate: z.int().min(0).max(100),
});
export type ItemRate = z.infer<typeof ItemRate>;

/** More or less than usual on some days, at some hours, for some customers (F-11). Of several that apply the highest result wins. */
export const Multiplier = z.strictObject({
  name: Text(40),
  /** ISO weekdays of the business day, 1 Monday to 7 Sunday; empty for all. */
  weekdays: z.array(z.int().min(1).max(7)).max(7).default([]),
  /** Minutes after midnight on the shop's clock, the end not included; an end before the beginning is past midnight. Null for all day. */
  hours: z
    .strictObject({ from: z.int().min(0).max(1439), to: z.int().min(0).max(1440) })
    .nullable()
    .default(null),
  startsOn: BusinessDay.nullable().default(null),
  endsOn: BusinessDay.nullable().default(null),
  /** Only for customers with this tag, and only for holders of this perk (F-14). */
  tag: Text(30).nullable().default(null),
  perk: Text(40).nullable().default(null),
  effect: z.discriminatedUnion('kind', [
    /** Halves are allowed; what comes out is rounded down. */
    z.strictObject({ kind: z.literal('times'), times: z.number().min(0).max(5).multipleOf(0.5) }),
    z.strictObject({ kind: z.literal('plus'), units: Units }),
  ]),
});
export type Multiplier = z.infer<typeof Multiplier>;

/** Extra units (F-09). Null for none. */
export const BonusRules = z.strictObject({
  /** With the first stamp on the card. */
  signUp: Units.nullable().default(null),
  /** With a visit on the birthday or near it, once a calendar year and once a birthday. */
  birthday: Units.nullable().default(null),
  /** So many days before and after the birthday count as well. */
  birthdayDays: z.int().min(0).max(mostBirthdayDays).default(0),
  /** With the first visit after so many days away. */
  winBack: z.strictObject({ afterDays: Days, units: Units }).nullable().default(null),
});
export type BonusRules = z.infer<typeof BonusRules>;
const noBonus: BonusRules = { signUp: null, birthday: null, birthdayDays: 0, winBack: null };

/** When units on a card run out (F-15). A day named is the last on which they count. */
export const ExpiryRule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  /** Everything earned up to this day. */
  z.strictObject({ kind: z.literal('fixed'), on: BusinessDay }),
  /** Everything, every so many days after the card was opened. */
  z.strictObject({ kind: z.literal('signUp'), days: Days }),
  /** Everything, so many days after the last movement that the customer brought about. */
  z.strictObject({ kind: z.literal('idle'), days: Days }),
  /** Each day's units by themselves. */
  z.strictObject({ kind: z.literal('batch'), days: Days }),
]);
export type ExpiryRule = z.infer<typeof ExpiryRule>;

const common = {
  name: Text(60),
  startsOn: BusinessDay.nullable().default(null),
  endsOn: BusinessDay.nullable().default(null),
  icon: z.enum(cardIcons).default('coffee'),
  color: z.enum(cardColors).default('terracotta'),
  note: Notes(300).default(null),
  /** Full cards, rewards bought or uses that one customer may have; null for any number (F-05). */
  usageCap: z.int().min(1).max(10_000).nullable().default(null),
};
const earning = {
  /** Smallest amount of a visit that earns anything; null for none (F-07). */
  minimumSpend: Money.nullable().default(null),
  itemRates: z.array(ItemRate).max(200).default([]),
  /** Rate of items that are not named. */
  otherItems: z.int().min(0).max(100).default(1),
  multipliers: z.array(Multiplier).max(20).default([]),
  bonus: BonusRules.default(noBonus),
  expiry: ExpiryRule.default({ kind: 'none' }),
};

/** A punch card. */
export const StampRules = z.strictObject({
  kind: z.literal('stamps'),
  ...common,
  /** Stamps that fill the card, 2 to 50. */
  goal: z.int().min(2).max(50),
  earn: EarnRule.default({ per: 'visit', units: 1 }),
  /** Most stamps of one visit; bonuses come on top. */
  capPerVisit: z.int().min(1).max(50).default(maxStampsPerVisit),
  /** In the order of their stamps; the last lies on the goal, the others are interim rewards (F-10). */
  rewards: z.array(RewardRules).min(1).max(mostRewards),
  ...earning,
});
export type StampRules = z.infer<typeof StampRules>;

export const PointRules = z.strictObject({
  kind: z.literal('points'),
  ...common,
  earn: EarnRule,
  /** Each with its price in points. */
  rewards: z.array(RewardRules).max(mostRewards).default([]),
  /** Minor units that a point is worth when some are taken as money off (F-18); null when that is not offered. */
  pointValue: Money.min(1).max(1_000_000).nullable().default(null),
  ...earning,
});
export type PointRules = z.infer<typeof PointRules>;

/** From so many visit days within so many days on, today included, a benefit for the frequent buyer. */
export const DiscountRules = z.strictObject({
  kind: z.literal('discount'),
  ...common,
  visits: z.int().min(2).max(365),
  withinDays: z.int().min(2).max(730),
  benefit: Benefit,
});
export type DiscountRules = z.infer<typeof DiscountRules>;

/** A standing benefit of those who are enrolled in it. */
export const SpecialRules = z.strictObject({ kind: z.literal('special'), ...common, benefit: Benefit });
export type SpecialRules = z.infer<typeof SpecialRules>;

/** A benefit that stands alone: what it takes off is said. */
export const WholeBenefit = Benefit.superRefine((of, context) =>
  checkBenefit(of, (message, ...path) => context.addIssue({ code: 'custom', message, path })),
);

type Earning = StampRules | PointRules;
type Fault = (fault: RuleFault, ...path: (string | number)[]) => void;

export const ProgramRules = z
  .discriminatedUnion('kind', [StampRules, PointRules, DiscountRules, SpecialRules])
  .superRefine((rules, context) => {
    const fault: Fault = (message, ...path) => context.addIssue({ code: 'custom', message, path });
    if (isReversed(rules)) fault('datesReversed', 'endsOn');
    if (rules.kind === 'stamps' || rules.kind === 'points') {
      checkRewards(rules, fault);
      checkEarning(rules, fault);
    } else {
      if (rules.kind === 'discount' && rules.visits > rules.withinDays) fault('nothingEarns', 'visits');
      checkBenefit(rules.benefit, fault, 'benefit');
    }
  });
export type ProgramRules = z.infer<typeof ProgramRules>;
/** As the form sends them. */
export type ProgramRulesInput = z.input<typeof ProgramRules>;

const isReversed = (of: { startsOn: string | null; endsOn: string | null }): boolean =>
  of.startsOn !== null && of.endsOn !== null && of.startsOn > of.endsOn;

function checkBenefit(of: Benefit, fault: Fault, ...path: (string | number)[]): void {
  if (of.kind === 'percent' && of.percent === null) fault('percentMissing', ...path, 'percent');
  if (of.kind === 'amount' && !of.value) fault('valueMissing', ...path, 'value');
}

function checkRewards(rules: Earning, fault: Fault): void {
  const places = new Set<number>();
  const ids = new Set<string>();
  for (const [i, reward] of rules.rewards.entries()) {
    if (rules.kind === 'stamps' && reward.at > rules.goal) fault('rewardAboveGoal', 'rewards', i, 'at');
    // Two rewards may have the same price in points; a stamp brings one.
    if (rules.kind === 'stamps' && places.has(reward.at)) fault('sameRewardPlace', 'rewards', i, 'at');
    places.add(reward.at);
    if (reward.rewardId !== null && ids.has(reward.rewardId)) fault('sameReward', 'rewards', i, 'rewardId');
    if (reward.rewardId !== null) ids.add(reward.rewardId);
    checkBenefit(reward, fault, 'rewards', i);
  }
  if (rules.kind === 'stamps' && !places.has(rules.goal)) fault('noRewardAtGoal', 'rewards');
  if (rules.kind === 'points' && rules.rewards.length === 0 && rules.pointValue === null) fault('noReward', 'rewards');
}

function checkEarning(rules: Earning, fault: Fault): void {
  const { earn, itemRates, otherItems, multipliers } = rules;
  if (earn.per === 'amount' && earn.carryOver && earn.rounding !== 'down')
    fault('carryNeedsRoundingDown', 'earn', 'carryOver');
  const items = new Set<string>();
  for (const [i, { of }] of itemRates.entries()) {
    const named = of.by === 'item' ? of.itemId : `category ${of.category.toLowerCase()}`;
    if (items.has(named)) fault('sameItem', 'itemRates', i, 'of');
    items.add(named);
  }
  if (otherItems === 0 && itemRates.every(({ rate }) => rate === 0)) fault('nothingEarns', 'otherItems');
  const conditions = new Set<string>();
  for (const [i, one] of multipliers.entries()) {
    const { effect, hours, name: _name, ...rest } = one;
    if (effect.kind === 'times' && effect.times === 1)
      fault('multiplierChangesNothing', 'multipliers', i, 'effect', 'times');
    if (isReversed(one)) fault('datesReversed', 'multipliers', i, 'endsOn');
    if (hours && hours.from === hours.to % 1440 && hours.to !== 1440)
      fault('multiplierNeverApplies', 'multipliers', i, 'hours', 'to');
    // Under the very same conditions the lower one could never win.
    const same = JSON.stringify({ ...rest, hours, weekdays: [...one.weekdays].sort() });
    if (conditions.has(same)) fault('sameMultiplier', 'multipliers', i, 'name');
    conditions.add(same);
  }
}

/** The plainest rules: so many stamps for one reward. */
export function punchCard(of: {
  name: string;
  goal: number;
  rewardName: string;
  rewardValue?: number | null;
  minimumSpend?: number | null;
  startsOn?: string | null;
  endsOn?: string | null;
  icon?: (typeof cardIcons)[number];
  color?: (typeof cardColors)[number];
  note?: string | null;
}): z.input<typeof StampRules> {
  const { rewardName, rewardValue = null, ...rest } = of;
  return { kind: 'stamps', ...rest, rewards: [{ at: of.goal, name: rewardName, value: rewardValue }] };
}
