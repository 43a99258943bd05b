import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconLockOpen } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import { useAct } from '../app/client.ts';
import { ErrorText } from '../app/errors.tsx';
import css from '../people/Gate.module.css';
import { RecoveryCodeField } from '../people/RecoveryCodeField.tsx';
import { PasswordField } from './PasswordField.tsx';

/** A shop whose key this computer does not have: the password opens it where there is one, the recovery code in any case. */
export function UnlockPage({ password }: { password: boolean }) {
  const { t } = useTranslation(['keys', 'people']);
  const { act, busy } = useAct('shop.unlock');
  const [by, setBy] = useState<'password' | 'code'>(password ? 'password' : 'code');
  const [typed, setTyped] = useState('');
  const [error, setError] = useState<AppErrorData | null>(null);
  const unlock = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await act(by === 'password' ? { password: typed } : { recoveryCode: typed });
    if (!answer.ok) setError(answer.error);
  };
  const type = (next: string) => {
    setTyped(next);
    setError(null);
  };
  const turn = () => {
    setBy(by === 'password' ? 'code' : 'password');
    setTyped('');
    setError(null);
  };
  return (
    <main className={css.page}>
      <section className={css.panel} aria-labelledby="unlock">
        <Title order={1} id="unlock">
          {t('unlock.title')}
        </Title>
        <Text>{t(by === 'password' ? 'unlock.byPassword' : password ? 'unlock.byCode' : 'unlock.lost')}</Text>
        <form onSubmit={(event) => void unlock(event)}>
          <Stack>
            {by === 'password' ? (
              <PasswordField
                key="password"
                label={t('password')}
                size="lg"
                required
                autoFocus
                autoComplete="off"
                value={typed}
                onChange={(event) => type(event.currentTarget.value)}
              />
            ) : (
              <RecoveryCodeField takesFocus value={typed} onChange={type} />
            )}
            <ErrorText error={error} />
            <Group justify="space-between">
              <Button type="submit" size="lg" loading={busy} leftSection={<IconLockOpen aria-hidden />}>
                {t('unlock.open')}
              </Button>
              {password ? (
                <Button variant="subtle" onClick={turn}>
                  {t(by === 'password' ? 'unlock.toCode' : 'unlock.toPassword')}
                </Button>
              ) : null}
            </Group>
          </Stack>
        </form>
      </section>
    </main>
  );
}
