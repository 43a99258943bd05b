import { setImmediate as nextTurn } from 'node:timers/promises';
import { listNamedLists, type NamedListRow } from '../../db/queries/insights.ts';
import type { BandsAt, NamedList, RiskHistory } from '../../preload/contract/insights.ts';
import type { Band } from '../../preload/contract/risk.ts';
import type { JobContext } from '../background/jobs.ts';
import { backTestCut, type CutCounts, cameBetween, summed } from '../retention/backtest.ts';
import { dayNumber, formatDay, monthNumber, monthOf, monthStart } from '../retention/days.ts';
import { type RiskFits, type RiskModel, riskModel } from '../retention/model/riskModel.ts';
import { regularsToActOn } from '../retention/rhythm.ts';
import { firstDayOf, type VisitDays } from '../retention/visitDays.ts';
import { defaultWindow } from '../retention/window.ts';
import { closedDaysOf, mostInFit } from '../risk/models.ts';
import { mostMonths } from './overview.ts';

export interface RiskHistoryParams {
  /** YYYY-MM, the months whose bands are asked for. */
  readonly from: string;
  readonly to: string;
  readonly asOf: string;
  readonly windowDays: number | null;
  /** H, the weeks ahead. */
  readonly weeks: number;
}

/** So many past months the list is tried on. */
const mostCuts = 6;
const mostLists = 12;
const regularBands: readonly Band[] = ['on_rhythm', 'due', 'overdue', 'at_risk', 'probably_lost'];

/** What the model of one evening says about it; kept, because nothing but the ledger can change it. */
interface Evening {
  readonly bands: Omit<BandsAt, 'month'>;
  readonly cut: CutCounts | null;
  readonly fits: RiskFits | null;
}

/** The bands at month ends and the back-test: one model for each evening that either needs, made of nothing later. */
export async function riskHistory(context: JobContext, params: RiskHistoryParams): Promise<RiskHistory> {
  const { from, to, asOf, weeks } = params;
  const visits = context.visitDays(asOf);
  const today = dayNumber(asOf);
  const firstDay = firstDayOf(visits);
  const window = params.windowDays ?? context.kept(visits, 'window', () => defaultWindow(visits, today));
  const shown = firstDay === null ? [] : monthEnds(monthNumber(from), monthNumber(to), firstDay, today);
  const cuts = firstDay === null ? [] : pastCuts(firstDay, today, weeks);
  const closedDays = closedDaysOf(context.read);
  const evenings = new Map<number, Evening>();
  let warmStart: RiskFits | null = null;
  for (const day of [...new Set([...shown, ...cuts])].sort((a, b) => a - b)) {
    context.progress(evenings.size, new Set([...shown, ...cuts]).size);
    // Between two evenings others get their turn: the list at the counter does not wait for this.
    await nextTurn();
    context.checkCancelled();
    const name = `evening ${day} of ${weeks} weeks, ${window}, ${params.windowDays}, closed ${closedDays.join()}`;
    const evening: Evening = context.kept(visits, name, () => {
      const model = riskModel(visits, {
        asOf: day,
        weeks,
        closedDays,
        mostInFit,
        warmStart: warmStart ?? undefined,
        checkCancelled: context.checkCancelled,
      });
      return {
        bands: bandsOf(model, window),
        // Parameters and window of that evening alone.
        cut: backTestCut(visits, model, params.windowDays),
        fits: model.fits,
      };
    });
    warmStart = evening.fits;
    evenings.set(day, evening);
  }
  const found = (days: readonly number[]) => days.flatMap((day) => evenings.get(day) ?? []);
  return {
    asOf,
    weeks,
    windowDays: window,
    bands: found(shown).map(({ bands }) => ({ month: bands.day.slice(0, 7), ...bands })),
    ...summed(found(cuts).flatMap(({ cut }) => cut ?? [])),
    lists: listNamedLists(context.read, asOf, mostLists).map((list) => scored(list, visits, today)),
  };
}

/** The last day of each month of the range that has begun, today for the running one; none before the ledger. */
function monthEnds(from: number, to: number, firstDay: number, today: number): number[] {
  const last = Math.min(to, monthOf(today));
  const first = Math.max(from, last - mostMonths + 1, monthOf(firstDay));
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) =>
    Math.min(monthStart(first + i + 1) - 1, today),
  );
}

/** The last month ends whose weeks have passed. A shop that was too young on one of them says so itself. */
function pastCuts(firstDay: number, today: number, weeks: number): number[] {
  return monthEnds(0, monthOf(today), firstDay, today)
    .filter((day) => day + 7 * weeks <= today)
    .slice(-mostCuts);
}

function bandsOf({ asOf, rows, stage, expectedActive }: RiskModel, windowDays: number): Evening['bands'] {
  const bands: Record<Band, number> = { on_rhythm: 0, due: 0, overdue: 0, at_risk: 0, probably_lost: 0, new: 0 };
  const regulars = regularsToActOn(rows, windowDays, regularBands);
  for (const { band } of regulars) bands[band]++;
  return { day: formatDay(asOf), regulars: regulars.length, bands, expectedActive: stage < 2 ? null : expectedActive };
}

/** A list as it was named, against the days since; somebody whose visits were all taken back stayed away. */
function scored(list: NamedListRow, visits: VisitDays, today: number): NamedList {
  const { month, day, weeks, named } = list;
  const first = dayNumber(day) + 1;
  const last = dayNumber(day) + 7 * weeks;
  const said = named.reduce((sum, { risk }) => sum + risk, 0);
  const base = { month, day, weeks, named: named.length, said };
  if (last > today) return { ...base, stayedAway: null };
  const came = cameBetween(visits, first, last);
  return { ...base, stayedAway: named.filter(({ customerKey }) => !came.has(customerKey)).length };
}
