import { Button, Chip, Group, SegmentedControl, Select } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../app/client.ts';
import { useFormat } from '../app/format.ts';
import { changeFilter, clearFilter, isFiltered, useTableView } from './filter.ts';
import { realMarks } from './marks.tsx';

const notSeenChoices = [30, 60, 90];

/** Narrows the table. Everything is one choice away and nothing is hidden in a menu. */
export function CustomerFilters() {
  const { t } = useTranslation('customers');
  const format = useFormat();
  const filter = useTableView((view) => view.filter);
  const tags = useAsk('customers.tags', {}).data ?? [];
  const programs = useAsk('programs.list', {}).data ?? [];

  return (
    <Group gap="sm" role="group" aria-label={t('filters.label')}>
      <Select
        w="13rem"
        aria-label={t('filters.notSeen')}
        placeholder={t('filters.notSeen')}
        clearable
        value={filter.notSeenDays === null ? null : String(filter.notSeenDays)}
        onChange={(days) => changeFilter({ notSeenDays: days === null ? null : Number(days) })}
        data={notSeenChoices.map((days) => ({ value: String(days), label: t('filters.notSeenDays', { count: days }) }))}
      />
      {programs.length > 0 && (
        <Select
          w="10rem"
          aria-label={t('filters.program')}
          placeholder={t('filters.program')}
          clearable
          value={filter.programId}
          onChange={(id) => changeFilter({ programId: programs.find((p) => p.programId === id)?.programId ?? null })}
          data={programs.map((program) => ({ value: program.programId, label: program.rules.name }))}
        />
      )}
      {tags.length > 0 && (
        <Select
          w="9rem"
          aria-label={t('filters.tag')}
          placeholder={t('filters.tag')}
          clearable
          searchable
          value={filter.tag}
          onChange={(tag) => changeFilter({ tag })}
          data={tags.map(({ tag, customers }) => ({ value: tag, label: `${tag} (${format.number(customers)})` }))}
        />
      )}
      <Select
        w="9rem"
        aria-label={t('filters.mark')}
        placeholder={t('filters.mark')}
        clearable
        value={filter.mark}
        onChange={(mark) => changeFilter({ mark })}
        data={realMarks.map((mark) => ({ value: mark, label: t(`mark.${mark}`) }))}
      />
      <Chip
        size="md"
        checked={filter.hasOpenReward}
        onChange={(hasOpenReward) => changeFilter({ hasOpenReward })}
        styles={{ label: { minHeight: '2.75rem' } }}
      >
        {t('filters.openReward')}
      </Chip>
      {isFiltered(filter) && (
        <Button variant="subtle" leftSection={<IconFilterOff size="1.1rem" aria-hidden />} onClick={clearFilter}>
          {t('filters.clear')}
        </Button>
      )}
    </Group>
  );
}

/** Active, archived or everybody. */
export function StateChoice() {
  const { t } = useTranslation('customers');
  const state = useTableView((view) => view.filter.state);
  return (
    <SegmentedControl
      aria-label={t('filters.state')}
      value={state}
      onChange={(chosen) => changeFilter({ state: chosen })}
      data={(['active', 'archived', 'all'] as const).map((value) => ({ value, label: t(`filters.${value}`) }))}
    />
  );
}
