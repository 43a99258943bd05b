import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconFileDownload, IconFileSpreadsheet, IconFileText, IconTable } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../preload/contract/errors.ts';
import type { ReportFormat } from '../../preload/contract/month.ts';
import { useAct } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { showError } from '../app/errors.tsx';
import { useFormat } from '../app/format.ts';
import { useMay, usePinGate } from '../app/session.ts';

interface ExportProps {
  /** The month of the report. */
  readonly month: string;
  /** The months of the table. */
  readonly from: string;
  readonly to: string;
}

/** The month as a file to print, to calculate with or to read in again; main asks where to. */
export function ExportMenu({ month, from, to }: ExportProps) {
  const { t } = useTranslation('month');
  const format = useFormat();
  const report = useAct('month.exportReport');
  const table = useAct('month.exportCsv');
  const gate = usePinGate();
  if (!useMay('month.exportReport')) return null;
  const run = async (save: () => Promise<Result<{ saved: string | null }>>) => {
    const answer = await gate.run(save);
    if (!answer) return;
    if (!answer.ok) showError(answer.error);
    else if (answer.value.saved) showDone(t('exported', { file: answer.value.saved }));
  };
  const as = (kind: ReportFormat) => () => void run(() => report.act({ month, format: kind }));
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<IconFileDownload size="1.2rem" aria-hidden />}
          rightSection={<IconChevronDown size="1.1rem" aria-hidden />}
          loading={report.busy || table.busy}
        >
          {t('export.open')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconFileText size="1.2rem" aria-hidden />} onClick={as('pdf')}>
          {t('export.pdf')}
        </Menu.Item>
        <Menu.Item leftSection={<IconFileSpreadsheet size="1.2rem" aria-hidden />} onClick={as('xlsx')}>
          {t('export.xlsx')}
        </Menu.Item>
        <Menu.Item leftSection={<IconTable size="1.2rem" aria-hidden />} onClick={as('csv')}>
          {t('export.csv')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconTable size="1.2rem" aria-hidden />}
          onClick={() => void run(() => table.act({ from, to }))}
        >
          {t('export.months', { from: format.month(from), to: format.month(to) })}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
