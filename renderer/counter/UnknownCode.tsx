import { Alert, Button, Group } from '@mantine/core';
import { IconBarcodeOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useCounter } from './store.ts';

/** A scanned code that nobody has: what to do instead. `onEnrol` is null for somebody who may not enrol. */
export function UnknownCode({ onEnrol }: { onEnrol: (() => void) | null }) {
  const { t } = useTranslation('counter');
  const { unknownCode } = useCounter();
  if (unknownCode === null) return null;
  return (
    <Alert
      role="alert"
      color="mustard"
      variant="light"
      title={t('unknown.title')}
      icon={<IconBarcodeOff aria-hidden />}
    >
      {t('unknown.help', { code: unknownCode })}
      {onEnrol && (
        <Group mt="sm">
          <Button variant="default" onClick={onEnrol}>
            {t('enrol.open')}
          </Button>
        </Group>
      )}
    </Alert>
  );
}
