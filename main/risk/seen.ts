import type { Seen } from '../../preload/contract/risk.ts';
import { percent } from '../retention/percent.ts';

/** One day on which the receipts were counted. */
export interface CountedDay {
  readonly day: string;
  readonly receipts: number;
  readonly visits: number;
}

/** How far back the two spans reach, days. */
export const seenDays = { now: 28, before: 112 } as const;
/** A span with fewer counted days says nothing. */
const fewDays = 5;
/** Points by which the share must have fallen to be told. */
const fall = 15;

/** How much of the business the cards see (F-90): the days from `since` on against those before. */
export function seenOf(days: readonly CountedDay[], since: string): Seen {
  const share = (span: readonly CountedDay[]) =>
    span.length < fewDays
      ? null
      : percent(
          span.reduce((sum, one) => sum + one.visits, 0),
          span.reduce((sum, one) => sum + one.receipts, 0),
        );
  const now = share(days.filter(({ day }) => day >= since));
  const before = share(days.filter(({ day }) => day < since));
  return { now_pct: now, before_pct: before, fell: now !== null && before !== null && before - now >= fall };
}
