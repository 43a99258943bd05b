import { Text, Title } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { MonthReport } from '../../preload/contract/month.ts';
import type { ShopStatus } from '../../preload/contract/shop.ts';
import { useAsk } from '../app/client.ts';
import { useFormat, useLocale } from '../app/format.ts';
import { useLocaleOf } from '../app/useLocaleOf.ts';
import { BestCustomers } from '../month/BestCustomers.tsx';
import { Bridge } from '../month/Bridge.tsx';
import { ByStaff } from '../month/ByStaff.tsx';
import { CapturedText } from '../month/CapturedText.tsx';
import { ClosedText } from '../month/Closing.tsx';
import { CohortTable } from '../month/CohortTable.tsx';
import { Comparison } from '../month/Comparison.tsx';
import { MoneyView } from '../month/MoneyView.tsx';
import { Rates } from '../month/Rates.tsx';
import { RetentionLine } from '../month/RetentionLine.tsx';
import { Rewards } from '../month/Rewards.tsx';
import { Section } from '../month/Section.tsx';
import { Visitors } from '../month/Visitors.tsx';
import { WindowText } from '../month/WindowText.tsx';
import classes from './MonthSheet.module.css';
import { useLaidOut } from './useLaidOut.ts';

/** One month on paper, from the same answer and the same components as the page. Closes the window when there is none. */
export function MonthSheet({ month }: { month: string }) {
  const status = useAsk('shop.status', {});
  const session = useAsk('people.session', {});
  const report = useAsk('month.report', { month });
  const failed = Boolean(status.error ?? session.error ?? report.error);
  useEffect(() => {
    if (failed) window.close();
  }, [failed]);
  if (!status.data?.settings || !session.data || !report.data) return null;
  return (
    <Sheet
      status={status.data}
      shopName={status.data.settings.name}
      language={session.data.person?.language ?? null}
      report={report.data}
    />
  );
}

interface SheetProps {
  readonly status: ShopStatus;
  readonly shopName: string;
  readonly language: ShopStatus['systemLanguage'] | null;
  readonly report: MonthReport;
}

function Sheet({ status, shopName, language, report }: SheetProps) {
  const { t } = useTranslation('month');
  const format = useFormat();
  useLocaleOf(status, language);
  // The first picture is drawn before the language is known.
  const settled = useLocale((locale) => locale.currency === status.settings?.currency);
  const { content } = report;
  const { figures } = content;
  const name = format.month(figures.month);
  const title = figures.complete ? name : t('monthSoFar', { month: name });
  useLaidOut(settled ? `${shopName} – ${t('print.title')}, ${title}` : null, `.${classes.page}`);
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
          <MoneyView money={content.money} />
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
