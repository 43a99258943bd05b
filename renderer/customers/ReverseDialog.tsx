import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TimelineItem } from '../../preload/contract/customers.ts';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import { useAct } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { ErrorText } from '../app/errors.tsx';
import { useFormat } from '../app/format.ts';
import { useApproval, usePinGate, useSession } from '../app/session.ts';
import { entryWords } from './entryWords.ts';

/** What is to be taken back, and how (F-20, F-22). */
export interface Reversal {
  readonly item: TimelineItem;
  readonly as: 'void' | 'return';
}

/** Goods of a whole visit come back, or what one entry was recorded for. */
const wholeOrOne = ({ item }: Reversal) => (item.kind === 'visit' ? '' : 'Entry');

interface DialogProps {
  /** Null while the dialog is closed. */
  readonly reversal: Reversal | null;
  onClose(): void;
}

/** Says what a void or a return does, asks why, and, for staff, asks a manager. */
export function ReverseDialog({ reversal, onClose }: DialogProps) {
  const { t } = useTranslation('customers');
  return (
    <Modal
      opened={reversal !== null}
      onClose={onClose}
      title={reversal?.as === 'return' ? t(`reverse.return${wholeOrOne(reversal)}Title`) : t('reverse.voidTitle')}
      closeButtonProps={{ 'aria-label': t('reverse.keep') }}
    >
      {reversal && <ReverseForm reversal={reversal} onClose={onClose} />}
    </Modal>
  );
}

function ReverseForm({ reversal, onClose }: { reversal: Reversal; onClose(): void }) {
  const { item, as } = reversal;
  const { t } = useTranslation('customers');
  const { act, busy } = useAct('counter.reverse');
  const { person } = useSession();
  const format = useFormat();
  const day = format.day(item.businessDay);
  const gate = usePinGate();
  const approval = useApproval();
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const [failure, setFailure] = useState<AppErrorData | null>(null);

  const needsManager = person?.role === 'staff';
  const text =
    as === 'return'
      ? t(`reverse.return${wholeOrOne(reversal)}Text`)
      : item.kind === 'visit'
        ? t('reverse.voidVisitText')
        : t('reverse.voidText');
  const action = as === 'return' ? t('reverse.return') : t('reverse.void');

  const what =
    item.kind === 'visit'
      ? t(`timeline.${as}Visit`, { day })
      : t(`timeline.${as}Entry`, { entry: `${entryWords(item, t, format)}, ${day}` });

  const confirm = async () => {
    if (!needsManager && reason.trim() === '') {
      setMissing(true);
      return;
    }
    setFailure(null);
    // The manager's dialog asks for the reason together with the PIN.
    const leave = needsManager ? await approval.ask(what) : { approval: null, reason };
    if (!leave) return;
    const answer = await gate.run(() =>
      act({ entryId: item.entryId, as, reason: leave.reason.trim(), approval: leave.approval }),
    );
    if (!answer) return;
    if (!answer.ok) {
      setFailure(answer.error);
      return;
    }
    showDone(t(as === 'return' ? 'reverse.returnDone' : 'reverse.voidDone'));
    onClose();
  };

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void confirm();
      }}
    >
      <Stack>
        <Text>{text}</Text>
        {!needsManager && (
          <Textarea
            label={t('reverse.reason')}
            placeholder={t('reverse.reasonHint')}
            data-autofocus
            autosize
            minRows={2}
            maxLength={200}
            value={reason}
            error={missing && reason.trim() === '' ? t('reverse.reasonMissing') : null}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
        <ErrorText error={failure} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('reverse.keep')}
          </Button>
          <Button type="submit" color="red" loading={busy}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
