import { UnstyledButton } from '@mantine/core';
import css from '../Programs.module.css';

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly data: readonly { readonly value: T; readonly label: string }[];
  readonly value: T;
  onChange(value: T): void;
}

/** One of a few, all of them in sight; wraps where a row is too narrow. */
export function Choice<T extends string>({ label, data, value, onChange }: ChoiceProps<T>) {
  return (
    <fieldset className={css.group}>
      <legend className={css.legend}>{label}</legend>
      <div className={css.choices}>
        {data.map((one) => (
          <UnstyledButton
            key={one.value}
            className={css.choice}
            aria-pressed={one.value === value}
            onClick={() => onChange(one.value)}
          >
            {one.label}
          </UnstyledButton>
        ))}
      </div>
    </fieldset>
  );
}
