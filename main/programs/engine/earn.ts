import type { EarnedPart, EarnedWhy } from '../../../preload/contract/earned.ts';
import { type ItemRate, mostUnits, type PointRules, type StampRules } from '../../../preload/contract/rules.ts';
import { highest, multiplied, type Occasion } from './multiplier.ts';

/** A piece of what was bought; `amount` is that of all pieces together, minor units. */
export interface BoughtItem {
  readonly itemId: string;
  readonly category: string | null;
  readonly quantity: number;
  readonly amount: number | null;
}

/** What a visit brings along. */
export interface EarningVisit extends Occasion {
  /** The number of stamps somebody at the till asked for; null for what the rules say. */
  readonly stamps: number | null;
  /** What was bought, minor units; null when not said. */
  readonly amount: number | null;
  readonly items: readonly BoughtItem[];
  /** Minor units of this visit that rewards or points have paid and that were not taken off before. */
  readonly paidByReward: number;
  /** Stamps this visit has brought to the card already, bonuses apart. */
  readonly before: number;
}

export interface Earned {
  readonly units: number;
  /** Add up to `units`. */
  readonly parts: readonly EarnedPart[];
  /** Change of the card's unspent amount, minor units. */
  readonly carry: number;
}

/** Why a visit may not be recorded on the card. */
export type Unearned =
  | { readonly blocked: 'AMOUNT_NEEDED' | 'MINIMUM_SPEND'; readonly minimum: number | null }
  | { readonly blocked: 'ITEMS_NEEDED' }
  /** Stamps were asked for where the rules count something else. */
  | { readonly blocked: 'STAMPS_UNASKED' }
  | { readonly blocked: 'TOO_MANY_STAMPS'; readonly cap: number; readonly left: number };

/** What a visit earns on a card with this unspent amount (F-02, F-03, F-07, F-08, F-11), with its explanation. Bonuses come on top. */
export function earn(rules: StampRules | PointRules, carry: number, visit: EarningVisit): Earned | Unearned {
  const bought = amountOf(visit);
  const amount = bought === null ? null : Math.max(0, bought - visit.paidByReward);
  const { minimumSpend } = rules;
  if ((minimumSpend !== null || rules.earn.per === 'amount') && amount === null)
    return { blocked: 'AMOUNT_NEEDED', minimum: minimumSpend };
  if (minimumSpend !== null && amount !== null && amount < minimumSpend)
    return { blocked: 'MINIMUM_SPEND', minimum: minimumSpend };
  if (rules.earn.per === 'item' && visit.items.length === 0) return { blocked: 'ITEMS_NEEDED' };
  if (visit.stamps !== null && (rules.earn.per !== 'visit' || rules.kind !== 'stamps'))
    return { blocked: 'STAMPS_UNASKED' };
  const left = rules.kind === 'stamps' ? Math.max(0, rules.capPerVisit - visit.before) : mostUnits;
  if (left === 0 || (visit.stamps !== null && visit.stamps > left))
    return { blocked: 'TOO_MANY_STAMPS', cap: rules.kind === 'stamps' ? rules.capPerVisit : mostUnits, left };

  const base = baseOf(rules, carry, amount, visit);
  const parts = [part(base.why, base.units, null, base.amount)];
  const paid = Math.min(visit.paidByReward, bought ?? 0);
  if (paid > 0) parts.push(part('paidByReward', 0, null, paid));
  let { units } = base;
  const multiplier = units > 0 ? highest(units, rules.multipliers, visit) : null;
  if (multiplier) {
    const result = multiplied(units, multiplier);
    parts.push(part('multiplier', result - units, multiplier.name));
    units = result;
  }
  if (units > left) {
    parts.push(part('cap', left - units));
    units = left;
  }
  return { units, parts, carry: base.carry };
}

const part = (why: EarnedWhy, units: number, name: string | null = null, amount: number | null = null): EarnedPart => ({
  why,
  name,
  units,
  amount,
});

/** The visit's amount, or the sum of its items where each has one; null when not known. */
export function amountOf({ amount, items }: Pick<EarningVisit, 'amount' | 'items'>): number | null {
  if (amount !== null) return amount;
  if (items.length === 0 || items.some((item) => item.amount === null)) return null;
  return items.reduce((sum, item) => sum + (item.amount ?? 0), 0);
}

/** Times what an item counts (F-03): its own rate before that of its category. */
export function rateOf(
  { itemId, category }: Pick<BoughtItem, 'itemId' | 'category'>,
  { itemRates, otherItems }: { readonly itemRates: readonly ItemRate[]; readonly otherItems: number },
): number {
  const own = itemRates.find(({ of }) => of.by === 'item' && of.itemId === itemId);
  const folded = category?.toLowerCase();
  const kind = itemRates.find(({ of }) => of.by === 'category' && of.category.toLowerCase() === folded);
  return (own ?? kind)?.rate ?? otherItems;
}

interface Base {
  readonly why: EarnedWhy;
  readonly units: number;
  readonly amount: number | null;
  readonly carry: number;
}

function baseOf(rules: StampRules | PointRules, carry: number, amount: number | null, visit: EarningVisit): Base {
  const { earn } = rules;
  const { items } = visit;
  switch (earn.per) {
    case 'visit': {
      const excluded = items.length > 0 && items.every((item) => rateOf(item, rules) === 0);
      const units = excluded ? 0 : (visit.stamps ?? earn.units);
      return { why: excluded ? 'excluded' : 'visit', units, amount: null, carry: 0 };
    }
    case 'item': {
      const pieces = items.reduce((sum, item) => sum + item.quantity * rateOf(item, rules), 0);
      const units = Math.min(mostUnits, pieces * earn.units);
      return { why: units === 0 ? 'excluded' : 'items', units, amount: null, carry: 0 };
    }
    case 'amount': {
      const counted = countedOf(rules, amount ?? 0, items);
      // Below zero when a visit whose rest was used has been taken back: then that is made good first.
      const total = Math.max(0, counted + carry);
      const parts = { down: Math.floor, nearest: Math.round, up: Math.ceil }[earn.rounding](total / earn.every);
      const rest = earn.carryOver ? counted - parts * earn.every : carry < 0 ? Math.min(-carry, counted) : 0 - carry;
      const units = Math.min(mostUnits, parts * earn.units);
      return { why: counted === 0 && items.length > 0 ? 'excluded' : 'amount', units, amount: counted, carry: rest };
    }
  }
}

/** The part of an amount that counts: each item by its rate, what is left of it by the rate of others. Never more than was paid allows. */
function countedOf(rules: StampRules | PointRules, amount: number, items: readonly BoughtItem[]): number {
  let left = amount;
  let counted = 0;
  // What a reward has paid is taken from what earns least, so that it never costs the customer more than it gave.
  const byRate = items
    .map((item) => ({ amount: item.amount ?? 0, rate: rateOf(item, rules) }))
    .sort((a, b) => b.rate - a.rate);
  for (const item of byRate) {
    const part = Math.min(left, item.amount);
    counted += part * item.rate;
    left -= part;
  }
  return counted + left * (items.length === 0 ? 1 : rules.otherItems);
}
