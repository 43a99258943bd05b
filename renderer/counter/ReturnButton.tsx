import { Button, Modal, Stack, Text } from '@mantine/core';
import { IconReceiptRefund } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerId } from '../../preload/contract/values.ts';
import { useFormat } from '../app/format.ts';
import { useMay, useNeedsPin } from '../app/session.ts';
import { entryWords } from '../customers/entryWords.ts';
import { type Reversal, ReverseDialog } from '../customers/ReverseDialog.tsx';
import { groupTimeline } from '../customers/timeline.ts';
import { useTimeline } from '../customers/useTimeline.ts';
import { askForPin } from '../people/pinRequests.ts';

/** Visits offered; older ones are in the record. */
const visitsAtOnce = 6;

/** Goods come back: choose the visit they were bought in (F-22). What it earned goes, a reward used in it comes back. */
export function ReturnButton({ customerId }: { customerId: CustomerId }) {
  const { t } = useTranslation('counter');
  const may = useMay('counter.reverse');
  const needsPin = useNeedsPin('counter.reverse');
  const [choosing, setChoosing] = useState(false);
  const [reversal, setReversal] = useState<Reversal | null>(null);
  if (!may) return null;
  return (
    <>
      <Button
        variant="subtle"
        color="gray"
        size="sm"
        w="fit-content"
        px="xs"
        leftSection={<IconReceiptRefund size="1.2rem" aria-hidden />}
        onClick={async () => {
          if (!needsPin || (await askForPin())) setChoosing(true);
        }}
      >
        {t('return.open')}
      </Button>
      <Modal
        opened={choosing}
        onClose={() => setChoosing(false)}
        title={t('return.title')}
        closeButtonProps={{ 'aria-label': t('return.close') }}
      >
        <LastVisits
          customerId={customerId}
          onChoose={(chosen) => {
            setChoosing(false);
            setReversal(chosen);
          }}
        />
      </Modal>
      <ReverseDialog reversal={reversal} onClose={() => setReversal(null)} />
    </>
  );
}

function LastVisits({ customerId, onChoose }: { customerId: CustomerId; onChoose(reversal: Reversal): void }) {
  const { t } = useTranslation(['counter', 'customers']);
  const { t: words } = useTranslation('customers');
  const format = useFormat();
  const { items } = useTimeline(customerId);
  const visits = groupTimeline(items ?? [])
    .filter(({ visit }) => visit !== null && !visit.voided)
    .slice(0, visitsAtOnce);
  return (
    <Stack>
      <Text>{visits.length > 0 ? t('return.help') : t('return.none')}</Text>
      {visits.map(({ key, visit, entries }) => {
        if (!visit) return null;
        const what = entries.filter(({ voided }) => !voided).map((item) => entryWords(item, words, format));
        const amount = visit.amount === null ? [] : [format.money(visit.amount)];
        const time = visit.occurredAt === null ? '' : `, ${format.time(visit.occurredAt)}`;
        return (
          <Button
            key={key}
            variant="default"
            h="auto"
            py="sm"
            justify="flex-start"
            styles={{ label: { whiteSpace: 'normal', textAlign: 'start' } }}
            onClick={() => onChoose({ item: visit, as: 'return' })}
          >
            <span>
              <strong>
                {format.day(visit.businessDay)}
                {time}
              </strong>
              <br />
              {[...amount, ...what].join(' · ')}
            </span>
          </Button>
        );
      })}
    </Stack>
  );
}
