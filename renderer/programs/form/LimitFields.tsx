import { SimpleGrid, Stack, Textarea } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import { useTranslation } from 'react-i18next';
import type { ProgramFormApi } from './programForm.ts';
import { WholeNumber } from './WholeNumber.tsx';

/** From when to when, how often at most, and a note for the team. */
export function LimitFields({ form }: { form: ProgramFormApi }) {
  const { t } = useTranslation('programs');
  const { kind } = form.values;
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <DatePickerInput clearable size="md" label={t('field.startsOn')} {...form.getInputProps('startsOn')} />
        <DatePickerInput clearable size="md" label={t('field.endsOn')} {...form.getInputProps('endsOn')} />
      </SimpleGrid>
      <WholeNumber
        label={t(`field.usageCap.${kind}`)}
        description={t('help.usageCap')}
        {...form.getInputProps('usageCap')}
      />
      <Textarea label={t('field.note')} maxLength={300} autosize minRows={2} {...form.getInputProps('note')} />
    </Stack>
  );
}
