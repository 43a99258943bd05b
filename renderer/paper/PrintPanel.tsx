import { Button, Group, Stack } from '@mantine/core';
import { IconFileText, IconPrinter } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Sheet } from '../../preload/contract/paper.ts';
import { ErrorText } from '../app/errors.tsx';
import { SheetPreview } from './SheetPreview.tsx';
import { usePrinting } from './usePrinting.ts';

interface PrintPanelProps {
  readonly sheet: Sheet;
  /** What is shown of it, where the whole would be many pages. */
  readonly preview?: Sheet;
  /** The printer this kind of sheet always goes to; null asks with the system's dialog. */
  readonly printer?: string | null;
  /** Beside the two buttons. */
  readonly children?: ReactNode;
}

/** A sheet to look at, to print or to keep as a PDF. */
export function PrintPanel({ sheet, preview = sheet, printer = null, children }: PrintPanelProps) {
  const { t } = useTranslation('paper');
  const { print, save, busy, error } = usePrinting();
  return (
    <Stack>
      <SheetPreview sheet={preview} />
      <ErrorText error={error} />
      <Group justify="space-between">
        <div>{children}</div>
        <Group gap="sm">
          <Button
            variant="default"
            leftSection={<IconFileText size="1.2rem" aria-hidden />}
            loading={busy}
            onClick={() => void save(sheet)}
          >
            {t('savePdf')}
          </Button>
          <Button
            leftSection={<IconPrinter size="1.2rem" aria-hidden />}
            loading={busy}
            data-autofocus
            onClick={() => void print(sheet, printer)}
          >
            {printer === null ? t('print') : t('printNow')}
          </Button>
        </Group>
      </Group>
    </Stack>
  );
}
