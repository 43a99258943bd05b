import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import type { Person } from '../../preload/contract/people.ts';
import { useAct } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { ErrorText } from '../app/errors.tsx';
import { onScan } from '../app/scanner.ts';

/** Any code that a scanner reads can be somebody's badge: one scan here, and from then on one scan at the till is their tap. */
export function BadgeDialog({ person, onClose }: { person: Person; onClose(): void }) {
  const { t } = useTranslation(['people', 'app']);
  const [code, setCode] = useState('');
  const [error, setError] = useState<AppErrorData | null>(null);
  const { act, busy } = useAct('people.setBadge');
  useEffect(() => onScan(setCode), []);

  const give = async (next: string | null) => {
    const answer = await act({ personId: person.personId, code: next });
    if (!answer.ok) {
      setError(answer.error);
      return;
    }
    showDone(t(next === null ? 'badge.taken' : 'badge.given', { name: person.name }));
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void give(code);
  };
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={t('badge.of', { name: person.name })}
      closeButtonProps={{ 'aria-label': t('app:close') }}
    >
      <form onSubmit={submit}>
        <Stack>
          <Text>{t('badge.help')}</Text>
          <TextInput
            label={t('badge.code')}
            description={person.hasBadge ? t('badge.has', { name: person.name }) : null}
            required
            minLength={4}
            maxLength={60}
            autoComplete="off"
            data-autofocus
            value={code}
            onChange={(event) => {
              setCode(event.currentTarget.value);
              setError(null);
            }}
          />
          <ErrorText error={error} />
          <Group justify="space-between">
            {person.hasBadge ? (
              <Button variant="default" color="red" onClick={() => void give(null)}>
                {t('badge.remove')}
              </Button>
            ) : (
              <span />
            )}
            <Button type="submit" loading={busy}>
              {t('app:save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
