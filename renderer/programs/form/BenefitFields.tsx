import { Button, Collapse, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rewardKinds } from '../../../preload/contract/rules.ts';
import { AmountInput } from '../../counter/AmountInput.tsx';
import { Choice } from './Choice.tsx';
import type { ProgramFormApi } from './programForm.ts';
import { WholeNumber } from './WholeNumber.tsx';

interface BenefitFieldsProps {
  readonly form: ProgramFormApi;
  /** `benefit`, or `rewards.N`, which can have an end to its validity. */
  readonly path: 'benefit' | `rewards.${number}`;
  /** What stands before: its place on the card, its price. */
  readonly children?: ReactNode;
}

/** What the customer gets: its name and kind in sight, worth, cost and validity folded away. */
export function BenefitFields({ form, path, children }: BenefitFieldsProps) {
  const { t } = useTranslation('programs');
  const { kind } =
    path === 'benefit' ? form.values.benefit : (form.values.rewards[Number(path.slice(8))] ?? form.values.benefit);
  const field = (name: string) => form.getInputProps(`${path}.${name}`);
  const folded = ['cost', 'validDays', ...(kind === 'amount' ? [] : ['value'])];
  const wrong = folded.some((name) => form.errors[`${path}.${name}`]);
  const [open, setOpen] = useState(false);
  const shown = open || wrong;
  return (
    <Stack gap="sm">
      {children}
      <Choice
        label={t('field.kind')}
        data={rewardKinds.map((value) => ({ value, label: t(`rewardKind.${value}`) }))}
        value={kind}
        onChange={(value) => form.setFieldValue(`${path}.kind`, value)}
      />
      <TextInput
        label={t('field.rewardName')}
        description={t(`help.reward.${kind}`)}
        maxLength={80}
        {...field('name')}
      />
      {kind === 'percent' && (
        <WholeNumber
          label={t('field.percent')}
          max={100}
          maw="12rem"
          rightSection={<span aria-hidden>%</span>}
          {...field('percent')}
        />
      )}
      {kind === 'amount' && <AmountInput label={t('field.amountOff')} maw="16rem" {...field('value')} />}
      <div>
        <Button
          variant="subtle"
          px="xs"
          aria-expanded={shown}
          rightSection={<IconChevronDown aria-hidden size="1.1rem" />}
          onClick={() => setOpen(!shown)}
        >
          {t(path === 'benefit' ? 'moreOfBenefit' : 'moreOfReward')}
        </Button>
        <Collapse expanded={shown}>
          <SimpleGrid cols={{ base: 1, sm: 2 }} mt="xs">
            {kind !== 'amount' && (
              <AmountInput label={t('field.rewardValue')} description={t('help.rewardValue')} {...field('value')} />
            )}
            <AmountInput label={t('field.cost')} description={t('help.cost')} {...field('cost')} />
            {path !== 'benefit' && (
              <WholeNumber label={t('field.validDays')} description={t('help.validDays')} {...field('validDays')} />
            )}
          </SimpleGrid>
        </Collapse>
      </div>
    </Stack>
  );
}
