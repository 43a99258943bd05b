import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutputFor } from '../../preload/contract/index.ts';
import { newRequestId, useAct, useProgress } from '../app/client.ts';
import { showError } from '../app/errors.tsx';

/** Is the log as it was written? What the start has found, and a look at every line when somebody wants to know. */
export function LogSeal({ firstBad }: { firstBad: number | null }) {
  const { t } = useTranslation(['activity', 'app']);
  const { act, busy } = useAct('activity.check');
  const [requestId, setRequestId] = useState<string | null>(null);
  const [found, setFound] = useState<OutputFor<'activity.check'> | null>(null);
  const progress = useProgress(requestId);
  const bad = found?.firstBad ?? firstBad;

  const check = async () => {
    const id = newRequestId();
    setRequestId(id);
    setFound(null);
    const answer = await act({}, id);
    if (answer.ok) setFound(answer.value);
    else showError(answer.error);
  };
  return (
    <Stack gap="sm">
      {bad === null ? null : (
        <Alert variant="light" color="terracotta" icon={<IconAlertTriangle aria-hidden />}>
          {t('changed', { seq: bad })}
        </Alert>
      )}
      <Group>
        <Button variant="default" loading={busy} onClick={() => void check()}>
          {t('check')}
        </Button>
        <Text role="status">
          {busy ? t('checking') : found && bad === null ? t('sound', { count: found.lines }) : null}
        </Text>
      </Group>
      {busy && progress?.total ? (
        <Progress value={(100 * progress.done) / progress.total} radius="xl" aria-label={t('app:work.progress')} />
      ) : null}
    </Stack>
  );
}
