import { EmptyState, Group, SegmentedControl, Skeleton, Stack, Title } from '@mantine/core';
import { IconChartHistogram } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Insights } from '../../preload/contract/insights.ts';
import { useAsk } from '../app/client.ts';
import { ErrorText } from '../app/errors.tsx';
import { useLocale } from '../app/format.ts';
import { CohortTable } from '../month/CohortTable.tsx';
import { addMonths, monthOf } from '../month/months.ts';
import { Section } from '../month/Section.tsx';
import { WindowText } from '../month/WindowText.tsx';
import { LookBack } from './LookBack.tsx';
import { RetentionOverTime } from './RetentionOverTime.tsx';
import { WeekTable } from './WeekTable.tsx';

/** Months one can look back. */
const spans = [12, 24, 36] as const;

/** The long view: retention over time, which newcomers stay, and when people come. */
export function InsightsPage() {
  const { t } = useTranslation('insights');
  const running = useLocale((locale) => monthOf(locale.today));
  const [span, setSpan] = useState<number>(spans[0]);
  const range = { from: addMonths(running, 1 - span), to: running };
  const { data, error, isLoading, isPlaceholderData } = useAsk('insights.overview', range, { keepPrevious: true });
  return (
    <Stack gap="lg" aria-busy={isPlaceholderData}>
      <Group justify="space-between">
        <Title order={1}>{t('title')}</Title>
        {data?.firstDay && (
          <SegmentedControl
            aria-label={t('span')}
            value={String(span)}
            onChange={(chosen) => setSpan(Number(chosen))}
            data={spans.map((count) => ({ value: String(count), label: t('months', { count }) }))}
          />
        )}
      </Group>
      <ErrorText error={error} />
      {isLoading && <Skeleton height="16rem" radius="lg" />}
      {data && (data.firstDay === null ? <Empty /> : <Charts insights={data} range={range} />)}
    </Stack>
  );
}

function Charts({ insights, range }: { insights: Insights; range: { from: string; to: string } }) {
  const { t } = useTranslation(['insights', 'month']);
  return (
    <>
      <RetentionOverTime months={insights.months} captured={insights.captured} />
      <Section order={2} id="insight-cohorts" title={t('cohorts.title')} note={t('month:cohorts.note')}>
        <CohortTable grid={insights.cohorts} labelledBy="insight-cohorts" />
      </Section>
      <WeekTable week={insights.week} />
      <LookBack range={range} />
      <WindowText {...insights} />
    </>
  );
}

function Empty() {
  const { t } = useTranslation('insights');
  return (
    <EmptyState
      py="xl"
      size="lg"
      variant="light"
      icon={<IconChartHistogram aria-hidden />}
      title={t('empty.title')}
      description={t('empty.text')}
    />
  );
}
