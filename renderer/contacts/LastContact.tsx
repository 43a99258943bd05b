import { Text } from '@mantine/core';
import { IconMessageCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ListRow } from '../../preload/contract/lists.ts';
import { useFormat } from '../app/format.ts';
import classes from './contacts.module.css';
import { contactWords } from './contactWords.ts';

/** The last talk with somebody, on their row of a list: when and what came of it. */
export function LastContact({ contact }: { contact: NonNullable<ListRow['contact']> }) {
  const { t } = useTranslation('contacts');
  const format = useFormat();
  return (
    <Text size="sm" c="dimmed" className={classes.last ?? ''}>
      <IconMessageCircle size="1rem" aria-hidden />
      {format.day(contact.day)} · {contactWords(contact, t)}
    </Text>
  );
}
