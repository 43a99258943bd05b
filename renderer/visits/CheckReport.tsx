import { Alert, Button, Card, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconCopy, IconInfoCircle, IconUserPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ImportReport } from '../../preload/contract/visits.ts';
import { useFormat, useLocale } from '../app/format.ts';
import { usePinGate } from '../app/session.ts';
import { BadRows } from './BadRows.tsx';
import { ChooseButton } from './ChooseButton.tsx';
import { type DateOrder, importVisits, type LogFile } from './importStore.ts';

interface ReportProps {
  readonly log: LogFile;
  readonly order: DateOrder | null;
  readonly report: ImportReport;
}

/** What the import would do, in numbers, before a single row is written (F-61). */
export function CheckReport({ log, order, report }: ReportProps) {
  const { t } = useTranslation('visits');
  const format = useFormat();
  const gate = usePinGate();
  const today = useLocale((locale) => locale.today);
  const figures = [
    { key: 'visitsNew', value: report.visitsNew, Icon: IconCheck, color: 'moss' },
    { key: 'customersNew', value: report.customersNew, Icon: IconUserPlus, color: 'ocean' },
    { key: 'duplicates', value: report.duplicates, Icon: IconCopy, color: 'ink' },
    {
      key: 'errors',
      value: report.errorCount,
      Icon: IconAlertTriangle,
      color: report.errorCount > 0 ? 'terracotta' : 'ink',
    },
  ] as const;
  return (
    <Stack gap="lg">
      <Card withBorder radius="lg" padding="lg" component="section" aria-labelledby="check-title">
        <Stack gap="md">
          <div>
            <Title order={2} size="h3" id="check-title">
              {t('check.title')}
            </Title>
            <Text c="dimmed">
              {log.name} · {t('check.rows', { count: report.rows })}
              {report.firstDay &&
                report.lastDay &&
                ` · ${t('check.span', { first: format.day(report.firstDay), last: format.day(report.lastDay) })}`}
            </Text>
          </div>
          <SimpleGrid cols={{ base: 2, sm: 4 }} component="dl" m={0}>
            {figures.map(({ key, value, Icon, color }) => (
              <Stack key={key} gap={2}>
                <Text component="dt" size="sm" c="dimmed" style={{ order: 2 }}>
                  {t(`check.${key}`)}
                </Text>
                <Group component="dd" gap="xs" m={0} wrap="nowrap">
                  <Icon size="1.6rem" aria-hidden color={`var(--mantine-color-${color}-text)`} />
                  <Text span fz="1.9rem" fw={650} lh={1.2}>
                    {format.number(value)}
                  </Text>
                </Group>
              </Stack>
            ))}
          </SimpleGrid>
          {report.ignoredColumns.length > 0 && (
            <Alert variant="light" color="gray" icon={<IconInfoCircle aria-hidden />}>
              {t('check.ignored', { count: report.ignoredColumns.length, columns: report.ignoredColumns.join(', ') })}
            </Alert>
          )}
          {report.lastDay && report.lastDay > today && (
            <Alert variant="light" color="mustard" icon={<IconAlertTriangle aria-hidden />}>
              {t('check.future', { day: format.day(report.lastDay) })}
            </Alert>
          )}
          {report.visitsNew === 0 && (
            <Alert variant="light" color="ocean" icon={<IconInfoCircle aria-hidden />}>
              {report.duplicates > 0 ? t('check.nothingNew') : t('check.nothingGood')}
            </Alert>
          )}
          {report.erased > 0 && <Text>{t('check.erased', { count: report.erased })}</Text>}
          {report.visitsNew > 0 && report.errorCount > 0 && (
            <Text>{t('check.withErrors', { count: report.errorCount })}</Text>
          )}
          <Group>
            {report.visitsNew > 0 && (
              <Button size="lg" onClick={() => importVisits(log, order, gate.run)}>
                {t('check.start', { count: report.visitsNew })}
              </Button>
            )}
            <ChooseButton again quiet />
          </Group>
        </Stack>
      </Card>
      {report.errorCount > 0 && <BadRows log={log} order={order} report={report} />}
    </Stack>
  );
}
