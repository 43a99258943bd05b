import { Alert, Button, Group, Modal, Stack, Table, Text } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import type { MonthReport } from '../../preload/contract/month.ts';
import { useAct } from '../app/client.ts';
import { ErrorText } from '../app/errors.tsx';
import { useFormat } from '../app/format.ts';
import { useMay, usePinGate } from '../app/session.ts';
import { figureText, sortChanges } from './changed.ts';

/** A closed month says since when, and what would be different today; a complete one can be closed (F-57). */
export function Closing({ report }: { report: MonthReport }) {
  return report.canClose ? <CloseMonth month={report.content.figures.month} /> : <ClosedText report={report} />;
}

interface ClosedProps {
  readonly report: MonthReport;
  /** The differences in a line instead of a table: paper is short. */
  readonly brief?: boolean;
}

/** Since when the figures are frozen, and what would be different today. Nothing for a month that is open. */
export function ClosedText({ report, brief = false }: ClosedProps) {
  const { t } = useTranslation('month');
  const format = useFormat();
  const { closing } = report;
  if (!closing) return null;
  const moment = format.moment(closing.closedAt);
  return (
    <Alert variant="light" color="ink" title={t('closing.closed')} icon={<IconLock aria-hidden />}>
      <Stack gap="xs">
        <Text>
          {closing.closedBy === null
            ? t('closing.byItself', { moment })
            : t('closing.by', { name: closing.closedBy, moment })}{' '}
          {report.now === null && t('closing.same')}
        </Text>
        {report.now !== null && <Differences report={report} brief={brief} />}
      </Stack>
    </Alert>
  );
}

/** As delivered and as the ledger says it today, with the reason (F-57). */
function Differences({ report, brief }: Required<ClosedProps>) {
  const { t } = useTranslation('month');
  const format = useFormat();
  const { known, others } = sortChanges(report.changes);
  const reasons = report.reasons.map(({ kind, count }) => t(`closing.reason.${kind}`, { count }));
  return (
    <>
      <Text>
        <b>{t('closing.different')}</b> {reasons.length > 0 && t('closing.because', { reasons: reasons.join('; ') })}
      </Text>
      {brief && (
        <Text>
          {known
            .map(({ figure, delivered, now }) => {
              const [then, today] = [delivered, now].map((value) => figureText(figure, value, format));
              return `${t(`closing.figure.${figure}`)}: ${then} → ${today}`;
            })
            .join(' · ')}
        </Text>
      )}
      {!brief && known.length > 0 && (
        <Table verticalSpacing={2} horizontalSpacing="xs" tabularNums maw="34rem" aria-label={t('closing.different')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('compare.figure')}</Table.Th>
              <Table.Th ta="end">{t('closing.delivered')}</Table.Th>
              <Table.Th ta="end">{t('closing.now')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {known.map(({ figure, delivered, now }) => (
              <Table.Tr key={figure}>
                <Table.Th scope="row" fw={500}>
                  {t(`closing.figure.${figure}`)}
                </Table.Th>
                <Table.Td ta="end">{figureText(figure, delivered, format)}</Table.Td>
                <Table.Td ta="end" fw={650}>
                  {figureText(figure, now, format)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {report.changes.length === 0 && <Text>{t('closing.elsewhere')}</Text>}
      {others > 0 && <Text size="sm">{t('closing.others', { count: others })}</Text>}
    </>
  );
}

function CloseMonth({ month }: { month: string }) {
  const { t } = useTranslation('month');
  const format = useFormat();
  const { act, busy } = useAct('month.close');
  const gate = usePinGate();
  const [asking, setAsking] = useState(false);
  const [error, setError] = useState<AppErrorData | null>(null);
  if (!useMay('month.close')) return null;
  const stop = () => {
    setAsking(false);
    setError(null);
  };
  const close = async () => {
    const answer = await gate.run(() => act({ month }));
    if (answer?.ok) stop();
    else setError(answer?.error ?? null);
  };
  return (
    <Group justify="space-between">
      <Text c="dimmed">{t('closing.open')}</Text>
      <Button variant="default" leftSection={<IconLock size="1.2rem" aria-hidden />} onClick={() => setAsking(true)}>
        {t('closing.close')}
      </Button>
      <Modal
        opened={asking}
        onClose={stop}
        title={t('closing.ask', { month: format.month(month) })}
        closeButtonProps={{ 'aria-label': t('closing.cancel') }}
      >
        <Stack>
          <Text>{t('closing.text')}</Text>
          <ErrorText error={error} />
          <Group justify="flex-end">
            <Button variant="default" data-autofocus onClick={stop}>
              {t('closing.cancel')}
            </Button>
            <Button loading={busy} onClick={() => void close()}>
              {t('closing.close')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Group>
  );
}
