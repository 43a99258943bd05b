import { isDeepStrictEqual } from 'node:util';
import { lastEntry } from '../../db/queries/ledger.ts';
import {
  type ClosingRow,
  countChanges,
  findClosing,
  insertClosing,
  listUnclosedMonths,
} from '../../db/queries/month.ts';
import { findShop } from '../../db/queries/shop.ts';
import { type Change, MonthContent, type Reason, reasonKinds } from '../../preload/contract/month.ts';
import { appendActivity } from '../activity/chain.ts';
import type { Background } from '../background/background.ts';
import type { JobContext } from '../background/jobs.ts';
import { dayNumber, formatDay, formatMonth, monthNumber, monthOf, monthStart } from '../retention/days.ts';
import type { Shop } from '../shop/open.ts';
import { businessDayOf } from '../shop/time.ts';

/** Days after its end on which a month closes by itself (F-57). */
const daysUntilClosed = 7;

/** A closed month's content as it was delivered. */
export const contentOf = (closing: ClosingRow): MonthContent => MonthContent.parse(JSON.parse(closing.content));

/** Has the month something to freeze? */
export const hasData = ({ figures }: MonthContent): boolean => figures.start > 0 || figures.visitors > 0;

/** The parts whose figures are named one by one when they differ. */
const partsOf = (content: MonthContent): Record<string, object | null> => ({
  figures: content.figures,
  frequency: content.frequency,
  'rewards.total': content.rewards.total,
  'best.visits': content.best.visits,
  'best.spend': content.best.spend,
  money: content.money,
  captured: content.captured,
});

/** The single figures that would be different today, in the order of the report. */
export function changesBetween(delivered: MonthContent, now: MonthContent): Change[] {
  const after = partsOf(now);
  return Object.entries(partsOf(delivered)).flatMap(([part, before]) => {
    const then = (before ?? {}) as Record<string, unknown>;
    const today = (after[part] ?? {}) as Record<string, unknown>;
    return [...new Set([...Object.keys(then), ...Object.keys(today)])].flatMap((figure): Change[] => {
      const a = numberOf(then[figure]);
      const b = numberOf(today[figure]);
      return a === b ? [] : [{ figure: `${part}.${figure}`, delivered: a, now: b }];
    });
  });
}

const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** Do two contents say the same? New names of programs and people do not count, and neither does a place that counted on. */
export const saysTheSame = (a: MonthContent, b: MonthContent): boolean => isDeepStrictEqual(nameless(a), nameless(b));

const nameless = (content: MonthContent): unknown =>
  JSON.parse(JSON.stringify(content, (key, value: unknown) => (key === 'program' || key === 'name' ? null : value)));

/** Why a closed month would be another one today: what was done to the ledger since that concerns its days. A job. */
export function findReasons(
  { read }: JobContext,
  { lastSeq, closedAt, asOf }: { lastSeq: number; closedAt: number; asOf: string },
): Reason[] {
  const counts = countChanges(read, { lastSeq, closedAt }, asOf);
  return reasonKinds.flatMap((kind) => (counts[kind] > 0 ? [{ kind, count: counts[kind] }] : []));
}

/**
 * The months that are due to close by themselves on `today`: over for seven days, run live at least once, not closed yet. A job.
 */
export function listDueMonths({ read }: JobContext, { today }: { today: string }): string[] {
  const last = formatMonth(monthOf(dayNumber(today) - daysUntilClosed) - 1);
  return listUnclosedMonths(read, last);
}

/** What closing by itself works with. */
export interface Closer {
  readonly shop: Shop;
  readonly background: Background;
  clock(): number;
}

/** Closes every month that is due, each as the day before it was due knew it. Answers how many. */
export async function closeDueMonths({ shop, background, clock }: Closer): Promise<number> {
  const settings = findShop(shop.read);
  if (!settings) return 0;
  const today = businessDayOf(clock(), settings.timeZone, settings.dayStartMinutes);
  let closed = 0;
  for (const month of await background.run('listDueMonths', { today })) {
    const { seq: lastSeq } = lastEntry(shop.read);
    const asOf = formatDay(monthStart(monthNumber(month) + 1) + daysUntilClosed - 1);
    const content = await background.run('reportMonth', { month, asOf, windowDays: settings.activityWindowDays });
    const now = clock();
    shop.transaction((write) => {
      // The owner may have closed it meanwhile.
      if (findClosing(write, month)) return;
      insertClosing(write, { month, closedAt: now, personKey: null, lastSeq, content: JSON.stringify(content) });
      appendActivity(write, shop.keys.ledger, {
        recordedAt: now,
        businessDay: today,
        personKey: null,
        role: null,
        via: 'window',
        action: 'month.close',
        targetId: null,
        requestId: null,
        approvedBy: null,
        detail: JSON.stringify({ month, byItself: true }),
      });
      closed++;
    });
  }
  return closed;
}
