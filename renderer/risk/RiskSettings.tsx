import { Button, Group, Modal, SegmentedControl, Stack, Table, Text, Title } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { IconAdjustments } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppErrorData, Result } from '../../preload/contract/errors.ts';
import type { Closure } from '../../preload/contract/risk.ts';
import { useAct, useAsk } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { ErrorText } from '../app/errors.tsx';
import { useFormat, useLocale } from '../app/format.ts';
import { useMay, usePinGate } from '../app/session.ts';

const horizons = [2, 4, 8, 13] as const;

/** How far the list looks ahead, and which days are nobody's absence: the owner's to say. */
export function RiskSettings({ weeks }: { weeks: number }) {
  const { t } = useTranslation('risk');
  const [open, setOpen] = useState(false);
  if (!useMay('risk.addClosure')) return null;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconAdjustments size="1.2rem" aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {t('settings.open')}
      </Button>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        size="lg"
        title={t('settings.title')}
        closeButtonProps={{ 'aria-label': t('settings.close') }}
      >
        <Stack gap="xl">
          <Horizon weeks={weeks} />
          <Closures />
        </Stack>
      </Modal>
    </>
  );
}

/** Runs an action behind the PIN and keeps what went wrong. */
function useGated() {
  const { t } = useTranslation('risk');
  const gate = usePinGate();
  const [error, setError] = useState<AppErrorData | null>(null);
  const run = async <T,>(act: () => Promise<Result<T>>): Promise<boolean> => {
    const answer = await gate.run(act);
    if (!answer) return false;
    setError(answer.ok ? null : answer.error);
    if (answer.ok) showDone(t('settings.saved'));
    return answer.ok;
  };
  return { run, error };
}

function Horizon({ weeks }: { weeks: number }) {
  const { t } = useTranslation('risk');
  const { act } = useAct('shop.update');
  const { run, error } = useGated();
  return (
    <Stack gap="xs">
      <Title order={3} size="h4" id="horizon">
        {t('settings.weeks')}
      </Title>
      <Text c="dimmed" size="sm">
        {t('settings.weeksHelp')}
      </Text>
      <SegmentedControl
        aria-labelledby="horizon"
        value={String(weeks)}
        onChange={(chosen) => {
          const riskWeeks = horizons.find((one) => String(one) === chosen);
          if (riskWeeks) void run(() => act({ riskWeeks }));
        }}
        data={horizons.map((one) => ({ value: String(one), label: t('weeks', { count: one }) }))}
      />
      <ErrorText error={error} />
    </Stack>
  );
}

function Closures() {
  const { t } = useTranslation(['risk', 'errors']);
  const format = useFormat();
  const today = useLocale((locale) => locale.today);
  const known = useAsk('risk.closures', {});
  const adding = useAct('risk.addClosure');
  const removing = useAct('risk.removeClosure');
  const { run, error } = useGated();
  const [firstDay, setFirstDay] = useState(today);
  const [lastDay, setLastDay] = useState(today);
  const wrong = error?.code === 'BAD_DAYS';
  const words = ({ firstDay: from, lastDay: to }: Closure) =>
    from === to ? format.day(from) : `${format.day(from)} – ${format.day(to)}`;
  const date = { size: 'md', popoverProps: { withinPortal: false }, valueFormat: 'D MMM YYYY' } as const;
  return (
    <Stack gap="xs">
      <Title order={3} size="h4">
        {t('settings.closures')}
      </Title>
      <Text c="dimmed" size="sm">
        {t('settings.closuresHelp')}
      </Text>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void run(() => adding.act({ firstDay, lastDay }));
        }}
      >
        <Group align="flex-start">
          <DateInput
            {...date}
            label={t('settings.first')}
            value={firstDay}
            onChange={(day) => {
              if (!day) return;
              setFirstDay(day);
              if (day > lastDay) setLastDay(day);
            }}
          />
          <DateInput
            {...date}
            label={t('settings.last')}
            value={lastDay}
            onChange={(day) => day && setLastDay(day)}
            error={wrong ? t('errors:BAD_DAYS') : undefined}
          />
          <Button type="submit" loading={adding.busy} mt="1.6rem">
            {t('settings.add')}
          </Button>
        </Group>
      </form>
      <ErrorText error={wrong ? null : (error ?? known.error)} />
      {known.data?.length === 0 && <Text c="dimmed">{t('settings.none')}</Text>}
      {known.data && known.data.length > 0 && (
        <Table verticalSpacing={2} aria-label={t('settings.closures')}>
          <Table.Tbody>
            {known.data.map((closure) => (
              <Table.Tr key={closure.closureId}>
                <Table.Th scope="row" fw={500}>
                  {words(closure)}
                </Table.Th>
                <Table.Td ta="end">
                  <Button
                    variant="subtle"
                    color="gray"
                    aria-label={t('settings.removeOf', { days: words(closure) })}
                    onClick={() => void run(() => removing.act({ closureId: closure.closureId }))}
                  >
                    {t('settings.remove')}
                  </Button>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Stack>
  );
}
