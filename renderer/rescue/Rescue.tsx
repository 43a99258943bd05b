import { Button, EmptyState, Group, Stack, Table, Text, Title, VisuallyHidden } from '@mantine/core';
import { IconDatabase, IconFileSearch, IconFolder } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import type { RescueSource } from '../../preload/contract/rescue.ts';
import { useAct, useAsk } from '../app/client.ts';
import { ErrorText } from '../app/errors.tsx';
import { useFormat } from '../app/format.ts';
import { RescueDialog } from './RescueDialog.tsx';

/** So many are shown at once: hardly anybody wants an older one. */
const most = 5;
const nothing: readonly RescueSource[] = [];

/**
 * The backups that can bring a shop back which does not open, or which this computer never had (`empty`); three clicks to the open shop. `elseSalvage`: where there is none the
 * file itself can still be read in part, further down.
 */
export function Rescue({ empty = false, elseSalvage = false }: { empty?: boolean; elseSalvage?: boolean }) {
  const { t } = useTranslation('rescue');
  const known = useAsk('rescue.list', {});
  const { act, busy } = useAct('rescue.choose');
  const [chosen, setChosen] = useState<readonly RescueSource[]>(nothing);
  const [error, setError] = useState<AppErrorData | null>(null);
  const [noneThere, setNoneThere] = useState(false);
  const [all, setAll] = useState(false);
  const [opened, setOpened] = useState<RescueSource | null>(null);

  const choose = async (what: 'file' | 'folder') => {
    setError(null);
    setNoneThere(false);
    const answer = await act({ what });
    if (!answer.ok) return setError(answer.error);
    if (answer.value === null) return;
    setNoneThere(answer.value.length === 0);
    setChosen(answer.value);
    if (what === 'file') setOpened(answer.value[0] ?? null);
  };

  const others = (known.data ?? nothing).filter(({ source }) => !chosen.some((one) => one.source === source));
  const sources = [...chosen, ...others];
  return (
    <Stack component="section" aria-labelledby="rescue-title">
      <Title order={2} size="h4" id="rescue-title">
        {t('title')}
      </Title>
      {sources.length > 0 ? (
        <>
          <Text c="dimmed">{t('help')}</Text>
          <SourceTable sources={all ? sources : sources.slice(0, most)} onOpen={setOpened} />
          {sources.length > most && !all ? (
            <Group>
              <Button variant="subtle" onClick={() => setAll(true)}>
                {t('all')}
              </Button>
            </Group>
          ) : null}
        </>
      ) : known.data ? (
        <>
          <EmptyState
            variant="light"
            icon={<IconDatabase aria-hidden />}
            title={t(empty ? 'page.nothingYet' : 'none')}
            description={empty ? undefined : t('noneHelp')}
          />
          {empty ? null : <Text>{t(elseSalvage ? 'noneSalvage' : 'noneSafe')}</Text>}
        </>
      ) : null}
      <ErrorText error={error ?? known.error} />
      {noneThere ? <Text role="status">{t('noneInFolder')}</Text> : null}
      <Group>
        <Button
          variant={sources.length > 0 ? 'default' : 'filled'}
          leftSection={<IconFolder aria-hidden />}
          loading={busy}
          onClick={() => void choose('folder')}
        >
          {t('folder')}
        </Button>
        <Button
          variant="default"
          leftSection={<IconFileSearch aria-hidden />}
          loading={busy}
          onClick={() => void choose('file')}
        >
          {t('file')}
        </Button>
      </Group>
      {opened ? (
        <RescueDialog key={opened.source} source={opened} empty={empty} onClose={() => setOpened(null)} />
      ) : null}
    </Stack>
  );
}

function SourceTable({ sources, onOpen }: { sources: readonly RescueSource[]; onOpen(source: RescueSource): void }) {
  const { t } = useTranslation(['rescue', 'backups']);
  const format = useFormat();
  const count = (n: number | null) => (n === null ? '—' : format.number(n));
  return (
    <Table.ScrollContainer minWidth="32rem">
      <Table aria-label={t('title')} verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('when')}</Table.Th>
            <Table.Th scope="col">{t('customers')}</Table.Th>
            <Table.Th scope="col">{t('entries')}</Table.Th>
            <Table.Th scope="col">
              <VisuallyHidden>{t('open')}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sources.map((source) => {
            const when = source.at === null ? source.file : format.moment(source.at);
            return (
              <Table.Tr key={source.source}>
                <Table.Th scope="row" fw={500}>
                  {when}
                  <Text size="sm" c="dimmed">
                    {[
                      t(`where.${source.where}`),
                      ...(source.why === null ? [] : [t(`backups:reason.${source.why}`)]),
                    ].join(' · ')}
                  </Text>
                </Table.Th>
                <Table.Td>{count(source.customers)}</Table.Td>
                <Table.Td>{count(source.entries)}</Table.Td>
                <Table.Td>
                  <Button variant="light" aria-label={t('openOf', { when })} onClick={() => onOpen(source)}>
                    {t('open')}
                  </Button>
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
