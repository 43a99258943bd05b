import { Box, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { MonthFigures } from '../../preload/contract/month.ts';
import { useFormat } from '../app/format.ts';
import { rateScale } from './months.ts';
import classes from './RetentionLine.module.css';

type Kind = 'mature' | 'early' | 'soFar';

interface Point {
  readonly month: string;
  /** Percent of the chart's width and height, from the left and the bottom. */
  readonly x: number;
  readonly y: number;
  readonly percent: number;
  readonly kind: Kind;
}

/** Months whose figures fit beside each other. */
const mostWords = 14;

/** Retention over the months. Only months that can be judged are joined; the table says the same in figures. */
export function RetentionLine({ months }: { months: readonly MonthFigures[] }) {
  const { t, i18n } = useTranslation('month');
  const format = useFormat();
  const rates = months.flatMap(({ retention_pct }) => (retention_pct === null ? [] : [retention_pct]));
  if (rates.length < 2) return <Text c="dimmed">{t('history.noLine')}</Text>;
  const { low, high } = rateScale(rates);
  const short = new Intl.DateTimeFormat(i18n.language, { month: 'short', timeZone: 'UTC' });
  const points = months.map((figures, index): Point | null =>
    figures.retention_pct === null
      ? null
      : {
          month: figures.month,
          x: ((index + 0.5) / months.length) * 100,
          y: ((figures.retention_pct - low) / (high - low)) * 100,
          percent: figures.retention_pct,
          kind: !figures.mature ? 'early' : figures.complete ? 'mature' : 'soFar',
        },
  );
  // So many months that their words do not touch: every second or third of them has its figure.
  const step = Math.ceil(months.length / mostWords);
  const hasWords = (index: number) => (months.length - 1 - index) % step === 0;
  const kinds = new Set(points.flatMap((point) => (point ? [point.kind] : [])));

  return (
    <figure className={classes.figure}>
      <Text component="figcaption" fw={600} mb="xs">
        {t('history.chart')}
      </Text>
      <div className={classes.chart} role="img" aria-label={t('history.chartText')}>
        <div className={classes.scale}>
          {[high, (high + low) / 2, low].map((percent) => (
            <span key={percent}>{format.wholePercent(percent)}</span>
          ))}
        </div>
        <div className={classes.plot}>
          <svg className={classes.lines} viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
            {[0, 50, 100].map((y) => (
              <line key={y} className={classes.rule} x1="0" x2="100" y1={y} y2={y} />
            ))}
            {points.slice(1).map((point, index) => {
              const before = points[index];
              if (!point || !before || point.kind === 'early' || before.kind === 'early') return null;
              return (
                <line
                  key={point.month}
                  className={classes.line}
                  data-kind={point.kind}
                  x1={before.x}
                  y1={100 - before.y}
                  x2={point.x}
                  y2={100 - point.y}
                />
              );
            })}
          </svg>
          {points.map(
            (point, index) =>
              point && (
                <Box
                  key={point.month}
                  className={classes.point ?? ''}
                  data-kind={point.kind}
                  style={{ left: `${point.x}%`, bottom: `${point.y}%` }}
                >
                  {hasWords(index) && <span className={classes.value}>{format.percent(point.percent)}</span>}
                </Box>
              ),
          )}
        </div>
        <div className={classes.months}>
          {months.map(({ month }, index) => (
            <span key={month}>
              {hasWords(index) && (
                <>
                  {short.format(Date.parse(`${month}-01T00:00:00Z`))}
                  {(index < step || Number(month.slice(5)) <= step) && <small>{month.slice(0, 4)}</small>}
                </>
              )}
            </span>
          ))}
        </div>
      </div>
      <Group gap="lg" mt="xs">
        {(
          [
            ['mature', 'legendMature'],
            ['early', 'legendEarly'],
            ['soFar', 'legendSoFar'],
          ] as const
        )
          .filter(([kind]) => kinds.has(kind))
          .map(([kind, key]) => (
            <Group key={kind} gap={6}>
              <span className={classes.key} data-kind={kind} />
              <Text size="sm" c="dimmed">
                {t(`history.${key}`)}
              </Text>
            </Group>
          ))}
      </Group>
    </figure>
  );
}
