import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import css from './Recovery.module.css';

/** Where the recovery code from the owner's paper is typed. `takesFocus`: a dialog or page begins with it. */
export function RecoveryCodeField({
  value,
  onChange,
  takesFocus = false,
}: {
  value: string;
  onChange(value: string): void;
  takesFocus?: boolean;
}) {
  const { t } = useTranslation('people');
  return (
    <TextInput
      label={t('recovery.code')}
      size="lg"
      required
      autoFocus={takesFocus}
      data-autofocus={takesFocus || undefined}
      autoComplete="off"
      spellCheck={false}
      maxLength={40}
      classNames={{ input: css.typed }}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
