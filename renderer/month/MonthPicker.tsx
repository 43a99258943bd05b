import { ActionIcon, Group } from '@mantine/core';
import { MonthPickerInput } from '@mantine/dates';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../app/format.ts';
import { addMonths } from './months.ts';

interface PickerProps {
  readonly month: string;
  readonly first: string;
  readonly last: string;
  onChange(month: string): void;
}

/** One month back, one forward, or any from a calendar. Never beyond the records. */
export function MonthPicker({ month, first, last, onChange }: PickerProps) {
  const { t } = useTranslation('month');
  const format = useFormat();
  return (
    <Group gap={4} wrap="nowrap">
      <ActionIcon
        color="gray"
        aria-label={t('previous')}
        disabled={month <= first}
        onClick={() => onChange(addMonths(month, -1))}
      >
        <IconChevronLeft size="1.4rem" aria-hidden />
      </ActionIcon>
      <MonthPickerInput
        w="13rem"
        size="md"
        styles={{
          calendarHeaderControl: { width: '2.75rem', height: '2.75rem' },
          monthsListControl: { minWidth: '2.75rem', height: '2.75rem' },
        }}
        aria-label={`${t('choose')}: ${format.month(month)}`}
        value={`${month}-01`}
        minDate={`${first}-01`}
        maxDate={`${last}-01`}
        onChange={(day) => day && onChange(day.slice(0, 7))}
      />
      <ActionIcon
        color="gray"
        aria-label={t('next')}
        disabled={month >= last}
        onClick={() => onChange(addMonths(month, 1))}
      >
        <IconChevronRight size="1.4rem" aria-hidden />
      </ActionIcon>
    </Group>
  );
}
