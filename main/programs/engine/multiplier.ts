import type { Multiplier } from '../../../preload/contract/rules.ts';

/** The moment of a visit on the shop's clock, and what is known of the customer. */
export interface Occasion {
  /** Business day, and its ISO weekday, 1 Monday to 7 Sunday. */
  readonly day: string;
  readonly weekday: number;
  /** Minutes after midnight. */
  readonly minute: number;
  /** Looked up only where a rule asks: few do. */
  tags(): readonly string[];
  perks(): readonly string[];
}

/** Does it apply on this occasion (F-11)? Every condition that is set must hold. */
export function applies(
  { weekdays, hours, startsOn, endsOn, tag, perk }: Multiplier,
  { day, weekday, minute, tags, perks }: Occasion,
): boolean {
  if (weekdays.length > 0 && !weekdays.includes(weekday)) return false;
  if (startsOn !== null && day < startsOn) return false;
  if (endsOn !== null && day > endsOn) return false;
  if (tag !== null && !tags().includes(tag)) return false;
  if (perk !== null && !perks().includes(perk)) return false;
  if (hours === null) return true;
  return hours.from < hours.to ? minute >= hours.from && minute < hours.to : minute >= hours.from || minute < hours.to;
}

/** What it makes of so many units. */
export function multiplied(base: number, { effect }: Multiplier): number {
  return effect.kind === 'times' ? Math.floor(base * effect.times) : base + effect.units;
}

/** Of those that apply the one with the highest result, the first of equals; null when none does. */
export function highest(base: number, multipliers: readonly Multiplier[], on: Occasion): Multiplier | null {
  let best: Multiplier | null = null;
  for (const one of multipliers)
    if (applies(one, on) && (best === null || multiplied(base, one) > multiplied(base, best))) best = one;
  return best;
}
