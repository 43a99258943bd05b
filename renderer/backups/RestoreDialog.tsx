import { Alert, Button, Group, List, Loader, Modal, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BackupLine } from '../../preload/contract/backups.ts';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import { useAct, useAsk } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { ErrorText } from '../app/errors.tsx';
import { useFormat } from '../app/format.ts';
import { usePinGate } from '../app/session.ts';
import { isPin, PinField } from '../people/PinField.tsx';
import { useShopName } from './shopName.tsx';

/** What would come back and what not; then the shop's name and the owner's PIN, and the backup takes the shop's place (F-59). */
export function RestoreDialog({ backup, onClose }: { backup: BackupLine; onClose(): void }) {
  const { t } = useTranslation('backups');
  const format = useFormat();
  const shop = useAsk('shop.settings', {}).data?.name ?? '';
  const preview = useAsk('backups.preview', { name: backup.name });
  const { act, busy } = useAct('backups.restore');
  const gate = usePinGate();
  const name = useShopName(shop);
  const [pin, setPin] = useState('');
  const [error, setError] = useState<AppErrorData | null>(null);
  const when = format.moment(backup.at);
  const restore = async (event: FormEvent) => {
    event.preventDefault();
    setError(null);
    if (!name.fits()) return;
    const answer = await gate.run(() => act({ name: backup.name, typed: name.typed, pin }));
    if (!answer) return;
    setPin('');
    if (!answer.ok) return setError(answer.error);
    const { restored, since } = answer.value;
    showDone(since === 0 ? t('restore.done', { when }) : t('restore.doneSince', { when, restored, since }));
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('restore.title', { when })}
      size="lg"
      closeButtonProps={{ 'aria-label': t('restore.cancel') }}
    >
      <form onSubmit={(event) => void restore(event)}>
        <Stack>
          {preview.error && <ErrorText error={preview.error} />}
          {!preview.data && !preview.error && (
            <Group role="status">
              <Loader size="sm" aria-hidden />
              <Text>{t('restore.looking')}</Text>
            </Group>
          )}
          {preview.data && (
            <>
              <List spacing="xs">
                <List.Item>
                  {t('restore.holds', {
                    customers: format.number(backup.customers),
                    customersNow: format.number(preview.data.customersNow),
                    entries: format.number(backup.entries),
                    entriesNow: format.number(preview.data.entriesNow),
                  })}
                </List.Item>
                <List.Item>
                  {preview.data.since > 0
                    ? t('restore.since', { count: preview.data.since, number: format.number(preview.data.since) })
                    : t('restore.nothingSince')}
                </List.Item>
                <List.Item>{t('restore.aside')}</List.Item>
              </List>
              <Alert variant="light" color="terracotta" icon={<IconAlertTriangle aria-hidden />}>
                {t('restore.lost')}
              </Alert>
              {name.field}
              <PinField label={t('restore.pin')} value={pin} onChange={setPin} />
            </>
          )}
          <ErrorText error={error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('restore.cancel')}
            </Button>
            <Button type="submit" color="terracotta" loading={busy} disabled={!preview.data || !isPin(pin)}>
              {t('restore.go')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
