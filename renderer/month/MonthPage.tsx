import { Button, EmptyState, Grid, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconCalendarStats, IconFileImport, IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MonthFigures, MonthSummary } from '../../preload/contract/month.ts';
import { useAsk } from '../app/client.ts';
import { ErrorText } from '../app/errors.tsx';
import { useFormat, useLocale } from '../app/format.ts';
import { useMay } from '../app/session.ts';
import { go } from '../app/view.ts';
import { Bridge } from './Bridge.tsx';
import { ExportButton } from './ExportButton.tsx';
import { MonthHistory } from './MonthHistory.tsx';
import { MonthPicker } from './MonthPicker.tsx';
import { addMonths, type Chosen, choose, monthOf, tableStart } from './months.ts';
import { Rates } from './Rates.tsx';
import { Visitors } from './Visitors.tsx';

/** One month in figures that add up, and the months before it (F-50, F-51). */
export function MonthPage() {
  const { t } = useTranslation('month');
  const running = useLocale((locale) => monthOf(locale.today));
  const [chosen, setChosen] = useState<Chosen>({ month: running, to: running });
  const range = { from: tableStart(chosen.to), to: chosen.to };
  const { data, error, isPlaceholderData } = useAsk('month.summary', range, { keepPrevious: true });
  // While another range is on its way the old one stays on screen.
  const figures = data?.months.find((of) => of.month === chosen.month) ?? data?.months.at(-1);
  const goTo = (month: string) => setChosen((now) => choose(month, now, running));

  return (
    <Stack gap="lg" aria-busy={isPlaceholderData}>
      <Group justify="space-between">
        <Title order={1}>{t('title')}</Title>
        {data?.firstDay && (
          <Group gap="sm">
            <MonthPicker month={chosen.month} first={monthOf(data.firstDay)} last={running} onChange={goTo} />
            <ExportButton from={shownFrom(range.from, data.firstDay)} to={range.to} />
          </Group>
        )}
      </Group>
      <ErrorText error={error} />
      {!data && !error && <Skeleton height="16rem" radius="lg" />}
      {data && !data.firstDay && <NoVisits />}
      {data?.firstDay && figures && (
        <Findings summary={data} figures={figures} firstDay={data.firstDay} onMonth={goTo} />
      )}
    </Stack>
  );
}

/** Months before the first visit have nothing to tell. */
const shownFrom = (from: string, firstDay: string): string => (from < monthOf(firstDay) ? monthOf(firstDay) : from);

interface FindingsProps {
  readonly summary: MonthSummary;
  readonly figures: MonthFigures;
  readonly firstDay: string;
  onMonth(month: string): void;
}

function Findings({ summary, figures, firstDay, onMonth }: FindingsProps) {
  const { t } = useTranslation('month');
  const format = useFormat();
  const { windowDays } = summary;
  const days = t('days', { count: windowDays });
  const name = format.month(figures.month);
  const quiet = figures.start === 0 && figures.end === 0 && figures.visitors === 0;
  return (
    <>
      <Title order={2}>{figures.complete ? name : t('monthSoFar', { month: name })}</Title>
      {quiet ? (
        <Quiet month={figures.month} firstDay={firstDay} onMonth={onMonth} />
      ) : (
        <>
          <Rates figures={figures} days={days} />
          <Grid gap="lg">
            <Grid.Col span={{ base: 12, lg: 8 }}>
              <Bridge figures={figures} days={days} />
            </Grid.Col>
            <Grid.Col span={{ base: 12, lg: 4 }}>
              <Visitors figures={figures} />
            </Grid.Col>
          </Grid>
        </>
      )}
      <Text c="dimmed">
        {t('window', { days })} {summary.windowFixed ? t('windowFixed', { days }) : t('windowFromData', { days })}
      </Text>
      <MonthHistory
        months={summary.months.filter(({ month }) => month >= monthOf(firstDay))}
        chosen={figures.month}
        onMonth={onMonth}
      />
    </>
  );
}

/** A month in which nobody was active, usually because the records are older. */
function Quiet({ month, firstDay, onMonth }: { month: string; firstDay: string; onMonth(month: string): void }) {
  const { t } = useTranslation('month');
  const format = useFormat();
  const target = addMonths(monthOf(firstDay), 11);
  return (
    <EmptyState
      variant="light"
      color="gray"
      icon={<IconHistory aria-hidden />}
      title={t('empty.quietTitle', { month: format.month(month) })}
      description={t('empty.quietText', { day: format.day(firstDay) })}
    >
      {target < month && (
        <EmptyState.Actions>
          <Button variant="light" onClick={() => onMonth(target)}>
            {t('empty.goFirst', { month: format.month(target) })}
          </Button>
        </EmptyState.Actions>
      )}
    </EmptyState>
  );
}

function NoVisits() {
  const { t } = useTranslation('month');
  const mayImport = useMay('visits.import');
  return (
    <EmptyState
      py="xl"
      size="lg"
      variant="light"
      icon={<IconCalendarStats aria-hidden />}
      title={t('empty.title')}
      description={t('empty.text')}
    >
      {mayImport && (
        <EmptyState.Actions>
          <Button
            variant="light"
            leftSection={<IconFileImport size="1.2rem" aria-hidden />}
            onClick={() => go({ at: 'import' })}
          >
            {t('empty.import')}
          </Button>
        </EmptyState.Actions>
      )}
    </EmptyState>
  );
}
