import { TextInput, type TextInputProps } from '@mantine/core';
import { currencyDigits } from '../../preload/contract/money.ts';
import { useLocale } from '../app/format.ts';

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
