import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import type { Program } from '../../preload/contract/programs.ts';
import { useAct } from '../app/client.ts';
import { ErrorText } from '../app/errors.tsx';
import { usePinGate } from '../app/session.ts';
import css from './Programs.module.css';

/** Ending is for good: says what stays and what stops before it is done. */
export function EndDialog({ program, onClose }: { program: Program; onClose(): void }) {
  const { t } = useTranslation('programs');
  const { act, busy } = useAct('programs.end');
  const gate = usePinGate();
  const [error, setError] = useState<AppErrorData | null>(null);
  const end = async () => {
    const answer = await gate.run(() => act({ programId: program.programId }));
    if (answer?.ok) onClose();
    else setError(answer?.error ?? null);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={<span className={css.dialogTitle}>{t('end.title', { name: program.rules.name })}</span>}
      closeButtonProps={{ 'aria-label': t('cancel') }}
    >
      <Stack>
        <Text>{t('end.stops', { count: program.openCards })}</Text>
        <Text>{t('end.stays', { count: program.openRewards })}</Text>
        <Text>{t('end.forGood')}</Text>
        <ErrorText error={error} />
        <Group justify="flex-end">
          <Button variant="default" data-autofocus onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button color="red.9" loading={busy} onClick={() => void end()}>
            {t('end.confirm')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
