import type { BonusRules } from '../../../preload/contract/rules.ts';

/** What decides about the extra units of a visit (F-09). */
export interface BonusFacts {
  /** Nothing has come on the card yet. */
  readonly first: boolean;
  readonly birthday: boolean;
  /** There was a birthday bonus on this card in this calendar year. */
  readonly hadBirthday: boolean;
  /** Days since the last visit day before today; null without one. */
  readonly daysAway: number | null;
  /** There was a win-back bonus since that visit. */
  readonly hadWinBack: boolean;
}

export interface Bonus {
  readonly cause: 'signUp' | 'birthday' | 'winBack';
  readonly units: number;
}

/** The bonuses a visit brings. */
export function bonusesOf(rules: BonusRules, facts: BonusFacts): Bonus[] {
  const found: Bonus[] = [];
  if (rules.signUp !== null && facts.first) found.push({ cause: 'signUp', units: rules.signUp });
  if (rules.birthday !== null && facts.birthday && !facts.hadBirthday)
    found.push({ cause: 'birthday', units: rules.birthday });
  const { winBack } = rules;
  if (winBack && facts.daysAway !== null && facts.daysAway >= winBack.afterDays && !facts.hadWinBack)
    found.push({ cause: 'winBack', units: winBack.units });
  return found;
}

/** Is it the birthday? Born on 29 February: on the 28th when the year has no 29th. */
export function isBirthday(born: { birthMonth: number | null; birthDay: number | null }, today: string): boolean {
  if (born.birthMonth === null || born.birthDay === null) return false;
  const [year = 0, month, day] = today.split('-').map(Number);
  if (born.birthMonth === month && born.birthDay === day) return true;
  const leap = new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;
  return !leap && born.birthMonth === 2 && born.birthDay === 29 && month === 2 && day === 28;
}
