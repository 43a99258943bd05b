import { Radio, Stack } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import { useTranslation } from 'react-i18next';
import type { ProgramFormApi } from './programForm.ts';
import { WholeNumber } from './WholeNumber.tsx';

const kinds = ['none', 'idle', 'batch', 'signUp', 'fixed'] as const;

/** When stamps or points run out (F-15). */
export function ExpiryFields({ form }: { form: ProgramFormApi }) {
  const { t } = useTranslation('programs');
  const { kind } = form.values.expiry;
  return (
    <Stack>
      <Radio.Group label={t('field.expiry')} {...form.getInputProps('expiry.kind')}>
        <Stack mt="xs">
          {kinds.map((value) => (
            <Radio
              key={value}
              value={value}
              size="md"
              label={t(`expiry.${value}`)}
              description={t(`expiryHelp.${value}`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      {kind === 'fixed' && (
        <DatePickerInput size="md" clearable label={t('field.expiryOn')} {...form.getInputProps('expiry.on')} />
      )}
      {kind !== 'fixed' && kind !== 'none' && (
        <WholeNumber label={t('field.expiryDays')} maw="14rem" {...form.getInputProps('expiry.days')} />
      )}
    </Stack>
  );
}
