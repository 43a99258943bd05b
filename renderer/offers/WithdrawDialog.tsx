import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import type { Offer } from '../../preload/contract/offers.ts';
import { useAct } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { ErrorText } from '../app/errors.tsx';
import { usePinGate } from '../app/session.ts';
import { useOfferName } from './offerWords.ts';

/** Takes an offer back: says what that means before it is done. */
export function WithdrawDialog({ offer, onClose }: { offer: Offer; onClose(): void }) {
  const { t } = useTranslation('offers');
  const name = useOfferName()(offer.benefit);
  const { act, busy } = useAct('offers.withdraw');
  const gate = usePinGate();
  const [error, setError] = useState<AppErrorData | null>(null);
  const withdraw = async () => {
    const answer = await gate.run(() => act({ offerId: offer.offerId }));
    if (!answer) return;
    if (!answer.ok) return setError(answer.error);
    showDone(t('record.withdrawn'));
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('record.withdrawNamed', { offer: name })}
      closeButtonProps={{ 'aria-label': t('form.cancel') }}
    >
      <Stack>
        <Text>{t('record.withdrawText', { offer: name })}</Text>
        <ErrorText error={error} />
        <Group justify="flex-end">
          <Button variant="default" data-autofocus onClick={onClose}>
            {t('form.cancel')}
          </Button>
          <Button color="red.9" loading={busy} onClick={() => void withdraw()}>
            {t('record.withdraw')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
