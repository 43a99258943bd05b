import { Alert, Button, Group, List, Radio, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { IconArrowsExchange } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerRecord } from '../../preload/contract/customers.ts';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import { type MergeField, mergeFields, type Preview } from '../../preload/contract/merges.ts';
import type { CustomerId } from '../../preload/contract/values.ts';
import { useAct, useAsk } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { customerName } from '../app/customerName.ts';
import { ErrorText } from '../app/errors.tsx';
import { useFormat } from '../app/format.ts';
import { usePinGate } from '../app/session.ts';
import { birthdayWords } from '../customers/birthdayWords.ts';

interface MergePreviewProps {
  readonly pair: { readonly keepId: CustomerId; readonly mergeId: CustomerId };
  onSwap(): void;
  onBack(): void;
  onDone(): void;
}

/** Both records side by side, what is kept of them, and what comes out. */
export function MergePreview({ pair, onSwap, onBack, onDone }: MergePreviewProps) {
  const { t } = useTranslation('merges');
  const { data, error } = useAsk('merges.preview', pair);
  const { act, busy } = useAct('merges.merge');
  const gate = usePinGate();
  const [take, setTake] = useState<readonly MergeField[]>([]);
  const [failure, setFailure] = useState<AppErrorData | null>(null);
  if (!data) return error ? <ErrorText error={error} /> : <Skeleton height="16rem" radius="md" />;
  const kept = customerName(t, data.kept);

  const merge = async () => {
    setFailure(null);
    const answer = await gate.run(() => act({ ...pair, take: [...take] }));
    if (!answer) return;
    if (!answer.ok) return setFailure(answer.error);
    showDone(t('done'));
    onDone();
  };
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={3} size="h4">
          {t('preview', { kept, merged: customerName(t, data.merged) })}
        </Title>
        <Button
          variant="subtle"
          leftSection={<IconArrowsExchange size="1.2rem" aria-hidden />}
          onClick={() => {
            setTake([]);
            onSwap();
          }}
        >
          {t('swap')}
        </Button>
      </Group>
      <Sides preview={data} take={take} onTake={setTake} />
      <Result preview={data} />
      <Alert color="gray" variant="light">
        {t('numbers')} {t('undoable', { kept })}
      </Alert>
      <ErrorText error={failure} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onBack}>
          {t('back')}
        </Button>
        <Button loading={busy} onClick={() => void merge()}>
          {t('merge')}
        </Button>
      </Group>
    </Stack>
  );
}

interface SidesProps {
  readonly preview: Preview;
  readonly take: readonly MergeField[];
  onTake(take: readonly MergeField[]): void;
}

function Sides({ preview: { kept, merged, openRewards }, take, onTake }: SidesProps) {
  const { t } = useTranslation('merges');
  const format = useFormat();
  const words = useFieldWords();
  const same: [string, string, string][] = [
    [t('number'), kept.number, merged.number],
    [t('phones'), kept.phones.join(', '), merged.phones.join(', ')],
    [t('tags'), kept.tags.join(', '), merged.tags.join(', ')],
    [t('notes'), kept.notes ?? '', merged.notes ?? ''],
    [t('visitsName'), t('visits', { count: kept.visitDays }), t('visits', { count: merged.visitDays })],
    [
      t('spend'),
      kept.spend === null ? '' : format.money(kept.spend),
      merged.spend === null ? '' : format.money(merged.spend),
    ],
    [t('rewards'), format.number(openRewards.kept), format.number(openRewards.merged)],
  ];
  return (
    <Table verticalSpacing="xs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t('field')}</Table.Th>
          <Table.Th scope="col">{t('kept')}</Table.Th>
          <Table.Th scope="col">{t('merged')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {mergeFields.map((field) => {
          const [a, b] = [words.value(kept, field), words.value(merged, field)];
          if (a === '' && b === '') return null;
          const choice = a !== '' && b !== '' && a !== b;
          const taken = take.includes(field) || (a === '' && b !== '');
          return (
            <Table.Tr key={field}>
              <Table.Th scope="row">{words.name(field)}</Table.Th>
              {[a, b].map((value, side) => (
                <Table.Td key={side === 0 ? 'kept' : 'merged'}>
                  {choice ? (
                    <Radio
                      name={field}
                      label={value}
                      checked={taken === (side === 1)}
                      onChange={() => onTake(side === 1 ? [...take, field] : take.filter((one) => one !== field))}
                    />
                  ) : (
                    value || t('empty')
                  )}
                </Table.Td>
              ))}
            </Table.Tr>
          );
        })}
        {same
          .filter(([, a, b]) => a !== '' || b !== '')
          .map(([name, a, b]) => (
            <Table.Tr key={name}>
              <Table.Th scope="row">{name}</Table.Th>
              <Table.Td>{a || t('empty')}</Table.Td>
              <Table.Td>{b || t('empty')}</Table.Td>
            </Table.Tr>
          ))}
      </Table.Tbody>
    </Table>
  );
}

function Result({ preview: { cards, openRewards, visitDays } }: { preview: Preview }) {
  const { t } = useTranslation('merges');
  const earned = cards.reduce((sum, { rewards }) => sum + rewards, 0);
  return (
    <Stack gap={4}>
      <Text fw={600}>{t('result')}</Text>
      <List>
        {cards.map(({ programId, rewards, ...card }) => (
          <List.Item key={programId}>
            {rewards > 0 ? t('cardReward', { ...card, count: rewards }) : t('card', card)}
          </List.Item>
        ))}
        <List.Item>
          {t('together', {
            days: t('visits', { count: visitDays }),
            rewards: openRewards.kept + openRewards.merged + earned,
          })}
        </List.Item>
      </List>
    </Stack>
  );
}

/** Names and values of the fields one chooses between, as the customer's page words them. */
function useFieldWords() {
  const { t, i18n } = useTranslation('customers');
  return {
    name: (field: MergeField): string => (field === 'mark' ? t('mark.title') : t(`field.${field}`)),
    value(of: CustomerRecord, field: MergeField): string {
      switch (field) {
        case 'birthday':
          return of.birthday ? birthdayWords(of.birthday, i18n.language) : '';
        case 'language':
          return of.language ? t(`language.${of.language}`) : '';
        case 'mark':
          return of.mark === 'none' ? '' : t(`mark.${of.mark}`);
        default:
          return of[field] ?? '';
      }
    },
  };
}
