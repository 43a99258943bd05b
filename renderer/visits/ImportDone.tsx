import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconCalendarStats, IconCircleCheck, IconHeartHandshake, IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ImportReport } from '../../preload/contract/visits.ts';
import { go } from '../app/view.ts';
import { BadRows } from './BadRows.tsx';
import { type DateOrder, type LogFile, startAgain } from './importStore.ts';

interface DoneProps {
  readonly log: LogFile;
  readonly order: DateOrder | null;
  readonly report: ImportReport;
}

/** What came in, and where to look at it. */
export function ImportDone({ log, order, report }: DoneProps) {
  const { t } = useTranslation('visits');
  return (
    <Stack gap="lg">
      <Alert variant="light" color="moss" role="status" title={t('done.title')} icon={<IconCircleCheck aria-hidden />}>
        <Text size="lg">
          {t('done.visits', { count: report.visitsNew })} {t('done.customers', { count: report.customersNew })}
        </Text>
        {report.erased > 0 && <Text>{t('check.erased', { count: report.erased })}</Text>}
      </Alert>
      <Group>
        <Button leftSection={<IconHeartHandshake size="1.2rem" aria-hidden />} onClick={() => go({ at: 'risk' })}>
          {t('done.toRisk')}
        </Button>
        <Button
          variant="default"
          leftSection={<IconCalendarStats size="1.2rem" aria-hidden />}
          onClick={() => go({ at: 'month' })}
        >
          {t('done.toMonth')}
        </Button>
        <Button
          variant="default"
          leftSection={<IconUsers size="1.2rem" aria-hidden />}
          onClick={() => go({ at: 'customers' })}
        >
          {t('done.toCustomers')}
        </Button>
        <Button variant="default" onClick={startAgain}>
          {t('done.another')}
        </Button>
      </Group>
      {report.errorCount > 0 && <BadRows log={log} order={order} report={report} />}
    </Stack>
  );
}
