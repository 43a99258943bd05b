import { Box, Card, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { MonthFigures } from '../../preload/contract/month.ts';
import { useFormat } from '../app/format.ts';
import classes from './Bridge.module.css';

interface Step {
  readonly key: 'start' | 'new' | 'wonBack' | 'lost' | 'end';
  readonly name: string;
  readonly hint: string;
  readonly label: string;
  /** Customers at the foot and the head of the bar. */
  readonly from: number;
  readonly to: number;
  /** Customers after this step, where the next one begins. */
  readonly reached: number;
}

/** Start + new + won back − lost = end, as steps that one can see (F-51). */
export function Bridge({ figures, days }: { figures: MonthFigures; days: string }) {
  const { t } = useTranslation('month');
  const format = useFormat();
  const { start, end, lost, won_back: wonBack, complete, net_growth: growth } = figures;
  const top = start + figures.new + wonBack;
  const signed = (n: number, sign: string) => (n === 0 ? '0' : `${sign}${format.number(n)}`);
  const steps: Step[] = [
    {
      key: 'start',
      name: t('bridge.start'),
      hint: t('bridge.startHint', { day: format.day(`${figures.month}-01`) }),
      label: format.number(start),
      from: 0,
      to: start,
      reached: start,
    },
    {
      key: 'new',
      name: t('bridge.new'),
      hint: t('bridge.newHint'),
      label: signed(figures.new, '+'),
      from: start,
      to: start + figures.new,
      reached: start + figures.new,
    },
    {
      key: 'wonBack',
      name: t('bridge.wonBack'),
      hint: t('bridge.wonBackHint'),
      label: signed(wonBack, '+'),
      from: start + figures.new,
      to: top,
      reached: top,
    },
    {
      key: 'lost',
      name: t('bridge.lost'),
      hint: t('bridge.lostHint', { days }),
      label: signed(lost, '−'),
      from: end,
      to: top,
      reached: end,
    },
    {
      key: 'end',
      name: complete ? t('bridge.end') : t('bridge.endSoFar'),
      hint: complete ? t('bridge.endHint') : t('bridge.endHintSoFar'),
      label: format.number(end),
      from: 0,
      to: end,
      reached: end,
    },
  ];
  const share = (n: number) => `${top === 0 ? 0 : (n / top) * 100}%`;
  const sentence = t('bridge.sentence', { start, new: figures.new, wonBack, lost, end });
  const change =
    growth === 0
      ? t('bridge.growthNone')
      : growth > 0
        ? t('bridge.growthUp', { count: growth })
        : t('bridge.growthDown', { count: -growth });

  return (
    <Card withBorder radius="lg" padding="lg" h="100%" component="section" aria-labelledby="bridge-title">
      <Stack gap="md">
        <Title order={3} size="h4" id="bridge-title">
          {t('bridge.title')}
        </Title>
        <div className={classes.picture} role="img" aria-label={`${t('bridge.label')}: ${sentence}`}>
          {steps.map((step) => (
            <div key={step.key} className={classes.step}>
              <Box className={classes.room ?? ''} style={{ '--level': share(step.reached) }}>
                <Box
                  className={classes.bar ?? ''}
                  data-step={step.key}
                  style={{ '--foot': share(step.from), '--height': share(step.to - step.from) }}
                >
                  <span className={classes.label}>{step.label}</span>
                </Box>
              </Box>
              <div className={classes.name}>{step.name}</div>
              <div className={classes.hint}>{step.hint}</div>
            </div>
          ))}
        </div>
        <Text>
          {sentence}. {change}
        </Text>
      </Stack>
    </Card>
  );
}
