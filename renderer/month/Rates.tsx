import { Alert, Card, Stack, Text, Title } from '@mantine/core';
import { IconClockHour4 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { MonthFigures } from '../../preload/contract/month.ts';
import { useFormat } from '../app/format.ts';
import classes from './Rates.module.css';

interface RatesProps {
  readonly figures: MonthFigures;
  /** The activity window in words, "90 days". */
  readonly days: string;
}

/** Retention and churn, large, each with its sentence (RETENTION.md section 7). */
export function Rates({ figures, days }: RatesProps) {
  const { t } = useTranslation('month');
  const { start, kept, lost, mature } = figures;
  return (
    <Stack gap="md">
      {!mature && (
        <Alert variant="light" color="ocean" title={t('early')} icon={<IconClockHour4 aria-hidden />}>
          {t('earlyText', { days })}
        </Alert>
      )}
      <div className={classes.rates}>
        <Rate
          name={t('retention')}
          percent={figures.retention_pct}
          text={start === 0 ? t('notDefinedText') : t('retentionText', { kept, count: start })}
        >
          {figures.retention_pct !== null && <Naive figures={figures} />}
        </Rate>
        <Rate
          name={t('churn')}
          percent={figures.churn_pct}
          text={start === 0 ? t('notDefinedText') : t('churnText', { lost, count: start, days })}
        >
          {figures.churn_pct !== null && (
            <Text size="sm" c="dimmed">
              {t('sum')}
            </Text>
          )}
        </Rate>
      </div>
    </Stack>
  );
}

interface RateProps {
  readonly name: string;
  readonly percent: number | null;
  readonly text: string;
  readonly children: React.ReactNode;
}

function Rate({ name, percent, text, children }: RateProps) {
  const { t } = useTranslation('month');
  const format = useFormat();
  return (
    <Card withBorder radius="lg" padding="lg">
      <Stack gap="xs">
        <Title order={3} size="h4">
          {name}
        </Title>
        {percent === null ? (
          <Text fz="1.75rem" fw={650} lh={1.2}>
            {t('notDefined')}
          </Text>
        ) : (
          <Text fz="3.25rem" fw={700} lh={1.05}>
            {format.percent(percent)}
          </Text>
        )}
        <Text>{text}</Text>
        {children}
      </Stack>
    </Card>
  );
}

/** The reading with first-time customers only, and why it differs: won-back customers hide losses. */
function Naive({ figures }: { figures: MonthFigures }) {
  const { t } = useTranslation('month');
  const format = useFormat();
  const { naive_retention_pct: naive, won_back } = figures;
  if (naive === null) return null;
  if (won_back === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('naiveSame')}
      </Text>
    );
  }
  return (
    <Text size="sm" c="dimmed">
      <b>{t('naive', { percent: format.percent(naive) })}</b> {t('naiveDiffers', { count: won_back })}
      {naive > 100 && ` ${t('naiveOver')}`}
    </Text>
  );
}
