import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconLock } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import type { OutputFor } from '../../preload/contract/index.ts';
import { useAct } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { ErrorText } from '../app/errors.tsx';
import { isComplete, NewPassword, noPassword } from './NewPassword.tsx';

type KeyState = OutputFor<'keys.state'>;

/** Locks the keys that lie open, or that the recovery code alone opens: with this computer's key store, or with a password where it has none. */
export function SealForm({ kept, keyStore, onDone }: Pick<KeyState, 'kept' | 'keyStore'> & { onDone?: () => void }) {
  const { t } = useTranslation('keys');
  const { act, busy } = useAct('keys.seal');
  const [draft, setDraft] = useState(noPassword);
  const [error, setError] = useState<AppErrorData | null>(null);
  const seal = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await act({ password: keyStore ? null : draft.password });
    if (!answer.ok) return setError(answer.error);
    showDone(t('sealed'));
    onDone?.();
  };
  return (
    <form onSubmit={(event) => void seal(event)}>
      <Stack>
        <Text>{t(kept === 'code' ? 'settings.code' : 'what')}</Text>
        {keyStore ? (
          <Text>{t('computer')}</Text>
        ) : (
          <>
            <Alert variant="light" color="terracotta" icon={<IconAlertTriangle aria-hidden />} title={t('noStore')}>
              {t('noStoreText')}
            </Alert>
            <NewPassword
              value={draft}
              onChange={(next) => {
                setDraft(next);
                setError(null);
              }}
            />
          </>
        )}
        <Text>{t('code')}</Text>
        <ErrorText error={error} />
        <Group>
          <Button
            type="submit"
            size="lg"
            leftSection={<IconLock aria-hidden />}
            loading={busy}
            disabled={!keyStore && !isComplete(draft)}
          >
            {t(kept !== 'code' ? 'seal' : keyStore ? 'settings.toComputer' : 'settings.toPassword')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
