import { Alert, Button, Group, List, Loader, Modal, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import type { RescuePreview, RescueSource } from '../../preload/contract/rescue.ts';
import { useAct, useAsk } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { ErrorText } from '../app/errors.tsx';
import { useFormat } from '../app/format.ts';
import { RecoveryCodeField } from '../people/RecoveryCodeField.tsx';
import { TakePlace } from './TakePlace.tsx';

interface Props {
  readonly source: RescueSource;
  /** There is no shop here whose file would go aside. */
  readonly empty: boolean;
  onClose(): void;
}

/** What a backup would bring; then the shop's name and the proof that it is one's own, and it takes the shop's place (F-59). */
export function RescueDialog({ source, empty, onClose }: Props) {
  const { t } = useTranslation(['rescue', 'backups']);
  const format = useFormat();
  const [locked, setLocked] = useState(source.need === 'code');
  const preview = useAsk('rescue.preview', { source: source.source }, { enabled: !locked });
  const when = source.at === null ? source.file : format.moment(source.at);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('backups:restore.title', { when })}
      size="lg"
      closeButtonProps={{ 'aria-label': t('backups:restore.cancel') }}
    >
      {locked ? (
        <Unlock source={source} onOpen={() => setLocked(false)} onClose={onClose} />
      ) : preview.data ? (
        <RescueForm source={source} preview={preview.data} empty={empty} onClose={onClose} />
      ) : (
        <Stack>
          {preview.error ? (
            <ErrorText error={preview.error} />
          ) : (
            <Group role="status">
              <Loader size="sm" aria-hidden />
              <Text>{t('backups:restore.looking')}</Text>
            </Group>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('backups:restore.cancel')}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

/** A locked backup of a shop that this computer does not know opens with its recovery code. */
function Unlock({ source, onOpen, onClose }: { source: RescueSource; onOpen(): void; onClose(): void }) {
  const { t } = useTranslation(['rescue', 'backups', 'people']);
  const { act, busy } = useAct('rescue.unlock');
  const [code, setCode] = useState('');
  const [error, setError] = useState<AppErrorData | null>(null);
  const unlock = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await act({ source: source.source, recoveryCode: code });
    if (answer.ok) onOpen();
    else setError(answer.error);
  };
  return (
    <form onSubmit={(event) => void unlock(event)}>
      <Stack>
        <Text>{t('locked')}</Text>
        <RecoveryCodeField
          takesFocus
          value={code}
          onChange={(next) => {
            setCode(next);
            setError(null);
          }}
        />
        <ErrorText error={error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('backups:restore.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {t('unlock')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function RescueForm({ source, preview, empty, onClose }: Props & { preview: RescuePreview }) {
  const { t } = useTranslation(['rescue', 'backups']);
  const format = useFormat();
  const { shopName: shop, since, broken } = preview;
  const lastAt = format.moment(preview.lastAt ?? source.at ?? 0);
  const after = (): string => {
    if (since === null) return t('noJournal');
    const number = format.number(since);
    if (!broken) return since > 0 ? t('backups:restore.since', { count: since, number }) : t('nothingSince');
    return since > 0 ? t('brokenBack', { back: format.number(broken.back), since: number }) : t('brokenNone');
  };
  return (
    <TakePlace
      source={source.source}
      shop={shop}
      provers={preview}
      go={t('backups:restore.go')}
      onDone={({ restored, since }) =>
        showDone(
          since === 0
            ? t('backups:restore.done', { when: lastAt })
            : t('backups:restore.doneSince', { when: lastAt, restored, since }),
        )
      }
      onClose={onClose}
    >
      <List spacing="xs">
        <List.Item>
          {t('holds', {
            shop,
            customers: format.number(preview.customers),
            entries: format.number(preview.entries),
            when: lastAt,
          })}
        </List.Item>
        {broken ? (
          <List.Item>{t('brokenJournal', { count: broken.refused, number: format.number(broken.refused) })}</List.Item>
        ) : null}
        <List.Item>{after()}</List.Item>
        {empty ? null : <List.Item>{t('aside')}</List.Item>}
      </List>
      {broken || (since !== null && since > 0) ? (
        <Alert variant="light" color="terracotta" icon={<IconAlertTriangle aria-hidden />}>
          {t('backups:restore.lost')}
        </Alert>
      ) : null}
    </TakePlace>
  );
}
