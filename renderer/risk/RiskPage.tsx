import { Alert, Card, EmptyState, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconClockHour4, IconHeartHandshake, IconInfoCircle, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Band, RiskList } from '../../preload/contract/risk.ts';
import { useAsk } from '../app/client.ts';
import { ErrorText } from '../app/errors.tsx';
import { useFormat } from '../app/format.ts';
import { NothingYet } from '../visits/NothingYet.tsx';
import { BandTiles } from './BandTiles.tsx';
import { regularBands } from './bandLook.tsx';
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
  const { data: list, error } = useAsk('risk.list', { bands: usualBands });
  return (
    <Stack gap="lg">
      <ErrorText error={error} />
      {!list && !error && (
        <>
          <Title order={1}>{t('title')}</Title>
          <Skeleton height="8rem" radius="lg" />
        </>
      )}
      {list && <Findings list={list} />}
    </Stack>
  );
}

/** `list` holds the usual bands; everything the page says about "slipping away" comes from it. */
function Findings({ list }: { list: RiskList }) {
  const { t } = useTranslation('risk');
  if (list.ledgerDays === 0) return <NoVisits />;
  return (
    <>
      {list.ledgerDays < coldDays ? <TooEarly days={list.ledgerDays} /> : <Regulars usual={list} />}
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

/** All visits are older than the activity window: nobody is listed, and nobody "keeps the rhythm" either. */
const isQuiet = ({ rows, counts }: RiskList): boolean => rows.length === 0 && counts.on_rhythm + counts.due === 0;

function Headline({ list }: { list: RiskList }) {
  const { t } = useTranslation('risk');
  const format = useFormat();
  const slipping = list.rows.length;
  const whole = slipping < cap;
  const days = t('days', { count: list.windowDays });
  const quiet = isQuiet(list);
  const weekly = list.rows.filter((row) => row.usualGapDays !== null && row.usualGapDays < 7.5).length;
  const stake = Math.round(list.rows.reduce((sum, row) => sum + row.visitsAtStake, 0));
  return (
    <Stack gap={4}>
      <Text c="dimmed">{t('asOf', { day: format.day(list.asOf) })}</Text>
      <Title order={1}>
        {quiet && t('empty.quietTitle', { days })}
        {!quiet && slipping === 0 && t('headlineNone')}
        {slipping > 0 && (whole ? t('headline', { count: slipping }) : t('headlineAtLeast', { count: slipping }))}
      </Title>
      {slipping > 0 && whole && (
        <Text size="lg">
          {weekly > 0 && `${t('weekly', { count: weekly })} `}
          {stake > 0 && t('stake', { count: stake })}
        </Text>
      )}
      <Text c="dimmed">{quiet ? t('empty.quietText') : t('explain', { days })}</Text>
    </Stack>
  );
}

function Regulars({ usual }: { usual: RiskList }) {
  const { t } = useTranslation('risk');
  const [bands, setBands] = useState(usualBands);
  const { data = usual, error, isPlaceholderData } = useAsk('risk.list', { bands }, { keepPrevious: true });
  const { rows } = data;
  const chosen = bands.reduce((sum, band) => sum + data.counts[band], 0);
  const beyond = chosen - rows.length;
  return (
    <>
      <Headline list={usual} />
      <BandTiles counts={usual.counts} chosen={bands} onChange={setBands} />
      <ErrorText error={error} />
      <Stack gap="sm" aria-busy={isPlaceholderData}>
        {rows.length === 0 ? (
          <NothingListed list={usual} usual={bands.join() === usualBands.join()} />
        ) : (
          <>
            <Text c="dimmed" aria-live="polite">
              {rows.length >= cap ? t('capped', { count: rows.length }) : t('shown', { count: rows.length })}
            </Text>
            <RiskRows key={bands.join()} label={t('listLabel')} rows={rows} />
          </>
        )}
        {rows.length < cap && beyond > 0 && (
          <Text c="dimmed">{t('beyond', { count: beyond, days: t('days', { count: data.windowDays }) })}</Text>
        )}
      </Stack>
    </>
  );
}

/** An empty list is good news, or nothing was chosen; that the visits are too old stands in the headline. */
function NothingListed({ list, usual }: { list: RiskList; usual: boolean }) {
  const { t } = useTranslation('risk');
  if (!usual) {
    return (
      <EmptyState
        variant="light"
        color="gray"
        icon={<IconUsers aria-hidden />}
        title={t('empty.bandTitle')}
        description={t('empty.bandText')}
      />
    );
  }
  if (isQuiet(list)) return null;
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
function TooEarly({ days }: { days: number }) {
  const { t } = useTranslation('risk');
  const { data, error } = useAsk('risk.list', { bands: [...regularBands] });
  const rows = (data?.rows ?? [])
    .filter((row) => timesOverdue(row) > 1)
    .sort((a, b) => timesOverdue(b) - timesOverdue(a));
  return (
    <>
      <Title order={1}>{t('title')}</Title>
      <Alert variant="light" color="ocean" title={t('coldTitle')} icon={<IconClockHour4 aria-hidden />}>
        {t('coldText', { count: days })}
      </Alert>
      <ErrorText error={error} />
      {rows.length > 0 && <RiskRows label={t('listLabel')} rows={rows} plain />}
    </>
  );
}

function NoVisits() {
  const { t } = useTranslation('risk');
  return (
    <>
      <Title order={1}>{t('title')}</Title>
      <NothingYet
        icon={<IconHeartHandshake aria-hidden />}
        title={t('empty.noVisitsTitle')}
        description={t('empty.noVisitsText')}
        importLabel={t('empty.import')}
      />
    </>
  );
}
