import { Button, Group, Modal, Paper, Stack, Text, Title } from '@mantine/core';
import { IconLock, IconLockOpen } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import { useAct, useAsk } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { ErrorText, showError } from '../app/errors.tsx';
import { isComplete, NewPassword, noPassword } from './NewPassword.tsx';
import { OldCopies } from './OldCopies.tsx';
import { SealForm } from './SealForm.tsx';

/** What the dialog is called that a button opens. */
const titles = { seal: 'title', change: 'settings.change', choose: 'settings.chooseTitle' } as const;
/** What an owner can do about a key that is kept like this. */
const ways = { nothing: 'seal', password: 'change', code: 'choose', computer: 'change' } as const;

/** How the shop's keys are kept, and the way to keep them better. */
export function KeySettings() {
  const { t } = useTranslation(['keys', 'app']);
  const { data, error } = useAsk('keys.state', {});
  const [open, setOpen] = useState<(typeof ways)[keyof typeof ways] | null>(null);
  const file = useAct('keys.saveFile');
  if (error) return <ErrorText error={error} />;
  if (!data) return null;
  const close = () => setOpen(null);
  const saveFile = async () => {
    const answer = await file.act({});
    if (!answer.ok) showError(answer.error);
    else if (answer.value.saved !== null) showDone(t('settings.savedFile', { file: answer.value.saved }));
  };
  const Icon = data.kept === 'nothing' ? IconLockOpen : IconLock;
  return (
    <Paper withBorder p="lg" radius="lg" component="section" aria-labelledby="keys-title">
      <Stack>
        <Title order={2} size="h4" id="keys-title">
          {t('settings.title')}
        </Title>
        <Group gap="xs" wrap="nowrap">
          <Icon aria-hidden />
          <Text>{t(`settings.${data.kept}`)}</Text>
        </Group>
        <Text size="sm" c="dimmed">
          {t('settings.saveFileHelp')}
        </Text>
        <Group>
          {data.kept === 'computer' ? null : (
            <Button variant="default" onClick={() => setOpen(ways[data.kept])}>
              {t(`settings.${ways[data.kept]}`)}
            </Button>
          )}
          <Button variant="default" loading={file.busy} onClick={() => void saveFile()}>
            {t('settings.saveFile')}
          </Button>
        </Group>
        {data.copies > 0 ? <OldCopies count={data.copies} /> : null}
        <Modal
          opened={open !== null}
          size="lg"
          onClose={close}
          title={t(open === null ? 'title' : titles[open])}
          closeButtonProps={{ 'aria-label': t('app:close') }}
        >
          {open === 'change' ? <ChangePassword onDone={close} /> : null}
          {open === 'seal' || open === 'choose' ? <SealForm {...data} onDone={close} /> : null}
        </Modal>
      </Stack>
    </Paper>
  );
}

function ChangePassword({ onDone }: { onDone(): void }) {
  const { t } = useTranslation('keys');
  const { act, busy } = useAct('keys.changePassword');
  const [draft, setDraft] = useState(noPassword);
  const [error, setError] = useState<AppErrorData | null>(null);
  const change = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await act({ password: draft.password });
    if (!answer.ok) return setError(answer.error);
    showDone(t('settings.changed'));
    onDone();
  };
  return (
    <form onSubmit={(event) => void change(event)}>
      <Stack>
        <NewPassword value={draft} onChange={setDraft} />
        <ErrorText error={error} />
        <Group>
          <Button type="submit" size="lg" loading={busy} disabled={!isComplete(draft)}>
            {t('settings.change')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
