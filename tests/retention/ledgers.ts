import fc from 'fast-check';
import { type VisitDays, visitDaysOf } from '../../main/retention/visitDays.ts';

/** Customers as plain sets of day numbers: the slow, obvious form that the fast one is compared with. */
export type PlainLedger = ReadonlyMap<number, ReadonlySet<number>>;

export function plain(visits: Iterable<readonly [number, number]>): PlainLedger {
  const ledger = new Map<number, Set<number>>();
  for (const [key, day] of visits) ledger.set(key, (ledger.get(key) ?? new Set()).add(day));
  return ledger;
}

/** What the packed form says, customer by customer. */
export function unpacked(visits: VisitDays): [number, number[]][] {
  return [...visits.keys].map((key, c) => [key, [...visits.days.subarray(visits.offsets[c], visits.offsets[c + 1])]]);
}

/** Random ledgers around 2024, thick enough that people are lost and won back; visits in any order and twice a day. */
export const anyVisits = fc.array(fc.tuple(fc.integer({ min: 1, max: 25 }), fc.integer({ min: 19_500, max: 20_100 })), {
  maxLength: 250,
});

export const packed = visitDaysOf;
