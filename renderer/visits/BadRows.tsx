import { Button, Card, Group, ScrollArea, Stack, Table, Text, Title } from '@mantine/core';
import { IconFileDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ImportReport } from '../../preload/contract/visits.ts';
import { useAct } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { showError } from '../app/errors.tsx';
import { useFormat } from '../app/format.ts';
import { usePinGate } from '../app/session.ts';
import type { DateOrder, LogFile } from './importStore.ts';

interface BadRowsProps {
  readonly log: LogFile;
  readonly order: DateOrder | null;
  readonly report: ImportReport;
}

/** The rows that cannot be taken, each with its line and the reason in words; all of them as a file. */
export function BadRows({ log, order, report }: BadRowsProps) {
  const { t } = useTranslation('visits');
  const format = useFormat();
  const { act, busy } = useAct('visits.saveBadRows');
  const gate = usePinGate();
  const save = async () => {
    const answer = await gate.run(() => act({ file: log.file, dateOrder: order }));
    if (!answer) return;
    if (!answer.ok) showError(answer.error);
    else if (answer.value.saved) showDone(t('bad.saved', { file: answer.value.saved }));
  };
  return (
    <Card withBorder radius="lg" padding="lg">
      <Stack gap="md">
        <Group justify="space-between">
          <Title order={2} size="h3" id="bad-title">
            {t('bad.title')}
          </Title>
          <Button
            variant="default"
            leftSection={<IconFileDownload size="1.2rem" aria-hidden />}
            loading={busy}
            onClick={save}
          >
            {t('bad.save')}
          </Button>
        </Group>
        {report.errorCount > report.errors.length && (
          <Text c="dimmed">{t('bad.more', { count: report.errors.length, total: report.errorCount })}</Text>
        )}
        <ScrollArea.Autosize
          mah="26rem"
          viewportProps={{ tabIndex: 0, role: 'region', 'aria-labelledby': 'bad-title' }}
        >
          <Table verticalSpacing="xs" stickyHeader tabularNums aria-labelledby="bad-title">
            <Table.Thead>
              <Table.Tr>
                <Table.Th w="6rem">{t('bad.line')}</Table.Th>
                <Table.Th>{t('bad.reason')}</Table.Th>
                <Table.Th>{t('bad.value')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {report.errors.map((row) => (
                <Table.Tr key={`${row.line} ${row.reason}`}>
                  <Table.Td>{format.number(row.line)}</Table.Td>
                  <Table.Td>{t(`reason.${row.reason}`)}</Table.Td>
                  <Table.Td>{row.value === '' ? <Text c="dimmed">{t('bad.empty')}</Text> : row.value}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </ScrollArea.Autosize>
      </Stack>
    </Card>
  );
}
