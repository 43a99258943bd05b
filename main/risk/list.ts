import { customerNumber } from '../../db/queries/customers.ts';
import { getName, listUnlistedKeys } from '../../db/queries/visits.ts';
import type { Band, RiskList, RiskRow } from '../../preload/contract/risk.ts';
import type { CustomerId } from '../../preload/contract/values.ts';
import type { JobContext } from '../background/jobs.ts';
import { phoneEnd } from '../customers/phones.ts';
import { dayNumber, formatDay } from '../retention/days.ts';
import { type Rhythm, regularsToActOn, riskList } from '../retention/rhythm.ts';
import { firstDayOf } from '../retention/visitDays.ts';
import { defaultWindow } from '../retention/window.ts';

export interface ListRiskParams {
  readonly asOf: string;
  /** The owner's activity window, or null to take it from the data. */
  readonly windowDays: number | null;
  readonly bands: readonly Band[];
}

const mostRows = 500;
const mostNewcomers = 200;

/** The at-risk list of a day (RETENTION.md section 5, HEADLESS.md for the bands before the model). */
export function listRisk(context: JobContext, { asOf, windowDays, bands }: ListRiskParams): RiskList {
  const visits = context.visitDays(asOf);
  const today = dayNumber(asOf);
  context.checkCancelled();
  const unlisted = new Map(listUnlistedKeys(context.read, asOf).map((row) => [row.key, row.archived === 1]));
  const everybody = riskList(visits, { asOf: today });
  context.checkCancelled();
  const rows = everybody.filter((row) => !unlisted.has(row.key));
  const window = windowDays ?? defaultWindow(visits, today);
  const counts: Record<Band, number> = { on_rhythm: 0, due: 0, overdue: 0, at_risk: 0, probably_lost: 0, new: 0 };
  for (const row of rows) counts[row.band]++;
  const first = firstDayOf(visits);
  const named = (row: Rhythm): RiskRow => {
    const name = getName(context.read, row.key);
    return {
      customerId: name.id as CustomerId,
      number: customerNumber(name),
      name: name.name,
      phoneEnd: phoneEnd(name.phone),
      visits: row.visits,
      firstVisitDay: formatDay(row.firstDay),
      lastVisitDay: formatDay(row.lastDay),
      daysSince: row.daysSince,
      usualGapDays: row.band === 'new' ? null : row.usualGapDays,
      band: row.band,
      visitsAtStake: row.usualVisits,
    };
  };
  return {
    asOf,
    windowDays: window,
    counts,
    rows: regularsToActOn(rows, window, bands).slice(0, mostRows).map(named),
    newcomers: rows
      .filter((row) => row.band === 'new' && row.daysSince > 0 && row.daysSince <= window)
      .sort((a, b) => a.daysSince - b.daysSince || a.key - b.key)
      .slice(0, mostNewcomers)
      .map(named),
    marked: everybody.filter((row) => unlisted.get(row.key) === false).length,
    ledgerDays: first === null ? 0 : today - first + 1,
  };
}
