import { hasNamedList, insertNamedList } from '../../db/queries/insights.ts';
import { findShop } from '../../db/queries/shop.ts';
import { listUnlistedKeys } from '../../db/queries/visits.ts';
import type { Background } from '../background/background.ts';
import type { JobContext } from '../background/jobs.ts';
import { mostNamed } from '../retention/backtest.ts';
import { dayNumber, formatDay } from '../retention/days.ts';
import { riskModel } from '../retention/model/riskModel.ts';
import { regularsToActOn } from '../retention/rhythm.ts';
import { defaultWindow } from '../retention/window.ts';
import { closedDaysOf, mostInFit } from '../risk/models.ts';
import type { Shop } from '../shop/open.ts';
import { businessDayOf } from '../shop/time.ts';

interface NamedNow {
  /** The last day it knows. */
  readonly day: string;
  readonly weeks: number;
  readonly named: readonly { readonly customerKey: number; readonly risk: number }[];
}

/**
 * The first of the risk list on the evening of `day`, as the app shows it: without people who are marked or archived. Null while the shop is
 * too young for percentages. A job.
 */
export function nameList(
  context: JobContext,
  { day, windowDays, weeks }: { day: string; windowDays: number | null; weeks: number },
): NamedNow | null {
  const asOf = dayNumber(day);
  // Those of today, which the list on the screen needs too; the model leaves out what came after `day`.
  const visits = context.visitDays(formatDay(asOf + 1));
  const { stage, rows } = riskModel(visits, {
    asOf,
    weeks,
    closedDays: closedDaysOf(context.read),
    mostInFit,
    checkCancelled: context.checkCancelled,
  });
  if (stage < 2) return null;
  const unlisted = new Set(listUnlistedKeys(context.read, day).map((row) => row.key));
  const listed = rows.filter((row) => !unlisted.has(row.key));
  const list = regularsToActOn(listed, windowDays ?? defaultWindow(visits, asOf)).slice(0, mostNamed);
  return { day, weeks, named: list.map(({ key, pNoVisit }) => ({ customerKey: key, risk: pNoVisit })) };
}

/** What keeping a list works with. */
interface Keeper {
  readonly shop: Shop;
  readonly background: Background;
  clock(): number;
}

/**
 * Keeps whom the list names as a month begins, so that it can be held against what came of it (F-82): once a month, on the first day on
 * which the app runs, from the days before. Nothing while nobody is to be named.
 */
export async function keepList({ shop, background, clock }: Keeper): Promise<void> {
  const settings = findShop(shop.read);
  if (!settings) return;
  const now = clock();
  const today = businessDayOf(now, settings.timeZone, settings.dayStartMinutes);
  const month = today.slice(0, 7);
  if (hasNamedList(shop.read, month)) return;
  const day = formatDay(dayNumber(today) - 1);
  const list = await background.run('nameList', {
    day,
    windowDays: settings.activityWindowDays,
    weeks: settings.riskWeeks,
  });
  if (!list || list.named.length === 0) return;
  shop.transaction((write) => {
    if (!hasNamedList(write, month)) insertNamedList(write, { month, recordedAt: now, ...list });
  });
}
