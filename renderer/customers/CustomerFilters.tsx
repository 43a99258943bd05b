import { Chip, Group, SegmentedControl, Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { changeFilter, clearFilter, isFiltered, useTableView } from './filter.ts';
import { ClearFilters, ProgramFilter, TagFilter } from './filterParts.tsx';
import { realMarks } from './marks.tsx';

const notSeenChoices = [30, 60, 90];

/** Narrows the table. Everything is one choice away and nothing is hidden in a menu. */
export function CustomerFilters({ children }: { children: ReactNode }) {
  const { t } = useTranslation('customers');
  const filter = useTableView((view) => view.filter);

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
      <ProgramFilter value={filter.programId} onChange={(programId) => changeFilter({ programId })} />
      <TagFilter value={filter.tag} onChange={(tag) => changeFilter({ tag })} />
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
      {isFiltered(filter) && <ClearFilters onClear={clearFilter} />}
      {children}
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
