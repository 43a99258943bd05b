import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Captured } from '../../preload/contract/month.ts';
import { useFormat } from '../app/format.ts';

/** How much of the business the rates speak about (F-90): those of a month, or of a span of months. */
export function CapturedText({ captured, span = false }: { captured: Captured; span?: boolean }) {
  const { t } = useTranslation('month');
  const format = useFormat();
  const { days, receipts, visits, captured_pct: share } = captured;
  if (share === null) return <Text>{t(span ? 'captured.unknownSpan' : 'captured.unknown')}</Text>;
  return (
    <Text>
      <b>{t('captured.share', { share: format.percent(share) })}</b>{' '}
      {t('captured.of', { visits: format.number(visits), receipts: format.number(receipts), count: days })}
    </Text>
  );
}
