import { Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Offer } from '../../preload/contract/offers.ts';
import type { CustomerId } from '../../preload/contract/values.ts';
import { useAsk } from '../app/client.ts';
import { ErrorText } from '../app/errors.tsx';
import { useFormat } from '../app/format.ts';
import { useMay } from '../app/session.ts';
import { MakeOfferButton } from './MakeOffer.tsx';
import { stateWords, useOfferName, useOfferWords } from './offerWords.ts';
import { WithdrawDialog } from './WithdrawDialog.tsx';

interface OffersCardProps {
  readonly customerId: CustomerId;
  readonly name: string;
  /** False for somebody archived: looked at, not changed. */
  readonly mayChange: boolean;
}

/** A customer's personal offers on their record: what was offered, what became of it, and a new one (F-84). */
export function OffersCard({ customerId, name, mayChange }: OffersCardProps) {
  const { t } = useTranslation('offers');
  const { data: offers, error } = useAsk('offers.of', { customerId });
  const mayWithdraw = useMay('offers.withdraw') && mayChange;
  const [withdrawing, setWithdrawing] = useState<Offer | null>(null);
  return (
    <Card withBorder radius="lg" padding="lg" component="section" aria-labelledby="offers-title">
      <Stack>
        <Title order={2} size="h4" id="offers-title">
          {t('title')}
        </Title>
        <ErrorText error={error} />
        {offers?.length === 0 && <Text c="dimmed">{t('record.none')}</Text>}
        {offers && offers.length > 0 && (
          <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
            {offers.map((offer) => (
              <Line
                key={offer.offerId}
                offer={offer}
                onWithdraw={mayWithdraw && offer.state === 'open' ? () => setWithdrawing(offer) : null}
              />
            ))}
          </Stack>
        )}
        {mayChange && (
          <Group>
            <MakeOfferButton customerId={customerId} name={name} />
          </Group>
        )}
      </Stack>
      {withdrawing && <WithdrawDialog offer={withdrawing} onClose={() => setWithdrawing(null)} />}
    </Card>
  );
}

function Line({ offer, onWithdraw }: { offer: Offer; onWithdraw: (() => void) | null }) {
  const { t } = useTranslation('offers');
  const format = useFormat();
  const name = useOfferName();
  const words = useOfferWords();
  return (
    <Group component="li" justify="space-between" wrap="nowrap" mih="2.75rem">
      <div>
        <Text fw={600}>{words(offer.benefit)}</Text>
        <Text size="sm" c="dimmed">
          {stateWords(offer, t, format)}
        </Text>
      </div>
      {onWithdraw && (
        <Button
          variant="subtle"
          color="gray"
          flex="none"
          aria-label={t('record.withdrawNamed', { offer: name(offer.benefit) })}
          onClick={onWithdraw}
        >
          {t('record.withdraw')}
        </Button>
      )}
    </Group>
  );
}
