import { Badge, Text } from '@mantine/core';
import { IconArchive, IconCake, IconHeart, IconInfoCircle, IconSparkles } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CounterCustomer } from '../../preload/contract/counter.ts';
import { useFormat, useLocale } from '../app/format.ts';
import css from './Counter.module.css';
import { Initial } from './Initial.tsx';
import { PhoneEnd } from './PhoneEnd.tsx';
import { PrivacyButton } from './PrivacyButton.tsx';
import { shownName, useHidden } from './privacy.ts';

interface CustomerHeadProps {
  customer: CounterCustomer;
  /** While the digits are being asked for, the screen does not give them away. */
  hidePhone: boolean;
}

/** Is it the right person? Name, last visit, last three digits, what they like (F-26). */
export function CustomerHead({ customer, hidePhone }: CustomerHeadProps) {
  const { t } = useTranslation('counter');
  const { t: words } = useTranslation('customers');
  const format = useFormat();
  const hidden = useHidden();
  const today = useLocale((locale) => locale.today);
  return (
    <header className={css.head}>
      <Initial name={customer.name} large />
      <div className={css.who}>
        <h2 className={css.name}>{shownName(t, hidden, customer)}</h2>
        <p className={css.facts}>
          {customer.name !== null && !hidden && <span>{t('number', { number: customer.number })}</span>}
          {customer.phoneEnd && !hidePhone && <PhoneEnd digits={customer.phoneEnd} />}
          {customer.lastVisitDay !== null && !hidden && (
            <span>
              {customer.lastVisitDay === today
                ? t('lastVisitToday')
                : t('lastVisit', { when: format.ago(customer.lastVisitDay), day: format.day(customer.lastVisitDay) })}
            </span>
          )}
          {customer.visitDays > 1 && !hidden && <span>{t('visitDays', { count: customer.visitDays })}</span>}
        </p>
        <div className={css.badges}>
          {customer.birthdayToday && !hidden && (
            <Badge size="lg" color="plum" leftSection={<IconCake size="1rem" aria-hidden />}>
              {t('birthdayToday')}
            </Badge>
          )}
          {customer.lastVisitDay === null && !hidden && (
            <Badge size="lg" variant="light" leftSection={<IconSparkles size="1rem" aria-hidden />}>
              {t('firstVisit')}
            </Badge>
          )}
          {customer.mark !== 'none' && !hidden && (
            <Badge size="lg" variant="outline" color="gray" leftSection={<IconInfoCircle size="1rem" aria-hidden />}>
              {words(`mark.${customer.mark}`)}
            </Badge>
          )}
          {customer.archived && (
            <Badge size="lg" variant="outline" color="gray" leftSection={<IconArchive size="1rem" aria-hidden />}>
              {t('archived')}
            </Badge>
          )}
        </div>
        {customer.likes && !hidden && (
          <Text className={css.likes}>
            <IconHeart size="1.1rem" aria-hidden />
            <span>
              <span className={css.said}>{t('likes')} </span>
              {customer.likes}
            </span>
          </Text>
        )}
      </div>
      <PrivacyButton />
    </header>
  );
}
