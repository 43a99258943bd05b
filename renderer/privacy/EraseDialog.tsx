import { Alert, Button, Group, List, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerRecord } from '../../preload/contract/customers.ts';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import { backupDays } from '../../preload/contract/privacy.ts';
import { useAct } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { customerName } from '../app/customerName.ts';
import { ErrorText } from '../app/errors.tsx';
import { usePinGate } from '../app/session.ts';
import { go } from '../app/view.ts';

/** Says what goes and what stays, and wants the number typed: there is no way back. */
export function EraseDialog({ customer, onClose }: { customer: CustomerRecord; onClose(): void }) {
  const { t } = useTranslation('privacy');
  const { act, busy } = useAct('privacy.erase');
  const gate = usePinGate();
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  const [error, setError] = useState<AppErrorData | null>(null);
  const { customerId, number } = customer;
  const erase = async (event: FormEvent) => {
    event.preventDefault();
    setError(null);
    if (typed.trim() !== number) return setWrong(true);
    const answer = await gate.run(() => act({ customerId, typed }));
    if (!answer) return;
    if (!answer.ok) return setError(answer.error);
    showDone(t('erase.done', { number }));
    go({ at: 'customers' });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('erase.title', { name: customerName(t, customer) })}
      size="lg"
      closeButtonProps={{ 'aria-label': t('erase.cancel') }}
    >
      <form onSubmit={(event) => void erase(event)}>
        <Stack>
          <Text>{t('erase.goes')}</Text>
          <List spacing="xs">
            <List.Item>{t('erase.stays')}</List.Item>
            <List.Item>{t('erase.cards')}</List.Item>
            <List.Item>{t('erase.import')}</List.Item>
            <List.Item>{t('erase.backups', { days: backupDays })}</List.Item>
          </List>
          <Alert variant="light" color="terracotta" icon={<IconAlertTriangle aria-hidden />}>
            {t('erase.final')}
          </Alert>
          <TextInput
            label={t('erase.type', { number })}
            data-autofocus
            autoComplete="off"
            inputMode={/^\d+$/.test(number) ? 'numeric' : 'text'}
            maxLength={100}
            value={typed}
            error={wrong ? t('erase.wrong', { number }) : null}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              setWrong(false);
            }}
          />
          <ErrorText error={error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('erase.cancel')}
            </Button>
            <Button type="submit" color="terracotta" loading={busy}>
              {t('erase.go')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
