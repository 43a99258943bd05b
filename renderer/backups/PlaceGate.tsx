import { Button, Group, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ErrorText } from '../app/errors.tsx';
import css from '../people/Gate.module.css';
import { PlaceButtons } from './PlaceButtons.tsx';
import { useRun } from './useRun.ts';

/**
 * The end of setting a shop up (F-58): a second place for its backups, or its owner signs that this has to wait. `onGoOn`: not even that
 * could be written down, which is no reason to keep the owner out.
 */
export function PlaceGate({ onGoOn }: { onGoOn(): void }) {
  const { t } = useTranslation(['backups', 'app']);
  const { run, error } = useRun();
  return (
    <main className={css.page}>
      <section className={css.panel} aria-labelledby="place">
        <Title order={1} id="place">
          {t('gate.title')}
        </Title>
        <Text>{t('outside.help')}</Text>
        <Text c="dimmed">{t('gate.later')}</Text>
        <ErrorText error={error} />
        <Group>
          <PlaceButtons run={run} choose="outside.choose" mayWait size="lg" autoFocus />
          {error && error.code !== 'BACKUP_PLACE' ? (
            <Button size="lg" variant="subtle" onClick={onGoOn}>
              {t('app:next')}
            </Button>
          ) : null}
        </Group>
      </section>
    </main>
  );
}
