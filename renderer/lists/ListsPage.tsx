import { Button, EmptyState, Group, SegmentedControl, Skeleton, Stack, Tabs, Text, Title } from '@mantine/core';
import { IconCake, IconGift, IconHeartbeat, IconHourglassLow, IconMoon, IconStairsUp } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ReadyListName, readyLists, reviewMonths } from '../../preload/contract/lists.ts';
import type { ProgramId } from '../../preload/contract/values.ts';
import { useAsk } from '../app/client.ts';
import { ErrorText } from '../app/errors.tsx';
import { useMay } from '../app/session.ts';
import { go } from '../app/view.ts';
import { ProgramFilter } from '../customers/filterParts.tsx';
import { PeopleRows } from './PeopleRows.tsx';

const icons = {
  expiring: IconHourglassLow,
  birthdays: IconCake,
  nearly: IconStairsUp,
  unused: IconGift,
  longGone: IconMoon,
} as const;
/** Lists that know nothing of programs. */
const ofNoProgram: readonly ReadyListName[] = ['birthdays', 'longGone'];

/** Whom a word would reach at the right moment: lists that are ready when the owner looks (F-15, F-46). */
export function ListsPage() {
  const { t } = useTranslation('lists');
  const [list, setList] = useState<ReadyListName>('expiring');
  const mayRisk = useMay('risk.list');
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="center">
        <Title order={1}>{t('title')}</Title>
        {mayRisk && (
          <Button
            variant="default"
            leftSection={<IconHeartbeat size="1.2rem" aria-hidden />}
            onClick={() => go({ at: 'risk' })}
          >
            {t('lapsed')}
          </Button>
        )}
      </Group>
      <Tabs
        value={list}
        onChange={(name) => setList(readyLists.find((one) => one === name) ?? list)}
        keepMounted={false}
      >
        <Tabs.List mb="lg" aria-label={t('choice')}>
          {readyLists.map((name) => {
            const Drawing = icons[name];
            return (
              <Tabs.Tab
                key={name}
                value={name}
                mih="2.75rem"
                fz="md"
                leftSection={<Drawing size="1.2rem" aria-hidden />}
              >
                {t(`name.${name}`)}
              </Tabs.Tab>
            );
          })}
        </Tabs.List>
        {readyLists.map((name) => (
          <Tabs.Panel key={name} value={name}>
            <OneList list={name} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Stack>
  );
}

function OneList({ list }: { list: ReadyListName }) {
  const { t } = useTranslation('lists');
  const [programId, setProgramId] = useState<ProgramId | null>(null);
  const [months, setMonths] = useState<(typeof reviewMonths)[number]>(24);
  const { data, error, isPlaceholderData } = useAsk('lists.of', { list, programId, months }, { keepPrevious: true });
  const Drawing = icons[list];
  return (
    <Stack gap="md" aria-busy={isPlaceholderData}>
      <Group justify="space-between" align="center">
        <Text c="dimmed" flex="1 1 20rem">
          {t(`text.${list}`)}
        </Text>
        {list === 'longGone' && (
          <SegmentedControl
            size="md"
            aria-label={t('months')}
            data={reviewMonths.map((count) => ({ value: String(count), label: t('monthsOf', { count }) }))}
            value={String(months)}
            onChange={(value) => setMonths(reviewMonths.find((one) => String(one) === value) ?? months)}
          />
        )}
        {!ofNoProgram.includes(list) && <ProgramFilter from={2} value={programId} onChange={setProgramId} />}
      </Group>
      <ErrorText error={error} />
      {!data && !error && <Skeleton height="8rem" radius="lg" />}
      {data && data.rows.length === 0 && (
        <EmptyState
          variant="light"
          color="moss"
          icon={<Drawing aria-hidden />}
          title={t(`empty.${list}.title`)}
          description={t(`empty.${list}.text`)}
        />
      )}
      {data && data.rows.length > 0 && <PeopleRows key={`${list}${programId}${months}`} list={data} />}
    </Stack>
  );
}
