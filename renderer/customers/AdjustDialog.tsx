import { Button, Group, Modal, NativeSelect, SegmentedControl, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CounterCard } from '../../preload/contract/counter.ts';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import type { CustomerId } from '../../preload/contract/values.ts';
import { useAct, useAsk } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { ErrorText } from '../app/errors.tsx';
import { useFormat } from '../app/format.ts';
import { usePinGate } from '../app/session.ts';
import { cardProgress } from '../counter/cardWords.ts';

interface DialogProps {
  customerId: CustomerId;
  opened: boolean;
  onClose(): void;
}

/** Puts a card right by hand, with a reason that stays in the history (F-34 shows each). */
export function AdjustDialog({ customerId, opened, onClose }: DialogProps) {
  const { t } = useTranslation('customers');
  const customer = useAsk('counter.open', { customerId }, { enabled: opened }).data;
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('adjust.title')}
      closeButtonProps={{ 'aria-label': t('adjust.cancel') }}
    >
      {customer &&
        (customer.cards.length > 0 ? (
          <AdjustForm customerId={customerId} cards={customer.cards} onClose={onClose} />
        ) : (
          <Text>{t('adjust.noCard')}</Text>
        ))}
    </Modal>
  );
}

interface FormProps {
  customerId: CustomerId;
  cards: readonly CounterCard[];
  onClose(): void;
}

function AdjustForm({ customerId, cards, onClose }: FormProps) {
  const { t } = useTranslation('customers');
  const { t: till } = useTranslation('counter');
  const format = useFormat();
  const gate = usePinGate();
  const { act, busy } = useAct('counter.adjust');
  const [programId, setProgramId] = useState(cards[0]?.programId ?? null);
  const [way, setWay] = useState<'more' | 'less'>('more');
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const [failure, setFailure] = useState<AppErrorData | null>(null);
  const card = cards.find((one) => one.programId === programId) ?? null;
  const units = /^\d{1,6}$/.test(typed.trim()) ? Number(typed) : 0;
  const tooMany = card !== null && way === 'less' && units > Math.max(0, card.stamps);
  const wrong = units < 1 ? t('adjust.notNumber') : tooMany ? t('adjust.tooMany') : null;
  const noReason = reason.trim() === '' ? t('reverse.reasonMissing') : null;

  const save = async () => {
    setTried(true);
    setFailure(null);
    if (!card || wrong || noReason) return;
    const signed = way === 'more' ? units : -units;
    const answer = await gate.run(() =>
      act({ customerId, programId: card.programId, units: signed, reason: reason.trim() }),
    );
    if (!answer) return;
    if (!answer.ok) {
      setFailure(answer.error);
      return;
    }
    showDone(t('adjust.done'));
    onClose();
  };

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Stack>
        <Text>{t('adjust.text')}</Text>
        <NativeSelect
          label={t('adjust.card')}
          data={cards.map((one) => ({
            value: one.programId,
            label: `${one.name}: ${cardProgress(till, format, one)}`,
          }))}
          value={programId ?? ''}
          onChange={(event) => {
            const chosen = cards.find((one) => one.programId === event.currentTarget.value);
            if (chosen) setProgramId(chosen.programId);
          }}
        />
        <SegmentedControl
          aria-label={t('adjust.way')}
          data={[
            { value: 'more', label: t('adjust.more') },
            { value: 'less', label: t('adjust.less') },
          ]}
          value={way}
          onChange={(value) => setWay(value === 'less' ? 'less' : 'more')}
        />
        <TextInput
          label={card?.kind === 'points' ? t('adjust.points') : t('adjust.stamps')}
          inputMode="numeric"
          autoComplete="off"
          maxLength={6}
          data-autofocus
          value={typed}
          error={tried ? wrong : null}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Textarea
          label={t('reverse.reason')}
          placeholder={t('adjust.reasonHint')}
          autosize
          minRows={2}
          maxLength={200}
          value={reason}
          error={tried ? noReason : null}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <ErrorText error={failure} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('adjust.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {t('adjust.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
