import {
  ActionIcon,
  Button,
  Checkbox,
  Fieldset,
  Group,
  Select,
  SimpleGrid,
  Stack,
  TagsInput,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CustomerRecord, channels } from '../../preload/contract/customers.ts';
import type { AppErrorData, Result } from '../../preload/contract/errors.ts';
import { languages } from '../../preload/contract/values.ts';
import { newRequestId, useAsk } from '../app/client.ts';
import { ErrorText } from '../app/errors.tsx';
import { BirthdayFields } from './BirthdayFields.tsx';
import classes from './CustomerForm.module.css';
import { type CustomerFormValues, type Details, detailsOf, formErrors, formValues } from './formValues.ts';
import { LikelyTheSame } from './LikelyTheSame.tsx';

interface FormProps {
  readonly customer: CustomerRecord | null;
  /** Null when the person turned back at the PIN. */
  onSave(details: Details): Promise<Result<unknown> | null>;
  onCancel(): void;
}

/** All that may be written down about a customer (F-37). A name or a phone is enough. */
export function CustomerForm({ customer, onSave, onCancel }: FormProps) {
  const { t } = useTranslation('customers');
  const form = useForm({
    initialValues: formValues(customer),
    validate: (values) => formErrors(values, t),
    validateInputOnBlur: false,
  });
  const [failure, setFailure] = useState<AppErrorData | null>(null);
  const [saving, setSaving] = useState(false);
  const tags = useAsk('customers.tags', {}).data ?? [];
  const wording = useAsk('privacy.wording', {}).data;
  const [typed] = useDebouncedValue(form.values, 300);

  const self = useRef<HTMLFormElement>(null);
  const save = async (values: CustomerFormValues) => {
    setSaving(true);
    setFailure(null);
    const answer = await onSave(detailsOf(values));
    setSaving(false);
    if (!answer || answer.ok) return;
    const { error } = answer;
    if (error.code === 'BAD_PHONE') {
      const at = Number(error.fields?.[0]?.split('.')[1] ?? 0);
      form.setFieldError('phones', t('form.error.phone', { phone: values.phones[at] ?? values.phones[0] ?? '' }));
      return;
    }
    for (const field of error.fields ?? []) form.setFieldError(field.split('.')[0] ?? field, t('form.error.check'));
    setFailure(error);
  };
  const submit = form.onSubmit(save, () => {
    // The first field at fault may be scrolled away.
    requestAnimationFrame(() => self.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  });

  return (
    <form ref={self} onSubmit={submit} noValidate>
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput
            label={t('field.name')}
            data-autofocus
            autoComplete="off"
            maxLength={120}
            {...form.getInputProps('name')}
          />
          <TagsInput
            label={t('field.phones')}
            description={t('field.phonesHint')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            maxTags={5}
            acceptValueOnBlur
            inputMode="tel"
            {...form.getInputProps('phones')}
          />
        </SimpleGrid>
        {!customer && (
          <LikelyTheSame name={typed.name} phone={typed.phones[0] ?? ''} email={typed.email} onOpen={onCancel} />
        )}
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput label={t('field.email')} type="email" autoComplete="off" {...form.getInputProps('email')} />
          <BirthdayFields
            value={form.values.birthday}
            onChange={(birthday) => form.setFieldValue('birthday', birthday)}
            error={form.errors.birthday}
          />
          <TextInput label={t('field.likes')} description={t('field.likesHint')} {...form.getInputProps('likes')} />
          <TagsInput
            label={t('field.tags')}
            description={t('field.tagsHint')}
            data={tags.map(({ tag }) => tag)}
            maxTags={20}
            acceptValueOnBlur
            {...form.getInputProps('tags')}
          />
        </SimpleGrid>
        <Textarea label={t('field.notes')} autosize minRows={2} maxRows={8} {...form.getInputProps('notes')} />
        <Checkbox.Group
          size="md"
          label={t('field.consents')}
          description={t('field.consentsHint')}
          {...form.getInputProps('consents')}
        >
          {wording && (
            <Text size="sm" mt={4}>
              {t('field.consentsAsk')} <q>{wording.text}</q>
            </Text>
          )}
          <Group mt="xs" gap="lg">
            {channels.map((channel) => (
              <Checkbox
                key={channel}
                size="md"
                value={channel}
                label={t(`channel.${channel}`)}
                styles={{ body: { minHeight: '2.75rem', alignItems: 'center' } }}
              />
            ))}
          </Group>
        </Checkbox.Group>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <Select
            label={t('field.language')}
            placeholder={t('field.languageAny')}
            clearable
            data={languages.map((value) => ({ value, label: t(`language.${value}`) }))}
            {...form.getInputProps('language')}
          />
          <TextInput label={t('field.source')} {...form.getInputProps('source')} />
        </SimpleGrid>
        <Textarea label={t('field.address')} autosize minRows={2} maxRows={4} {...form.getInputProps('address')} />
        <Fieldset legend={t('field.ownFields')} radius="md">
          <Stack gap="xs">
            {form.values.ownFields.map((field, index) => (
              <Group key={field.key} align="flex-start" wrap="nowrap">
                <TextInput
                  flex={1}
                  aria-label={t('field.ownFieldName')}
                  placeholder={t('field.ownFieldName')}
                  maxLength={40}
                  {...form.getInputProps(`ownFields.${index}.name`)}
                />
                <TextInput
                  flex={2}
                  aria-label={t('field.ownFieldValue')}
                  placeholder={t('field.ownFieldValue')}
                  maxLength={200}
                  {...form.getInputProps(`ownFields.${index}.value`)}
                />
                <ActionIcon
                  color="gray"
                  aria-label={field.name ? t('field.removeOwnField', { name: field.name }) : t('field.removeField')}
                  onClick={() => form.removeListItem('ownFields', index)}
                >
                  <IconTrash size="1.2rem" aria-hidden />
                </ActionIcon>
              </Group>
            ))}
            {form.errors.ownFields && (
              <Text c="var(--mantine-color-error)" size="sm">
                {form.errors.ownFields}
              </Text>
            )}
            <Button
              variant="subtle"
              w="fit-content"
              leftSection={<IconPlus size="1.1rem" aria-hidden />}
              onClick={() => form.insertListItem('ownFields', { key: newRequestId(), name: '', value: '' })}
            >
              {t('field.addOwnField')}
            </Button>
          </Stack>
        </Fieldset>
        <ErrorText error={failure} />
        <Group justify="flex-end" className={classes.buttons ?? ''}>
          <Button variant="default" onClick={onCancel}>
            {t('form.cancel')}
          </Button>
          <Button type="submit" loading={saving}>
            {customer ? t('form.save') : t('form.enrol')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
