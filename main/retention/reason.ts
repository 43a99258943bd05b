import type { Rhythm } from './rhythm.ts';

/**
 * Why somebody is on the list, in an English sentence for the headless answer (the window has its own, in three languages):
 * "Usually every 8 days. Last seen 26 days ago." Newcomers have no rhythm yet: "Came once. Last seen yesterday."
 */
export function reasonOf(row: Pick<Rhythm, 'visits' | 'usualGapDays' | 'daysSince' | 'band'>): string {
  return `${row.band === 'new' ? howOften(row.visits) : usually(row.usualGapDays)}. Last seen ${ago(row.daysSince)}.`;
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
