import { currencyDigits, parseMoney } from '../../preload/contract/money.ts';
import {
  type Benefit,
  type EarnRule,
  type ExpiryRule,
  type ItemRate,
  type Multiplier,
  ProgramRules,
  type RewardRules,
  type RuleFault,
  ruleFaults,
} from '../../preload/contract/rules.ts';

/** A whole number as a field holds it: empty until something is typed. */
export type Typed = number | '';

type BenefitDraft = Pick<Benefit, 'kind' | 'name'> & { percent: Typed; value: string; cost: string };
/** On a punch card the first reward lies on the goal, whatever its `at` says. */
export type RewardDraft = BenefitDraft & { rewardId: RewardRules['rewardId']; at: Typed; validDays: Typed };

export interface MultiplierDraft {
  name: string;
  /** ISO weekdays as text, for the chips. */
  weekdays: string[];
  /** "14:00", or empty for all day. */
  hours: { from: string; to: string };
  startsOn: string | null;
  endsOn: string | null;
  tag: string;
  perk: string;
  effect: { kind: Multiplier['effect']['kind']; times: number | ''; units: Typed };
}

export interface RateDraft {
  /** See {@link rateKey}. */
  of: string;
  rate: Typed;
}

/** What the form holds, as typed: the rules of all kinds at once, so that nothing is lost while one looks around. Paths are the contract's. */
export interface ProgramDraft {
  kind: ProgramRules['kind'];
  name: string;
  startsOn: string | null;
  endsOn: string | null;
  icon: ProgramRules['icon'];
  color: ProgramRules['color'];
  note: string;
  usageCap: Typed;
  goal: Typed;
  capPerVisit: Typed;
  earn: { per: EarnRule['per']; every: string; units: Typed; rounding: 'down' | 'nearest' | 'up'; carryOver: boolean };
  rewards: RewardDraft[];
  pointValue: string;
  visits: Typed;
  withinDays: Typed;
  benefit: BenefitDraft;
  minimumSpend: string;
  itemRates: RateDraft[];
  otherItems: Typed;
  multipliers: MultiplierDraft[];
  bonus: { signUp: Typed; birthday: Typed; birthdayDays: Typed; winBack: { afterDays: Typed; units: Typed } };
  expiry: { kind: ExpiryRule['kind']; on: string | null; days: Typed };
}

/** Sizes that shops use most; any from 2 to 50 can be typed. */
export const usualGoals = [5, 6, 8, 10, 12] as const;

export const emptyBenefit: BenefitDraft = { kind: 'item', name: '', percent: '', value: '', cost: '' };
export const emptyReward: RewardDraft = { ...emptyBenefit, rewardId: null, at: '', validDays: '' };
export const emptyMultiplier: MultiplierDraft = {
  name: '',
  weekdays: [],
  hours: { from: '', to: '' },
  startsOn: null,
  endsOn: null,
  tag: '',
  perk: '',
  effect: { kind: 'times', times: 2, units: '' },
};

export const emptyDraft: ProgramDraft = {
  kind: 'stamps',
  name: '',
  startsOn: null,
  endsOn: null,
  icon: 'star',
  color: 'terracotta',
  note: '',
  usageCap: '',
  goal: 10,
  capPerVisit: 10,
  earn: { per: 'visit', every: '', units: 1, rounding: 'down', carryOver: false },
  rewards: [emptyReward],
  pointValue: '',
  visits: 5,
  withinDays: 30,
  benefit: emptyBenefit,
  minimumSpend: '',
  itemRates: [],
  otherItems: 1,
  multipliers: [],
  bonus: { signUp: '', birthday: '', birthdayDays: '', winBack: { afterDays: '', units: '' } },
  expiry: { kind: 'none', on: null, days: '' },
};

/** What a program is known by, in the words of an example: the owner begins with one of these. */
export const beginnings = ['stamps', 'points', 'items', 'discount', 'special'] as const;
export type Beginning = (typeof beginnings)[number];

