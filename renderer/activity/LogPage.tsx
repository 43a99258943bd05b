import { Button, Group, Select, Stack, Table, Text, Title } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import { IconDownload } from '@tabler/icons-react';
import i18next from 'i18next';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ActivityLine, activityKinds } from '../../preload/contract/activity.ts';
import type { CustomerId, PersonId } from '../../preload/contract/values.ts';
import { call, useAct, useAsk } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { customerName } from '../app/customerName.ts';
import { ErrorText, showError } from '../app/errors.tsx';
import { useFormat } from '../app/format.ts';
import { LogSeal } from './LogSeal.tsx';

/** One line as a sentence; a program newer than the words has a plain one. */
function sentence({ action, target, detail }: ActivityLine, somebody: string, unknown: string): string {
  const key = `activity:did.${action}`;
  if (!i18next.exists(key)) return `${unknown} (${action})`;
  // The action is a name out of the log: the catalogue's keys cannot be its type, and a test looks that each has its sentence.
  const say = i18next.t as unknown as (key: string, words: object) => string;
  return say(key, { ...detail, target: target?.name ?? somebody });
}

/** Who did what and when (F-36): one person, one customer, some days, one kind of thing; as CSV when wanted. */
export function LogPage() {
  const { t } = useTranslation(['activity', 'app']);
  const format = useFormat();
  const people = useAsk('people.list', {}).data ?? [];
  const [personId, setPersonId] = useState<PersonId | null>(null);
  const [customerId, setCustomerId] = useState<CustomerId | null>(null);
  const [text, setText] = useState('');
  const [from, setFrom] = useState<string | null>(null);
  const [to, setTo] = useState<string | null>(null);
  const [kind, setKind] = useState<(typeof activityKinds)[number] | null>(null);
  const filter = { personId, customerId, from, to, kind };
  const wanted = JSON.stringify(filter);
  const hits = useAsk('counter.find', { text }, { enabled: text.trim() !== '', keepPrevious: true }).data ?? [];
  const [lines, setLines] = useState<readonly ActivityLine[]>([]);
  const [more, setMore] = useState(false);
  const [error, setError] = useState<Parameters<typeof ErrorText>[0]['error']>(null);
  const save = useAct('activity.exportCsv');
  const firstBad = useAsk('shop.status', {}).data?.health?.firstBadLine ?? null;

  const load = async (before: number | null) => {
    const answer = await call('activity.list', { ...filter, before });
    if (!answer.ok) {
      setError(answer.error);
      return;
    }
    setLines((shown) => (before === null ? answer.value.lines : [...shown, ...answer.value.lines]));
    setMore(answer.value.more);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: `wanted` is the filter in one word
  useEffect(() => {
    void load(null);
  }, [wanted]);

  const exportIt = async () => {
    const answer = await save.act(filter);
    if (!answer.ok) showError(answer.error);
    else if (answer.value.saved !== null) {
      const { saved: file, firstBad: seq } = answer.value;
      showDone(seq === null ? t('exported', { file }) : t('exportedChanged', { file, seq }));
    }
  };
  return (
    <Stack>
      <Title order={2} size="h3">
        {t('title')}
      </Title>
      <Text c="dimmed">{t('help')}</Text>
      <LogSeal firstBad={firstBad} />
      <Group align="flex-end">
        <Select
          label={t('who')}
          placeholder={t('anybody')}
          clearable
          clearButtonProps={{ 'aria-label': t('anybody') }}
          data={people.map((one) => ({ value: one.personId, label: one.name }))}
          value={personId}
          onChange={(next) => setPersonId(people.find((one) => one.personId === next)?.personId ?? null)}
        />
        <Select
          label={t('customer')}
          placeholder={t('anyCustomer')}
          clearable
          clearButtonProps={{ 'aria-label': t('anyCustomer') }}
          searchable
          searchValue={text}
          onSearchChange={setText}
          // What main found is what there is: names match without accents, phones by a part.
          filter={({ options }) => options}
          data={hits.map((hit) => ({ value: hit.customerId, label: `${customerName(t, hit)} · ${hit.number}` }))}
          value={customerId}
          onChange={(next) => setCustomerId(hits.find((hit) => hit.customerId === next)?.customerId ?? null)}
        />
        <Select
          label={t('kind')}
          placeholder={t('anything')}
          clearable
          clearButtonProps={{ 'aria-label': t('anything') }}
          data={activityKinds.map((one) => ({ value: one, label: t(`kinds.${one}`) }))}
          value={kind}
          onChange={(next) => setKind(activityKinds.find((one) => one === next) ?? null)}
        />
        <DatePickerInput label={t('from')} clearable w="11rem" value={from} onChange={setFrom} />
        <DatePickerInput label={t('to')} clearable w="11rem" value={to} onChange={setTo} />
        <Button
          variant="default"
          leftSection={<IconDownload aria-hidden />}
          loading={save.busy}
          onClick={() => void exportIt()}
        >
          {t('export')}
        </Button>
      </Group>
      <ErrorText error={error} />
      {lines.length === 0 ? (
        <Text>{t('none')}</Text>
      ) : (
        <Table aria-label={t('title')} verticalSpacing="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('line')}</Table.Th>
              <Table.Th scope="col">{t('when')}</Table.Th>
              <Table.Th scope="col">{t('who')}</Table.Th>
              <Table.Th scope="col">{t('what')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {lines.map((line) => (
              <Table.Tr key={line.seq}>
                <Table.Td>{line.seq}</Table.Td>
                <Table.Td>{format.moment(line.at)}</Table.Td>
                <Table.Td>{line.person?.name ?? (line.via === 'headless' ? t('commandLine') : t('program'))}</Table.Td>
                <Table.Td>
                  {sentence(line, t('someone'), t('unknown'))}
                  {line.approvedBy === null ? null : `, ${t('allowedBy', { name: line.approvedBy })}`}
                  {line.reason === null ? null : ` · ${t('reason', { reason: line.reason })}`}
                  {line.seq === firstBad ? ` · ${t('notAsWritten')}` : null}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {more ? (
        <Button variant="default" onClick={() => void load(lines.at(-1)?.seq ?? null)}>
          {t('older')}
        </Button>
      ) : null}
    </Stack>
  );
}
