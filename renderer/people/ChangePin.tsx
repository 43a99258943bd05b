import { Button, Group, Modal, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import type { Person } from '../../preload/contract/people.ts';
import { useAct } from '../app/client.ts';
import { ErrorText } from '../app/errors.tsx';
import type { usePinGate } from '../app/session.ts';
import { agrees, NewPin } from './NewPin.tsx';

interface ChangePinProps {
  person: Person;
  run: ReturnType<typeof usePinGate>['run'];
  onClose(done: boolean): void;
}

/** A new PIN for oneself, or by the owner for somebody who forgot theirs. */
export function ChangePin({ person, run, onClose }: ChangePinProps) {
  const { t } = useTranslation(['people', 'app']);
  const [typed, setTyped] = useState({ pin: '', again: '' });
  const [error, setError] = useState<AppErrorData | null>(null);
  const change = useAct('people.changePin');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!agrees(typed)) return;
    const answer = await run(() => change.act({ personId: person.personId, pin: typed.pin }));
    if (answer?.ok) onClose(true);
    else if (answer) setError(answer.error);
  };
  return (
    <Modal
      opened
      size="lg"
      onClose={() => onClose(false)}
      title={t('pin.newOf', { name: person.name })}
      closeButtonProps={{ 'aria-label': t('app:close') }}
    >
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          <NewPin value={typed} onChange={setTyped} autoFocus />
          <ErrorText error={error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={() => onClose(false)}>
              {t('app:cancel')}
            </Button>
            <Button type="submit" loading={change.busy}>
              {t('app:save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
