import { Button, Group, Modal, Radio, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import { type Role, roles } from '../../preload/contract/kinds.ts';
import type { Person } from '../../preload/contract/people.ts';
import { type Language, languages } from '../../preload/contract/values.ts';
import { useAct } from '../app/client.ts';
import { ErrorText } from '../app/errors.tsx';
import { LanguageSelect } from '../shop/ShopFields.tsx';
import { agrees, NewPin } from './NewPin.tsx';

interface PersonDialogProps {
  /** Null for somebody new. */
  person: Person | null;
  onClose(): void;
}

/** Somebody who works here: name, role, language, and a PIN when they are new. */
export function PersonDialog({ person, onClose }: PersonDialogProps) {
  const { t } = useTranslation(['people', 'app']);
  const [name, setName] = useState(person?.name ?? '');
  const [role, setRole] = useState<Role>(person?.role ?? 'staff');
  const [language, setLanguage] = useState<Language | null>(person?.language ?? null);
  const [typed, setTyped] = useState({ pin: '', again: '' });
  const [error, setError] = useState<AppErrorData | null>(null);
  const add = useAct('people.add');
  const update = useAct('people.update');

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!person && !agrees(typed)) return;
    const answer = person
      ? await update.act({ personId: person.personId, name, role, language })
      : await add.act({ name, role, pin: typed.pin, language });
    if (answer.ok) onClose();
    else setError(answer.error);
  };

  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={person ? t('edit.title', { name: person.name }) : t('add.title')}
      closeButtonProps={{ 'aria-label': t('app:close') }}
    >
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          <TextInput
            label={t('name')}
            required
            maxLength={60}
            autoComplete="off"
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Radio.Group
            label={t('roleLabel')}
            value={role}
            onChange={(next) => setRole(roles.find((one) => one === next) ?? role)}
          >
            <Stack gap="xs" mt="xs">
              {roles.map((one) => (
                <Radio key={one} size="md" value={one} label={t(`role.${one}`)} description={t(`roleHelp.${one}`)} />
              ))}
            </Stack>
          </Radio.Group>
          <LanguageSelect
            clearable
            placeholder={t('shopLanguage')}
            value={language}
            onChange={(next) => setLanguage(languages.find((one) => one === next) ?? null)}
          />
          {person ? null : <NewPin value={typed} onChange={setTyped} />}
          <ErrorText error={error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('app:cancel')}
            </Button>
            <Button type="submit" loading={add.busy || update.busy}>
              {person ? t('app:save') : t('add.button')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
