import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArchive, IconArchiveOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CustomerRecord } from '../../preload/contract/customers.ts';
import { useAct } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { customerName } from '../app/customerName.ts';
import { showError } from '../app/errors.tsx';
import { useMay, usePinGate } from '../app/session.ts';

/** Archive asks once; restoring takes one tap. Nothing is ever deleted. */
export function ArchiveButton({ customer }: { customer: CustomerRecord }) {
  const { t } = useTranslation('customers');
  const archive = useAct('customers.archive');
  const restore = useAct('customers.restore');
  const gate = usePinGate();
  const may = useMay('customers.archive');
  const [asking, { open, close }] = useDisclosure(false);
  const name = customerName(t, customer);
  const archived = customer.archivedAt !== null;
  if (!may) return null;

  const run = async () => {
    const answer = await gate.run(() => (archived ? restore : archive).act({ customerId: customer.customerId }));
    if (!answer) return;
    close();
    if (!answer.ok) showError(answer.error);
    else showDone(t(archived ? 'record.restoredDone' : 'record.archivedDone', { name }));
  };

  if (archived) {
    return (
      <Button
        variant="default"
        leftSection={<IconArchiveOff size="1.2rem" aria-hidden />}
        loading={restore.busy}
        onClick={run}
      >
        {t('record.restore')}
      </Button>
    );
  }
  return (
    <>
      <Button variant="default" leftSection={<IconArchive size="1.2rem" aria-hidden />} onClick={open}>
        {t('record.archive')}
      </Button>
      <Modal
        opened={asking}
        onClose={close}
        title={t('record.archiveTitle', { name })}
        closeButtonProps={{ 'aria-label': t('form.cancel') }}
      >
        <Stack>
          <Text>{t('record.archiveText')}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={close} data-autofocus>
              {t('form.cancel')}
            </Button>
            <Button loading={archive.busy} onClick={run}>
              {t('record.archive')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
