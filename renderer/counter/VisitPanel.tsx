import { Text } from '@mantine/core';
import { IconDoorEnter } from '@tabler/icons-react';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { BigButton } from './BigButton.tsx';
import css from './Counter.module.css';
import { useCounter, visit } from './store.ts';

/** Where a shop has no card to stamp, being here is what counts: for discounts, and for knowing who comes. */
export function VisitPanel({ primary }: { primary: RefObject<HTMLButtonElement | null> | null }) {
  const { t } = useTranslation('counter');
  const busy = useCounter((state) => state.busy);
  return (
    <div className={css.panel}>
      <BigButton
        ref={primary ?? undefined}
        quiet={primary === null}
        busy={busy}
        icon={<IconDoorEnter aria-hidden />}
        {...(primary ? { keyHint: 'Enter' } : {})}
        onClick={() => void visit()}
      >
        {t('visit.note')}
      </BigButton>
      <Text c="dimmed">{t('visit.help')}</Text>
    </div>
  );
}
