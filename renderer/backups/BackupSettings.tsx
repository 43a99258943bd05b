import { Alert, Button, EmptyState, Group, Paper, Stack, Table, Text, Title, VisuallyHidden } from '@mantine/core';
import { IconAlertTriangle, IconDatabase, IconShieldCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BackupLine } from '../../preload/contract/backups.ts';
import type { OutputFor } from '../../preload/contract/index.ts';
import { useAct, useAsk } from '../app/client.ts';
import { ErrorText } from '../app/errors.tsx';
import { useFormat } from '../app/format.ts';
import { Waiting } from '../app/Waiting.tsx';
import { KeySettings } from '../keys/KeySettings.tsx';
import { PaperList } from './PaperList.tsx';
import { RestoreDialog } from './RestoreDialog.tsx';
import { SecondPlace } from './SecondPlace.tsx';
import { sizeWords } from './sizeWords.ts';
import { useRun } from './useRun.ts';

/** The shop's backups, and whether one lies somewhere else too (F-58). */
export function BackupSettings() {
  const { t } = useTranslation('backups');
  const { data, error } = useAsk('backups.list', {});
  const demo = useAsk('shop.status', {}).data?.demo ?? true;
  if (error) return <ErrorText error={error} />;
  if (!data) return <Waiting />;
  return (
    <Stack>
      {data.failed === 'here' && (
        <Alert variant="light" color="terracotta" icon={<IconAlertTriangle aria-hidden />} title={t('failedTitle')}>
          {t('failedText')}
        </Alert>
      )}
      <SecondPlace state={data} />
      <OwnBackups backups={data.backups} />
      <PaperList />
      {demo ? null : <KeySettings />}
    </Stack>
  );
}

function OwnBackups({ backups }: { backups: OutputFor<'backups.list'>['backups'] }) {
  const { t } = useTranslation('backups');
  const format = useFormat();
  const make = useAct('backups.make');
  const { run, error } = useRun();
  const [chosen, setChosen] = useState<BackupLine | null>(null);
  return (
    <Paper withBorder p="lg" radius="lg" component="section" aria-labelledby="backups-title">
      <Stack>
        <Group justify="space-between">
          <Title order={2} size="h4" id="backups-title">
            {t('title')}
          </Title>
          <Button
            variant="default"
            leftSection={<IconDatabase aria-hidden />}
            loading={make.busy}
            onClick={() =>
              void run(
                () => make.act({}),
                () => t('made'),
              )
            }
          >
            {t('make')}
          </Button>
        </Group>
        <Text c="dimmed">{t('help')}</Text>
        <ErrorText error={error} />
        {backups.length === 0 ? (
          <EmptyState
            variant="light"
            icon={<IconDatabase aria-hidden />}
            title={t('none')}
            description={t('noneHelp')}
          />
        ) : (
          <Table.ScrollContainer minWidth="46rem">
            <Table aria-label={t('title')} verticalSpacing="sm">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th scope="col">{t('when')}</Table.Th>
                  <Table.Th scope="col">{t('why')}</Table.Th>
                  <Table.Th scope="col">{t('customers')}</Table.Th>
                  <Table.Th scope="col">{t('entries')}</Table.Th>
                  <Table.Th scope="col">{t('size')}</Table.Th>
                  <Table.Th scope="col">{t('state')}</Table.Th>
                  <Table.Th scope="col">
                    <VisuallyHidden>{t('restore.open')}</VisuallyHidden>
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {backups.map((backup) => (
                  <Table.Tr key={backup.name}>
                    <Table.Th scope="row" fw={500}>
                      {format.moment(backup.at)}
                    </Table.Th>
                    <Table.Td>{t(`reason.${backup.why}`)}</Table.Td>
                    <Table.Td>{format.number(backup.customers)}</Table.Td>
                    <Table.Td>{format.number(backup.entries)}</Table.Td>
                    <Table.Td>{sizeWords(backup.bytes, format)}</Table.Td>
                    <Table.Td>
                      <Group gap={6} wrap="nowrap">
                        <IconShieldCheck size="1.1rem" aria-hidden />
                        {t('checked')}
                      </Group>
                    </Table.Td>
                    <Table.Td>
                      <Button
                        variant="subtle"
                        aria-label={t('restore.openOf', { when: format.moment(backup.at) })}
                        onClick={() => setChosen(backup)}
                      >
                        {t('restore.open')}
                      </Button>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
        {chosen && <RestoreDialog backup={chosen} onClose={() => setChosen(null)} />}
      </Stack>
    </Paper>
  );
}
