import { Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CustomerPerk } from '../../preload/contract/perks.ts';
import type { CustomerId } from '../../preload/contract/values.ts';
import { useAct, useAsk } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { ErrorText, showError } from '../app/errors.tsx';
import { useMay, usePinGate } from '../app/session.ts';

interface PerksOfCustomerProps {
  readonly customerId: CustomerId;
  /** False for somebody archived: looked at, not changed. */
  readonly mayChange: boolean;
}

/** The perks on a customer's record: carried by themselves, picked by hand, or to be given (F-14). Nothing where the shop has none. */
export function PerksOfCustomer({ customerId, mayChange }: PerksOfCustomerProps) {
  const { t } = useTranslation('perks');
  const { data: perks, error } = useAsk('perks.of', { customerId });
  const mayPick = useMay('perks.pick') && mayChange;
  const shown = mayPick ? perks : perks?.filter(({ picked, best }) => picked || best);
  if (!error && (!shown || shown.length === 0)) return null;
  return (
    <Card withBorder radius="lg" padding="lg" component="section" aria-labelledby="perks-title">
      <Stack>
        <Title order={2} size="h4" id="perks-title">
          {t('record.title')}
        </Title>
        <ErrorText error={error} />
        <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
          {shown?.map((perk) => (
            <Line key={perk.perkId} perk={perk} customerId={customerId} mayPick={mayPick} />
          ))}
        </Stack>
      </Stack>
    </Card>
  );
}

function Line({ perk, customerId, mayPick }: { perk: CustomerPerk; customerId: CustomerId; mayPick: boolean }) {
  const { t } = useTranslation('perks');
  const { act, busy } = useAct('perks.pick');
  const gate = usePinGate();
  const { perkId, name, picked, best } = perk;
  const pick = async () => {
    const answer = await gate.run(() => act({ perkId, customerId, picked: !picked }));
    if (!answer) return;
    if (answer.ok) showDone(t(picked ? 'record.taken' : 'record.given', { perk: name }));
    else showError(answer.error);
  };
  const why = [...(best ? [t('record.best')] : []), ...(picked ? [t('record.picked')] : [])];
  return (
    <Group component="li" justify="space-between" wrap="nowrap" mih="2.75rem">
      <div>
        <Text fw={600}>{name}</Text>
        <Text size="sm" c="dimmed">
          {why.length === 0 ? t('record.none') : why.join(' · ')}
        </Text>
      </div>
      {mayPick && (
        <Button
          variant="subtle"
          color="gray"
          flex="none"
          loading={busy}
          aria-label={t(picked ? 'record.takeNamed' : 'record.giveNamed', { perk: name })}
          onClick={() => void pick()}
        >
          {picked ? t('record.take') : t('record.give')}
        </Button>
      )}
    </Group>
  );
}
