import { listSpanSpend, type SpanSpend } from '../../db/queries/visits.ts';
import type { JobContext } from '../background/jobs.ts';
import { formatDay } from '../retention/days.ts';
import { visitsWithin } from '../retention/topShare.ts';
import type { VisitDays } from '../retention/visitDays.ts';

const days = 365;

/** The twelve months up to today: visit days by customer, and amounts. Older ones say little about a visit today. */
export interface Year {
  readonly from: number;
  readonly to: number;
  readonly days: ReadonlyMap<number, number>;
  readonly amounts: readonly SpanSpend[];
}

export function yearOf({ read, kept }: JobContext, visits: VisitDays, today: number): Year {
  return kept(visits, 'year', () => {
    const from = today - days + 1;
    const within = visitsWithin(visits, from, today);
    const keys = within.map(({ key }) => key);
    return {
      from,
      to: today,
      days: new Map(within.map(({ key, value }) => [key, value])),
      amounts: listSpanSpend(read, { keys, from: formatDay(from), to: formatDay(today) }),
    };
  });
}
