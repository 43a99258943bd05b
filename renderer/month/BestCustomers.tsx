import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Best, MonthContent } from '../../preload/contract/month.ts';
import { useFormat } from '../app/format.ts';
import { Section } from './Section.tsx';

/** The best tenth of twelve months and their share (F-47). */
export function BestCustomers({ best }: { best: MonthContent['best'] }) {
  const { t } = useTranslation('month');
  const format = useFormat();
  const span = best.visits ?? best.spend;
  return (
    <Section
      id="best-title"
      title={t('best.title')}
      note={span ? t('best.span', { from: format.day(span.from), to: format.day(span.to) }) : t('best.none')}
    >
      {span && (
        <Stack gap="md">
          {best.visits && <Share best={best.visits} />}
          {best.spend ? <Share best={best.spend} /> : <Text c="dimmed">{t('best.noSpend')}</Text>}
        </Stack>
      )}
    </Section>
  );
}

function Share({ best }: { best: Best }) {
  const { t } = useTranslation('month');
  const format = useFormat();
  const { by, share_pct: share, times_the_others: times } = best;
  const bySpend = by === 'spend';
  return (
    <div>
      <Text fz="1.75rem" fw={700} lh={1.1}>
        {format.percent(share)}
      </Text>
      <Text>
        {t(bySpend ? 'best.spend' : 'best.visits', {
          count: best.best,
          customers: best.customers,
          least: bySpend ? format.money(best.least) : format.number(best.least),
        })}
      </Text>
      {times !== null && (
        <Text size="sm" c="dimmed">
          {t(bySpend ? 'best.timesSpend' : 'best.timesVisits', { times: format.number(times) })}
        </Text>
      )}
    </div>
  );
}
