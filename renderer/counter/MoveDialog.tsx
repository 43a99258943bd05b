import { Button, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Hit } from '../../preload/contract/counter.ts';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import type { CustomerId, EntryId } from '../../preload/contract/values.ts';
import { useAct } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { ErrorText } from '../app/errors.tsx';
import { useApproval, usePinGate } from '../app/session.ts';
import { ChooseCustomer } from './ChooseCustomer.tsx';
import { shownName, useHidden } from './privacy.ts';

/** What was recorded for the wrong customer. */
export interface Moving {
  readonly entryId: EntryId;
  readonly customerId: CustomerId;
  /** In words. */
  readonly what: string;
}

interface MoveDialogProps {
  /** Null while the dialog is closed. */
  readonly moving: Moving | null;
  /** Whose it is now, when anything was moved; it may have come back. */
  onClose(movedTo: CustomerId | null): void;
}

/** Finds the right customer and moves the entry there in one step (F-21); the same dialog then offers the way back. */
export function MoveDialog({ moving, onClose }: MoveDialogProps) {
  const { t } = useTranslation('counter');
  const [movedTo, setMovedTo] = useState<CustomerId | null>(null);
  const close = () => {
    onClose(movedTo);
    setMovedTo(null);
  };
  return (
    <Modal
      opened={moving !== null}
      onClose={close}
      title={t('move.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('move.cancel') }}
    >
      {moving && <MoveForm moving={moving} onClose={close} onMoved={setMovedTo} />}
    </Modal>
  );
}

interface MoveFormProps {
  readonly moving: Moving;
  onClose(): void;
  onMoved(to: CustomerId): void;
}

function MoveForm({ moving, onClose, onMoved }: MoveFormProps) {
  const { t } = useTranslation('counter');
  const move = useMove();
  const hidden = useHidden();
  const [failure, setFailure] = useState<AppErrorData | null>(null);
  const [moved, setMoved] = useState<{ name: string } | null>(null);
  // Each move writes the entry anew: it is the newest that can be moved again.
  const [entryId, setEntryId] = useState(moving.entryId);

  const moveTo = async (hit: Hit) => {
    const name = shownName(t, hidden, hit);
    setFailure(null);
    const answer = await move.run(entryId, hit.customerId, t('move.approval', { name, what: moving.what }));
    if (!answer) return;
    if (!answer.ok) return setFailure(answer.error);
    setEntryId(answer.value.entryId);
    setMoved({ name });
    onMoved(hit.customerId);
  };

  const moveBack = async () => {
    const answer = await move.run(entryId, moving.customerId, t('move.undo'));
    if (!answer) return;
    if (!answer.ok) return setFailure(answer.error);
    setEntryId(answer.value.entryId);
    onMoved(moving.customerId);
    setMoved(null);
    showDone(t('move.undone'));
  };

  if (moved)
    return (
      <Stack>
        <Text role="status" fw={600}>
          {t('move.done', { name: moved.name })}
        </Text>
        <ErrorText error={failure} />
        <Button variant="default" loading={move.busy} onClick={() => void moveBack()}>
          {t('move.undo')}
        </Button>
        <Button data-autofocus onClick={onClose}>
          {t('move.close')}
        </Button>
      </Stack>
    );
  return (
    <Stack>
      <Text>{t('move.what', { what: moving.what })}</Text>
      <Text c="dimmed" size="sm">
        {t('move.help')}
      </Text>
      <ChooseCustomer
        label={t('move.search')}
        except={moving.customerId}
        nobody={t('move.nobody')}
        disabled={move.busy}
        hidden={hidden}
        onChoose={(hit) => void moveTo(hit)}
      />
      <ErrorText error={failure} />
      <Button variant="default" onClick={onClose}>
        {t('move.cancel')}
      </Button>
    </Stack>
  );
}

/** Asks for a PIN or a manager only where main wants one. Null when the person closes that. */
function useMove() {
  const { act, busy } = useAct('counter.move');
  const gate = usePinGate();
  const approval = useApproval();
  const run = async (entryId: EntryId, toCustomerId: CustomerId, what: string) => {
    const input = { entryId, toCustomerId };
    let answer: Awaited<ReturnType<typeof act>> | null = await act(input);
    if (!answer.ok && answer.error.code === 'PIN_NEEDED') answer = await gate.run(() => act(input));
    if (answer && !answer.ok && answer.error.code === 'APPROVAL_NEEDED') {
      const leave = await approval.ask(what);
      if (!leave) return null;
      return act({ ...input, approval: leave.approval, reason: leave.reason.trim() || null });
    }
    return answer;
  };
  return { run, busy };
}
