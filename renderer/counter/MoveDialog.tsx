import { Button, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconArrowRight, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Hit } from '../../preload/contract/counter.ts';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import type { CustomerId, EntryId } from '../../preload/contract/values.ts';
import { useAct, useAsk } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { customerName } from '../app/customerName.ts';
import { ErrorText } from '../app/errors.tsx';
import { useFormat } from '../app/format.ts';
import { useApproval, usePinGate } from '../app/session.ts';

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
  /** With whom has it now, when it was moved. */
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
  onMoved(to: CustomerId | null): void;
}

function MoveForm({ moving, onClose, onMoved }: MoveFormProps) {
  const { t } = useTranslation('counter');
  const format = useFormat();
  const move = useMove();
  const [text, setText] = useState('');
  const [wanted] = useDebouncedValue(text.trim(), 120);
  const [failure, setFailure] = useState<AppErrorData | null>(null);
  const [moved, setMoved] = useState<{ entryId: EntryId; name: string } | null>(null);
  const hits = useAsk('counter.find', { text: wanted }, { enabled: wanted !== '', keepPrevious: true }).data ?? [];
  const others = wanted === '' ? [] : hits.filter((hit) => hit.customerId !== moving.customerId);

  const moveTo = async (hit: Hit) => {
    const name = customerName(t, hit);
    setFailure(null);
    const answer = await move.run(moving.entryId, hit.customerId, t('move.approval', { name, what: moving.what }));
    if (!answer) return;
    if (!answer.ok) return setFailure(answer.error);
    setMoved({ entryId: answer.value.entryId, name });
    onMoved(hit.customerId);
  };

  const moveBack = async (entryId: EntryId) => {
    const answer = await move.run(entryId, moving.customerId, t('move.undo'));
    if (!answer) return;
    if (!answer.ok) return setFailure(answer.error);
    onMoved(null);
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
        <Button variant="default" loading={move.busy} onClick={() => void moveBack(moved.entryId)}>
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
      <TextInput
        type="search"
        data-autofocus
        label={t('move.search')}
        placeholder={t('move.placeholder')}
        leftSection={<IconSearch size="1.2rem" aria-hidden />}
        maxLength={100}
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Stack gap="xs" aria-live="polite">
        {others.map((hit) => (
          <Button
            key={hit.customerId}
            variant="default"
            size="md"
            h="auto"
            mih="3rem"
            justify="space-between"
            rightSection={<IconArrowRight size="1.2rem" aria-hidden />}
            disabled={move.busy}
            aria-label={t('move.choose', { name: `${customerName(t, hit)}, ${t('number', { number: hit.number })}` })}
            onClick={() => void moveTo(hit)}
          >
            <Stack gap={0} align="flex-start" py={6}>
              <Text fw={600}>{customerName(t, hit)}</Text>
              <Text size="sm" c="dimmed">
                {t('number', { number: hit.number })}
                {hit.phoneEnd && ` · ••• ${hit.phoneEnd}`}
                {` · ${hit.lastVisitDay ? format.ago(hit.lastVisitDay) : t('neverVisited')}`}
              </Text>
            </Stack>
          </Button>
        ))}
        {wanted !== '' && others.length === 0 && <Text c="dimmed">{t('move.nobody')}</Text>}
      </Stack>
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
