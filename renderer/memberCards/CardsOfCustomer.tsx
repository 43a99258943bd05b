import { Badge, Button, Card, Group, Modal, Stack, Text, Title } from '@mantine/core';
import { IconCards, IconPrinter, IconReplace, IconScan } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberCard } from '../../preload/contract/memberCards.ts';
import type { CustomerId } from '../../preload/contract/values.ts';
import { useAct, useAsk } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { ErrorText, showError } from '../app/errors.tsx';
import { useFormat, useLocale } from '../app/format.ts';
import { dayOf } from '../customers/days.ts';
import { PrintPanel } from '../paper/PrintPanel.tsx';
import { CardDialog } from './CardDialog.tsx';
import { spelled } from './spelled.ts';

interface CardsOfCustomerProps {
  readonly customerId: CustomerId;
  readonly name: string;
  /** False for somebody archived: looked at, not changed. */
  readonly mayChange: boolean;
}

/** The cards one customer can show: print one, attach a blank one, replace a lost one. */
export function CardsOfCustomer({ customerId, name, mayChange }: CardsOfCustomerProps) {
  const { t } = useTranslation('memberCards');
  const { data: cards, error } = useAsk('memberCards.of', { customerId });
  const issue = useAct('memberCards.issue');
  const [printing, setPrinting] = useState<string | null>(null);
  const [attaching, setAttaching] = useState(false);
  const [lost, setLost] = useState<string | null>(null);
  const print = async () => {
    const answer = await issue.act({ customerIds: [customerId] });
    if (!answer.ok) return showError(answer.error);
    setPrinting(answer.value.codes[0] ?? null);
  };
  return (
    <Card withBorder radius="lg" padding="lg" component="section" aria-labelledby="cards-title">
      <Stack>
        <Title order={2} size="h4" id="cards-title">
          {t('record.title')}
        </Title>
        <ErrorText error={error} />
        {cards?.length === 0 && <Text c="dimmed">{t('record.none')}</Text>}
        {cards && cards.length > 0 && (
          <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
            {cards.map((card) => (
              <Line key={card.code} card={card} onLost={mayChange ? () => setLost(card.code) : null} />
            ))}
          </Stack>
        )}
        {mayChange && (
          <Group gap="sm">
            <Button
              variant="default"
              loading={issue.busy}
              leftSection={<IconPrinter size="1.2rem" aria-hidden />}
              onClick={() => void print()}
            >
              {t('record.print')}
            </Button>
            <Button
              variant="default"
              leftSection={<IconScan size="1.2rem" aria-hidden />}
              onClick={() => setAttaching(true)}
            >
              {t('record.attach')}
            </Button>
          </Group>
        )}
      </Stack>
      {printing && <PrintOne code={printing} onClose={() => setPrinting(null)} />}
      {attaching && <CardDialog customerId={customerId} name={name} lost={null} onClose={() => setAttaching(false)} />}
      {lost && (
        <CardDialog
          customerId={customerId}
          name={name}
          lost={lost}
          onClose={() => setLost(null)}
          onPrint={(code) => {
            setLost(null);
            showDone(t('replace.done', { code: spelled(lost) }));
            setPrinting(code);
          }}
        />
      )}
    </Card>
  );
}

function Line({ card, onLost }: { card: MemberCard; onLost: (() => void) | null }) {
  const { t } = useTranslation('memberCards');
  const format = useFormat();
  const timeZone = useLocale((locale) => locale.timeZone);
  return (
    <Group component="li" justify="space-between" wrap="nowrap" gap="sm">
      <div>
        <Group gap="xs">
          <IconCards size="1.1rem" aria-hidden />
          <Text component="span" fw={600}>
            {spelled(card.code)}
          </Text>
          {card.replacedOn !== null && (
            <Badge color="gray" variant="light" tt="none">
              {t('record.refused')}
            </Badge>
          )}
        </Group>
        <Text size="sm" c="dimmed">
          {card.replacedOn === null
            ? t('record.since', { day: format.day(dayOf(card.issuedAt, timeZone)) })
            : t('record.replaced', { day: format.day(card.replacedOn) })}
        </Text>
      </div>
      {card.replacedOn === null && onLost && (
        <Button
          variant="subtle"
          leftSection={<IconReplace size="1.2rem" aria-hidden />}
          aria-label={t('record.lostCard', { code: spelled(card.code) })}
          onClick={onLost}
        >
          {t('record.lost')}
        </Button>
      )}
    </Group>
  );
}

function PrintOne({ code, onClose }: { code: string; onClose(): void }) {
  const { t } = useTranslation(['memberCards', 'app']);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('record.print')}
      size="xl"
      closeButtonProps={{ 'aria-label': t('app:close') }}
    >
      <PrintPanel sheet={{ kind: 'memberCards', codes: [code], names: true }} />
    </Modal>
  );
}
