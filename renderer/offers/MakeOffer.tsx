import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { IconGift } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import { parseMoney } from '../../preload/contract/money.ts';
import { mostOfferDays } from '../../preload/contract/offers.ts';
import { rewardKinds } from '../../preload/contract/rules.ts';
import type { CustomerId } from '../../preload/contract/values.ts';
import { useAct } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { ErrorText } from '../app/errors.tsx';
import { useFormat, useLocale } from '../app/format.ts';
import { useMay, usePinGate } from '../app/session.ts';
import { AmountInput } from '../counter/AmountInput.tsx';
import { daysBefore } from '../customers/days.ts';
import { Choice } from '../programs/form/Choice.tsx';
import { WholeNumber } from '../programs/form/WholeNumber.tsx';

/** What an offer runs for unless another day is chosen. */
const usualDays = 30;

interface OfferFor {
  readonly customerId: CustomerId;
  /** What to call the customer. */
  readonly name: string;
}

/** Opens the form for an offer to one customer (F-84); nothing for somebody who may not make one. */
export function MakeOfferButton({ customerId, name }: OfferFor) {
  const { t } = useTranslation('offers');
  const [open, setOpen] = useState(false);
  if (!useMay('offers.make')) return null;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconGift size="1.2rem" aria-hidden />}
        aria-label={t('makeNamed', { name })}
        onClick={() => setOpen(true)}
      >
        {t('make')}
      </Button>
      {open && <OfferDialog customerId={customerId} name={name} onClose={() => setOpen(false)} />}
    </>
  );
}

export function OfferDialog({ customerId, name, onClose }: OfferFor & { onClose(): void }) {
  const { t } = useTranslation('offers');
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('makeFor', { name })}
      size="lg"
      closeButtonProps={{ 'aria-label': t('form.cancel') }}
    >
      <OfferForm customerId={customerId} onClose={onClose} />
    </Modal>
  );
}

const fields = ['name', 'percent', 'value', 'cost', 'endsOn'] as const;
type Wrong = Partial<Record<(typeof fields)[number], string>>;

function OfferForm({ customerId, onClose }: { customerId: CustomerId; onClose(): void }) {
  const { t } = useTranslation('offers');
  const { t: ofPrograms } = useTranslation('programs');
  const { today, currency } = useLocale();
  const format = useFormat();
  const { act, busy } = useAct('offers.make');
  const gate = usePinGate();
  const [kind, setKind] = useState<(typeof rewardKinds)[number]>('item');
  const [name, setName] = useState('');
  const [percent, setPercent] = useState<number | ''>('');
  const [value, setValue] = useState('');
  const [cost, setCost] = useState('');
  const [endsOn, setEndsOn] = useState(daysBefore(today, -usualDays));
  const [wrong, setWrong] = useState<Wrong>({});
  const [error, setError] = useState<AppErrorData | null>(null);

  const words: Record<(typeof fields)[number], string> = {
    name: t('form.wrong.name'),
    percent: t('form.wrong.percent'),
    value: t('form.wrong.value'),
    cost: t('form.wrong.money'),
    endsOn: t('form.wrong.endsOn'),
  };
  const money = (typed: string) => (typed.trim() === '' ? null : parseMoney(typed, currency));

  const save = async () => {
    setError(null);
    const off = kind === 'amount' ? money(value) : null;
    const found: Wrong = {
      ...(name.trim() === '' ? { name: words.name } : {}),
      ...(kind === 'amount' && !off ? { value: value.trim() === '' ? words.value : words.cost } : {}),
      ...(cost.trim() !== '' && money(cost) === null ? { cost: words.cost } : {}),
    };
    setWrong(found);
    if (Object.keys(found).length > 0) return;
    const benefit = {
      kind,
      name,
      percent: kind === 'percent' && percent !== '' ? percent : null,
      value: off,
      cost: money(cost),
    };
    const answer = await gate.run(() => act({ customerId, benefit, endsOn }));
    if (!answer) return;
    if (answer.ok) {
      showDone(t('form.saved', { day: format.day(endsOn) }));
      return onClose();
    }
    const at = fields.filter((field) => answer.error.fields?.some((path) => path.split('.').at(-1) === field));
    setWrong(Object.fromEntries(at.map((field) => [field, words[field]])));
    if (at.length === 0) setError(answer.error);
  };

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        // The dialog may stand over another form.
        event.stopPropagation();
        void save();
      }}
    >
      <Stack>
        <Choice
          label={t('form.kind')}
          data={rewardKinds.map((one) => ({ value: one, label: ofPrograms(`rewardKind.${one}`) }))}
          value={kind}
          onChange={(one) => setKind(one)}
        />
        <TextInput
          label={t('form.name')}
          description={ofPrograms(`help.reward.${kind}`)}
          maxLength={80}
          data-autofocus
          value={name}
          error={wrong.name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {kind === 'percent' && (
          <WholeNumber
            label={t('form.percent')}
            maw="12rem"
            rightSection={<span aria-hidden>%</span>}
            value={percent}
            error={wrong.percent}
            onChange={(typed) => setPercent(typeof typed === 'number' ? typed : '')}
          />
        )}
        {kind === 'amount' && (
          <AmountInput
            label={t('form.amountOff')}
            maw="16rem"
            value={value}
            error={wrong.value}
            onChange={(event) => setValue(event.currentTarget.value)}
          />
        )}
        <Group align="flex-start">
          <DateInput
            label={t('form.endsOn')}
            description={t('form.endsOnHelp')}
            size="md"
            flex={1}
            miw="14rem"
            popoverProps={{ withinPortal: false }}
            valueFormat="D MMM YYYY"
            minDate={today}
            maxDate={daysBefore(today, -mostOfferDays)}
            value={endsOn}
            error={wrong.endsOn}
            onChange={(chosen) => chosen && setEndsOn(chosen)}
          />
          {kind !== 'amount' && (
            <AmountInput
              label={t('form.cost')}
              description={t('form.costHelp')}
              flex={1}
              miw="14rem"
              value={cost}
              error={wrong.cost}
              onChange={(event) => setCost(event.currentTarget.value)}
            />
          )}
        </Group>
        <ErrorText error={error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('form.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {t('form.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
