import { Button, Group, Modal, NumberInput, Skeleton, Stack, Text, Title } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { IconPrinter } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import { BackButton } from '../app/BackButton.tsx';
import { useAct, useAsk } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { ErrorText } from '../app/errors.tsx';
import { useFormat, useLocale } from '../app/format.ts';
import { usePinGate } from '../app/session.ts';
import { Section } from '../month/Section.tsx';
import { PrintPanel } from '../paper/PrintPanel.tsx';
import { DayFacts } from './DayFacts.tsx';
import { DayTable } from './DayTable.tsx';

/** The end of a day: what was done and by whom, how many receipts there were, and all of it on one page (F-56, F-90). */
export function DayEndPage() {
  const { t } = useTranslation(['dayEnd', 'app']);
  const format = useFormat();
  const today = useLocale((locale) => locale.today);
  const [day, setDay] = useState(today);
  const [printing, setPrinting] = useState(false);
  const { data, error } = useAsk('dayEnd.of', { day }, { keepPrevious: true });
  return (
    <Stack gap="lg">
      <BackButton to={{ at: 'month' }}>{t('back')}</BackButton>
      <Group justify="space-between" align="flex-end">
        <Title order={1}>{t('title')}</Title>
        <Group align="flex-end" gap="sm">
          <DateInput
            label={t('day')}
            size="md"
            w="11rem"
            valueFormat="D MMM YYYY"
            popoverProps={{ withinPortal: false }}
            value={day}
            maxDate={today}
            onChange={(chosen) => chosen && setDay(chosen)}
          />
          <Button leftSection={<IconPrinter size="1.2rem" aria-hidden />} onClick={() => setPrinting(true)}>
            {t('print')}
          </Button>
        </Group>
      </Group>
      <ErrorText error={error} />
      {!data && !error && <Skeleton height="14rem" radius="lg" />}
      {data && (
        <>
          <Section id="done-title" order={2} title={format.longDay(data.day)} note={data.over ? null : t('soFar')}>
            {data.people.length === 0 ? <Text>{t('nothing')}</Text> : <DayTable day={data} />}
            <DayFacts day={data} />
            <Text size="sm" c="dimmed">
              {t('note')}
            </Text>
          </Section>
          <Receipts key={data.day} day={data.day} known={data.receipts} />
        </>
      )}
      {printing && (
        <Modal
          opened
          onClose={() => setPrinting(false)}
          title={t('print')}
          size="xl"
          closeButtonProps={{ 'aria-label': t('app:close') }}
        >
          <PrintPanel sheet={{ kind: 'dayEnd', day }} />
        </Modal>
      )}
    </Stack>
  );
}

/** How many receipts the cash desk wrote: only that says how much of the business the cards see. */
function Receipts({ day, known }: { day: string; known: number | null }) {
  const { t } = useTranslation('dayEnd');
  const [count, setCount] = useState<number | string>(known ?? '');
  const [error, setError] = useState<AppErrorData | null>(null);
  const { act, busy } = useAct('month.setReceipts');
  const gate = usePinGate();
  const receipts = typeof count === 'number' ? count : null;
  const save = async () => {
    const answer = await gate.run(() => act({ day, receipts }));
    if (!answer) return;
    setError(answer.ok ? null : answer.error);
    if (answer.ok) showDone(receipts === null ? t('receipts.removed') : t('receipts.saved'));
  };
  return (
    <Section id="receipts-title" order={2} title={t('receipts.title')} note={t('receipts.why')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Group align="flex-end">
          <NumberInput
            label={t('receipts.count')}
            min={0}
            max={1_000_000}
            allowDecimal={false}
            allowNegative={false}
            value={count}
            onChange={setCount}
          />
          <Button type="submit" variant="default" loading={busy} disabled={receipts === known}>
            {t('receipts.save')}
          </Button>
        </Group>
      </form>
      <ErrorText error={error} />
    </Section>
  );
}
