import { Button, type ButtonProps, Modal, Progress, Stack, Text } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import { newRequestId, useAct, useProgress } from '../app/client.ts';
import { ErrorText } from '../app/errors.tsx';
import { askForPin } from '../people/pinRequests.ts';

interface Props extends ButtonProps {
  /** In the place of a damaged one. */
  readonly again?: boolean;
}

/** Makes the demo shop and opens it, with a bar while it is being made. The page changes by itself when it is there. */
export function EnterDemo({ again = false, ...props }: Props) {
  const { t } = useTranslation(['demo', 'app']);
  const [requestId, setRequestId] = useState<string | null>(null);
  const [error, setError] = useState<AppErrorData | null>(null);
  const enter = useAct('demo.enter');
  const progress = useProgress(requestId);
  const start = async () => {
    const id = newRequestId();
    setError(null);
    setRequestId(id);
    const answer = await enter.act({}, id);
    if (answer.ok) return;
    if (answer.error.code !== 'PIN_NEEDED') {
      setError(answer.error);
      return;
    }
    // From an open shop only its owner may leave it, and on a trusted till a tap is not enough for that.
    setRequestId(null);
    if (await askForPin()) await start();
  };
  const percent = progress?.total ? Math.round((progress.done / progress.total) * 100) : null;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPlayerPlay aria-hidden size="1.25rem" />}
        {...props}
        onClick={() => void start()}
      >
        {t(again ? 'again' : 'enter')}
      </Button>
      <Modal
        opened={requestId !== null}
        onClose={() => setRequestId(null)}
        title={t(error ? 'title' : 'making.title')}
        closeOnEscape={error !== null}
        closeOnClickOutside={error !== null}
        withCloseButton={error !== null}
        closeButtonProps={{ 'aria-label': t('app:close') }}
      >
        <Stack>
          {error ? (
            <ErrorText error={error} />
          ) : (
            <>
              <Text>{t('making.text')}</Text>
              <Progress value={percent ?? 100} animated={percent === null} size="lg" aria-label={t('making.title')} />
            </>
          )}
        </Stack>
      </Modal>
    </>
  );
}
