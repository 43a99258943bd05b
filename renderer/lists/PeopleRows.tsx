import { Button, Group, Stack, Text } from '@mantine/core';
import { IconArrowRight, IconPhone } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListRow, ReadyList } from '../../preload/contract/lists.ts';
import { customerName } from '../app/customerName.ts';
import { useFormat } from '../app/format.ts';
import { go } from '../app/view.ts';
import { LastContact } from '../contacts/LastContact.tsx';
import { LogContactButton } from '../contacts/LogContact.tsx';
import classes from './lists.module.css';
import { reasonWords } from './reasonWords.ts';

/** Nobody calls more people than this in one evening. */
const step = 20;

/** People on a list, why, and a place to note that they were spoken to. */
export function PeopleRows({ list }: { list: ReadyList }) {
  const { t } = useTranslation('lists');
  const format = useFormat();
  const [shown, setShown] = useState(step);
  const { rows, total } = list;
  const more = Math.min(step, rows.length - shown);
  const people = t('people', { count: total });
  return (
    <Stack gap="sm">
      <Text aria-live="polite">
        {total > rows.length ? t('first', { shown: format.number(rows.length), people }) : people}
      </Text>
      <ul className={classes.rows} aria-label={t('listLabel')}>
        {rows.slice(0, shown).map((row) => (
          <PersonRow key={row.customerId} row={row} list={list} />
        ))}
      </ul>
      {more > 0 && (
        <Button variant="default" onClick={() => setShown(shown + step)}>
          {t('more', { count: more })}
        </Button>
      )}
    </Stack>
  );
}

function PersonRow({ row, list }: { row: ListRow; list: ReadyList }) {
  const { t } = useTranslation('lists');
  const format = useFormat();
  const name = customerName(t, row);
  return (
    <li className={classes.row}>
      <div className={classes.who}>
        <Text fw={650} size="lg" lh={1.3}>
          {name}
        </Text>
        <Text c="dimmed" size="sm" className={classes.small ?? ''}>
          <IconPhone size="1rem" aria-hidden />
          {row.phoneEnd ? t('phoneEnd', { digits: row.phoneEnd }) : t('noPhone')}
        </Text>
        <Text c="dimmed" size="sm">
          {row.lastVisitDay ? t('lastVisit', { day: format.day(row.lastVisitDay) }) : t('neverCame')}
        </Text>
      </div>
      <div className={classes.why}>
        <ul>
          {row.reasons.map((reason) => {
            const words = reasonWords(reason, t, format, list.asOf);
            // Batches that end later stand there to make the card whole.
            const later = list.to !== null && 'until' in reason && reason.until !== null && reason.until > list.to;
            return (
              <li key={words} data-later={later || undefined}>
                {words}
              </li>
            );
          })}
        </ul>
        {row.contact && <LastContact contact={row.contact} />}
      </div>
      <Group gap="xs" className={classes.actions ?? ''}>
        <LogContactButton customerId={row.customerId} name={name} />
        <Button
          variant="default"
          rightSection={<IconArrowRight size="1.1rem" aria-hidden />}
          aria-label={t('recordOf', { name })}
          onClick={() => go({ at: 'customer', customerId: row.customerId })}
        >
          {t('record')}
        </Button>
      </Group>
    </li>
  );
}
