import { Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { passwordLength } from '../../preload/contract/keys.ts';
import { PasswordField } from './PasswordField.tsx';

export interface PasswordDraft {
  readonly password: string;
  readonly again: string;
}
export const noPassword: PasswordDraft = { password: '', again: '' };
/** Long enough, and typed twice alike? */
export const isComplete = ({ password, again }: PasswordDraft): boolean =>
  password.length >= passwordLength && password === again;

/** A new password, twice. What is wrong is said once the second one has been begun. */
export function NewPassword({ value, onChange }: { value: PasswordDraft; onChange(next: PasswordDraft): void }) {
  const { t } = useTranslation('keys');
  const short = value.again !== '' && value.password.length < passwordLength;
  const differs = value.again !== '' && !value.password.startsWith(value.again);
  return (
    <Stack>
      <PasswordField
        label={t('password')}
        description={t('rule', { count: passwordLength })}
        autoComplete="new-password"
        error={short ? t('rule', { count: passwordLength }) : null}
        value={value.password}
        onChange={(event) => onChange({ ...value, password: event.currentTarget.value })}
      />
      <PasswordField
        label={t('again')}
        autoComplete="new-password"
        error={differs ? t('differs') : null}
        value={value.again}
        onChange={(event) => onChange({ ...value, again: event.currentTarget.value })}
      />
    </Stack>
  );
}
