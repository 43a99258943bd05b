import { Button, Card, Group, Skeleton, Stack, Text, Timeline, Title } from '@mantine/core';
import { IconAdjustments, IconMessageCircle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TimelineItem } from '../../preload/contract/customers.ts';
import type { CustomerId } from '../../preload/contract/values.ts';
import { useAsk } from '../app/client.ts';
import { ErrorText } from '../app/errors.tsx';
import { useFormat } from '../app/format.ts';
import { useMay } from '../app/session.ts';
import { ContactEntry } from '../contacts/ContactEntry.tsx';
import { LogContactButton } from '../contacts/LogContact.tsx';
import { MoveDialog } from '../counter/MoveDialog.tsx';
import { AdjustDialog } from './AdjustDialog.tsx';
import { entryWords } from './entryWords.ts';
import { type Reversal, ReverseDialog } from './ReverseDialog.tsx';
import { entryIcons, TimelineEntry } from './TimelineEntry.tsx';
import { groupTimeline, historyOf } from './timeline.ts';
import { useTimeline } from './useTimeline.ts';

interface TimelineCardProps {
  readonly customerId: CustomerId;
  readonly name: string;
  readonly archived: boolean;
}

/** Everything that ever happened to a customer, the voided included (F-37). */
export function TimelineCard({ customerId, name, archived }: TimelineCardProps) {
  const { t } = useTranslation('customers');
  const { items, error, more, loadingMore, showMore } = useTimeline(customerId);
  const format = useFormat();
  const [reversal, setReversal] = useState<Reversal | null>(null);
  const [moving, setMoving] = useState<TimelineItem | null>(null);
  const contacts = useAsk('contacts.list', { customerId });
  const history = items ? historyOf(groupTimeline(items), contacts.data ?? [], more) : [];
  const [adjusting, setAdjusting] = useState(false);
  const mayAdjust = useMay('counter.adjust');

  return (
    <Card withBorder radius="lg" padding="lg" component="section" aria-labelledby="timeline-title">
      <Stack gap="md">
        <Group justify="space-between">
          <Title order={2} size="h3" id="timeline-title">
            {t('timeline.title')}
          </Title>
          <Group gap="xs">
            {mayAdjust && !archived && (
              <Button
                variant="default"
                leftSection={<IconAdjustments size="1.2rem" aria-hidden />}
                onClick={() => setAdjusting(true)}
              >
                {t('adjust.open')}
              </Button>
            )}
            <LogContactButton customerId={customerId} name={name} />
          </Group>
        </Group>
        <ErrorText error={error ?? contacts.error} />
        {!items && !error && <Skeleton height="8rem" radius="md" />}
        {items && history.length === 0 && <Text c="dimmed">{t('timeline.empty')}</Text>}
        {history.length > 0 && (
          <Timeline bulletSize={34} lineWidth={2} active={-1} styles={{ item: { marginTop: '0.75rem' } }}>
            {history.map(({ key, group, contact }) => {
              const head = group && (group.visit ?? group.entries[0]);
              const Icon = head
                ? entryIcons[group.visit || head.visitEntryId ? 'visit' : head.kind]
                : IconMessageCircle;
              return (
                <Timeline.Item key={key} bullet={<Icon size="1.1rem" aria-hidden />}>
                  {group ? (
                    <TimelineEntry group={group} onReverse={setReversal} onMove={setMoving} />
                  ) : (
                    <ContactEntry contact={contact} />
                  )}
                </Timeline.Item>
              );
            })}
          </Timeline>
        )}
        {more && (
          <Button variant="default" onClick={showMore} loading={loadingMore}>
            {t('timeline.more')}
          </Button>
        )}
      </Stack>
      <AdjustDialog customerId={customerId} opened={adjusting} onClose={() => setAdjusting(false)} />
      <ReverseDialog reversal={reversal} onClose={() => setReversal(null)} />
      <MoveDialog
        moving={
          moving && {
            entryId: moving.entryId,
            customerId,
            what: `${entryWords(moving, t, format)}, ${format.day(moving.businessDay)}`,
          }
        }
        onClose={() => setMoving(null)}
      />
    </Card>
  );
}
