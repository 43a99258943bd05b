import { Stack } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { guardFromScans } from '../app/scanner.ts';
import css from './Pin.module.css';
import { isPin, PinField } from './PinField.tsx';
import { PinKeys } from './PinKeys.tsx';

export interface TypedTwice {
  readonly pin: string;
  readonly again: string;
}

/** Good, and the same both times. */
export const agrees = ({ pin, again }: TypedTwice): boolean => isPin(pin) && pin === again;

const nothing = () => {};

/** A new PIN, typed twice so that a slip of the finger locks nobody out, with the pad for fingers. */
export function NewPin({
  value,
  onChange,
  autoFocus = false,
}: {
  value: TypedTwice;
  onChange(next: TypedTwice): void;
  autoFocus?: boolean;
}) {
  const { t } = useTranslation('people');
  const [field, setField] = useState<'pin' | 'again'>('pin');
  // A scanner would type a customer's code into the PIN.
  useEffect(() => guardFromScans(nothing), []);
  const { pin, again } = value;
  const differs = again.length >= pin.length && again !== '' && again !== pin;
  return (
    <div className={css.container}>
      <div className={css.twice}>
        <Stack>
          <PinField
            label={t('pin.choose')}
            description={t('pin.rule')}
            required
            minLength={4}
            {...(autoFocus ? { 'data-autofocus': true, autoFocus: true } : {})}
            error={pin !== '' && !isPin(pin) && field === 'again' ? t('pin.rule') : null}
            value={pin}
            onChange={(next) => onChange({ pin: next, again })}
            onFocus={() => setField('pin')}
          />
          <PinField
            label={t('pin.again')}
            required
            error={differs ? t('pin.differs') : null}
            value={again}
            onChange={(next) => onChange({ pin, again: next })}
            onFocus={() => setField('again')}
          />
        </Stack>
        <PinKeys value={value[field]} onChange={(next) => onChange({ ...value, [field]: next })} />
      </div>
    </div>
  );
}
