import { List } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DayEnd } from '../../preload/contract/dayEnd.ts';
import { useFormat } from '../app/format.ts';

/** The rest of the day in sentences. */
export function DayFacts({ day }: { day: DayEnd }) {
  const { t } = useTranslation('dayEnd');
  const format = useFormat();
  return (
    <List>
      <List.Item>{t('enrolled', { count: day.enrolled })}</List.Item>
      {day.fromPaper > 0 && <List.Item>{t('fromPaper', { count: day.fromPaper })}</List.Item>}
      <List.Item>
        {day.receipts === null
          ? t('noReceipts')
          : t('captured', { count: day.receipts, share: format.percent(day.captured_pct) })}
      </List.Item>
    </List>
  );
}
