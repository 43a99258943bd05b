import { Group, Input, Select, TextInput } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerFormValues } from './formValues.ts';

interface BirthdayProps {
  readonly value: CustomerFormValues['birthday'];
  onChange(value: CustomerFormValues['birthday']): void;
  readonly error: ReactNode;
}

const days = Array.from({ length: 31 }, (_, i) => String(i + 1));

/** Day and month, the year only if it is known: people tell their birthday more readily than their age. */
export function BirthdayFields({ value, onChange, error }: BirthdayProps) {
  const { t, i18n } = useTranslation('customers');
  const id = useId();
  const monthName = new Intl.DateTimeFormat(i18n.language, { month: 'long', timeZone: 'UTC' });
  const months = Array.from({ length: 12 }, (_, i) => ({
    value: String(i + 1),
    label: monthName.format(Date.UTC(2024, i, 1)),
  }));
  return (
    <Input.Wrapper
      size="md"
      label={t('field.birthday')}
      labelElement="div"
      labelProps={{ id }}
      error={error}
      errorProps={{ id: `${id}-error` }}
    >
      <Group
        gap="xs"
        wrap="nowrap"
        align="flex-start"
        role="group"
        aria-labelledby={id}
        aria-describedby={error ? `${id}-error` : undefined}
      >
        <Select
          w="5.5rem"
          aria-label={t('field.birthdayDay')}
          placeholder={t('field.birthdayDay')}
          data={days}
          value={value.day}
          error={Boolean(error)}
          onChange={(day) => onChange({ ...value, day })}
          allowDeselect
        />
        <Select
          flex={1}
          aria-label={t('field.birthdayMonth')}
          placeholder={t('field.birthdayMonth')}
          data={months}
          value={value.month}
          error={Boolean(error)}
          onChange={(month) => onChange({ ...value, month })}
          allowDeselect
        />
        <TextInput
          w="8rem"
          inputMode="numeric"
          maxLength={4}
          aria-label={t('field.birthdayYear')}
          placeholder={t('field.birthdayYear')}
          value={value.year}
          error={Boolean(error)}
          onChange={(event) => onChange({ ...value, year: event.currentTarget.value.replace(/\D/g, '') })}
        />
      </Group>
    </Input.Wrapper>
  );
}
