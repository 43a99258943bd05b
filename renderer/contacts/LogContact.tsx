import { Button, Group, Modal, Radio, Stack, Textarea } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { IconMessageCircle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ContactChannel, contactChannels, type Outcome, outcomes } from '../../preload/contract/contacts.ts';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import type { CustomerId } from '../../preload/contract/values.ts';
import { useAct } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { ErrorText } from '../app/errors.tsx';
import { useLocale } from '../app/format.ts';
import { useMay, usePinGate } from '../app/session.ts';
import { OfferDialog } from '../offers/MakeOffer.tsx';
import classes from './contacts.module.css';

interface LogProps {
  readonly customerId: CustomerId;
  /** What to call the customer. */
  readonly name: string;
}

/** Opens the place where a talk or a message with a customer is noted; nothing for somebody who may not. */
export function LogContactButton({ customerId, name }: LogProps) {
  const { t } = useTranslation('contacts');
  const [open, setOpen] = useState(false);
  const [offering, setOffering] = useState(false);
  if (!useMay('contacts.log')) return null;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconMessageCircle size="1.2rem" aria-hidden />}
        aria-label={t('log.title', { name })}
        onClick={() => setOpen(true)}
      >
        {t('open')}
      </Button>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={t('log.title', { name })}
        size="lg"
        closeButtonProps={{ 'aria-label': t('log.cancel') }}
      >
        <LogForm
          customerId={customerId}
          onClose={(offer) => {
            setOpen(false);
            setOffering(offer);
          }}
        />
      </Modal>
      {offering && <OfferDialog customerId={customerId} name={name} onClose={() => setOffering(false)} />}
    </>
  );
}

interface LogFormProps {
  readonly customerId: CustomerId;
  /** `offer`: what was said is to end in a personal offer (F-84). */
  onClose(offer: boolean): void;
}

function LogForm({ customerId, onClose }: LogFormProps) {
  const { t } = useTranslation('contacts');
  const today = useLocale((locale) => locale.today);
  const { act, busy } = useAct('contacts.log');
  const gate = usePinGate();
  const [channel, setChannel] = useState<ContactChannel>('phone');
  const [outcome, setOutcome] = useState<Outcome>('reached');
  const [note, setNote] = useState('');
  const [day, setDay] = useState(today);
  const [error, setError] = useState<AppErrorData | null>(null);
  const mayOffer = useMay('offers.make');
  const save = async (offer: boolean) => {
    const answer = await gate.run(() => act({ customerId, channel, outcome, note, day }));
    if (!answer) return;
    setError(answer.ok ? null : answer.error);
    if (!answer.ok) return;
    showDone(t('log.done'));
    onClose(offer);
  };
  const future = error?.code === 'BAD_INPUT' && error.fields?.includes('day');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save(false);
      }}
    >
      <Stack>
        <Choice
          label={t('log.channel')}
          options={contactChannels.map((one) => ({ value: one, label: t(`channel.${one}`) }))}
          value={channel}
          onChange={setChannel}
        />
        <Choice
          label={t('log.outcome')}
          options={outcomes.map((one) => ({ value: one, label: t(`outcome.${one}`) }))}
          value={outcome}
          onChange={setOutcome}
        />
        <Textarea
          label={t('log.note')}
          placeholder={t('log.noteHint')}
          size="md"
          autosize
          minRows={2}
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <DateInput
          label={t('log.day')}
          size="md"
          w="14rem"
          popoverProps={{ withinPortal: false }}
          valueFormat="D MMM YYYY"
          value={day}
          maxDate={today}
          onChange={(chosen) => chosen && setDay(chosen)}
          error={future ? t('log.future') : undefined}
        />
        {!future && <ErrorText error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={() => onClose(false)}>
            {t('log.cancel')}
          </Button>
          {mayOffer && (
            <Button variant="default" disabled={busy} onClick={() => void save(true)}>
              {t('log.saveAndOffer')}
            </Button>
          )}
          <Button type="submit" loading={busy}>
            {t('log.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface ChoiceProps<V extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: V; readonly label: string }[];
  readonly value: V;
  readonly onChange: (value: V) => void;
}

/** One of a few, each large enough for a finger. */
function Choice<V extends string>({ label, options, value, onChange }: ChoiceProps<V>) {
  return (
    <Radio.Group label={label} size="md" value={value} onChange={(one) => onChange(one as V)}>
      <Group gap="xs" mt={4}>
        {options.map((one) => (
          <Radio.Card key={one.value} value={one.value} className={classes.choice ?? ''}>
            <Group gap="xs" wrap="nowrap">
              <Radio.Indicator />
              {one.label}
            </Group>
          </Radio.Card>
        ))}
      </Group>
    </Radio.Group>
  );
}
