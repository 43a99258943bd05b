import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { IconArrowsJoin2 } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutputFor } from '../../preload/contract/index.ts';
import type { CustomerId } from '../../preload/contract/values.ts';
import { useAct, useAsk } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { customerName } from '../app/customerName.ts';
import { showError } from '../app/errors.tsx';
import { useFormat } from '../app/format.ts';
import { useMay, usePinGate } from '../app/session.ts';
import { go } from '../app/view.ts';

type Merge = OutputFor<'merges.of'>[number];

/** Says on a customer's page what was merged with what, and undoes it while that is possible. */
export function MergedNote({ customerId }: { customerId: CustomerId }) {
  const { t } = useTranslation('merges');
  const format = useFormat();
  const merges = useAsk('merges.of', { customerId }).data ?? [];
  const may = useMay('merges.undo');
  const [undoing, setUndoing] = useState<Merge | null>(null);
  return (
    <>
      {merges.map((merge) => {
        const name = customerName(t, merge.other);
        return (
          <Alert
            key={merge.merge}
            variant="light"
            color="gray"
            icon={<IconArrowsJoin2 aria-hidden />}
            title={merge.kept ? t('mergedWith', { name, day: format.moment(merge.mergedAt) }) : t('into', { name })}
          >
            <Stack gap="xs">
              {!merge.kept && <Text>{t('intoText')}</Text>}
              {merge.undoUntil !== null && <Text>{t('until', { day: format.moment(merge.undoUntil) })}</Text>}
              <Group>
                {!merge.kept && (
                  <Button onClick={() => go({ at: 'customer', customerId: merge.other.customerId })}>
                    {t('openIt', { name })}
                  </Button>
                )}
                {may && merge.undoUntil !== null && (
                  <Button variant="default" onClick={() => setUndoing(merge)}>
                    {t('undo')}
                  </Button>
                )}
              </Group>
            </Stack>
          </Alert>
        );
      })}
      {undoing && <UndoDialog merge={undoing} onClose={() => setUndoing(null)} />}
    </>
  );
}

function UndoDialog({ merge, onClose }: { merge: Merge; onClose(): void }) {
  const { t } = useTranslation('merges');
  const { act, busy } = useAct('merges.undo');
  const gate = usePinGate();
  const undo = async () => {
    const answer = await gate.run(() => act({ merge: merge.merge }));
    if (!answer) return;
    if (answer.ok) showDone(t('undone'));
    else showError(answer.error);
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={t('undoTitle')} closeButtonProps={{ 'aria-label': t('cancel') }}>
      <Stack>
        <Text>{t('undoText', { name: customerName(t, merge.other) })}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button loading={busy} onClick={() => void undo()}>
            {t('undo')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
