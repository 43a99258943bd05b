import { Group, NativeSelect } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';

interface DayAndMonthProps {
  day: number | null;
  month: number | null;
  onDay(day: number | null): void;
  onMonth(month: number | null): void;
  autoFocus?: boolean;
  error?: ReactNode;
}

const days = Array.from({ length: 31 }, (_, n) => String(n + 1));
const chosen = (value: string): number | null => (value === '' ? null : Number(value));

/** A birthday without its year: two short lists that take a typed digit or letter. */
export function DayAndMonth({ day, month, onDay, onMonth, autoFocus = false, error }: DayAndMonthProps) {
  const { t, i18n } = useTranslation('counter');
  const months = useMemo(() => {
    const format = new Intl.DateTimeFormat(i18n.language, { month: 'long', timeZone: 'UTC' });
    return Array.from({ length: 12 }, (_, n) => ({ value: String(n + 1), label: format.format(Date.UTC(2024, n, 1)) }));
  }, [i18n.language]);
  return (
    <Group gap="sm" wrap="nowrap" align="flex-start">
      <NativeSelect
        size="md"
        label={t('birthday.day')}
        data={[{ value: '', label: '–' }, ...days]}
        value={day === null ? '' : String(day)}
        onChange={(event) => onDay(chosen(event.currentTarget.value))}
        autoFocus={autoFocus}
        error={error}
      />
      <NativeSelect
        size="md"
        label={t('birthday.month')}
        data={[{ value: '', label: '–' }, ...months]}
        value={month === null ? '' : String(month)}
        onChange={(event) => onMonth(chosen(event.currentTarget.value))}
      />
    </Group>
  );
}
