import type { ExpiryRule } from '../../../preload/contract/rules.ts';
import { dayNumber, formatDay } from '../../retention/days.ts';

/** Units that came on one business day. */
export interface Gain {
  readonly day: string;
  readonly units: number;
}

/** Units still on the card, with the last day they count; null for good. */
export interface Lot extends Gain {
  readonly expiresOn: string | null;
}

/** What the expiry of a card goes by. */
export interface Lifetime {
  /** Of these the one that lasts longest holds. */
  readonly rules: readonly ExpiryRule[];
  readonly openedOn: string;
  /** The last day the customer moved something on the card. */
  readonly lastActive: string;
}

const later = (day: string, days: number): string => formatDay(dayNumber(day) + days);

/** The last day units of a day count under one rule. */
function expiryUnder(rule: ExpiryRule, day: string, { openedOn, lastActive }: Lifetime): string | null {
  switch (rule.kind) {
    case 'none':
      return null;
    case 'fixed':
      return day <= rule.on ? rule.on : null;
    case 'signUp': {
      // Opened once, counted on: the card begins anew every so many days.
      const rounds = Math.ceil((dayNumber(day) - dayNumber(openedOn)) / rule.days);
      return later(openedOn, rule.days * Math.max(1, rounds));
    }
    case 'idle':
      return later(lastActive, rule.days);
    case 'batch':
      return later(day, rule.days);
  }
}

/** The last day units of a day count; null for good. */
export function expiresOn(day: string, of: Lifetime): string | null {
  let last = '';
  for (const rule of of.rules) {
    const under = expiryUnder(rule, day, of);
    if (under === null) return null;
    if (under > last) last = under;
  }
  return last || null;
}

/**
 * What a balance consists of, the oldest first. The oldest is spent first (F-15), so what is left is the newest: `gains` come newest first
 * and are read only as far as the balance reaches. Days that are equal are one lot.
 */
export function lots(balance: number, gains: Iterable<Gain>, of: Lifetime): Lot[] {
  const found = new Map<string, number>();
  let left = balance;
  for (const { day, units } of gains) {
    if (left <= 0) break;
    const part = Math.min(left, units);
    found.set(day, (found.get(day) ?? 0) + part);
    left -= part;
  }
  return [...found]
    .map(([day, units]): Lot => ({ day, units, expiresOn: expiresOn(day, of) }))
    .sort((a, b) => a.day.localeCompare(b.day));
}

/** The unspent amount goes with the card, never by the day it came on: under a rule of batches it stays. */
export function carryExpiresOn(of: Lifetime): string | null {
  return of.rules.some((rule) => rule.kind === 'batch') ? null : expiresOn(of.lastActive, of);
}
