import { Alert, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { OutputFor } from '../../preload/contract/index.ts';
import { ErrorText } from '../app/errors.tsx';
import { useFormat } from '../app/format.ts';
import { PlaceButtons } from './PlaceButtons.tsx';
import { useRun } from './useRun.ts';

/** Where a copy of each backup goes: what a burnt, stolen or broken computer does not take along. */
export function SecondPlace({ state: { place, late, failed } }: { state: OutputFor<'backups.list'> }) {
  const { t } = useTranslation('backups');
  const format = useFormat();
  const { run, error } = useRun();
  const wrong = failed === 'outside' || (place.folder !== null && !place.there);
  return (
    <Paper withBorder p="lg" radius="lg" component="section" aria-labelledby="outside-title">
      <Stack>
        <Title order={2} size="h4" id="outside-title">
          {t('outside.title')}
        </Title>
        <Text>{t('outside.help')}</Text>
        {late && (
          <Alert variant="light" color="terracotta" icon={<IconAlertTriangle aria-hidden />}>
            {place.copiedAt === null ? t('outside.never') : t('outside.late', { day: format.date(place.copiedAt) })}
          </Alert>
        )}
        {place.folder !== null && (
          <Group gap="xs" wrap="nowrap">
            {wrong ? <IconAlertTriangle size="1.2rem" aria-hidden /> : <IconCheck size="1.2rem" aria-hidden />}
            <Text>
              <b>{place.folder}</b>{' '}
              {wrong
                ? t(place.there ? 'outside.failed' : 'outside.missing')
                : place.copiedAt !== null && t('outside.copied', { when: format.moment(place.copiedAt) })}
            </Text>
          </Group>
        )}
        {place.later && <Text c="dimmed">{t('outside.laterNoted')}</Text>}
        <ErrorText error={error} />
        <Group>
          <PlaceButtons
            run={run}
            choose={place.folder === null ? 'outside.choose' : 'outside.other'}
            mayWait={place.folder === null && !place.later}
          />
        </Group>
      </Stack>
    </Paper>
  );
}
