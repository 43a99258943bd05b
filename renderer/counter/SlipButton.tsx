import { Button } from '@mantine/core';
import { IconReceipt } from '@tabler/icons-react';
import { useEffect, useEffectEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Confirmation } from '../../preload/contract/counter.ts';
import { useAsk } from '../app/client.ts';
import { showError } from '../app/errors.tsx';
import { usePrinting } from '../paper/usePrinting.ts';
import { slipPrinted, useCounter } from './store.ts';

/** A slip about what was just done: printed at once or when asked for, as the shop wants it. The stamp stands whatever the printer says. */
export function SlipButton({ confirmation }: { confirmation: Confirmation }) {
  const { t } = useTranslation('counter');
  const settings = useAsk('shop.settings', {}).data;
  const done = useCounter((state) => state.slipOf);
  const { print, busy, error } = usePrinting();
  const { customerId, programId, requestId } = confirmation;
  const send = () => {
    if (!settings || programId === null) return;
    const { slipPaper, slipPrinter } = settings;
    void print({ kind: 'slip', customerId, programId, paper: slipPaper }, slipPrinter);
  };
  const atOnce = programId !== null && settings?.slipAfterStamp === 'always' && done !== requestId;
  const sendOnce = useEffectEvent(() => {
    slipPrinted(requestId);
    send();
  });
  useEffect(() => {
    if (atOnce) sendOnce();
  }, [atOnce]);
  useEffect(() => {
    if (error) showError(error);
  }, [error]);
  // A discount or special has no card to print, nor has a visit on none.
  if (!settings || programId === null || settings.slipAfterStamp === 'off' || confirmation.used) return null;
  return (
    <Button
      variant="default"
      size="md"
      radius="xl"
      aria-busy={busy}
      leftSection={<IconReceipt aria-hidden size="1.5rem" />}
      onClick={() => !busy && send()}
    >
      {settings.slipAfterStamp === 'always' ? t('slip.again') : t('slip.print')}
    </Button>
  );
}
