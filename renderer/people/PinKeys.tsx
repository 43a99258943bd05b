import { UnstyledButton } from '@mantine/core';
import { IconArrowRight, IconBackspace } from '@tabler/icons-react';
import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import css from './Pin.module.css';
import { longestPin } from './PinField.tsx';

interface PinKeysProps {
  value: string;
  onChange(pin: string): void;
  disabled?: boolean;
  /** The key at the lower right, when the pad finishes by itself. */
  go?: { label: string; disabled: boolean } | undefined;
}

/** The finger stays out of the field's way: the focus remains where the digits land. */
const keepFocus = (event: MouseEvent) => event.preventDefault();

/** Number pad for fingers; a keyboard types into the field itself, so the pad is no stop for Tab. */
export function PinKeys({ value, onChange, disabled = false, go }: PinKeysProps) {
  const { t } = useTranslation('people');
  const digit = (d: string) => (
    <UnstyledButton
      key={d}
      className={css.key}
      tabIndex={-1}
      disabled={disabled}
      onMouseDown={keepFocus}
      onClick={() => onChange((value + d).slice(0, longestPin))}
    >
      {d}
    </UnstyledButton>
  );
  return (
    <fieldset className={css.keys} aria-label={t('pin.pad')}>
      {['1', '2', '3', '4', '5', '6', '7', '8', '9'].map(digit)}
      <UnstyledButton
        className={css.key}
        tabIndex={-1}
        disabled={disabled || value === ''}
        aria-label={t('pin.backspace')}
        onMouseDown={keepFocus}
        onClick={() => onChange(value.slice(0, -1))}
      >
        <IconBackspace aria-hidden />
      </UnstyledButton>
      {digit('0')}
      {go ? (
        <UnstyledButton
          type="submit"
          className={`${css.key} ${css.go}`}
          disabled={disabled || go.disabled}
          aria-label={go.label}
          onMouseDown={keepFocus}
        >
          <IconArrowRight aria-hidden />
        </UnstyledButton>
      ) : (
        <span />
      )}
    </fieldset>
  );
}
