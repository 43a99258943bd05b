import { Text, Title } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { MonthReport } from '../../preload/contract/month.ts';
import { useAsk } from '../app/client.ts';
import { type Format, useFormat, useLocale } from '../app/format.ts';
import { useLaidOut } from '../paper/useLaidOut.ts';
import { BestCustomers } from './BestCustomers.tsx';
import { Bridge } from './Bridge.tsx';
import { ByStaff } from './ByStaff.tsx';
import { CapturedText } from './CapturedText.tsx';
import { ClosedText } from './Closing.tsx';
import { CohortTable } from './CohortTable.tsx';
import { Comparison } from './Comparison.tsx';
import { MoneyView } from './MoneyView.tsx';
import classes from './MonthSheet.module.css';
import { Rates } from './Rates.tsx';
import { RetentionLine } from './RetentionLine.tsx';
import { Rewards } from './Rewards.tsx';
import { Section } from './Section.tsx';
import { Visitors } from './Visitors.tsx';
import { WindowText } from './WindowText.tsx';

/** One month on paper, from the same answer and the same components as the page. */
export function MonthSheet({ month }: { month: string }) {
  const { t } = useTranslation('month');
  const format = useFormat();
  const settings = useAsk('shop.settings', {});
  const { data: report, error } = useAsk('month.report', { month });
  const ready = settings.data && report;
  useLaidOut(
    ready ? `${settings.data.name} – ${t('print.title')}, ${titleOf(report, t, format)}` : null,
    Boolean(settings.error ?? error),
    `.${classes.page}`,
  );
  return ready ? <Sheet shopName={settings.data.name} report={report} /> : null;
}

/** The month's name, "so far" while it runs. */
function titleOf({ content: { figures } }: MonthReport, t: TFunction<'month'>, format: Format): string {
  const name = format.month(figures.month);
  return figures.complete ? name : t('monthSoFar', { month: name });
}

function Sheet({ shopName, report }: { shopName: string; report: MonthReport }) {
  const { t } = useTranslation('month');
  const format = useFormat();
  const { content } = report;
  const { figures } = content;
  const title = titleOf(report, t, format);
  const days = t('days', { count: content.windowDays });
  return (
    <main className={classes.sheet}>
      <div className={classes.page}>
        <header className={classes.head}>
          <Title order={1}>
            {t('print.title')}: {title}
          </Title>
          <Text size="xl" fw={650}>
            {shopName}
          </Text>
        </header>
        <ClosedText report={report} brief />
        <Rates figures={figures} days={days} />
        <CapturedText captured={content.captured} />
        <div className={classes.four}>
          <Bridge figures={figures} days={days} />
        </div>
        <div className={classes.two}>
          <Visitors figures={figures} />
        </div>
        <Comparison content={content} />
        <Section id="line-title" title={t('history.title')}>
          <RetentionLine months={content.series} />
        </Section>
      </div>
      <div className={classes.page}>
        <Section id="cohorts-title" title={t('cohorts.title')} note={t('cohorts.note')}>
          <CohortTable grid={content.cohorts} labelledBy="cohorts-title" />
        </Section>
        <Rewards report={content.rewards} />
        <div className={classes.three}>
          <BestCustomers best={content.best} />
        </div>
        <div className={classes.three}>
          <MoneyView report={report} />
        </div>
        {content.staff && <ByStaff lines={content.staff} />}
        <Definitions report={report} />
      </div>
    </main>
  );
}

/** Window and formulae in words, and from when the figures are. */
function Definitions({ report: { content } }: { report: MonthReport }) {
  const { t } = useTranslation('month');
  const format = useFormat();
  const today = useLocale((locale) => locale.today);
  return (
    <Section id="definitions-title" title={t('print.definitions')}>
      <div>
        <WindowText {...content} />
        {(['retention', 'churn', 'wonBack', 'frequency'] as const).map((key) => (
          <Text key={key}>{t(`print.${key}`)}</Text>
        ))}
        <Text c="dimmed">{t('print.made', { day: format.day(today), asOf: format.day(content.asOf) })}</Text>
      </div>
    </Section>
  );
}
