import { hasPerkList, insertPerkList, listPerks, type PerkRow } from '../../db/queries/perks.ts';
import { findShop } from '../../db/queries/shop.ts';
import type { Background } from '../background/background.ts';
import type { JobContext } from '../background/jobs.ts';
import { spendIsKnown } from '../month/money.ts';
import { dayNumber } from '../retention/days.ts';
import { bestTenth } from '../retention/topShare.ts';
import { yearOf } from '../risk/year.ts';
import type { Shop } from '../shop/open.ts';
import { businessDayOf } from '../shop/time.ts';
import { lastDayBefore } from './carried.ts';

/**
 * Keys of the best tenth (F-47) in the twelve months up to a day, ties included; null where there is none worth speaking of, or where too
 * few visits carry an amount to tell by spend. A job.
 */
export function findBest(
  context: JobContext,
  { day, by }: { readonly day: string; readonly by: 'visits' | 'spend' },
): number[] | null {
  const visits = context.visitDays(day);
  const { days, amounts } = yearOf(context, visits, dayNumber(day));
  if (by === 'spend' && !spendIsKnown(amounts.map((row) => [row.visits, row.withAmount]))) return null;
  const values = by === 'visits' ? [...days] : amounts.map((row) => [row.customerKey, row.spend] as const);
  const best = bestTenth(values.map(([, value]) => value));
  return best && values.filter(([, value]) => value > 0 && value >= best.least).map(([key]) => key);
}

/** What freezing works with. */
interface Freezer {
  readonly shop: Shop;
  readonly background: Background;
  clock(): number;
}

/**
 * Freezes who carries each perk this month, where that was not done yet: the best tenth as it was when the last month ended, so that it
 * does not matter on which day of the month the app runs, and nobody loses a perk within it. The till goes by the list before until then.
 * Answers how many lists were made.
 */
export async function freezeLists({ shop, background, clock }: Freezer): Promise<number> {
  const settings = findShop(shop.read);
  if (!settings) return 0;
  const now = clock();
  const today = businessDayOf(now, settings.timeZone, settings.dayStartMinutes);
  const month = today.slice(0, 7);
  const day = lastDayBefore(today);
  const missing = (perk: PerkRow) => perk.offAt === null && !hasPerkList(shop.read, perk.key, month);
  let made = 0;
  for (const by of ['visits', 'spend'] as const) {
    const perks = listPerks(shop.read).filter((perk) => perk.best === by && missing(perk));
    if (perks.length === 0) continue;
    const customerKeys = await background.run('findBest', { day, by });
    if (customerKeys === null) continue;
    made += shop.transaction((write) => {
      const left = perks.filter(({ key }) => !hasPerkList(write, key, month));
      for (const { key } of left) insertPerkList(write, { perkKey: key, month, day, recordedAt: now, customerKeys });
      return left.length;
    });
  }
  return made;
}
