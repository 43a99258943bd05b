import type { Rhythm } from './rhythm.ts';

/** What the models add to the sentence, as they stand on the list. */
export interface ReasonFigures {
  readonly weeks: number;
  /** Chance of no visit in the weeks ahead, and share of the own breaks that last as long. */
  readonly pNoVisit: number;
  readonly unusual: number;
}

/**
 * Why somebody is on the list, in an English sentence for the headless answer (the window has its own, in three languages):
 * "Usually every 8 days. Last seen 26 days ago; only 2 in 100 of their breaks last this long. Chance of a visit in the next 4 weeks: 27 %."
 * Newcomers have no rhythm yet: "Came once. Last seen yesterday." `figures` only where they can be trusted.
 */
export function reasonOf(
  row: Pick<Rhythm, 'visits' | 'usualGapDays' | 'daysSince' | 'band'>,
  figures: ReasonFigures | null = null,
): string {
  const newcomer = row.band === 'new';
  const habit = newcomer ? howOften(row.visits) : usually(row.usualGapDays);
  const unusual = figures && !newcomer ? `; ${inHundred(figures.unusual)} of their breaks last this long` : '';
  const chance = figures ? ` ${chanceOf(figures)}` : '';
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

function chanceOf({ weeks, pNoVisit }: ReasonFigures): string {
  const span = weeks === 1 ? 'week' : `${weeks} weeks`;
  const chance = Math.round(100 * (1 - pNoVisit));
  return `Chance of a visit in the next ${span}: ${chance < 1 ? 'under 1' : chance > 99 ? 'over 99' : chance} %.`;
}
