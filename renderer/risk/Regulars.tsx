import { Alert, Badge, EmptyState, Group, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconHeartHandshake, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RiskList } from '../../preload/contract/risk.ts';
import { useAsk } from '../app/client.ts';
import { ErrorText } from '../app/errors.tsx';
import { useFormat } from '../app/format.ts';
import { BandTiles } from './BandTiles.tsx';
import { noFilter, RiskFilters } from './RiskFilters.tsx';
import { RiskRows } from './RiskRows.tsx';
import { RiskSettings } from './RiskSettings.tsx';
import { visitsAMonth } from './sentence.ts';

/** Main sends no more rows than this. */
const cap = 500;

/** Regulars to act on: the headline, the groups, and the people. `usual` holds the bands that usually need a word. */
export function Regulars({ usual }: { usual: RiskList }) {
  const { t } = useTranslation('risk');
  const usualBands = ['overdue', 'at_risk'] as const;
  const [bands, setBands] = useState<(keyof RiskList['counts'])[]>([...usualBands]);
  const [filter, setFilter] = useState(noFilter);
  const { data = usual, error, isPlaceholderData } = useAsk('risk.list', { bands, ...filter }, { keepPrevious: true });
  const { rows } = data;
  const chosen = bands.reduce((sum, band) => sum + data.counts[band], 0);
  const beyond = chosen - rows.length;
  const shown = data.order === 'spend' ? t('shownSpend', { count: rows.length }) : t('shown', { count: rows.length });
  return (
    <>
      <Headline list={usual} />
      <BandTiles counts={data.counts} chosen={bands} onChange={setBands} />
      <RiskFilters filter={filter} onChange={setFilter} />
      <ErrorText error={error} />
      <Stack gap="sm" aria-busy={isPlaceholderData}>
        {rows.length === 0 ? (
          <NothingListed
            list={usual}
            usual={bands.join() === usualBands.join() && JSON.stringify(filter) === JSON.stringify(noFilter)}
          />
        ) : (
          <>
            <Text c="dimmed" aria-live="polite">
              {rows.length >= cap ? t('capped', { count: rows.length }) : shown}
            </Text>
            <RiskRows key={JSON.stringify([bands, filter])} label={t('listLabel')} list={data} rows={rows} />
          </>
        )}
        {rows.length < cap && beyond > 0 && (
          <Text c="dimmed">{t('beyond', { count: beyond, days: t('days', { count: data.windowDays }) })}</Text>
        )}
      </Stack>
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
  const sum = (of: (row: RiskList['rows'][number]) => number) =>
    Math.round(list.rows.reduce((total, row) => total + of(row), 0));
  const stake = sum((row) => visitsAMonth(row, list.weeks));
  const money = sum((row) => visitsAMonth(row, list.weeks) * (row.spendPerVisit ?? 0));
  return (
    <Stack gap={4}>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <Group gap="sm">
          <Text c="dimmed">{t('asOf', { day: format.day(list.asOf) })}</Text>
          {list.stage === 1 && (
            <Badge color="ocean" variant="light" size="lg" tt="none">
              {t('early')}
            </Badge>
          )}
        </Group>
        <RiskSettings weeks={list.weeks} />
      </Group>
      <Title order={1}>
        {quiet && t('empty.quietTitle', { days })}
        {!quiet && slipping === 0 && t('headlineNone')}
        {slipping > 0 && (whole ? t('headline', { count: slipping }) : t('headlineAtLeast', { count: slipping }))}
      </Title>
      {slipping > 0 && whole && (
        <Text size="lg">
          {weekly > 0 && `${t('weekly', { count: weekly })} `}
          {stake > 0 && t('stake', { count: stake })}
          {list.order === 'spend' && money > 0 && ` ${t('stakeMoney', { money: format.money(money) })}`}
        </Text>
      )}
      <Text c="dimmed">
        {quiet ? t('empty.quietText') : t('explain', { days })}
        {list.closedDays > 0 && ` ${t('closed', { count: list.closedDays })}`}
      </Text>
      {list.stage === 1 && <Text c="dimmed">{t('earlyText')}</Text>}
      <SeenText list={list} />
    </Stack>
  );
}

/** How much of the business the list speaks about, and a warning when that has fallen (F-90). */
function SeenText({ list: { seen } }: { list: RiskList }) {
  const { t } = useTranslation('risk');
  const format = useFormat();
  if (seen.fell) {
    return (
      <Alert mt="sm" variant="light" color="mustard" title={t('fellTitle')} icon={<IconAlertTriangle aria-hidden />}>
        {t('fellText', { now: format.percent(seen.now_pct), before: format.percent(seen.before_pct) })}
      </Alert>
    );
  }
  return (
    <Text c="dimmed">
      {seen.now_pct === null ? t('seenUnknown') : t('seenShare', { share: format.percent(seen.now_pct) })}
    </Text>
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
