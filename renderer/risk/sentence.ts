import type { TFunction } from 'i18next';
import type { RiskRow } from '../../preload/contract/risk.ts';

type Words = TFunction<'risk'>;

/** "Usually every 8 days. Last seen 26 days ago." Without a rhythm yet: "Came once. Last seen …". */
export function rhythmSentence(row: Pick<RiskRow, 'usualGapDays' | 'visits' | 'daysSince'>, t: Words): string {
  const { usualGapDays, visits, daysSince } = row;
  const gap = Math.max(1, Math.round(usualGapDays ?? 0));
  const habit =
    usualGapDays === null ? t('came', { count: visits }) : gap === 1 ? t('gapDaily') : t('gap', { count: gap });
  const seen =
    daysSince === 0 ? t('seenToday') : daysSince === 1 ? t('seenYesterday') : t('seen', { count: daysSince });
  return `${habit} ${seen}`;
}

/** "about 3 visits a month"; `visits` in four weeks. */
export function stakeWords(visits: number, t: Words): string {
  const count = Math.round(visits);
  return count < 1 ? t('atStakeLow') : t('atStake', { count });
}

/** What to do next, in a few words. Whoever cannot be called is asked for a number first. */
export function nextStep(row: Pick<RiskRow, 'band' | 'phoneEnd'>, t: Words): string {
  const calls = row.band === 'at_risk' || row.band === 'probably_lost' || row.band === 'new';
  return calls && row.phoneEnd === null ? t('step.noPhone') : t(`step.${row.band}`);
}

/** How many times the own rhythm somebody has been away; orders the list before there are bands. */
export function timesOverdue(row: Pick<RiskRow, 'usualGapDays' | 'daysSince'>): number {
  return row.usualGapDays === null ? 0 : row.daysSince / Math.max(1, row.usualGapDays);
}