/** The form as it opens for an example. Points begin with a rate that suits the currency: about the price of a coffee. */
export function draftFor(beginning: Beginning, currency: string): ProgramDraft {
  switch (beginning) {
    case 'stamps':
      return emptyDraft;
    case 'points':
      return {
        ...emptyDraft,
        kind: 'points',
        earn: { ...emptyDraft.earn, per: 'amount', every: currencyDigits(currency) === 0 ? '10000' : '10' },
        rewards: [{ ...emptyReward, at: 50 }],
      };
    case 'items':
      return { ...emptyDraft, earn: { ...emptyDraft.earn, per: 'item' }, itemRates: [{ of: '', rate: 2 }] };
    case 'discount':
      return { ...emptyDraft, kind: 'discount', benefit: { ...emptyBenefit, kind: 'percent', percent: 10 } };
    case 'special':
      return { ...emptyDraft, kind: 'special', benefit: { ...emptyBenefit, kind: 'percent', percent: 50 } };
  }
}

/** An item or category as one text, for a list to choose from. */
export const rateKey = (of: ItemRate['of']): string =>
  of.by === 'item' ? `item:${of.itemId}` : `category:${of.category}`;

function rateOf(key: string): ItemRate['of'] {
  const [by, ...rest] = key.split(':');
  const what = rest.join(':');
  return by === 'category' ? { by: 'category', category: what } : { by: 'item', itemId: what as never };
}

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const minutesOf = (typed: string): number => {
  const [hours, minutes] = typed.split(':').map(Number);
  return (hours ?? Number.NaN) * 60 + (minutes ?? Number.NaN);
};

const moneyText = (minor: number | null, currency: string): string =>
  minor === null ? '' : (minor / 10 ** currencyDigits(currency)).toFixed(currencyDigits(currency));

const benefitDraft = ({ kind, name, percent, value, cost }: Benefit, currency: string): BenefitDraft => ({
  kind,
  name,
  percent: percent ?? '',
  value: moneyText(value, currency),
  cost: moneyText(cost, currency),
});

/** Rules that are there, as the form shows them. */
export function draftOf(rules: ProgramRules, currency: string): ProgramDraft {
  const { name, startsOn, endsOn, icon, color, note, usageCap } = rules;
  const common = {
    ...emptyDraft,
    name,
    startsOn,
    endsOn,
    icon,
    color,
    note: note ?? '',
    usageCap: usageCap ?? ('' as const),
  };
  if (rules.kind === 'special') return { ...common, kind: 'special', benefit: benefitDraft(rules.benefit, currency) };
  if (rules.kind === 'discount') {
    const { visits, withinDays } = rules;
    return { ...common, kind: 'discount', visits, withinDays, benefit: benefitDraft(rules.benefit, currency) };
  }
  const { earn, bonus, expiry } = rules;
  const rewards = rules.rewards.map(
    (reward): RewardDraft => ({
      ...benefitDraft(reward, currency),
      rewardId: reward.rewardId,
      at: reward.at,
      validDays: reward.validDays ?? '',
    }),
  );
  // The last reward of a punch card comes first in the form.
  const onGoal = rules.kind === 'stamps' ? rewards.findIndex(({ at }) => at === rules.goal) : -1;
  if (onGoal > 0) rewards.unshift(...rewards.splice(onGoal, 1));
  return {
    ...common,
    kind: rules.kind,
    ...(rules.kind === 'stamps' ? { goal: rules.goal, capPerVisit: rules.capPerVisit } : {}),
    ...(rules.kind === 'points' ? { pointValue: moneyText(rules.pointValue, currency) } : {}),
    earn: {
      per: earn.per,
      units: earn.units,
      every: earn.per === 'amount' ? moneyText(earn.every, currency) : '',
      rounding: earn.per === 'amount' ? earn.rounding : 'down',
      carryOver: earn.per === 'amount' && earn.carryOver,
    },
    rewards,
    minimumSpend: moneyText(rules.minimumSpend, currency),
    itemRates: rules.itemRates.map(({ of, rate }) => ({ of: rateKey(of), rate })),
    otherItems: rules.otherItems,
    multipliers: rules.multipliers.map(({ name, weekdays, hours, startsOn, endsOn, tag, perk, effect }) => ({
      name,
      weekdays: weekdays.map(String),
      hours: { from: hours ? clock(hours.from) : '', to: hours ? clock(hours.to) : '' },
      startsOn,
      endsOn,
      tag: tag ?? '',
      perk: perk ?? '',
      effect: {
        kind: effect.kind,
        times: effect.kind === 'times' ? effect.times : 2,
        units: effect.kind === 'plus' ? effect.units : '',
      },
    })),
    bonus: {
      signUp: bonus.signUp ?? '',
      birthday: bonus.birthday ?? '',
      birthdayDays: bonus.birthdayDays || '',
      winBack: { afterDays: bonus.winBack?.afterDays ?? '', units: bonus.winBack?.units ?? '' },
    },
    expiry: {
      kind: expiry.kind,
      on: expiry.kind === 'fixed' ? expiry.on : null,
      days: 'days' in expiry ? expiry.days : '',
    },
  };
}

