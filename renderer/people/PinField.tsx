import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import type { Ref } from 'react';
import css from './Pin.module.css';

export const longestPin = 6;
export const shortestPin = 4;
/** Is this long enough to be a PIN? */
export const isPin = (pin: string): boolean => /^\d{4,6}$/.test(pin);

interface PinFieldProps extends Omit<PasswordInputProps, 'value' | 'onChange' | 'ref'> {
  value: string;
  onChange(pin: string): void;
  ref?: Ref<HTMLInputElement>;
}

/** Digits only, never shown, large enough to see how many there are. */
export function PinField({ value, onChange, ...input }: PinFieldProps) {
  return (
    <PasswordInput
      {...input}
      classNames={{ innerInput: css.digits }}
      inputMode="numeric"
      autoComplete="off"
      size="lg"
      visible={false}
      visibilityToggleIcon={NoToggle}
      visibilityToggleButtonProps={{ display: 'none' }}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value.replace(/\D/g, '').slice(0, longestPin))}
    />
  );
}

/** A PIN at a counter is never made visible. */
function NoToggle() {
  return null;
}
