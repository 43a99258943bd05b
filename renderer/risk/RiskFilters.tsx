import { Group, SegmentedControl, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { InputFor } from '../../preload/contract/index.ts';
import { useAsk } from '../app/client.ts';
import { ClearFilters, ProgramFilter, TagFilter } from '../customers/filterParts.tsx';

export type RiskFilter = Omit<Required<InputFor<'risk.list'>>, 'bands'>;
export const noFilter: RiskFilter = { tag: null, programId: null, servedBy: null };

interface FiltersProps {
  readonly filter: RiskFilter;
  onChange(filter: RiskFilter): void;
}

/** Narrows the list to a tag, a program or the regulars of one of the staff. */
export function RiskFilters({ filter, onChange }: FiltersProps) {
  const { t } = useTranslation('risk');
  const people = useAsk('people.list', {}).data ?? [];
  const { tag, programId, servedBy } = filter;
  const change = (part: Partial<RiskFilter>) => onChange({ ...filter, ...part });
  return (
    <Group gap="sm" role="group" aria-label={t('filters.label')}>
      <TagFilter value={tag ?? null} onChange={(one) => change({ tag: one })} />
      <ProgramFilter value={programId ?? null} onChange={(one) => change({ programId: one })} from={2} />
      {people.length > 1 && (
        <Select
          w="11rem"
          aria-label={t('filters.person')}
          placeholder={t('filters.person')}
          clearable
          value={servedBy?.personId ?? null}
          onChange={(id) => {
            const person = people.find((one) => one.personId === id);
            change({ servedBy: person ? { personId: person.personId, how: servedBy?.how ?? 'last' } : null });
          }}
          data={people.map((one) => ({ value: one.personId, label: one.name }))}
        />
      )}
      {servedBy && (
        <SegmentedControl
          aria-label={t('filters.how')}
          value={servedBy.how}
          onChange={(how) => change({ servedBy: { ...servedBy, how: how === 'most' ? 'most' : 'last' } })}
          data={[
            { value: 'last', label: t('filters.last') },
            { value: 'most', label: t('filters.most') },
          ]}
        />
      )}
      {(tag || programId || servedBy) && <ClearFilters onClear={() => onChange(noFilter)} />}
    </Group>
  );
}
