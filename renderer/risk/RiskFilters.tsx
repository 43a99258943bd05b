import { Button, Group, SegmentedControl, Select } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { InputFor } from '../../preload/contract/index.ts';
import { useAsk } from '../app/client.ts';
import { useFormat } from '../app/format.ts';

export type RiskFilter = Omit<Required<InputFor<'risk.list'>>, 'bands'>;
export const noFilter: RiskFilter = { tag: null, programId: null, servedBy: null };

interface FiltersProps {
  readonly filter: RiskFilter;
  onChange(filter: RiskFilter): void;
}

/** Narrows the list to a tag, a program or the regulars of one of the staff. */
export function RiskFilters({ filter, onChange }: FiltersProps) {
  const { t } = useTranslation('risk');
  const format = useFormat();
  const tags = useAsk('customers.tags', {}).data ?? [];
  const programs = useAsk('programs.list', {}).data ?? [];
  const people = useAsk('people.list', {}).data ?? [];
  const { tag, programId, servedBy } = filter;
  const change = (part: Partial<RiskFilter>) => onChange({ ...filter, ...part });
  return (
    <Group gap="sm" role="group" aria-label={t('filters.label')}>
      {tags.length > 0 && (
        <Select
          w="11rem"
          aria-label={t('filters.tag')}
          placeholder={t('filters.tag')}
          clearable
          searchable
          value={tag ?? null}
          onChange={(one) => change({ tag: one })}
          data={tags.map((one) => ({ value: one.tag, label: `${one.tag} (${format.number(one.customers)})` }))}
        />
      )}
      {programs.length > 1 && (
        <Select
          w="11rem"
          aria-label={t('filters.program')}
          placeholder={t('filters.program')}
          clearable
          value={programId ?? null}
          onChange={(id) => change({ programId: programs.find((one) => one.programId === id)?.programId ?? null })}
          data={programs.map((one) => ({ value: one.programId, label: one.rules.name }))}
        />
      )}
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
      {(tag || programId || servedBy) && (
        <Button
          variant="subtle"
          leftSection={<IconFilterOff size="1.1rem" aria-hidden />}
          onClick={() => onChange(noFilter)}
        >
          {t('filters.clear')}
        </Button>
      )}
    </Group>
  );
}
