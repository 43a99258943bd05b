import { Button } from '@mantine/core';
import { IconDatabase } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { showError } from '../app/errors.tsx';

/** Before anything is tried again: a backup of the shop as it lies there. */
export function BackUpNow() {
  const { t } = useTranslation(['app', 'backups']);
  const { act, busy } = useAct('rescue.backUp');
  const make = async () => {
    const answer = await act({});
    if (answer.ok) showDone(t('backups:made'));
    else showError(answer.error);
  };
  return (
    <Button variant="default" leftSection={<IconDatabase aria-hidden />} loading={busy} onClick={() => void make()}>
      {t('failure.safeMode.backUp')}
    </Button>
  );
}
