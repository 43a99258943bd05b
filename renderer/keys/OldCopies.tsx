import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { showError } from '../app/errors.tsx';

/** Copies from before the shop was locked are readable; the owner may delete them, after being asked. */
export function OldCopies({ count }: { count: number }) {
  const { t } = useTranslation(['keys', 'app']);
  const { act, busy } = useAct('keys.removeCopies');
  const [asking, setAsking] = useState(false);
  const remove = async () => {
    const answer = await act({});
    if (!answer.ok) return showError(answer.error);
    setAsking(false);
    showDone(t('settings.removed'));
  };
  return (
    <Alert variant="light" color="terracotta" icon={<IconAlertTriangle aria-hidden />}>
      <Stack align="flex-start">
        <Text>{t('settings.copies', { count })}</Text>
        <Button variant="default" onClick={() => setAsking(true)}>
          {t('settings.removeCopies')}
        </Button>
      </Stack>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('settings.removeTitle')}
        closeButtonProps={{ 'aria-label': t('app:close') }}
      >
        <Stack>
          <Text>{t('settings.removeWhat')}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setAsking(false)}>
              {t('settings.cancel')}
            </Button>
            <Button color="red" loading={busy} onClick={() => void remove()}>
              {t('settings.removeNow')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Alert>
  );
}
