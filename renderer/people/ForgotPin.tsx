import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import type { Person } from '../../preload/contract/people.ts';
import { useAct, useAsk } from '../app/client.ts';
import { ErrorText } from '../app/errors.tsx';
import { agrees, NewPin } from './NewPin.tsx';
import { RecoveryCodeField } from './RecoveryCodeField.tsx';

/** "PIN forgotten?": an owner comes back in with the recovery code, everybody else is told whom to ask. */
export function ForgotPin({ person, onRecovered }: { person: Person; onRecovered?: (() => void) | undefined }) {
  const { t } = useTranslation(['people', 'app']);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="subtle" onClick={() => setOpen(true)}>
        {t('forgot.button')}
      </Button>
      <Modal
        opened={open}
        size="lg"
        onClose={() => setOpen(false)}
        title={t('forgot.title')}
        closeButtonProps={{ 'aria-label': t('app:close') }}
      >
        {person.role === 'owner' ? (
          <Recover person={person} onClose={() => setOpen(false)} onRecovered={onRecovered} />
        ) : (
          <Text>{t('forgot.askOwner', { name: person.name })}</Text>
        )}
      </Modal>
    </>
  );
}

interface RecoverProps {
  person: Person;
  onClose(): void;
  onRecovered?: (() => void) | undefined;
}

function Recover({ person, onClose, onRecovered }: RecoverProps) {
  const { t } = useTranslation(['people', 'app']);
  const hasCode = useAsk('shop.status', {}).data?.hasRecoveryCode ?? false;
  const [code, setCode] = useState('');
  const [typed, setTyped] = useState({ pin: '', again: '' });
  const [error, setError] = useState<AppErrorData | null>(null);
  const recover = useAct('people.recover');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!agrees(typed)) return;
    const answer = await recover.act({ personId: person.personId, recoveryCode: code, pin: typed.pin });
    if (!answer.ok) {
      setError(answer.error);
      return;
    }
    onClose();
    onRecovered?.();
  };
  if (!hasCode) return <Text>{t('forgot.noCode')}</Text>;
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <Text>{t('forgot.text')}</Text>
        <RecoveryCodeField
          takesFocus
          value={code}
          onChange={(next) => {
            setCode(next);
            setError(null);
          }}
        />
        <NewPin value={typed} onChange={setTyped} />
        <ErrorText error={error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('app:cancel')}
          </Button>
          <Button type="submit" loading={recover.busy}>
            {t('forgot.go')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
