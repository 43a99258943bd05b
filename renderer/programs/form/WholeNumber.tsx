import { NumberInput, type NumberInputProps } from '@mantine/core';

/** A field for a whole number; what does not fit is said, not changed under the person's hands. */
export function WholeNumber(props: NumberInputProps) {
  return (
    <NumberInput
      allowDecimal={false}
      allowNegative={false}
      clampBehavior="none"
      inputMode="numeric"
      miw="6rem"
      flex={1}
      {...props}
    />
  );
}
