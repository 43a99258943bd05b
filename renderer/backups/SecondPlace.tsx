import { Alert, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconFolder } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { OutputFor } from '../../preload/contract/index.ts';
import { useAct } from '../app/client.ts';
import { ErrorText } from '../app/errors.tsx';
import { useFormat } from '../app/format.ts';
import { useRun } from './useRun.ts';

/** Where a copy of each backup goes: what a burnt, stolen or broken computer does not take along. */
export function SecondPlace({ state: { place, late, failed } }: { state: OutputFor<'backups.list'> }) {
  const { t } = useTranslation('backups');
  const format = useFormat();
  const choose = useAct('backups.choosePlace');
  const later = useAct('backups.later');
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
          <Button
            leftSection={<IconFolder aria-hidden />}
            loading={choose.busy}
            onClick={() =>
              void run(
                () => choose.act({}),
                ({ chosen }) => (chosen ? t('outside.chosen') : null),
              )
            }
          >
            {t(place.folder === null ? 'outside.choose' : 'outside.other')}
          </Button>
          {place.folder === null && !place.later && (
            <Button
              variant="default"
              loading={later.busy}
              onClick={() =>
                void run(
                  () => later.act({}),
                  () => t('outside.laterDone'),
                )
              }
            >
              {t('outside.later')}
            </Button>
          )}
        </Group>
      </Stack>
    </Paper>
  );
}
