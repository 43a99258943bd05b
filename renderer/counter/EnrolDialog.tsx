import { Button, Collapse, Group, Modal, NativeSelect, ScrollArea, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDebouncedValue } from '@mantine/hooks';
import { IconChevronDown, IconUserPlus } from '@tabler/icons-react';
import { type ReactNode, useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import { ProgramId } from '../../preload/contract/values.ts';
import { useAct, useAsk } from '../app/client.ts';
import { ErrorText, errorText } from '../app/errors.tsx';
import css from './Counter.module.css';
import { DayAndMonth } from './DayAndMonth.tsx';
import { type Enrolment, enrolInput, fieldOf, startEnrolment } from './enrolment.ts';
import { Likely } from './Likely.tsx';
import { forgetBlankCard, open, useCounter } from './store.ts';

interface EnrolDialogProps {
  /** What was in the search field when nobody was found. */
  typed: string;
  onClose(): void;
}

type Errors = Partial<Record<keyof Enrolment, ReactNode>>;

/** Quick enrolment: a name or a phone is enough (F-24). Saving opens the new customer's card. */
export function EnrolDialog({ typed, onClose }: EnrolDialogProps) {
  const { t } = useTranslation('counter');
  const blankCard = useCounter((state) => state.blankCard);
  const running = (useAsk('programs.list', {}).data ?? []).filter((program) => program.state === 'running');
  const [more, setMore] = useState(false);
  const [error, setError] = useState<AppErrorData | null>(null);
  const { act, busy } = useAct('customers.enrol');
  const form = useForm<Enrolment>({ initialValues: startEnrolment(typed, blankCard ?? ''), validate: check });
  const { name, phone, email } = form.values;
  const [asked] = useDebouncedValue({ name, phone, email }, 200);
  const likely = useAsk('customers.likely', asked, {
    enabled: asked.name.trim().length > 2 || asked.phone.trim().length > 4 || asked.email.includes('@'),
    keepPrevious: true,
  });

  // A blank card scanned over the form is the new customer's.
  const takeCard = useEffectEvent((code: string) => form.setFieldValue('cardCode', code));
  useEffect(() => {
    if (blankCard !== null) takeCard(blankCard);
  }, [blankCard]);

  function check(values: Enrolment): Errors {
    const errors: Errors = {};
    const { paperStamps } = values;
    if (values.name.trim() === '' && values.phone.trim() === '') errors.name = t('enrol.nameOrPhone');
    if ((values.birthDay === null) !== (values.birthMonth === null)) errors.birthDay = t('enrol.wholeBirthday');
    if (paperStamps !== '' && !/^([1-9]|[1-4]\d)$/.test(paperStamps)) errors.paperStamps = t('enrol.paperWrong');
    return errors;
  }

  const explain = (problem: AppErrorData) => {
    const errors: Errors = {};
    for (const field of (problem.fields ?? []).map(fieldOf)) {
      if (field === 'birthday') errors.birthDay = t('enrol.birthdayWrong');
      else if (field) errors[field] = problem.code === 'BAD_INPUT' ? t('enrol.fieldWrong') : errorText(problem, t);
    }
    if (problem.code === 'OPENING_CLOSED' || problem.code === 'TOO_MANY_STAMPS')
      errors.paperStamps = errorText(problem, t);
    const placed = Object.keys(errors).length > 0;
    if (placed) form.setErrors(errors);
    if (errors.email ?? errors.likes ?? errors.birthDay ?? errors.paperStamps ?? errors.cardCode) setMore(true);
    setError(placed ? null : problem);
  };

  const save = async (values: Enrolment) => {
    const paperProgram = values.paperProgram ?? running[0]?.programId ?? null;
    const answer = await act(enrolInput({ ...values, paperProgram }));
    if (!answer.ok) return explain(answer.error);
    onClose();
    forgetBlankCard();
    open(answer.value.customerId);
  };

  const cardField = (
    <TextInput
      label={t('enrol.card')}
      description={t('enrol.cardWhy')}
      autoComplete="off"
      maxLength={40}
      {...form.getInputProps('cardCode')}
    />
  );
  return (
    <Modal
      opened
      onClose={onClose}
      title={<span className={css.dialogTitle}>{t('enrol.title')}</span>}
      size="lg"
      scrollAreaComponent={ScrollArea.Autosize}
      closeButtonProps={{ 'aria-label': t('enrol.close') }}
    >
      <form onSubmit={form.onSubmit((values) => void save(values))} noValidate>
        <Stack gap="md">
          <TextInput
            label={t('enrol.name')}
            size="lg"
            autoComplete="off"
            maxLength={100}
            data-autofocus={phone === '' || undefined}
            {...form.getInputProps('name')}
          />
          <TextInput
            label={t('enrol.phone')}
            description={t('enrol.phoneWhy')}
            size="lg"
            type="tel"
            autoComplete="off"
            maxLength={40}
            data-autofocus={phone !== '' || undefined}
            {...form.getInputProps('phone')}
          />
          {blankCard !== null && cardField}
          <Likely
            people={likely.data ?? []}
            onOpen={(customerId) => {
              onClose();
              open(customerId);
            }}
          />
          <div>
            <Button
              variant="subtle"
              aria-expanded={more}
              rightSection={<IconChevronDown aria-hidden />}
              onClick={() => setMore(!more)}
            >
              {t('enrol.more')}
            </Button>
          </div>
          <Collapse expanded={more}>
            <Stack gap="md">
              <DayAndMonth
                day={form.values.birthDay}
                month={form.values.birthMonth}
                onDay={(day) => form.setFieldValue('birthDay', day)}
                onMonth={(month) => form.setFieldValue('birthMonth', month)}
                error={form.errors.birthDay}
              />
              <TextInput
                label={t('enrol.likes')}
                placeholder={t('enrol.likesExample')}
                maxLength={160}
                {...form.getInputProps('likes')}
              />
              <TextInput
                label={t('enrol.email')}
                type="email"
                autoComplete="off"
                maxLength={120}
                {...form.getInputProps('email')}
              />
              {blankCard === null && cardField}
              {running.length > 0 && (
                <Group align="flex-start" grow>
                  <TextInput
                    label={t('enrol.paper')}
                    description={t('enrol.paperWhy')}
                    inputMode="numeric"
                    maxLength={2}
                    {...form.getInputProps('paperStamps')}
                  />
                  {running.length > 1 && (
                    <NativeSelect
                      label={t('enrol.paperCard')}
                      description={t('enrol.paperCardWhy')}
                      data={running.map((program) => ({ value: program.programId, label: program.rules.name }))}
                      value={form.values.paperProgram ?? running[0]?.programId ?? ''}
                      onChange={(event) =>
                        form.setFieldValue('paperProgram', ProgramId.parse(event.currentTarget.value))
                      }
                    />
                  )}
                </Group>
              )}
            </Stack>
          </Collapse>
          <ErrorText error={error} />
          <Group justify="flex-end">
            <Button variant="default" size="lg" onClick={onClose}>
              {t('enrol.close')}
            </Button>
            <Button type="submit" size="lg" loading={busy} leftSection={<IconUserPlus aria-hidden />}>
              {t('enrol.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
