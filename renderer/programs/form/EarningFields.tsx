import { Group, Select, Stack, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { AmountInput } from '../../counter/AmountInput.tsx';
import { Choice } from './Choice.tsx';
import type { ProgramFormApi } from './programForm.ts';
import { WholeNumber } from './WholeNumber.tsx';

const ways = ['visit', 'amount', 'item'] as const;
const roundings = ['down', 'nearest', 'up'] as const;

/** What brings stamps or points: a visit, an amount, pieces; how amounts are rounded, and what is too little to count. */
export function EarningFields({ form }: { form: ProgramFormApi }) {
  const { t } = useTranslation('programs');
  const { kind, earn } = form.values;
  const unit = kind === 'stamps' ? 'stamps' : 'points';
  return (
    <Stack>
      <Choice
        label={t(`field.per.${unit}`)}
        data={ways.map((value) => ({ value, label: t(`per.${value}`) }))}
        value={earn.per}
        onChange={(per) => form.setFieldValue('earn.per', per)}
      />
      <Group align="flex-start" grow>
        {earn.per === 'amount' && <AmountInput label={t('field.every')} {...form.getInputProps('earn.every')} />}
        <WholeNumber label={t(`field.units.${unit}`)} {...form.getInputProps('earn.units')} />
        {kind === 'stamps' && earn.per !== 'visit' && (
          <WholeNumber label={t('field.capPerVisit')} {...form.getInputProps('capPerVisit')} />
        )}
      </Group>
      {kind === 'stamps' && earn.per === 'visit' && (
        <WholeNumber
          label={t('field.capPerVisit')}
          description={t('help.capPerVisit')}
          {...form.getInputProps('capPerVisit')}
        />
      )}
      {earn.per === 'amount' && (
        <>
          <Switch
            size="md"
            label={t('field.carryOver')}
            description={t('help.carryOver')}
            {...form.getInputProps('earn.carryOver', { type: 'checkbox' })}
            onChange={(event) => {
              form.setFieldValue('earn.carryOver', event.currentTarget.checked);
              // What is kept for the next visit cannot be rounded up as well.
              if (event.currentTarget.checked) form.setFieldValue('earn.rounding', 'down');
            }}
          />
          {!earn.carryOver && (
            <Select
              label={t('field.rounding')}
              allowDeselect={false}
              data={roundings.map((value) => ({ value, label: t(`rounding.${value}`) }))}
              {...form.getInputProps('earn.rounding')}
            />
          )}
        </>
      )}
      <AmountInput
        label={t('field.minimumSpend')}
        description={t('help.minimumSpend')}
        {...form.getInputProps('minimumSpend')}
      />
    </Stack>
  );
}
