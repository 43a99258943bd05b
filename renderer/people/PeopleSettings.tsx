import { Badge, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconArchive, IconId, IconKey, IconPencil, IconUserPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../preload/contract/people.ts';
import { useAct, useAsk } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { ErrorText, showError } from '../app/errors.tsx';
import { Initials } from '../app/Initials.tsx';
import { usePinGate } from '../app/session.ts';
import { BadgeDialog } from './BadgeDialog.tsx';
import { ChangePin } from './ChangePin.tsx';
import { PersonDialog } from './PersonDialog.tsx';

type Open =
  | { what: 'add' }
  | { what: 'edit'; person: Person }
  | { what: 'pin'; person: Person }
  | { what: 'badge'; person: Person }
  | null;

/** Who works here. The last owner can be neither archived nor demoted. */
export function PeopleSettings() {
  const { t } = useTranslation(['people', 'app']);
  const people = useAsk('people.list', {});
  const archive = useAct('people.archive');
  const { run } = usePinGate();
  const [open, setOpen] = useState<Open>(null);
  const owners = people.data?.filter(({ role }) => role === 'owner').length ?? 0;

  const confirmArchive = (person: Person) =>
    modals.openConfirmModal({
      title: t('archive.title', { name: person.name }),
      children: <Text>{t('archive.text')}</Text>,
      labels: { confirm: t('archive.button'), cancel: t('app:cancel') },
      confirmProps: { color: 'red' },
      closeButtonProps: { 'aria-label': t('app:close') },
      onConfirm: async () => {
        const answer = await archive.act({ personId: person.personId });
        if (!answer.ok) showError(answer.error);
        else showDone(t('archive.done', { name: person.name }));
      },
    });

  return (
    <Stack>
      <Group justify="space-between">
        <Text c="dimmed" maw="34rem">
          {t('peopleHelp')}
        </Text>
        <Button leftSection={<IconUserPlus aria-hidden />} onClick={() => setOpen({ what: 'add' })}>
          {t('add.button')}
        </Button>
      </Group>
      <ErrorText error={people.error} />
      {people.data?.map((person) => (
        <Paper key={person.personId} withBorder p="md" radius="lg">
          <Group justify="space-between">
            <Group>
              <Initials name={person.name} />
              <Text fw={600} size="lg">
                {person.name}
              </Text>
              <Badge variant="default" size="lg" tt="none">
                {t(`role.${person.role}`)}
              </Badge>
            </Group>
            <Group gap="xs">
              <Button
                variant="default"
                leftSection={<IconPencil aria-hidden size="1.125rem" />}
                aria-label={t('edit.of', { name: person.name })}
                onClick={() => setOpen({ what: 'edit', person })}
              >
                {t('edit.button')}
              </Button>
              <Button
                variant="default"
                leftSection={<IconKey aria-hidden size="1.125rem" />}
                aria-label={t('pin.newOf', { name: person.name })}
                onClick={() => setOpen({ what: 'pin', person })}
              >
                {t('pin.new')}
              </Button>
              <Button
                variant="default"
                leftSection={<IconId aria-hidden size="1.125rem" />}
                aria-label={t('badge.of', { name: person.name })}
                onClick={() => setOpen({ what: 'badge', person })}
              >
                {t('badge.button')}
              </Button>
              {person.role === 'owner' && owners < 2 ? null : (
                <Button
                  variant="default"
                  leftSection={<IconArchive aria-hidden size="1.125rem" />}
                  aria-label={t('archive.of', { name: person.name })}
                  onClick={() => confirmArchive(person)}
                >
                  {t('archive.button')}
                </Button>
              )}
            </Group>
          </Group>
        </Paper>
      ))}
      {open?.what === 'add' ? <PersonDialog person={null} onClose={() => setOpen(null)} /> : null}
      {open?.what === 'edit' ? <PersonDialog person={open.person} onClose={() => setOpen(null)} /> : null}
      {open?.what === 'badge' ? <BadgeDialog person={open.person} onClose={() => setOpen(null)} /> : null}
      {open?.what === 'pin' ? <ChangePin person={open.person} run={run} onClose={() => setOpen(null)} /> : null}
    </Stack>
  );
}
