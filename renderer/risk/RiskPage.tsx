import { Alert, Button, Card, EmptyState, Skeleton, Stack, Text, Title } from '@mantine/core';
import {
  IconClockHour4,
  IconFileImport,
  IconHeartHandshake,
  IconHistory,
  IconInfoCircle,
  IconUsers,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Band, RiskList } from '../../preload/contract/risk.ts';
import { useAsk } from '../app/client.ts';
import { ErrorText } from '../app/errors.tsx';
import { useFormat } from '../app/format.ts';
import { useMay } from '../app/session.ts';
import { go } from '../app/view.ts';
import { BandTiles } from './BandTiles.tsx';
import { RiskRows } from './RiskRows.tsx';
import { timesOverdue } from './sentence.ts';

/** Who usually needs a word now. */
const usualBands: Band[] = ['overdue', 'at_risk'];
/** RETENTION.md section 5: before this many days of records nobody can be called at risk. */
const coldDays = 28;
/** Main sends no more rows than this. */
const cap = 500;

/** Regulars who have left their own rhythm, whom to call first, and why (F-43). */
export function RiskPage() {
  const { t } = useTranslation('risk');
  const [bands, setBands] = useState(usualBands);
  const { data: list, error, isPlaceholderData } = useAsk('risk.list', { bands }, { keepPrevious: true });
  return (
    <Stack gap="lg" aria-busy={isPlaceholderData}>
      <ErrorText error={error} />
      {!list && !error && (
        <>
          <Title order={1}>{t('title')}</Title>
          <Skeleton height="8rem" radius="lg" />
        </>
      )}
      {list && <Findings list={list} bands={bands} onBands={setBands} />}
    </Stack>
  );
}

interface FindingsProps {
  readonly list: RiskList;
  readonly bands: readonly Band[];
  onBands(bands: Band[]): void;
}

function Findings({ list, bands, onBands }: FindingsProps) {
  const { t } = useTranslation('risk');
  if (list.ledgerDays === 0 && list.newcomers.length === 0 && list.rows.length === 0) return <NoVisits />;
  return (
    <>
      {list.ledgerDays < coldDays ? <TooEarly list={list} /> : <Regulars list={list} bands={bands} onBands={onBands} />}
      <Card withBorder radius="lg" padding="lg" component="section" aria-labelledby="newcomers-title">
        <Stack gap="md">
          <div>
            <Title order={2} size="h3" id="newcomers-title">
              {t('newcomers')}
            </Title>
            <Text c="dimmed">{list.newcomers.length > 0 ? t('newcomersText') : t('newcomersEmpty')}</Text>
          </div>
          {list.newcomers.length > 0 && <RiskRows label={t('newcomers')} rows={list.newcomers} plain />}
        </Stack>
      </Card>
      {list.marked > 0 && (
        <Alert variant="light" color="gray" icon={<IconInfoCircle aria-hidden />}>
          {t('marked', { count: list.marked })}
        </Alert>
      )}
    </>
  );
}

function Headline({ list }: { list: RiskList }) {
  const { t } = useTranslation('risk');
  const format = useFormat();
  const slipping = list.counts.overdue + list.counts.at_risk;
  const known = list.rows.filter((row) => usualBands.includes(row.band));
  const whole = known.length === slipping;
  const weekly = known.filter((row) => row.usualGapDays !== null && row.usualGapDays < 7.5).length;
  const stake = Math.round(known.reduce((sum, row) => sum + row.visitsAtStake, 0));
  return (
    <Stack gap={4}>
      <Text c="dimmed">{t('asOf', { day: format.day(list.asOf) })}</Text>
      <Title order={1}>{slipping === 0 ? t('headlineNone') : t('headline', { count: slipping })}</Title>
      {whole && slipping > 0 && (
        <Text size="lg">
          {weekly > 0 && `${t('weekly', { count: weekly })} `}
          {stake > 0 && t('stake', { count: stake })}
        </Text>
      )}
      <Text c="dimmed">{t('explain', { days: t('days', { count: list.windowDays }) })}</Text>
    </Stack>
  );
}

function Regulars({ list, bands, onBands }: FindingsProps) {
  const { t } = useTranslation('risk');
  const regulars = Object.entries(list.counts).reduce((sum, [band, n]) => (band === 'new' ? sum : sum + n), 0);
  return (
    <>
      <Headline list={list} />
      <BandTiles counts={list.counts} chosen={bands} onChange={onBands} />
      {list.rows.length === 0 && <NothingListed list={list} regulars={regulars} bands={bands} />}
      {list.rows.length > 0 && (
        <Stack gap="sm">
          <Text c="dimmed" aria-live="polite">
            {list.rows.length >= cap
              ? t('capped', { count: list.rows.length })
              : t('shown', { count: list.rows.length })}
          </Text>
          <RiskRows key={bands.join()} label={t('listLabel')} rows={list.rows} />
        </Stack>
      )}
    </>
  );
}

/** An empty list is good news, or the visits are too old, or nothing was chosen; each has its own words. */
function NothingListed({ list, regulars, bands }: { list: RiskList; regulars: number; bands: readonly Band[] }) {
  const { t } = useTranslation('risk');
  const usual = usualBands.length === bands.length && usualBands.every((band) => bands.includes(band));
  if (!usual)
    return (
      <EmptyState
        variant="light"
        color="gray"
        icon={<IconUsers aria-hidden />}
        title={t('empty.bandTitle')}
        description={t('empty.bandText')}
      />
    );
  if (regulars === 0) {
    return (
      <EmptyState
        variant="light"
        color="gray"
        icon={<IconHistory aria-hidden />}
        title={t('empty.quietTitle', { days: t('days', { count: list.windowDays }) })}
        description={t('empty.quietText')}
      />
    );
  }
  return (
    <EmptyState
      variant="light"
      color="moss"
      icon={<IconHeartHandshake aria-hidden />}
      title={t('empty.fineTitle')}
      description={t('empty.fineText')}
    />
  );
}

/** The first four weeks: no bands, only who was away longest against their own rhythm. */
function TooEarly({ list }: { list: RiskList }) {
  const { t } = useTranslation('risk');
  const rows = list.rows.toSorted((a, b) => timesOverdue(b) - timesOverdue(a));
  return (
    <>
      <Title order={1}>{t('title')}</Title>
      <Alert variant="light" color="ocean" title={t('coldTitle')} icon={<IconClockHour4 aria-hidden />}>
        {t('coldText', { count: list.ledgerDays })}
      </Alert>
      {rows.length > 0 && <RiskRows label={t('listLabel')} rows={rows} plain />}
    </>
  );
}

function NoVisits() {
  const { t } = useTranslation('risk');
  const mayImport = useMay('visits.import');
  return (
    <>
      <Title order={1}>{t('title')}</Title>
      <EmptyState
        py="xl"
        size="lg"
        variant="light"
        icon={<IconHeartHandshake aria-hidden />}
        title={t('empty.noVisitsTitle')}
        description={t('empty.noVisitsText')}
      >
        {mayImport && (
          <EmptyState.Actions>
            <Button
              variant="light"
              leftSection={<IconFileImport size="1.2rem" aria-hidden />}
              onClick={() => go({ at: 'import' })}
            >
              {t('empty.import')}
            </Button>
          </EmptyState.Actions>
        )}
      </EmptyState>
    </>
  );
}
