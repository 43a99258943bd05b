import { UnstyledButton } from '@mantine/core';
import { IconBackspace } from '@tabler/icons-react';
import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import css from './Counter.module.css';

interface NumberPadProps {
  value: string;
  onChange(value: string): void;
  /** The key for decimals; null for whole numbers. */
  decimal: '.' | ',' | null;
}

/** The finger stays out of the field's way: the focus remains where the digits land. */
const keepFocus = (event: MouseEvent) => event.preventDefault();

/** Digits for fingers (F-72); a keyboard types into the field itself, so the pad is no stop for Tab. */
export function NumberPad({ value, onChange, decimal }: NumberPadProps) {
  const { t } = useTranslation('counter');
  const key = (text: string) => (
    <UnstyledButton
      key={text}
      className={css.few}
      tabIndex={-1}
      onMouseDown={keepFocus}
      onClick={() => onChange((value + text).slice(0, 15))}
    >
      {text}
    </UnstyledButton>
  );
  return (
    <fieldset className={css.pad} aria-label={t('pad.label')}>
      {['1', '2', '3', '4', '5', '6', '7', '8', '9'].map(key)}
      {key(decimal ?? '00')}
      {key('0')}
      <UnstyledButton
        className={css.few}
        tabIndex={-1}
        disabled={value === ''}
        aria-label={t('pad.backspace')}
        onMouseDown={keepFocus}
        onClick={() => onChange(value.slice(0, -1))}
      >
        <IconBackspace size="1.5rem" aria-hidden />
      </UnstyledButton>
    </fieldset>
  );
}
