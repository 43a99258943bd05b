import { Button } from '@mantine/core';
import { IconCrown } from '@tabler/icons-react';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { CounterCustomer } from '../../preload/contract/counter.ts';
import css from './Counter.module.css';
import { inkOf } from './cardLook.ts';
import { takePerk, useCounter } from './store.ts';

/** The perks this customer carries (F-14), each with one button that logs its use. */
export function PerkList({ customer }: { customer: CounterCustomer }) {
  const { t } = useTranslation('counter');
  const busy = useCounter((state) => state.busy);
  const { perks, archived } = customer;
  if (archived || perks.length === 0) return null;
  return (
    <section className={css.panel} aria-label={t('perk.title')}>
      {perks.map(({ perkId, name, usedToday }) => (
        <div key={perkId} className={css.benefit} style={{ '--ink': inkOf.mustard } as CSSProperties}>
          <span className={css.tabIcon} aria-hidden>
            <IconCrown size="1.1rem" />
          </span>
          <span className={css.benefitText}>
            <strong>{name}</strong>
            <span className={css.benefitFacts}>{usedToday ? t('perk.usedToday') : t('perk.carries')}</span>
          </span>
          <Button
            size="md"
            variant="light"
            aria-busy={busy}
            aria-label={t('perk.useOne', { perk: name })}
            onClick={(event) => {
              if (!busy && event.detail < 2) void takePerk(perkId);
            }}
          >
            {t('perk.use')}
          </Button>
        </div>
      ))}
    </section>
  );
}
