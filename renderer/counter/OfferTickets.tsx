import { Button } from '@mantine/core';
import { IconHeartHandshake } from '@tabler/icons-react';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { CounterCustomer } from '../../preload/contract/counter.ts';
import { useFormat } from '../app/format.ts';
import css from './Counter.module.css';
import { inkOf } from './cardLook.ts';
import { worthWords } from './cardWords.ts';
import { askFor } from './store.ts';

/** What was offered to this customer alone (F-84): the first to end stands first. */
export function OfferTickets({ customer }: { customer: CounterCustomer }) {
  const { t } = useTranslation('counter');
  const format = useFormat();
  const { offers, archived } = customer;
  if (offers.length === 0) return null;
  return (
    <section className={css.panel} aria-label={t('offer.title', { count: offers.length })}>
      {offers.map(({ offerId, benefit, endsOn }) => {
        const worth = worthWords(t, format, benefit);
        const name = benefit.name ?? t('offer.personal');
        return (
          <div key={offerId} className={css.stub} style={{ '--ink': inkOf.plum } as CSSProperties}>
            <span className={css.offer}>
              <IconHeartHandshake aria-hidden />
              <span>
                <span className={css.ticketFacts}>{t('offer.personal')}</span>
                <strong className={css.stubName}>{name}</strong>
                <span className={css.ticketFacts}>
                  {worth !== null && `${worth} · `}
                  {t('offer.until', { day: format.day(endsOn) })}
                </span>
              </span>
            </span>
            <Button
              variant="default"
              size="md"
              flex="none"
              disabled={archived}
              aria-label={t('offer.redeemOne', { offer: name })}
              onClick={(event) => {
                if (event.detail < 2) askFor({ what: 'offer', offerId, name });
              }}
            >
              {t('offer.redeem')}
            </Button>
          </div>
        );
      })}
    </section>
  );
}
