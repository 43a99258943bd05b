import { Button } from '@mantine/core';
import { IconFileDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { showError } from '../app/errors.tsx';
import { useMay, usePinGate } from '../app/session.ts';

/** The months of the table as a CSV file. Main asks where to. */
export function ExportButton({ from, to }: { from: string; to: string }) {
  const { t } = useTranslation('month');
  const { act, busy } = useAct('month.exportCsv');
  const gate = usePinGate();
  const may = useMay('month.exportCsv');
  if (!may) return null;
  const run = async () => {
    const answer = await gate.run(() => act({ from, to }));
    if (!answer) return;
    if (!answer.ok) showError(answer.error);
    else if (answer.value.saved) {
      showDone(`${t('exported', { file: answer.value.saved })} ${t('exportedText')}`);
    }
  };
  return (
    <Button variant="default" leftSection={<IconFileDownload size="1.2rem" aria-hidden />} loading={busy} onClick={run}>
      {t('export')}
    </Button>
  );
}
