import { Button } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { usePinGate } from '../app/session.ts';
import { chooseFile } from './importStore.ts';

/** Opens main's file dialog. */
export function ChooseButton({ again = false, quiet = false }: { again?: boolean; quiet?: boolean }) {
  const { t } = useTranslation('visits');
  const gate = usePinGate();
  return (
    <Button
      w="fit-content"
      size={quiet ? 'md' : 'lg'}
      variant={quiet ? 'default' : 'filled'}
      leftSection={<IconFileImport size="1.3rem" aria-hidden />}
      onClick={() => chooseFile(gate.run)}
    >
      {again ? t('choose.other') : t('choose.button')}
    </Button>
  );
}
