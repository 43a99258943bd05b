import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Offer } from '../../preload/contract/offers.ts';
import { type Format, useFormat } from '../app/format.ts';
import { worthWords } from '../counter/cardWords.ts';

/** What an offer is called; one whose words are lost is a personal offer and no more. */
export function useOfferName(): (benefit: Offer['benefit']) => string {
  const { t } = useTranslation('counter');
  return ({ name }) => name ?? t('offer.personal');
}

/** What is offered: "Your next haircut · 20 % off". */
export function useOfferWords(): (benefit: Offer['benefit']) => string {
  const { t } = useTranslation('counter');
  const format = useFormat();
  const nameOf = useOfferName();
  return (benefit) => [nameOf(benefit), worthWords(t, format, benefit)].filter((words) => words !== null).join(' · ');
}

/** What has become of it, with the day. */
export function stateWords({ state, endsOn, redeemedOn }: Offer, t: TFunction<'offers'>, format: Format): string {
  return t(`state.${state}`, { day: format.day(redeemedOn ?? endsOn) });
}
