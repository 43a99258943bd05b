import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface WindowProps {
  readonly windowDays: number;
  readonly windowFixed: boolean;
}

/** What "active" means here, printed with every rate. */
export function WindowText({ windowDays, windowFixed }: WindowProps) {
  const { t } = useTranslation('month');
  const days = t('days', { count: windowDays });
  return (
    <Text c="dimmed">
      {t('window', { days })} {windowFixed ? t('windowFixed', { days }) : t('windowFromData', { days })}
    </Text>
  );
}
