import { Button, Card, Skeleton, Stack, Text, Timeline, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TimelineItem } from '../../preload/contract/customers.ts';
import type { CustomerId } from '../../preload/contract/values.ts';
import { ErrorText } from '../app/errors.tsx';
import { useFormat } from '../app/format.ts';
import { MoveDialog } from '../counter/MoveDialog.tsx';
import { entryWords } from './entryWords.ts';
import { type Reversal, ReverseDialog } from './ReverseDialog.tsx';
import { entryIcons, TimelineEntry } from './TimelineEntry.tsx';
import { groupTimeline } from './timeline.ts';
import { useTimeline } from './useTimeline.ts';

/** Everything that ever happened to a customer, the voided included (F-37). */
export function TimelineCard({ customerId }: { customerId: CustomerId }) {
  const { t } = useTranslation('customers');
  const { items, error, more, loadingMore, showMore } = useTimeline(customerId);
  const format = useFormat();
  const [reversal, setReversal] = useState<Reversal | null>(null);
  const [moving, setMoving] = useState<TimelineItem | null>(null);

  return (
    <Card withBorder radius="lg" padding="lg" component="section" aria-labelledby="timeline-title">
      <Stack gap="md">
        <Title order={2} size="h3" id="timeline-title">
          {t('timeline.title')}
        </Title>
        <ErrorText error={error} />
        {!items && !error && <Skeleton height="8rem" radius="md" />}
        {items?.length === 0 && <Text c="dimmed">{t('timeline.empty')}</Text>}
        {items && items.length > 0 && (
          <Timeline bulletSize={34} lineWidth={2} active={-1} styles={{ item: { marginTop: '0.75rem' } }}>
            {groupTimeline(items).map((group) => {
              const head = group.visit ?? group.entries[0];
              if (!head) return null;
              const Icon = entryIcons[group.visit || head.visitEntryId ? 'visit' : head.kind];
              return (
                <Timeline.Item key={group.key} bullet={<Icon size="1.1rem" aria-hidden />}>
                  <TimelineEntry group={group} onReverse={setReversal} onMove={setMoving} />
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
