import { Card, Progress, Stack, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { MonthFigures } from '../../preload/contract/month.ts';
import { useFormat } from '../app/format.ts';
import { FactList } from './FactList.tsx';

/** Who came in the month: known faces and first-timers. */
export function Visitors({ figures }: { figures: MonthFigures }) {
  const { t } = useTranslation('month');
  const format = useFormat();
  const { visitors, returning_visitors: returning, returning_visitor_pct: share } = figures;
  const facts = [
    { key: 'visitors', name: t('visitors.visitors'), hint: t('visitors.visitorsHint'), value: format.number(visitors) },
    {
      key: 'returning',
      name: t('visitors.returning'),
      hint: t('visitors.returningHint'),
      value: share === null ? '—' : `${format.number(returning)} · ${format.percent(share)}`,
    },
    {
      key: 'first',
      name: t('visitors.first'),
      hint: t('visitors.firstHint'),
      value: format.number(visitors - returning),
    },
    {
      key: 'again',
      name: t('visitors.again'),
      hint: t('visitors.againHint'),
      value: format.percent(figures.month_on_month_return_pct),
    },
  ];
  return (
    <Card withBorder radius="lg" padding="lg" h="100%" component="section" aria-labelledby="visitors-title">
      <Stack gap="md">
        <Title order={3} size="h4" id="visitors-title">
          {t('visitors.title')}
        </Title>
        {share !== null && (
          <Progress.Root size="1rem" radius="xl" aria-hidden>
            <Progress.Section value={share} color="ink" />
            <Progress.Section value={100 - share} color="moss" />
          </Progress.Root>
        )}
        <FactList facts={facts} />
      </Stack>
    </Card>
  );
}
