import type { Band } from '../../preload/contract/risk.ts';
import { at, cutAt, type VisitDays } from './visitDays.ts';

export interface RhythmOptions {
  /** "Today", as a day number: later visits are ignored. */
  readonly asOf: number;
  /** H, the weeks ahead that usual visits are counted for; 4 unless the owner chose otherwise. */
  readonly weeks?: number;
}

/** One customer measured by their own rhythm. Days are day numbers (days.ts). */
export interface Rhythm {
  /** The caller's key of the customer. */
  readonly key: number;
  /** Visit days. */
  readonly visits: number;
  readonly firstDay: number;
  readonly lastDay: number;
  readonly daysSince: number;
  readonly usualGapDays: number;
  readonly band: Band;
  /** Visits usually to be expected in H weeks; what is missing while the person stays away. */
  readonly usualVisits: number;
}

/** Fewer visit days than this and there is no rhythm yet: a newcomer. */
const rhythmVisits = 3;
const gapsRemembered = 10;
/** Fewer gaps than this have no median worth the name. */
export const gapsForMedian = 3;
/** The shop's mean gap when nobody ever came back: 0.25 visits a week (RETENTION.md section 5). */
const meanGapUnknown = 28;

/**
 * Everybody with a visit by `asOf`, measured by their own rhythm alone (RETENTION.md section 5, HEADLESS.md "before the model
 * exists"), most usual visits first and among equals the longest away.
 */
export function riskList(visits: VisitDays, options: RhythmOptions): Rhythm[] {
  return rhythmsOf(visits, options).sort(
    (a, b) => b.usualVisits - a.usualVisits || b.daysSince - a.daysSince || a.key - b.key,
  );
}

/** The same in the order of the keys. The model takes its days and gaps from here, and its bands too while a shop is too young for it. */
export function rhythmsOf(visits: VisitDays, { asOf, weeks = 4 }: RhythmOptions): Rhythm[] {
  const known = cutAt(visits, asOf);
  const meanGap = meanGapDays(known);
  return Array.from({ length: known.customers }, (_, c) => rhythmOf(known, c, { asOf, weeks, meanGap }));
}

/** The regulars to act on: at least three visit days, the last at most W days ago, overdue or at risk (or the bands given). */
export function regularsToActOn<R extends Rhythm>(
  rows: readonly R[],
  windowDays: number,
  wanted: readonly Band[] = ['overdue', 'at_risk'],
): R[] {
  return rows.filter((r) => r.visits >= rhythmVisits && r.daysSince <= windowDays && wanted.includes(r.band));
}

/** g0 = 1/rho in days, rho = sum of x over sum of t_x of everybody who came back. */
function meanGapDays({ customers, offsets, days }: VisitDays): number {
  let span = 0;
  for (let c = 0; c < customers; c++) span += at(days, at(offsets, c + 1) - 1) - at(days, at(offsets, c));
  const repeats = days.length - customers;
  return repeats === 0 ? meanGapUnknown : span / repeats;
}

function rhythmOf(
  known: VisitDays,
  c: number,
  { asOf, weeks, meanGap }: { asOf: number; weeks: number; meanGap: number },
): Rhythm {
  const { keys, offsets, days } = known;
  const from = at(offsets, c);
  const to = at(offsets, c + 1);
  const firstDay = at(days, from);
  const lastDay = at(days, to - 1);
  const visits = to - from;
  const daysSince = asOf - lastDay;
  // (t_x + g0) / (x + 1): the person's mean gap with one gap of the shop's mixed in, so that it is never 0.
  const shrunkGap = (lastDay - firstDay + meanGap) / visits;
  const usualGapDays = visits > gapsForMedian ? medianGap(known, c) : shrunkGap;
  return {
    key: at(keys, c),
    visits,
    firstDay,
    lastDay,
    daysSince,
    usualGapDays,
    band: visits < rhythmVisits ? 'new' : bandOf(daysSince / usualGapDays),
    usualVisits: (weeks * 7) / shrunkGap,
  };
}

/** The last ten gaps at most of customer `c`, shortest first; none of somebody who came once. */
export function recentGaps(visits: Pick<VisitDays, 'offsets' | 'days'>, c: number): number[] {
  return [...gapsInHand.subarray(0, takeGaps(visits, c))];
}

/** One customer's gaps at a time: a hundred thousand arrays would be most of the work. */
const gapsInHand = new Int32Array(gapsRemembered);

/** Lays the last gaps of customer `c` in hand, shortest first, and answers how many. */
function takeGaps({ offsets, days }: Pick<VisitDays, 'offsets' | 'days'>, c: number): number {
  const to = at(offsets, c + 1);
  let count = 0;
  for (let i = Math.max(at(offsets, c) + 1, to - gapsRemembered); i < to; i++) {
    const gap = at(days, i) - at(days, i - 1);
    let place = count++;
    for (; place > 0 && at(gapsInHand, place - 1) > gap; place--) gapsInHand[place] = at(gapsInHand, place - 1);
    gapsInHand[place] = gap;
  }
  return count;
}

function medianGap(visits: VisitDays, c: number): number {
  const count = takeGaps(visits, c);
  const middle = count >>> 1;
  return count % 2 ? at(gapsInHand, middle) : (at(gapsInHand, middle) + at(gapsInHand, middle - 1)) / 2;
}

/** Days since the last visit over the usual gap, as a word (HEADLESS.md). The model has another rule for the same words. */
function bandOf(ratio: number): Band {
  if (ratio < 1) return 'on_rhythm';
  if (ratio < 2) return 'due';
  if (ratio < 3) return 'overdue';
  if (ratio < 6) return 'at_risk';
  return 'probably_lost';
}
