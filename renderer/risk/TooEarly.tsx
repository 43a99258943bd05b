import { Alert, Group, Title } from '@mantine/core';
import { IconClockHour4 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../app/client.ts';
import { ErrorText } from '../app/errors.tsx';
import { regularBands } from './bandLook.tsx';
import { noFilter } from './RiskFilters.tsx';
import { RiskRows } from './RiskRows.tsx';
import { RiskSettings } from './RiskSettings.tsx';
import { timesOverdue } from './sentence.ts';

/** The first weeks (RETENTION.md section 5, cold start): no bands, only who was away longest against their own rhythm. */
export function TooEarly({ days, weeks }: { days: number; weeks: number }) {
  const { t } = useTranslation('risk');
  const { data, error } = useAsk('risk.list', { bands: [...regularBands], ...noFilter });
  const rows = (data?.rows ?? [])
    .filter((row) => timesOverdue(row) > 1)
    .sort((a, b) => timesOverdue(b) - timesOverdue(a));
  return (
    <>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <Title order={1}>{t('title')}</Title>
        <RiskSettings weeks={weeks} />
      </Group>
      <Alert variant="light" color="ocean" title={t('coldTitle')} icon={<IconClockHour4 aria-hidden />}>
        {t('coldText', { count: days })}
      </Alert>
      <ErrorText error={error} />
      {data && rows.length > 0 && <RiskRows label={t('listLabel')} list={data} rows={rows} plain />}
    </>
  );
}
