import { Stack, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppErrorData, Result } from '../../preload/contract/errors.ts';
import type { Person } from '../../preload/contract/people.ts';
import { ErrorText } from '../app/errors.tsx';
import { guardFromScans } from '../app/scanner.ts';
import { ForgotPin } from './ForgotPin.tsx';
import { isPin, PinField } from './PinField.tsx';
import { PinKeys } from './PinKeys.tsx';
import { useCountdown } from './useCountdown.ts';

interface PinPadProps {
  label: string;
  /** What the finishing key says. */
  goLabel: string;
  /** Tries the PIN. The pad shows the error and empties itself; on success the caller moves on. */
  tryPin(pin: string): Promise<Result<unknown>>;
  /** Whose PIN it is, where it may be forgotten here. */
  forgot?: Person;
  /** They came in by the recovery code instead. */
  onRecovered?: () => void;
  /** False while something else must be filled in first. */
  ready?: boolean;
}

/** Field and number pad for one PIN: wrong ones are counted, a lock is counted down, a scan never becomes digits. */
export function PinPad({ label, goLabel, tryPin, forgot, onRecovered, ready = true }: PinPadProps) {
  const { t } = useTranslation('people');
  const field = useRef<HTMLInputElement>(null);
  const [pin, setPin] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppErrorData | null>(null);
  const [scanned, setScanned] = useState(false);
  const wait = error?.code === 'PIN_LOCKED' && typeof error.params?.wait === 'number' ? error.params.wait : null;
  const left = useCountdown(wait, error);
  const locked = left > 0;

  useEffect(() => guardFromScans(() => setScanned(true)), []);
  // With something to fill in first, the focus starts there; after a try it comes back here.
  const tried = useRef(ready);
  useEffect(() => {
    if (tried.current && !busy && !locked) field.current?.focus();
  }, [busy, locked]);

  const change = (next: string) => {
    setPin(next);
    setScanned(false);
    if (!locked) setError(null);
  };
  const submit = async () => {
    if (!isPin(pin) || busy || locked || !ready) return;
    tried.current = true;
    setBusy(true);
    const answer = await tryPin(pin);
    setBusy(false);
    if (answer.ok) return;
    setPin('');
    setError(answer.error);
  };

  return (
    <Stack gap="xs">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Stack gap="md">
          <PinField
            ref={field}
            label={label}
            value={pin}
            onChange={change}
            disabled={busy || locked}
            {...(ready ? { 'data-autofocus': true } : {})}
          />
          <PinKeys
            value={pin}
            onChange={change}
            disabled={busy || locked}
            go={{ label: goLabel, disabled: !isPin(pin) || !ready }}
          />
          {locked ? (
            <Text role="timer" ta="center" fw={600}>
              {t('pin.lockedFor', { time: `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}` })}
            </Text>
          ) : null}
          {wait === null || locked ? <ErrorText error={error} /> : null}
          {scanned ? <Text role="status">{t('pin.scanIgnored')}</Text> : null}
        </Stack>
      </form>
      {/* Outside the form: what is sent in its dialog is not a PIN. */}
      {forgot ? <ForgotPin person={forgot} onRecovered={onRecovered} /> : null}
    </Stack>
  );
}
