import { Button, Collapse, Group, SimpleGrid, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import { useForm } from '@mantine/form';
import { IconArrowLeft, IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import { useAct } from '../app/client.ts';
import { ErrorText } from '../app/errors.tsx';
import { useLocale } from '../app/format.ts';
import { usePinGate } from '../app/session.ts';
import { AmountInput } from '../counter/AmountInput.tsx';
import { StampCard } from '../counter/StampCard.tsx';
import { templates } from '../shop/templates.ts';
import { ColorPicker, GoalPicker, IconPicker } from './LookPickers.tsx';
import css from './Programs.module.css';
import { emptyRules, formFieldOf, mistakes, type RulesForm, rulesOf } from './rules.ts';

/** A new punch card, drawn while it is being made. */
export function NewProgram({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('programs');
  const { t: words } = useTranslation('shop');
  const { currency } = useLocale();
  const { act, busy } = useAct('programs.create');
  const gate = usePinGate();
  const [more, setMore] = useState(false);
  const [error, setError] = useState<AppErrorData | null>(null);
  const form = useForm<RulesForm>({
    initialValues: emptyRules,
    validate: (values) =>
      Object.fromEntries(
        Object.entries(mistakes(values, currency)).map(([field, wrong]) => [field, t(`wrong.${wrong}`)]),
      ),
  });
  const { values } = form;

  const hidden = (fields: readonly string[]) =>
    fields.some((field) => ['minimumSpend', 'startsOn', 'endsOn', 'note'].includes(field));
  const save = async () => {
    const answer = await gate.run(() => act(rulesOf(values, currency)));
    if (!answer) return;
    if (answer.ok) return onClose();
    const fields = answer.error.code === 'BAD_INPUT' ? (answer.error.fields ?? []) : [];
    const known = fields.map(formFieldOf).filter((field) => field in values);
    form.setErrors(Object.fromEntries(known.map((field) => [field, t('wrong.field')])));
    if (hidden(known)) setMore(true);
    setError(known.length > 0 ? null : answer.error);
  };

  return (
    <div className={css.page}>
      <Group gap="sm">
        <Button variant="subtle" leftSection={<IconArrowLeft aria-hidden />} onClick={onClose}>
          {t('back')}
        </Button>
      </Group>
      <Title order={1}>{t('newTitle')}</Title>
      <div className={css.make}>
        <form
          noValidate
          onSubmit={form.onSubmit(
            () => void save(),
            (wrong) => setMore(more || hidden(Object.keys(wrong))),
          )}
        >
          <Stack gap="lg">
            <fieldset className={css.group}>
              <legend className={css.legend}>{t('example')}</legend>
              <Group gap="xs">
                {templates.map(({ key, ...look }) => (
                  <Button
                    key={key}
                    variant="default"
                    radius="xl"
                    onClick={() =>
                      form.setValues({
                        ...look,
                        name: words(`template.${key}.name`),
                        rewardName: words(`template.${key}.reward`),
                      })
                    }
                  >
                    {words(`template.${key}.trade`)}
                  </Button>
                ))}
              </Group>
            </fieldset>
            <TextInput
              label={t('field.name')}
              description={t('help.name')}
              maxLength={60}
              autoFocus
              {...form.getInputProps('name')}
            />
            <GoalPicker {...form.getInputProps('goal')} value={values.goal} />
            <TextInput
              label={t('field.rewardName')}
              description={t('help.rewardName')}
              maxLength={80}
              {...form.getInputProps('rewardName')}
            />
            <AmountInput
              label={t('field.rewardValue')}
              description={t('help.rewardValue')}
              {...form.getInputProps('rewardValue')}
            />
            <IconPicker value={values.icon} onChange={(icon) => form.setFieldValue('icon', icon)} />
            <ColorPicker value={values.color} onChange={(color) => form.setFieldValue('color', color)} />
            <div>
              <Button
                variant="subtle"
                aria-expanded={more}
                rightSection={<IconChevronDown aria-hidden />}
                onClick={() => setMore(!more)}
              >
                {t('more')}
              </Button>
            </div>
            <Collapse expanded={more}>
              <Stack gap="lg">
                <AmountInput
                  label={t('field.minimumSpend')}
                  description={t('help.minimumSpend')}
                  {...form.getInputProps('minimumSpend')}
                />
                <SimpleGrid cols={{ base: 1, sm: 2 }}>
                  <DatePickerInput
                    clearable
                    size="md"
                    label={t('field.startsOn')}
                    {...form.getInputProps('startsOn')}
                  />
                  <DatePickerInput clearable size="md" label={t('field.endsOn')} {...form.getInputProps('endsOn')} />
                </SimpleGrid>
                <Textarea
                  label={t('field.note')}
                  maxLength={300}
                  autosize
                  minRows={2}
                  {...form.getInputProps('note')}
                />
              </Stack>
            </Collapse>
            <ErrorText error={error} />
            <Group justify="flex-end">
              <Button variant="default" size="lg" onClick={onClose}>
                {t('cancel')}
              </Button>
              <Button type="submit" size="lg" loading={busy}>
                {t('save')}
              </Button>
            </Group>
          </Stack>
        </form>
        <aside className={css.preview} aria-label={t('preview')}>
          <StampCard
            card={{
              ...values,
              name: values.name.trim() || t('newTitle'),
              rewardName: values.rewardName.trim() || t('field.rewardName'),
              goal: mistakes(values, currency).goal ? emptyRules.goal : values.goal,
              stamps: 3,
            }}
          />
          <Text c="dimmed" ta="center">
            {t('previewHelp')}
          </Text>
        </aside>
      </div>
    </div>
  );
}