/** A program to begin with like another: its rewards are new ones. */
export function copyOf(rules: ProgramRules, name: string, currency: string): ProgramDraft {
  const draft = draftOf(rules, currency);
  const rewards = draft.rewards.map((reward) => ({ ...reward, rewardId: null }));
  return { ...draft, name, rewards, startsOn: null, endsOn: null };
}

/** What is wrong at a field, with what its sentence fills in. */
export interface Mistake {
  readonly why: RuleFault | (typeof plainMistakes)[number];
  readonly params: Readonly<Record<string, number>>;
}
export const plainMistakes = [
  'name',
  'reward',
  'money',
  'decimals',
  'noDecimals',
  'hours',
  'day',
  'item',
  'number',
  'atLeast',
  'atMost',
  'half',
  'field',
] as const;
export type Mistakes = Readonly<Record<string, Mistake>>;

/** The rules in a draft, or what is wrong by the contract's paths: typed amounts and hours first, then all that the contract asks. */
export function readDraft(
  draft: ProgramDraft,
  currency: string,
): { readonly rules: ProgramRules; readonly mistakes: null } | { readonly rules: null; readonly mistakes: Mistakes } {
  const mistakes: Record<string, Mistake> = {};
  const note = (path: string, why: Mistake['why'], params: Mistake['params'] = {}) => {
    mistakes[path] ??= { why, params };
  };
  const input = inputOf(draft, currency, note);
  const parsed = ProgramRules.safeParse(input);
  for (const issue of parsed.error?.issues ?? []) {
    const path = issue.path.map(String).join('.');
    const [why, params] = mistakeOf(issue, path);
    note(fieldOf(path), why, params);
  }
  return parsed.success && Object.keys(mistakes).length === 0
    ? { rules: parsed.data, mistakes: null }
    : { rules: null, mistakes };
}

/** The field that shows what is wrong at a path of the contract. */
export const fieldOf = (path: string): string =>
  path.replace(/^rules\./, '').replace(/^(itemRates\.\d+\.of)\..*$/, '$1');

type Issue = NonNullable<ReturnType<typeof ProgramRules.safeParse>['error']>['issues'][number];
const isFault = (message: string): message is RuleFault => (ruleFaults as readonly string[]).includes(message);

function mistakeOf(issue: Issue, path: string): [Mistake['why'], Mistake['params']] {
  if (issue.code === 'custom' && isFault(issue.message)) return [issue.message, {}];
  if (/(^|\.)(startsOn|endsOn|on)$/.test(path)) return ['day', {}];
  if (/^itemRates\.\d+\.of/.test(path)) return ['item', {}];
  if (path.endsWith('name')) return [/^(rewards|benefit)/.test(path) ? 'reward' : 'name', {}];
  if (/(every|value|cost|pointValue|minimumSpend)$/.test(path) && issue.code !== 'too_big') return ['money', {}];
  if (issue.code === 'too_small') return ['atLeast', { minimum: Number(issue.minimum) }];
  if (issue.code === 'too_big') return ['atMost', { maximum: Number(issue.maximum) }];
  if (issue.code === 'not_multiple_of') return ['half', {}];
  return [issue.code === 'invalid_type' ? 'number' : 'field', {}];
}

type Note = (path: string, why: Mistake['why'], params?: Mistake['params']) => void;

