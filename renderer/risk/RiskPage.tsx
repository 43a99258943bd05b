import { Alert, Stack, Tabs, Text, Title } from '@mantine/core';
import { IconHeartHandshake, IconInfoCircle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Band, RiskList } from '../../preload/contract/risk.ts';
import { useLongAsk } from '../app/client.ts';
import { ErrorText } from '../app/errors.tsx';
import { LongWork } from '../app/LongWork.tsx';
import { NothingYet } from '../visits/NothingYet.tsx';
import { Groups } from './Groups.tsx';
import { Regulars } from './Regulars.tsx';
import { noFilter } from './RiskFilters.tsx';
import { RiskRows } from './RiskRows.tsx';
import { TooEarly } from './TooEarly.tsx';

/** Who usually needs a word now. */
const usualBands: Band[] = ['overdue', 'at_risk'];

/** Regulars who have left their own rhythm, whom to call first, and why (F-43). */
export function RiskPage() {
  const { t } = useTranslation('risk');
  const { data: list, error, ...work } = useLongAsk('risk.list', { bands: usualBands, ...noFilter }, 'risk.cancel');
  return (
    <Stack gap="lg">
      <ErrorText error={error} />
      {!list && !error && (
        <>
          <Title order={1}>{t('title')}</Title>
          <LongWork of={work} doing={t('work.looking')} ask={t('work.again')} />
        </>
      )}
      {list && (list.ledgerDays === 0 ? <NoVisits /> : <Findings list={list} />)}
    </Stack>
  );
}

/** `list` holds the usual bands; everything the page says about "slipping away" comes from it. */
function Findings({ list }: { list: RiskList }) {
  const { t } = useTranslation('risk');
  const [tab, setTab] = useState<string | null>('regulars');
  return (
    <Tabs value={tab} onChange={setTab} keepMounted={false}>
      <Tabs.List mb="lg">
        {(['regulars', 'newcomers', 'groups'] as const).map((name) => (
          <Tabs.Tab key={name} value={name} mih="2.75rem" fz="md">
            {t(`tabs.${name}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="regulars">
        <Stack gap="lg">
          {list.stage === 0 ? <TooEarly days={list.ledgerDays} weeks={list.weeks} /> : <Regulars usual={list} />}
          {list.marked > 0 && (
            <Alert variant="light" color="gray" icon={<IconInfoCircle aria-hidden />}>
              {t('marked', { count: list.marked })}
            </Alert>
          )}
        </Stack>
      </Tabs.Panel>
      <Tabs.Panel value="newcomers">
        <Stack gap="md">
          <div>
            <Title order={1}>{t('newcomers')}</Title>
            <Text c="dimmed">{list.newcomers.length > 0 ? t('newcomersText') : t('newcomersEmpty')}</Text>
          </div>
          {list.newcomers.length > 0 && <RiskRows label={t('newcomers')} list={list} rows={list.newcomers} plain />}
        </Stack>
      </Tabs.Panel>
      <Tabs.Panel value="groups">
        <Groups />
      </Tabs.Panel>
    </Tabs>
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
