import { ActionIcon, Button, Checkbox, Group, NumberInput, Select, Stack, Table, Text } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { useDebouncedValue } from '@mantine/hooks';
import { IconTrash } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Hit } from '../../preload/contract/counter.ts';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import { mostPaperRows } from '../../preload/contract/paper.ts';
import type { Program } from '../../preload/contract/programs.ts';
import { useAct, useAsk } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { customerName } from '../app/customerName.ts';
import { ErrorText } from '../app/errors.tsx';
import { useFormat, useLocale } from '../app/format.ts';
import { usePinGate } from '../app/session.ts';

interface Row {
  readonly hit: Hit;
  readonly stamps: number | string;
}

const isWrong = ({ stamps }: Row): boolean => typeof stamps !== 'number' || !Number.isInteger(stamps) || stamps < 1;

/** Who was there on which day and what they got, line by line as on the paper. */
export function EnterStamps({ program }: { program: Program }) {
  const { t } = useTranslation('paper');
  const format = useFormat();
  const today = useLocale((locale) => locale.today);
  const [day, setDay] = useState(today);
  const [rows, setRows] = useState<readonly Row[]>([]);
  const [again, setAgain] = useState(false);
  const [error, setError] = useState<AppErrorData | null>(null);
  const enter = useAct('paper.enterStamps');
  const gate = usePinGate();
  const points = program.rules.kind === 'points';
  const twice = new Set(error?.code === 'PAPER_TWICE' ? (error.fields ?? []).map((field) => field.split('.')[1]) : []);
  const change = (next: readonly Row[]) => {
    setRows(next);
    setError(null);
    setAgain(false);
  };

  const save = async () => {
    const answer = await gate.run(() =>
      enter.act({
        day,
        programId: program.programId,
        rows: rows.map(({ hit, stamps }) => ({ customerId: hit.customerId, stamps: Number(stamps) })),
        again,
      }),
    );
    if (!answer) return;
    if (!answer.ok) return setError(answer.error);
    change([]);
    showDone(t('enter.done', { count: answer.value.customers, day: format.day(day) }));
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Stack>
        <Group align="flex-end">
          <DateInput
            label={t('enter.day')}
            size="md"
            w="11rem"
            valueFormat="D MMM YYYY"
            popoverProps={{ withinPortal: false }}
            value={day}
            maxDate={today}
            onChange={(chosen) => {
              if (!chosen) return;
              setDay(chosen);
              setError(null);
            }}
          />
          <AddCustomer
            taken={rows.map(({ hit }) => hit.customerId)}
            disabled={rows.length >= mostPaperRows}
            onAdd={(hit) => change([...rows, { hit, stamps: 1 }])}
          />
        </Group>
        {rows.length === 0 ? (
          <Text c="dimmed">{t('enter.empty')}</Text>
        ) : (
          <Table verticalSpacing="xs" aria-label={t('enter.list')}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{t('sheet.customer')}</Table.Th>
                <Table.Th scope="col">{points ? t('sheet.pointsGiven') : t('sheet.given')}</Table.Th>
                <Table.Td />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((row, i) => (
                <Table.Tr key={row.hit.customerId}>
                  <Table.Th scope="row" fw={500}>
                    {customerName(t, row.hit)}{' '}
                    <Text span size="sm" c="dimmed">
                      {row.hit.number}
                      {twice.has(String(i)) && ` · ${t('enter.known', { day: format.day(day) })}`}
                    </Text>
                  </Table.Th>
                  <Table.Td>
                    <NumberInput
                      w="7rem"
                      aria-label={t('enter.howMany', { name: customerName(t, row.hit) })}
                      min={1}
                      allowDecimal={false}
                      allowNegative={false}
                      value={row.stamps}
                      error={isWrong(row)}
                      onChange={(stamps) => change(rows.map((one) => (one === row ? { ...row, stamps } : one)))}
                    />
                  </Table.Td>
                  <Table.Td ta="end">
                    <ActionIcon
                      color="gray"
                      aria-label={t('enter.remove', { name: customerName(t, row.hit) })}
                      onClick={() => change(rows.filter((one) => one !== row))}
                    >
                      <IconTrash size="1.2rem" aria-hidden />
                    </ActionIcon>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
        <ErrorText error={error} />
        {twice.size > 0 && (
          <Checkbox
            size="md"
            label={t('enter.again')}
            checked={again}
            onChange={(event) => setAgain(event.currentTarget.checked)}
          />
        )}
        <Group justify="flex-end">
          <Button
            type="submit"
            loading={enter.busy}
            disabled={rows.length === 0 || rows.some(isWrong) || (twice.size > 0 && !again)}
          >
            {t('enter.save', { count: rows.length })}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface AddCustomerProps {
  readonly taken: readonly string[];
  readonly disabled: boolean;
  onAdd(hit: Hit): void;
}

/** Finds a customer as at the counter and puts them on the list; the field is empty again for the next one. */
function AddCustomer({ taken, disabled, onAdd }: AddCustomerProps) {
  const { t } = useTranslation('paper');
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const [wanted] = useDebouncedValue(text.trim(), 120);
  const hits = useAsk('counter.find', { text: wanted }, { enabled: wanted !== '', keepPrevious: true }).data ?? [];
  const offered = (wanted === '' ? [] : hits).filter(({ customerId }) => !taken.includes(customerId));
  return (
    <Select
      ref={field}
      flex={1}
      label={t('enter.add')}
      placeholder={t('enter.addHint')}
      searchable
      disabled={disabled}
      // Main has searched already; what it found is offered whatever the letters are.
      filter={({ options }) => options}
      nothingFoundMessage={wanted === '' ? null : t('enter.nobody')}
      data={offered.map((hit) => ({
        value: hit.customerId,
        label: [customerName(t, hit), hit.number, hit.phoneEnd && `…${hit.phoneEnd}`].filter(Boolean).join(' · '),
      }))}
      value={null}
      searchValue={text}
      onSearchChange={setText}
      onChange={(id) => {
        const hit = offered.find(({ customerId }) => customerId === id);
        if (hit) onAdd(hit);
        setText('');
        field.current?.focus();
      }}
    />
  );
}
