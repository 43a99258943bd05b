import { SimpleGrid } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ProgramFormApi } from './programForm.ts';
import { WholeNumber } from './WholeNumber.tsx';

/** Extra stamps or points on occasions of the customer's own (F-09). */
export function BonusFields({ form }: { form: ProgramFormApi }) {
  const { t } = useTranslation('programs');
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      {(['signUp', 'birthday', 'birthdayDays', 'winBack.units', 'winBack.afterDays'] as const).map((name) => (
        <WholeNumber
          key={name}
          label={t(`field.bonus.${name}`)}
          description={t(`help.bonus.${name}`)}
          {...form.getInputProps(`bonus.${name}`)}
        />
      ))}
    </SimpleGrid>
  );
}
