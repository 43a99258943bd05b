import type { BonusRules } from '../../../preload/contract/rules.ts';
import { dayNumber, formatDay } from '../../retention/days.ts';

/** What decides about the extra units of a visit (F-09). */
export interface BonusFacts {
  /** The customer has had nothing from the program yet. */
  readonly first: boolean;
  /** The day lies near enough to the birthday. */
  readonly birthday: boolean;
  /** This birthday's bonus, or this calendar year's, was had from the program. */
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

interface Born {
  readonly birthMonth: number | null;
  readonly birthDay: number | null;
}

/** The birthday in a year. Born on 29 February: on the 28th when the year has no 29th. */
function birthdayIn(month: number, day: number, year: number): number {
  const leap = new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;
  const shown = month === 2 && day === 29 && !leap ? 28 : day;
  return dayNumber(`${year}-${String(month).padStart(2, '0')}-${String(shown).padStart(2, '0')}`);
}

/** The first and last day between which one birthday bonus is enough; null when `today` is not within `days` of the birthday. */
export interface BirthdaySpan {
  readonly from: string;
  readonly to: string;
}

/**
 * The calendar year of a day near the birthday. Around the turn of the year it reaches as far as the days that belong to the same birthday:
 * who had the bonus on 30 December for 1 January does not have it again on the 2nd.
 */
export function birthdaySpan({ birthMonth, birthDay }: Born, today: string, days: number): BirthdaySpan | null {
  if (birthMonth === null || birthDay === null) return null;
  const now = dayNumber(today);
  const year = Number(today.slice(0, 4));
  const birthday = [year - 1, year, year + 1]
    .map((one) => birthdayIn(birthMonth, birthDay, one))
    .find((day) => Math.abs(day - now) <= days);
  if (birthday === undefined) return null;
  return {
    from: formatDay(Math.min(dayNumber(`${year}-01-01`), birthday - days)),
    to: formatDay(Math.max(dayNumber(`${year}-12-31`), birthday + days)),
  };
}

/** Is it the birthday? */
export const isBirthday = (born: Born, today: string): boolean => birthdaySpan(born, today, 0) !== null;
