import { Button } from '@mantine/core';
import { IconFileDescription } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { showError } from '../app/errors.tsx';

/** Saves the report without personal data, for whoever helps. */
export function SaveReport() {
  const { t } = useTranslation('rescue');
  const { act, busy } = useAct('rescue.saveReport');
  const save = async () => {
    const answer = await act({});
    if (!answer.ok) showError(answer.error);
    else if (answer.value.saved !== null) showDone(t('report.saved', { file: answer.value.saved }));
  };
  return (
    <Button
      variant="default"
      leftSection={<IconFileDescription aria-hidden />}
      loading={busy}
      onClick={() => void save()}
    >
      {t('report.save')}
    </Button>
  );
}
