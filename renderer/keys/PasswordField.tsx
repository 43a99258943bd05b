import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** A password that is typed, and can be looked at: it is long, and nobody stands at the till yet. */
export function PasswordField(props: PasswordInputProps) {
  const { t } = useTranslation('keys');
  return (
    <PasswordInput
      size="lg"
      required
      maxLength={200}
      rightSectionWidth="3.25rem"
      visibilityToggleButtonProps={{ 'aria-label': t('show'), miw: '2.75rem', mih: '2.75rem' }}
      {...props}
    />
  );
}
