import { Button, EmptyState, Grid, Group, Skeleton, Stack, Title } from '@mantine/core';
import { IconCalendarStats, IconHistory, IconMoon } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MonthReport } from '../../preload/contract/month.ts';
import { capital } from '../../preload/contract/words.ts';
import { useAsk } from '../app/client.ts';
import { ErrorText } from '../app/errors.tsx';
import { useFormat, useLocale } from '../app/format.ts';
import { go } from '../app/view.ts';
import { NothingYet } from '../visits/NothingYet.tsx';
import { BestCustomers } from './BestCustomers.tsx';
import { Bridge } from './Bridge.tsx';
import { ByStaff } from './ByStaff.tsx';
import { CapturedText } from './CapturedText.tsx';
import { Closing } from './Closing.tsx';
import { CohortTable } from './CohortTable.tsx';
import { Comparison } from './Comparison.tsx';
import { CostsButton } from './CostsEntry.tsx';
import { ExportMenu } from './ExportMenu.tsx';
import { MoneyView } from './MoneyView.tsx';
import { MonthHistory } from './MonthHistory.tsx';
import { MonthPicker } from './MonthPicker.tsx';
import { addMonths, type Chosen, choose, monthOf, tableStart } from './months.ts';
import { Rates } from './Rates.tsx';
import { ReceiptsButton } from './Receipts.tsx';
import { Rewards } from './Rewards.tsx';
import { Section } from './Section.tsx';
import { Visitors } from './Visitors.tsx';
import { WindowText } from './WindowText.tsx';

/** One month in figures that add up, and the months before it (F-50 to F-57). */
export function MonthPage() {
  const { t } = useTranslation('month');
  const running = useLocale((locale) => monthOf(locale.today));
  const [chosen, setChosen] = useState<Chosen>({ month: running, to: running });
  const range = { from: tableStart(chosen.to), to: chosen.to };
  const summary = useAsk('month.summary', range, { keepPrevious: true });
  // While another month is on its way the old one stays on screen.
  const report = useAsk('month.report', { month: chosen.month }, { keepPrevious: true });
  const goTo = (month: string) => setChosen((now) => choose(month, now, running));
  const firstDay = summary.data?.firstDay ?? null;

  return (
    <Stack gap="lg" aria-busy={summary.isPlaceholderData || report.isPlaceholderData}>
      <Group justify="space-between">
        <Title order={1}>{t('title')}</Title>
        {firstDay && (
          <Group gap="sm">
            <MonthPicker month={chosen.month} first={monthOf(firstDay)} last={running} onChange={goTo} />
            <DayEndButton />
            <ExportMenu month={chosen.month} from={shownFrom(range.from, firstDay)} to={range.to} />
          </Group>
        )}
      </Group>
      <ErrorText error={summary.error ?? report.error} />
      {(summary.isLoading || report.isLoading) && <Skeleton height="16rem" radius="lg" />}
      {summary.data && !firstDay && <NoVisits />}
      {firstDay && report.data && <Findings report={report.data} firstDay={firstDay} onMonth={goTo} />}
      {summary.data && firstDay && (
        <MonthHistory
          months={summary.data.months.filter(({ month }) => month >= monthOf(firstDay))}
          chosen={chosen.month}
          onMonth={goTo}
        />
      )}
    </Stack>
  );
}

/** The way to one day's sheet. */
function DayEndButton() {
  const { t } = useTranslation('month');
  return (
    <Button variant="default" leftSection={<IconMoon size="1.2rem" aria-hidden />} onClick={() => go({ at: 'dayEnd' })}>
      {t('dayEnd')}
    </Button>
  );
}

/** Months before the first visit have nothing to tell. */
const shownFrom = (from: string, firstDay: string): string => (from < monthOf(firstDay) ? monthOf(firstDay) : from);

interface FindingsProps {
  readonly report: MonthReport;
  readonly firstDay: string;
  onMonth(month: string): void;
}

function Findings({ report, firstDay, onMonth }: FindingsProps) {
  const { t } = useTranslation('month');
  const format = useFormat();
  const { content } = report;
  const { figures } = content;
  const name = format.month(figures.month);
  const quiet = figures.start === 0 && figures.end === 0 && figures.visitors === 0;
  return (
    <>
      <Title order={2}>{capital(figures.complete ? name : t('monthSoFar', { month: name }), format.language)}</Title>
      {quiet ? <Quiet month={figures.month} firstDay={firstDay} onMonth={onMonth} /> : <Everything report={report} />}
      <WindowText {...content} />
    </>
  );
}

/** All that there is to say about a month in which somebody came or was active. */
function Everything({ report }: { report: MonthReport }) {
  const { t } = useTranslation('month');
  const { content } = report;
  const days = t('days', { count: content.windowDays });
  return (
    <>
      <Closing report={report} />
      <Rates figures={content.figures} days={days} />
      <Group justify="space-between" wrap="nowrap">
        <CapturedText captured={content.captured} />
        <ReceiptsButton month={content.figures.month} />
      </Group>
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Bridge figures={content.figures} days={days} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Visitors figures={content.figures} />
        </Grid.Col>
        <Grid.Col span={12}>
          <Comparison content={content} />
        </Grid.Col>
        <Grid.Col span={12}>
          <Section id="cohorts-title" title={t('cohorts.title')} note={t('cohorts.note')}>
            <CohortTable grid={content.cohorts} labelledBy="cohorts-title" />
          </Section>
        </Grid.Col>
        <Grid.Col span={12}>
          <Rewards report={content.rewards} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <BestCustomers best={content.best} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <MoneyView report={report}>
            <CostsButton month={content.figures.month} costs={report.costs} />
          </MoneyView>
        </Grid.Col>
        {content.staff && (
          <Grid.Col span={12}>
            <ByStaff lines={content.staff} />
          </Grid.Col>
        )}
      </Grid>
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
  return (
    <NothingYet
      icon={<IconCalendarStats aria-hidden />}
      title={t('empty.title')}
      description={t('empty.text')}
      importLabel={t('empty.import')}
    />
  );
}
