import { Button, Group, Modal, NumberInput, Stack, Table, Text } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { IconReceipt } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import { useAct, useAsk } from '../app/client.ts';
import { ErrorText } from '../app/errors.tsx';
import { useFormat, useLocale } from '../app/format.ts';
import { useMay, usePinGate } from '../app/session.ts';
import { lastDayOf } from './months.ts';

/** Opens the place where the receipts of a day are entered (F-90). */
export function ReceiptsButton({ month }: { month: string }) {
  const { t } = useTranslation('month');
  const [open, setOpen] = useState(false);
  if (!useMay('month.setReceipts')) return null;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconReceipt size="1.2rem" aria-hidden />}
        style={{ flex: 'none' }}
        onClick={() => setOpen(true)}
      >
        {t('receipts.open')}
      </Button>
      {open && <ReceiptsDialog month={month} onClose={() => setOpen(false)} />}
    </>
  );
}

function ReceiptsDialog({ month, onClose }: { month: string; onClose(): void }) {
  const { t } = useTranslation('month');
  const format = useFormat();
  const today = useLocale((locale) => locale.today);
  const end = lastDayOf(month);
  const last = end < today ? end : today;
  const [day, setDay] = useState(last);
  const [count, setCount] = useState<number | null>(null);
  const [error, setError] = useState<AppErrorData | null>(null);
  const known = useAsk('month.receipts', { month });
  const { act, busy } = useAct('month.setReceipts');
  const gate = usePinGate();
  const save = async (of: string, receipts: number | null) => {
    const answer = await gate.run(() => act({ day: of, receipts }));
    if (answer) setError(answer.ok ? null : answer.error);
    if (answer?.ok) setCount(null);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('receipts.title')}
      closeButtonProps={{ 'aria-label': t('receipts.close') }}
    >
      <Stack>
        <Text c="dimmed">{t('receipts.text')}</Text>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (count !== null) void save(day, count);
          }}
        >
          <Group align="flex-end" grow>
            <DateInput
              label={t('receipts.day')}
              size="md"
              popoverProps={{ withinPortal: false }}
              valueFormat="D MMM YYYY"
              value={day}
              minDate={`${month}-01`}
              maxDate={last}
              onChange={(chosen) => chosen && setDay(chosen)}
            />
            <NumberInput
              label={t('receipts.count')}
              data-autofocus
              min={0}
              max={1_000_000}
              allowDecimal={false}
              allowNegative={false}
              value={count ?? ''}
              onChange={(typed) => setCount(typeof typed === 'number' ? typed : null)}
            />
          </Group>
          <Group justify="flex-end" mt="md">
            <Button type="submit" loading={busy} disabled={count === null}>
              {t('receipts.save')}
            </Button>
          </Group>
        </form>
        <ErrorText error={error ?? known.error} />
        {known.data && known.data.length > 0 && (
          <Table verticalSpacing={2} tabularNums aria-label={t('receipts.known')}>
            <Table.Tbody>
              {known.data.map((row) => (
                <Table.Tr key={row.day}>
                  <Table.Th scope="row" fw={500}>
                    {format.day(row.day)}
                  </Table.Th>
                  <Table.Td ta="end">{format.number(row.receipts)}</Table.Td>
                  <Table.Td ta="end">
                    <Button
                      variant="subtle"
                      color="gray"
                      aria-label={t('receipts.removeDay', { day: format.day(row.day) })}
                      onClick={() => void save(row.day, null)}
                    >
                      {t('receipts.remove')}
                    </Button>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </Stack>
    </Modal>
  );
}
