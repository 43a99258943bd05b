import { Button, Group, Stack, Text } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { mostRewards } from '../../../preload/contract/rules.ts';
import { emptyReward } from '../draft.ts';
import css from '../Programs.module.css';
import { BenefitFields } from './BenefitFields.tsx';
import type { ProgramFormApi } from './programForm.ts';
import { WholeNumber } from './WholeNumber.tsx';

/** Rewards of a points program with their prices; on a punch card those on the way to the last, which comes first in the form. */
export function RewardList({ form, from }: { form: ProgramFormApi; from: 0 | 1 }) {
  const { t } = useTranslation('programs');
  const { rewards, kind } = form.values;
  return (
    <Stack>
      {rewards.slice(from).map((reward, i) => {
        const place = i + from;
        const title = t(kind === 'stamps' ? 'interim.title' : 'prices.title', { place: i + 1 });
        return (
          <fieldset key={reward.rewardId ?? place} className={css.box}>
            <legend className={css.legend}>{title}</legend>
            <BenefitFields form={form} path={`rewards.${place}`}>
              <Group align="flex-start">
                <WholeNumber
                  label={t(kind === 'stamps' ? 'field.at' : 'field.price')}
                  maw="14rem"
                  {...form.getInputProps(`rewards.${place}.at`)}
                />
                <Button
                  variant="subtle"
                  color="gray"
                  ml="auto"
                  leftSection={<IconTrash aria-hidden size="1.1rem" />}
                  aria-label={t('removeNamed', { name: reward.name.trim() || title })}
                  onClick={() => form.removeListItem('rewards', place)}
                >
                  {t('remove')}
                </Button>
              </Group>
            </BenefitFields>
          </fieldset>
        );
      })}
      {form.errors.rewards && (
        <Text c="var(--mantine-color-error)" role="alert">
          {form.errors.rewards}
        </Text>
      )}
      <div>
        <Button
          variant="default"
          disabled={rewards.length >= mostRewards}
          leftSection={<IconPlus aria-hidden size="1.1rem" />}
          onClick={() => form.insertListItem('rewards', emptyReward)}
        >
          {t(kind === 'stamps' ? 'interim.add' : 'prices.add')}
        </Button>
      </div>
    </Stack>
  );
}
