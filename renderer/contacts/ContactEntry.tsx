import { ActionIcon, Group, Stack, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Contact } from '../../preload/contract/contacts.ts';
import { useAct } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { showError } from '../app/errors.tsx';
import { useFormat } from '../app/format.ts';
import { useMay, usePinGate } from '../app/session.ts';
import { contactWords } from './contactWords.ts';

/** A talk or a message in a customer's history. */
export function ContactEntry({ contact }: { contact: Contact }) {
  const { t } = useTranslation(['contacts', 'customers']);
  const format = useFormat();
  const { act, busy } = useAct('contacts.remove');
  const gate = usePinGate();
  const day = format.day(contact.businessDay);
  const remove = async () => {
    const answer = await gate.run(() => act({ contactId: contact.contactId }));
    if (answer?.ok) showDone(t('timeline.removed'));
    else if (answer) showError(answer.error);
  };
  const mayRemove = useMay('contacts.remove');
  return (
    <Stack gap={4} mt={-4}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div>
          <Text fw={600}>
            {contactWords(contact, t)} · {day}
          </Text>
          <Text c="dimmed" size="sm">
            {format.ago(contact.businessDay)}
            {contact.byName && ` · ${t('customers:timeline.by', { name: contact.byName })}`}
          </Text>
        </div>
        {mayRemove && (
          <ActionIcon
            color="gray"
            aria-label={t('timeline.removeOf', { day })}
            loading={busy}
            onClick={() => void remove()}
          >
            <IconTrash size="1.2rem" aria-hidden />
          </ActionIcon>
        )}
      </Group>
      {contact.note && <Text style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>{contact.note}</Text>}
    </Stack>
  );
}
