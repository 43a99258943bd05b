import { Button, Card, Group, Menu, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBraces, IconChevronDown, IconFileDownload, IconFileText, IconUserX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CustomerRecord } from '../../preload/contract/customers.ts';
import { useAct } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { ErrorText, showError } from '../app/errors.tsx';
import { useMay, usePinGate } from '../app/session.ts';
import { usePrinting } from '../paper/usePrinting.ts';
import { EraseDialog } from './EraseDialog.tsx';

/** A person's rights over their data, for the owner: a copy of everything, or to be forgotten (F-75). */
export function PrivacyCard({ customer }: { customer: CustomerRecord }) {
  const { t } = useTranslation('privacy');
  const gate = usePinGate();
  const { save, busy, error } = usePrinting();
  const data = useAct('privacy.saveCopy');
  const [erasing, { open, close }] = useDisclosure(false);
  if (!useMay('privacy.erase')) return null;
  const { customerId } = customer;
  const saveData = async () => {
    const answer = await gate.run(() => data.act({ customerId }));
    if (!answer) return;
    if (!answer.ok) showError(answer.error);
    else if (answer.value.saved) showDone(t('saved', { file: answer.value.saved }));
  };
  return (
    <Card withBorder radius="lg" padding="lg" component="section" aria-labelledby="privacy-title">
      <Stack gap="md">
        <Title order={2} size="h3" id="privacy-title">
          {t('title')}
        </Title>
        <Text c="dimmed" size="sm">
          {t('help')}
        </Text>
        <Group gap="sm">
          <Menu position="bottom-start">
            <Menu.Target>
              <Button
                variant="default"
                leftSection={<IconFileDownload size="1.2rem" aria-hidden />}
                rightSection={<IconChevronDown size="1.1rem" aria-hidden />}
                loading={busy || data.busy}
              >
                {t('copy')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item
                mih="2.75rem"
                leftSection={<IconFileText size="1.2rem" aria-hidden />}
                onClick={() => void save({ kind: 'customerCopy', customerId })}
              >
                {t('asPage')}
              </Menu.Item>
              <Menu.Item
                mih="2.75rem"
                leftSection={<IconBraces size="1.2rem" aria-hidden />}
                onClick={() => void saveData()}
              >
                {t('asData')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
          <Button variant="default" leftSection={<IconUserX size="1.2rem" aria-hidden />} onClick={open}>
            {t('erase.open')}
          </Button>
        </Group>
        <ErrorText error={error} />
      </Stack>
      {erasing && <EraseDialog customer={customer} onClose={close} />}
    </Card>
  );
}
