import { customerNumber } from '../../db/queries/customers.ts';
import { listListedKeys } from '../../db/queries/risk.ts';
import { getName } from '../../db/queries/visits.ts';
import { segments as all, type Segment, type Segments } from '../../preload/contract/risk.ts';
import type { CustomerId } from '../../preload/contract/values.ts';
import type { JobContext } from '../background/jobs.ts';
import { spendIsKnown } from '../month/money.ts';
import { dayNumber, formatDay } from '../retention/days.ts';
import { percent } from '../retention/percent.ts';
import { type Habit, segmentsOf } from '../retention/segments.ts';
import { bestTenth } from '../retention/topShare.ts';
import { at } from '../retention/visitDays.ts';
import { yearOf } from './year.ts';

const mostMembers = 200;

/** The customers in groups by recency, frequency and money (F-44), and the best tenth (F-47). */
export function listSegments(
  context: JobContext,
  { asOf, segment }: { readonly asOf: string; readonly segment: Segment | null },
): Segments {
  const { read, checkCancelled } = context;
  const visits = context.visitDays(asOf);
  checkCancelled();
  const { from, to, days, amounts } = yearOf(context, visits, dayNumber(asOf));
  checkCancelled();
  const bySpend = spendIsKnown(amounts.map((row) => [row.visits, row.withAmount]));
  const spent = new Map(amounts.map((row) => [row.customerKey, row.spend]));
  const last = new Map<number, number>();
  for (let c = 0; c < visits.customers; c++)
    last.set(at(visits.keys, c), at(visits.days, at(visits.offsets, c + 1) - 1));
  const habits = listListedKeys(read).map(
    (key): Habit => ({
      key,
      lastDay: last.get(key) ?? null,
      visits: days.get(key) ?? 0,
      spend: spent.get(key) ?? 0,
    }),
  );
  const of = segmentsOf(habits, bySpend);
  checkCancelled();
  const total = habits.reduce((sum, habit) => sum + habit.visits, 0);
  const members = segment === null ? [] : habits.filter(({ key }) => of.get(key) === segment);
  members.sort((a, b) => b.visits - a.visits || b.spend - a.spend || a.key - b.key);
  const span = { from: formatDay(from), to: formatDay(to) };
  const tenth = (by: 'visits' | 'spend', values: readonly number[]) => {
    const best = bestTenth(values);
    return best && { by, ...span, ...best };
  };
  return {
    asOf,
    customers: habits.length,
    bySpend,
    segments: all.map((name) => {
      const theirs = habits.filter(({ key }) => of.get(key) === name);
      return {
        segment: name,
        customers: theirs.length,
        customers_pct: percent(theirs.length, habits.length),
        visits_pct: percent(
          theirs.reduce((sum, habit) => sum + habit.visits, 0),
          total,
        ),
      };
    }),
    members: members.slice(0, mostMembers).map(({ key, lastDay, visits: count, spend }) => {
      const name = getName(read, key);
      return {
        customerId: name.id as CustomerId,
        number: customerNumber(name),
        name: name.name,
        lastVisitDay: lastDay === null ? null : formatDay(lastDay),
        visits: count,
        spend: bySpend ? spend : null,
      };
    }),
    best: {
      visits: tenth('visits', [...days.values()]),
      spend: bySpend
        ? tenth(
            'spend',
            amounts.map((row) => row.spend),
          )
        : null,
    },
  };
}
