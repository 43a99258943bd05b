import { ActionIcon, TextInput, type TextInputProps } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconNumbers } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { currencyDigits } from '../../preload/contract/money.ts';
import { useLocale } from '../app/format.ts';
import { NumberPad } from './NumberPad.tsx';

/** How the languages write decimals. */
const decimalOf = { en: '.', id: ',', ro: ',' } as const;

/** A field for money as people write it, "12.50" or "12,50", with the shop's currency beside it. Read it with `parseMoney`. */
export function AmountInput(props: TextInputProps) {
  const { currency } = useLocale();
  return (
    <TextInput
      inputMode="decimal"
      autoComplete="off"
      maxLength={15}
      placeholder={currencyDigits(currency) === 0 ? '0' : `0.${'0'.repeat(currencyDigits(currency))}`}
      rightSection={<span aria-hidden>{currency}</span>}
      rightSectionWidth="3.5rem"
      {...props}
    />
  );
}

interface AmountWithPadProps extends Omit<TextInputProps, 'value' | 'onChange'> {
  value: string;
  /** What stands in the field now, typed or pressed. */
  onType(typed: string): void;
}

/** The same with a number pad, which is there at once where fingers are the way to point. */
export function AmountWithPad({ onType, ...props }: AmountWithPadProps) {
  const { t } = useTranslation('counter');
  const { currency, language } = useLocale();
  const fingers = useMediaQuery('(pointer: coarse)', false, { getInitialValueInEffect: false });
  const [pad, setPad] = useState(fingers);
  return (
    <>
      <AmountInput
        {...props}
        onChange={(event) => onType(event.currentTarget.value)}
        leftSection={
          <ActionIcon
            variant="subtle"
            color="gray"
            size="2.75rem"
            aria-label={t('pad.show')}
            aria-expanded={pad}
            onClick={() => setPad(!pad)}
          >
            <IconNumbers aria-hidden />
          </ActionIcon>
        }
        leftSectionWidth="3.25rem"
      />
      {pad && (
        <NumberPad
          value={props.value}
          decimal={currencyDigits(currency) === 0 ? null : decimalOf[language]}
          onChange={onType}
        />
      )}
    </>
  );
}
