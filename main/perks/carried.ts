import { type CustomerPerkRow, listPerksOf, type PerkMonths } from '../../db/queries/perks.ts';
import type { QueryContext } from '../bridge/context.ts';
import { dayNumber, formatDay } from '../retention/days.ts';

/** The last day of the month before the one of a business day. */
export const lastDayBefore = (today: string): string => formatDay(dayNumber(`${today.slice(0, 7)}-01`) - 1);

/** The month of a business day and the one before. */
export const monthsOf = (today: string): PerkMonths => ({
  month: today.slice(0, 7),
  before: lastDayBefore(today).slice(0, 7),
});

/** The perks a customer carries on a day (F-14). */
export const carriedPerks = (
  { read, today }: Pick<QueryContext, 'read' | 'today'>,
  customerKey: number,
): CustomerPerkRow[] =>
  listPerksOf(read, customerKey, monthsOf(today)).filter(({ picked, best }) => picked === 1 || best === 1);
