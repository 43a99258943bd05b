import { Card, Group, Stack, Table, Text, Title, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Segment, Segments } from '../../preload/contract/risk.ts';
import { useAsk } from '../app/client.ts';
import { customerName } from '../app/customerName.ts';
import { ErrorText } from '../app/errors.tsx';
import { useFormat } from '../app/format.ts';
import { go } from '../app/view.ts';
import { Waiting } from '../app/Waiting.tsx';
import classes from './risk.module.css';

/** All customers in eight groups (F-44), who is in one of them, and the best tenth (F-47). */
export function Groups() {
  const { t } = useTranslation('risk');
  const format = useFormat();
  const [segment, setSegment] = useState<Segment | null>(null);
  const { data, error } = useAsk('risk.segments', { segment }, { keepPrevious: true });
  if (error) return <ErrorText error={error} />;
  if (!data) return <Waiting />;
  return (
    <Stack gap="lg">
      <div>
        <Title order={1}>{t('segments.title', { count: data.customers })}</Title>
        <Text c="dimmed">{data.bySpend ? t('segments.explainSpend') : t('segments.explain')}</Text>
      </div>
      <BestText best={data.best} />
      <fieldset className={classes.tiles} aria-label={t('segments.choose')}>
        {data.segments.map((one) => (
          <UnstyledButton
            key={one.segment}
            className={classes.tile}
            aria-pressed={one.segment === segment}
            onClick={() => setSegment(one.segment === segment ? null : one.segment)}
          >
            <span className={classes.tileHead}>{t(`segment.${one.segment}`)}</span>
            <span className={classes.tileCount}>{format.number(one.customers)}</span>
            <span className={classes.tileText}>
              {t('segments.shares', {
                customers: format.percent(one.customers_pct),
                visits: format.percent(one.visits_pct),
              })}
            </span>
            <span className={classes.tileText}>{t(`segmentMeaning.${one.segment}`)}</span>
          </UnstyledButton>
        ))}
      </fieldset>
      {segment && <Members segment={segment} data={data} />}
    </Stack>
  );
}

function BestText({ best }: Pick<Segments, 'best'>) {
  const { t } = useTranslation('risk');
  const format = useFormat();
  const one = best.spend ?? best.visits;
  if (!one) return <Text c="dimmed">{t('segments.bestFew')}</Text>;
  const words = { count: one.best, share: format.percent(one.share_pct) };
  return (
    <Card withBorder radius="lg" padding="lg">
      <Text size="lg">
        {one.by === 'spend' ? t('segments.bestSpend', words) : t('segments.bestVisits', words)}
        {one.times_the_others !== null &&
          ` ${t('segments.times', { times: format.number(Math.round(10 * one.times_the_others) / 10) })}`}
      </Text>
    </Card>
  );
}

function Members({ segment, data }: { segment: Segment; data: Segments }) {
  const { t } = useTranslation('risk');
  const format = useFormat();
  const count = data.segments.find((one) => one.segment === segment)?.customers ?? 0;
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Title order={2} size="h3">
          {t(`segment.${segment}`)}
        </Title>
        {data.members.length < count && <Text c="dimmed">{t('segments.first', { count: data.members.length })}</Text>}
      </Group>
      <Table.ScrollContainer minWidth="24rem">
        <Table verticalSpacing="xs" tabularNums aria-label={t(`segment.${segment}`)}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('segments.name')}</Table.Th>
              <Table.Th ta="end">{t('segments.visits')}</Table.Th>
              {data.bySpend && <Table.Th ta="end">{t('segments.spend')}</Table.Th>}
              <Table.Th ta="end">{t('segments.last')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.members.map((member) => (
              <Table.Tr key={member.customerId}>
                <Table.Th scope="row">
                  <UnstyledButton
                    mih="2.75rem"
                    td="underline"
                    onClick={() => go({ at: 'customer', customerId: member.customerId })}
                  >
                    {customerName(t, member)}
                  </UnstyledButton>
                </Table.Th>
                <Table.Td ta="end">{format.number(member.visits)}</Table.Td>
                {data.bySpend && (
                  <Table.Td ta="end">{member.spend === null ? '—' : format.money(member.spend)}</Table.Td>
                )}
                <Table.Td ta="end">{member.lastVisitDay === null ? '—' : format.day(member.lastVisitDay)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}
