import { Alert, Button } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { OutputFor } from '../../preload/contract/index.ts';
import type { CustomerId } from '../../preload/contract/values.ts';
import { useFormat } from '../app/format.ts';
import css from './Counter.module.css';
import { PhoneEnd } from './PhoneEnd.tsx';
import { shownName, useHidden } from './privacy.ts';

interface LikelyProps {
  people: OutputFor<'customers.likely'>;
  onOpen(customerId: CustomerId): void;
}

/** Customers who may be the same person, before they are written down twice (F-24). */
export function Likely({ people, onOpen }: LikelyProps) {
  const { t } = useTranslation('counter');
  const format = useFormat();
  const hidden = useHidden();
  return (
    <div role="status">
      {people.length > 0 && (
        <Alert color="mustard" variant="light" title={t('enrol.likely')} icon={<IconUsers aria-hidden />}>
          {people.slice(0, 3).map((person) => (
            <div key={person.customerId} className={css.likely}>
              <span className={css.likelyWho}>
                <strong>{shownName(t, hidden, person)}</strong>
                <span className={css.facts}>
                  {!hidden && <span>{t('number', { number: person.number })}</span>}
                  {person.phoneEnd && <PhoneEnd digits={person.phoneEnd} />}
                  {!hidden && <span>{person.lastVisitDay ? format.ago(person.lastVisitDay) : t('neverVisited')}</span>}
                  <span>{t(`enrol.why.${person.why}`)}</span>
                </span>
              </span>
              <Button variant="default" onClick={() => onOpen(person.customerId)}>
                {t('enrol.itIs')}
              </Button>
            </div>
          ))}
        </Alert>
      )}
    </div>
  );
}
