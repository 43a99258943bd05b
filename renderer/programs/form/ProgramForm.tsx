import { Accordion, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppErrorData } from '../../../preload/contract/errors.ts';
import type { ProgramRules } from '../../../preload/contract/rules.ts';
import { ErrorText } from '../../app/errors.tsx';
import { useLocale } from '../../app/format.ts';
import { AmountInput } from '../../counter/AmountInput.tsx';
import { templates } from '../../shop/templates.ts';
import { type ProgramDraft, readDraft } from '../draft.ts';
import { ColorPicker, GoalPicker, IconPicker } from '../LookPickers.tsx';
import { ProgramPicture } from '../ProgramPicture.tsx';
import css from '../Programs.module.css';
import { RulesInWords } from '../RulesInWords.tsx';
import { BenefitFields } from './BenefitFields.tsx';
import { BonusFields } from './BonusFields.tsx';
import { EarningFields } from './EarningFields.tsx';
import { ExpiryFields } from './ExpiryFields.tsx';
import { LimitFields } from './LimitFields.tsx';
import { MultiplierFields } from './MultiplierFields.tsx';
import { refusedFields, type SectionName, sectionOf, sections, wordsOf } from './programForm.ts';
import { RateFields } from './RateFields.tsx';
import { RewardList } from './RewardList.tsx';
import { useDrawn } from './useDrawn.ts';
import { WholeNumber } from './WholeNumber.tsx';

interface ProgramFormProps {
  readonly initial: ProgramDraft;
  /** Ready-made cards of some trades, for a new punch card. */
  readonly withTrades?: boolean;
  readonly submitLabel: string;
  readonly busy: boolean;
  /** Answers what went wrong, or null. */
  onSubmit(rules: ProgramRules): Promise<AppErrorData | null>;
  onClose(): void;
}

