import { gapsForMedian, type Rhythm } from './rhythm.ts';

/** What the models add to the sentence, as they stand on the list. */
export interface ReasonFigures {
  readonly weeks: number;
  /** Chance of no visit in the weeks ahead, and what it was on the evening of the last visit. */
  readonly pNoVisit: number;
  readonly pNoVisitThen: number;
  /** Share of the own breaks that last as long as this one. */
  readonly unusual: number;
}

/** The last gaps between visits, days, shortest first: ten at most. */
export type Gaps = readonly number[];

/**
 * Why somebody is on the list, in an English sentence for the headless answer (the window has its own, in three languages):
 * "Usually every 8 days (last 10 gaps: 6-11). Last seen 26 days ago; only 2 in 100 of their breaks last this long. Chance of a visit in the
 * next 4 weeks: 27 % (was 91 % after the last visit)." Newcomers have no rhythm yet: "Came once. Last seen yesterday." `figures` only where
 * they can be trusted.
 */
export function reasonOf(
  row: Pick<Rhythm, 'visits' | 'usualGapDays' | 'daysSince' | 'band'>,
  gaps: Gaps,
  figures: ReasonFigures | null = null,
): string {
  const newcomer = row.band === 'new';
  const habit = newcomer ? howOften(row.visits) : usually(row.usualGapDays) + rangeOf(gaps);
  const unusual = figures && !newcomer ? `; ${inHundred(figures.unusual)} of their breaks last this long` : '';
  const chance = figures ? ` ${chanceOf(figures, newcomer)}` : '';
  return `${habit}. Last seen ${ago(row.daysSince)}${row.daysSince > 0 ? unusual : ''}.${chance}`;
}

function howOften(visits: number): string {
  return visits === 1 ? 'Came once' : 'Came twice';
}

/** Whole days, as a person would say it; half a day counts up, like 7.5 → 8. */
function usually(gapDays: number): string {
  const days = Math.max(1, Math.round(gapDays));
  return days === 1 ? 'Usually every day' : `Usually every ${days} days`;
}

/** Said from three gaps on, as the usual gap is their median from there. */
function rangeOf(gaps: Gaps): string {
  const [shortest, longest] = [gaps[0], gaps.at(-1)];
  if (gaps.length < gapsForMedian || shortest === undefined || longest === undefined) return '';
  return ` (last ${gaps.length} gaps: ${shortest === longest ? shortest : `${shortest}-${longest}`})`;
}

function ago(days: number): string {
  if (days === 0) return 'today';
  if (days === 1) return 'yesterday';
  return `${days} days ago`;
}

function inHundred(share: number): string {
  const hundredths = Math.round(100 * share);
  if (hundredths < 1) return 'fewer than 1 in 100';
  return hundredths <= 10 ? `only ${hundredths} in 100` : `${hundredths} in 100`;
}

/** After one or two visits there is little to compare with. */
function chanceOf({ weeks, pNoVisit, pNoVisitThen }: ReasonFigures, newcomer: boolean): string {
  const span = weeks === 1 ? 'week' : `${weeks} weeks`;
  const before = newcomer ? '' : ` (was ${percentOf(1 - pNoVisitThen)} after the last visit)`;
  return `Chance of a visit in the next ${span}: ${percentOf(1 - pNoVisit)}${before}.`;
}

/** A probability as people say it: never 0 or 100 %. */
function percentOf(chance: number): string {
  const percent = Math.round(100 * chance);
  return `${percent < 1 ? 'under 1' : percent > 99 ? 'over 99' : percent} %`;
}
