import {
  Alert,
  Button,
  Chip,
  Group,
  NumberInput,
  Select,
  type SelectProps,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { DatePickerInput, TimeInput } from '@mantine/dates';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ProgramRules } from '../../../preload/contract/rules.ts';
import { useAsk } from '../../app/client.ts';
import { useFormat } from '../../app/format.ts';
import { emptyMultiplier } from '../draft.ts';
import { overlapsOf } from '../overlaps.ts';
import css from '../Programs.module.css';
import { Choice } from './Choice.tsx';
import type { ProgramFormApi } from './programForm.ts';
import { WholeNumber } from './WholeNumber.tsx';

const effects = ['times', 'plus'] as const;

/** Happy hours and better terms for some customers; where two can meet, which of them counts (F-11). `rules` null while something is wrong. */
export function MultiplierFields({ form, rules }: { form: ProgramFormApi; rules: ProgramRules | null }) {
  const { t } = useTranslation('programs');
  return (
    <Stack>
      <Text c="dimmed">{t('multiplier.help')}</Text>
      {form.values.multipliers.map((_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by nothing but its place
        <OneMultiplier key={i} form={form} place={i} />
      ))}
      <div>
        <Button
          variant="default"
          leftSection={<IconPlus aria-hidden size="1.1rem" />}
          onClick={() => form.insertListItem('multipliers', emptyMultiplier)}
        >
          {t('multiplier.add')}
        </Button>
      </div>
      {rules && 'multipliers' in rules && <Winners rules={rules} />}
    </Stack>
  );
}

function Winners({ rules }: { rules: Extract<ProgramRules, { multipliers: unknown }> }) {
  const { t } = useTranslation('programs');
  const overlaps = overlapsOf(rules.multipliers, rules.earn.per === 'visit' ? rules.earn.units : null);
  if (overlaps.length === 0) return null;
  return (
    <Alert variant="light" role="status" title={t('multiplier.overlap')}>
      {overlaps.map(({ names: [first, second], winner }) => (
        <Text key={`${first}/${second}`}>
          {winner === null
            ? t('multiplier.depends', { first, second })
            : t('multiplier.wins', { first, second, winner })}
        </Text>
      ))}
    </Alert>
  );
}

function OneMultiplier({ form, place }: { form: ProgramFormApi; place: number }) {
  const { t } = useTranslation('programs');
  const format = useFormat();
  const path = `multipliers.${place}` as const;
  const one = form.values.multipliers[place];
  if (!one) return null;
  const field = (name: string) => form.getInputProps(`${path}.${name}`);
  const unit = form.values.kind === 'stamps' ? 'stamps' : 'points';
  const title = t('multiplier.title', { place: place + 1 });
  return (
    <fieldset className={css.box}>
      <legend className={css.legend}>{title}</legend>
      <Stack gap="sm">
        <Group align="flex-end" wrap="nowrap">
          <TextInput
            flex={1}
            label={t('field.multiplierName')}
            placeholder={t('multiplier.example')}
            maxLength={40}
            {...field('name')}
          />
          <Button
            variant="subtle"
            color="gray"
            px="xs"
            aria-label={t('removeNamed', { name: one.name.trim() || title })}
            onClick={() => form.removeListItem('multipliers', place)}
          >
            <IconTrash aria-hidden size="1.2rem" />
          </Button>
        </Group>
        <Group align="flex-end">
          <Choice
            label={t('field.effect')}
            data={effects.map((value) => ({ value, label: t(`effect.${value}.${unit}`) }))}
            value={one.effect.kind}
            onChange={(kind) => form.setFieldValue(`${path}.effect.kind`, kind)}
          />
          {one.effect.kind === 'times' ? (
            <NumberInput
              label={t('field.times')}
              description={t('help.times')}
              allowNegative={false}
              clampBehavior="none"
              decimalScale={1}
              w="10rem"
              {...field('effect.times')}
            />
          ) : (
            <WholeNumber label={t(`field.plus.${unit}`)} maw="12rem" {...field('effect.units')} />
          )}
        </Group>
        <fieldset className={css.group}>
          <legend className={css.legend}>{t('field.weekdays')}</legend>
          <Chip.Group multiple value={one.weekdays} onChange={(days) => form.setFieldValue(`${path}.weekdays`, days)}>
            <Group gap="xs">
              {['1', '2', '3', '4', '5', '6', '7'].map((day) => (
                <Chip key={day} value={day} size="md" className={css.chip}>
                  {format.weekday(Number(day))}
                </Chip>
              ))}
            </Group>
          </Chip.Group>
        </fieldset>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TimeInput size="md" label={t('field.hoursFrom')} {...field('hours.from')} />
          <TimeInput size="md" label={t('field.hoursTo')} {...field('hours.to')} />
          <DatePickerInput clearable size="md" label={t('field.startsOn')} {...field('startsOn')} />
          <DatePickerInput clearable size="md" label={t('field.endsOn')} {...field('endsOn')} />
          <TextInput label={t('field.tag')} description={t('help.tag')} maxLength={30} {...field('tag')} />
          <PerkField chosen={one.perk} {...field('perk')} />
        </SimpleGrid>
      </Stack>
    </fieldset>
  );
}

/** One of the shop's perks (F-14); a name that is none of them any more stays until another is chosen. */
function PerkField({ chosen, onChange, ...props }: SelectProps & { chosen: string }) {
  const { t } = useTranslation('programs');
  const perks = useAsk('perks.list', {}).data ?? [];
  const names = perks.filter(({ off }) => !off).map(({ name }) => name);
  return (
    <Select
      {...props}
      size="md"
      label={t('field.perk')}
      description={t('help.perk')}
      placeholder={names.length === 0 ? t('noPerks') : t('anybody')}
      clearable
      clearButtonProps={{ 'aria-label': t('anybody') }}
      data={[...new Set([...names, ...(chosen === '' ? [] : [chosen])])]}
      value={chosen === '' ? null : chosen}
      onChange={(name, option) => onChange?.(name ?? '', option)}
    />
  );
}
