import { Alert, Button, Group } from '@mantine/core';
import { IconBarcodeOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../app/format.ts';
import { useCounter } from './store.ts';

/** A scanned code that leads to nobody: why, and what to do instead. `onEnrol` is null for somebody who may not enrol. */
export function UnknownCode({ onEnrol }: { onEnrol: (() => void) | null }) {
  const { t } = useTranslation('counter');
  const format = useFormat();
  const { unknownCode } = useCounter();
  if (unknownCode === null) return null;
  const { code, problem, replacedOn } = unknownCode;
  return (
    <Alert
      role="alert"
      color="mustard"
      variant="light"
      title={t(`${problem}.title`, { day: replacedOn ? format.day(replacedOn) : '' })}
      icon={<IconBarcodeOff aria-hidden />}
    >
      {t(`${problem}.help`, { code })}
      {onEnrol && problem === 'unknown' && (
        <Group mt="sm">
          <Button variant="default" onClick={onEnrol}>
            {t('enrol.open')}
          </Button>
        </Group>
      )}
    </Alert>
  );
}
