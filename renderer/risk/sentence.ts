import type { TFunction } from 'i18next';
import type { RiskRow } from '../../preload/contract/risk.ts';
import type { Format } from '../app/format.ts';

type Words = TFunction<'risk'>;

const weeksOfAMonth = 4;
/** Shares up to this are "only". */
const seldom = 0.105;

/**
 * "Usually every 8 days (last 10 gaps: 6–11). Last seen 26 days ago; only 2 in 100 of their breaks last this long." Without a
 * rhythm yet: "Came once. Last seen …". The share of breaks only where the figures can be trusted.
 */
export function rhythmSentence(
  row: Pick<RiskRow, 'usualGapDays' | 'visits' | 'daysSince' | 'gaps' | 'figures'>,
  t: Words,
): string {
  const { usualGapDays, visits, daysSince } = row;
  const gap = Math.max(1, Math.round(usualGapDays ?? 0));
  const range = rangeWords(row, t);
  const unusual = row.figures && usualGapDays !== null ? unusualWords(row.figures.unusual, t) : '';
  const habit =
    usualGapDays === null
      ? t('came', { count: visits })
      : gap === 1
        ? t('gapDaily', { range })
        : t('gap', { count: gap, range });
  const seen =
    daysSince === 0
      ? t('seenToday')
      : daysSince === 1
        ? t('seenYesterday', { unusual })
        : t('seen', { count: daysSince, unusual });
  return `${habit} ${seen}`;
}

function rangeWords({ gaps }: Pick<RiskRow, 'gaps'>, t: Words): string {
  if (!gaps) return '';
  const { count, shortest, longest } = gaps;
  return shortest === longest ? t('rangeSame', { gaps: count }) : t('range', { gaps: count, shortest, longest });
}

function unusualWords(share: number, t: Words): string {
  const count = Math.round(100 * share);
  if (count < 1) return t('unusualNever');
  return share < seldom ? t('unusualOnly', { count }) : t('unusual', { count });
}

/** "Chance of a visit in the next 4 weeks: 27 % (was 91 % after the last visit)." Null where there are no figures to trust. */
export function chanceSentence(
  row: Pick<RiskRow, 'figures' | 'band'>,
  weeks: number,
  t: Words,
  format: Format,
): string | null {
  if (!row.figures) return null;
  const { noVisit, noVisitThen } = row.figures;
  const span = t('weeks', { count: weeks });
  const now = shareWords(1 - noVisit, t, format);
  // After one or two visits there is little to compare with.
  return row.band === 'new'
    ? t('chanceNow', { weeks: span, now })
    : t('chance', { weeks: span, now, before: shareWords(1 - noVisitThen, t, format) });
}

/** A probability as people say it: never 0 or 100 %. */
export function shareWords(share: number, t: Words, format: Format): string {
  if (share < 0.01) return t('under', { share: format.wholePercent(1) });
  if (share > 0.99) return t('over', { share: format.wholePercent(99) });
  return format.wholePercent(100 * share);
}

/** Usual visits in a month of four weeks. */
export function visitsAMonth({ usualVisits }: Pick<RiskRow, 'usualVisits'>, weeks: number): number {
  return (usualVisits * weeksOfAMonth) / weeks;
}

/** "about 3 visits a month". */
export function stakeWords(visits: number, t: Words): string {
  const count = Math.round(visits);
  return count < 1 ? t('atStakeLow') : t('atStake', { count });
}

/** What to do next, in a few words. Whoever was just spoken to is left in peace; whoever cannot be called is asked for a number first. */
export function nextStep(row: Pick<RiskRow, 'band' | 'phoneEnd' | 'contact'>, t: Words): string {
  if (row.contact) return t('stepContacted');
  const calls = row.band === 'at_risk' || row.band === 'probably_lost' || row.band === 'new';
  return calls && row.phoneEnd === null ? t('step.noPhone') : t(`step.${row.band}`);
}

/** How many times the own rhythm somebody has been away; orders the list before there are bands. */
export function timesOverdue(row: Pick<RiskRow, 'usualGapDays' | 'daysSince'>): number {
  return row.usualGapDays === null ? 0 : row.daysSince / Math.max(1, row.usualGapDays);
}
