import type { TFunction } from 'i18next';
import type { Confirmation, CounterCard, Lot } from '../../preload/contract/counter.ts';
import type { EarnedPart } from '../../preload/contract/earned.ts';
import type { Benefit } from '../../preload/contract/rules.ts';
import type { Format } from '../app/format.ts';

/** What a card says in words; pure functions of the contract's data. */

type T = TFunction<'counter'>;

/** "4 of 10 stamps", "340 points", "Owes 2 stamps". */
export function cardProgress(
  t: T,
  format: Format,
  { kind, goal, stamps }: Pick<CounterCard, 'kind' | 'goal' | 'stamps'>,
) {
  if (stamps < 0)
    return kind === 'stamps' ? t('card.owes', { count: -stamps }) : t('card.owesPoints', { count: -stamps });
  return goal === null
    ? t('card.points', { count: stamps, number: format.number(stamps) })
    : t('card.progress', { stamps, count: goal });
}

/** The same where room is short: "4 of 10", "340 points". */
export function cardShort(t: T, format: Format, card: Pick<CounterCard, 'kind' | 'goal' | 'stamps'>) {
  return card.stamps < 0 || card.goal === null
    ? cardProgress(t, format, card)
    : t('card.short', { stamps: card.stamps, goal: card.goal });
}

/** What a reward takes off: "50 % off", "RON 10.00 off"; null where its name says it all. */
export function worthWords(t: T, format: Format, of: Pick<Benefit, 'kind' | 'percent' | 'value'>): string | null {
  if (of.kind === 'percent' && of.percent !== null)
    return t('worth.percent', { percent: format.wholePercent(of.percent) });
  if (of.kind === 'amount' && of.value !== null) return t('worth.amount', { amount: format.money(of.value) });
  return of.value === null ? null : format.money(of.value);
}

/** Lots that end on the same day are one, in the order of these days; what never ends is left out. */
export function runningOut(lots: readonly Lot[]): { day: string; units: number }[] {
  const days = new Map<string, number>();
  for (const { expiresOn, units } of lots)
    if (expiresOn !== null) days.set(expiresOn, (days.get(expiresOn) ?? 0) + units);
  return [...days].map(([day, units]) => ({ day, units })).sort((a, b) => a.day.localeCompare(b.day));
}

/** A step of how units came about: "1 for the visit", "2 happy hour". */
export function partWords(t: T, format: Format, { why, units, name, amount }: EarnedPart): string {
  const n = format.number(units);
  const money = format.money(amount ?? 0);
  switch (why) {
    case 'multiplier':
      return t('part.multiplier', { n, name: name ?? '' });
    case 'amount':
      return t('part.amount', { n, amount: money });
    case 'paidByReward':
      return units < 0 ? t('part.paidTakes', { n, amount: money }) : t('part.paidByReward', { amount: money });
    default:
      return t(`part.${why}`, { n });
  }
}

/** How what was earned came about, "1 for the visit, 1 happy hour; RON 6.50 carried over"; null where there is nothing to explain. */
export function explained(
  t: T,
  format: Format,
  { parts, carry }: Pick<Confirmation, 'parts' | 'carry'>,
): string | null {
  const plain = parts.length === 1 && parts[0]?.why === 'visit';
  const steps = plain ? [] : parts.map((part) => partWords(t, format, part));
  const carried = parts.length > 0 && carry > 0 ? [t('part.carried', { amount: format.money(carry) })] : [];
  const words = [steps.join(', '), ...carried].filter((text) => text !== '').join('; ');
  return words === '' ? null : words;
}