/** What the contract is asked to look at. Empty fields are null where the rules know none, else nothing (which the contract refuses). */
function inputOf(draft: ProgramDraft, currency: string, note: Note): unknown {
  const money = (typed: string, path: string): number | null => {
    if (typed.trim() === '') return null;
    const amount = parseMoney(typed, currency);
    if (amount !== null) return amount;
    const digits = currencyDigits(currency);
    if (!/^\d{1,11}[.,]\d+$/.test(typed.trim())) note(path, 'money');
    else if (digits === 0) note(path, 'noDecimals');
    else note(path, 'decimals', { count: digits });
    return null;
  };
  const needed = <T>(typed: T | '' | null) => (typed === '' || typed === null ? undefined : typed);
  const optional = <T>(typed: T | '') => (typed === '' ? null : typed);
  const benefit = ({ kind, name, percent, value, cost }: BenefitDraft, path: string) => ({
    kind,
    name,
    percent: kind === 'percent' ? optional(percent) : null,
    value: money(value, `${path}.value`),
    cost: money(cost, `${path}.cost`),
  });
  const { kind, name, startsOn, endsOn, icon, color, note: forTeam, usageCap, earn } = draft;
  const common = { kind, name, startsOn, endsOn, icon, color, note: forTeam, usageCap: optional(usageCap) };
  if (kind === 'special') return { ...common, benefit: benefit(draft.benefit, 'benefit') };
  if (kind === 'discount') {
    const { visits, withinDays } = draft;
    return {
      ...common,
      visits: needed(visits),
      withinDays: needed(withinDays),
      benefit: benefit(draft.benefit, 'benefit'),
    };
  }
  const goal = needed(draft.goal);
  return {
    ...common,
    ...(kind === 'stamps'
      ? { goal, capPerVisit: needed(draft.capPerVisit) }
      : { pointValue: money(draft.pointValue, 'pointValue') }),
    earn:
      earn.per === 'amount'
        ? { ...earn, every: money(earn.every, 'earn.every'), units: needed(earn.units) }
        : { per: earn.per, units: needed(earn.units) },
    rewards: draft.rewards.map((reward, i) => ({
      ...benefit(reward, `rewards.${i}`),
      rewardId: reward.rewardId,
      // A goal that is missing is said at the goal.
      at: kind === 'stamps' && i === 0 ? (goal ?? 2) : needed(reward.at),
      validDays: optional(reward.validDays),
    })),
    minimumSpend: money(draft.minimumSpend, 'minimumSpend'),
    itemRates: draft.itemRates.map(({ of, rate }) => ({ of: rateOf(of), rate: needed(rate) })),
    otherItems: needed(draft.otherItems),
    multipliers: draft.multipliers.map((one, i) => multiplierOf(one, `multipliers.${i}`, note)),
    bonus: {
      signUp: optional(draft.bonus.signUp),
      birthday: optional(draft.bonus.birthday),
      birthdayDays: optional(draft.bonus.birthdayDays) ?? 0,
      winBack:
        draft.bonus.winBack.units === '' && draft.bonus.winBack.afterDays === ''
          ? null
          : { afterDays: needed(draft.bonus.winBack.afterDays), units: needed(draft.bonus.winBack.units) },
    },
    expiry: expiryOf(draft.expiry, needed),
  };
}

function expiryOf({ kind, on, days }: ProgramDraft['expiry'], needed: <T>(typed: T | '' | null) => T | undefined) {
  if (kind === 'none') return { kind };
  return kind === 'fixed' ? { kind, on: needed(on) } : { kind, days: needed(days) };
}

function multiplierOf({ hours, weekdays, tag, perk, effect, ...rest }: MultiplierDraft, path: string, note: Note) {
  const half = (hours.from === '') !== (hours.to === '');
  if (half) note(`${path}.hours.${hours.from === '' ? 'from' : 'to'}`, 'hours');
  const times = effect.times === '' ? undefined : effect.times;
  return {
    ...rest,
    weekdays: weekdays.map(Number),
    hours: hours.from === '' || half ? null : { from: minutesOf(hours.from), to: minutesOf(hours.to) },
    tag: tag.trim() || null,
    perk: perk.trim() || null,
    effect:
      effect.kind === 'times'
        ? { kind: effect.kind, times }
        : { kind: effect.kind, units: effect.units === '' ? undefined : effect.units },
  };
}