/** The rules of a program of any kind, said back in plain words and drawn while they are made. */
export function ProgramForm({ initial, withTrades = false, submitLabel, busy, onSubmit, onClose }: ProgramFormProps) {
  const { t } = useTranslation('programs');
  const { currency } = useLocale();
  const [error, setError] = useState<AppErrorData | null>(null);
  const form = useForm<ProgramDraft>({
    initialValues: initial,
    validate: (values) => wordsOf(readDraft(values, currency).mistakes ?? {}, t),
  });
  const { values } = form;
  const { kind } = values;
  const { rules } = readDraft(values, currency);
  const drawn = useDrawn(values);
  const earns = kind === 'stamps' || kind === 'points';
  // What makes this kind of program is in sight; the same fields are folded away where they are rare.
  const [inFront] = useState<readonly SectionName[]>(() =>
    initial.kind === 'points'
      ? ['earning']
      : initial.kind === 'stamps' && initial.earn.per === 'item'
        ? ['earning', 'items']
        : [],
  );
  const folded = sections.filter((name) =>
    earns ? !inFront.includes(name) && !(name === 'interim' && kind === 'points') : name === 'limits',
  );
  const [open, setOpen] = useState<string[]>([]);
  const showWrong = (fields: readonly string[]) =>
    setOpen((before) => [...new Set([...before, ...fields.flatMap((path) => sectionOf(path) ?? [])])]);

  const submit = async (): Promise<void> => {
    const read = readDraft(values, currency);
    if (!read.rules) return;
    const refused = await onSubmit(read.rules);
    const fields = refused?.code === 'BAD_INPUT' ? (refused.fields ?? []) : [];
    form.setErrors(refusedFields(fields, t));
    showWrong(fields);
    setError(fields.length > 0 ? null : refused);
  };

  const contents: Readonly<Record<SectionName, ReactNode>> = {
    earning: <EarningFields form={form} />,
    interim: <RewardList form={form} from={1} />,
    items: <RateFields form={form} />,
    multipliers: <MultiplierFields form={form} rules={rules} />,
    bonus: <BonusFields form={form} />,
    expiry: <ExpiryFields form={form} />,
    limits: <LimitFields form={form} />,
  };

  return (
    <div className={css.make}>
      <form
        noValidate
        onSubmit={form.onSubmit(
          () => void submit(),
          (wrong) => showWrong(Object.keys(wrong)),
        )}
      >
        <Stack gap="lg">
          {withTrades && <Trades choose={(part) => form.setValues(part)} rewards={values.rewards} />}
          <TextInput
            label={t('field.name')}
            description={t('help.name')}
            maxLength={60}
            autoFocus
            {...form.getInputProps('name')}
          />
          {kind === 'stamps' && (
            <>
              <GoalPicker {...form.getInputProps('goal')} value={values.goal} />
              <BenefitFields form={form} path="rewards.0" />
            </>
          )}
          {inFront.map((name) => (
            <fieldset key={name} className={css.box}>
              <legend className={css.legend}>{t(`section.${name}`)}</legend>
              {contents[name]}
            </fieldset>
          ))}
          {kind === 'points' && (
            <>
              <RewardList form={form} from={0} />
              <AmountInput
                label={t('field.pointValue')}
                description={t('help.pointValue')}
                {...form.getInputProps('pointValue')}
              />
            </>
          )}
          {kind === 'discount' && (
            <Group grow align="flex-start">
              <WholeNumber label={t('field.visits')} {...form.getInputProps('visits')} />
              <WholeNumber label={t('field.withinDays')} {...form.getInputProps('withinDays')} />
            </Group>
          )}
          {!earns && <BenefitFields form={form} path="benefit" />}
          <IconPicker value={values.icon} onChange={(icon) => form.setFieldValue('icon', icon)} />
          <ColorPicker value={values.color} onChange={(color) => form.setFieldValue('color', color)} />
          <div>
            <Text fw={600} mb="xs" id="more-rules">
              {t('more')}
            </Text>
            <Accordion multiple variant="contained" order={2} value={open} onChange={setOpen}>
              {folded.map((name) => (
                <Accordion.Item key={name} value={name}>
                  <Accordion.Control>{t(`section.${name}`)}</Accordion.Control>
                  <Accordion.Panel>{contents[name]}</Accordion.Panel>
                </Accordion.Item>
              ))}
            </Accordion>
          </div>
          {Object.keys(form.errors).length > 0 && (
            <Text c="var(--mantine-color-error)" role="alert">
              {t('wrong.somewhere', { count: Object.keys(form.errors).length })}
            </Text>
          )}
          <ErrorText error={error} />
          <Group justify="flex-end">
            <Button variant="default" size="lg" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" size="lg" loading={busy}>
              {submitLabel}
            </Button>
          </Group>
        </Stack>
      </form>
      <aside className={css.preview} aria-label={t('preview')}>
        {drawn && (
          <>
            <RulesInWords rules={drawn} live />
            <ProgramPicture rules={drawn} stamps={3} />
          </>
        )}
        <Text c="dimmed" ta="center">
          {t(kind === 'stamps' ? 'previewHelp' : 'previewOther')}
        </Text>
      </aside>
    </div>
  );
}

interface TradesProps {
  readonly rewards: ProgramDraft['rewards'];
  choose(part: Partial<ProgramDraft>): void;
}

/** Cards as a café, a barber, a bakery or a salon has them. */
function Trades({ choose, rewards }: TradesProps) {
  const { t } = useTranslation('programs');
  const { t: words } = useTranslation('shop');
  const [first, ...others] = rewards;
  return (
    <fieldset className={css.group}>
      <legend className={css.legend}>{t('example')}</legend>
      <Group gap="xs">
        {templates.map(({ key, goal, icon, color }) => (
          <Button
            key={key}
            variant="default"
            radius="xl"
            onClick={() =>
              first &&
              choose({
                goal,
                icon,
                color,
                name: words(`template.${key}.name`),
                rewards: [{ ...first, name: words(`template.${key}.reward`) }, ...others],
              })
            }
          >
            {words(`template.${key}.trade`)}
          </Button>
        ))}
      </Group>
    </fieldset>
  );
}
