import { at, cutAt, type VisitDays } from './visitDays.ts';

/** Somebody's first visit ever, and whether they were seen again on a later business day. Day numbers. */
export interface FirstVisit {
  /** The caller's key of the customer. */
  readonly key: number;
  readonly day: number;
  readonly cameBack: boolean;
}

/** Everybody whose first visit lies in [from, to), as known on the evening of `asOf` (F-54). */
export function firstVisits(visits: VisitDays, from: number, to: number, asOf: number): FirstVisit[] {
  const { customers, keys, offsets, days } = cutAt(visits, asOf);
  const rows: FirstVisit[] = [];
  for (let c = 0; c < customers; c++) {
    const day = at(days, at(offsets, c));
    if (day >= from && day < to)
      rows.push({ key: at(keys, c), day, cameBack: at(offsets, c + 1) - at(offsets, c) > 1 });
  }
  return rows;
}
