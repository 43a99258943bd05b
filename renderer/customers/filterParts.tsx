import { Button, Select } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ProgramId } from '../../preload/contract/values.ts';
import { useAsk } from '../app/client.ts';
import { useFormat } from '../app/format.ts';

/** What every list of customers is narrowed by. */
interface FilterProps<T> {
  readonly value: string | null;
  onChange(value: T | null): void;
}

/** Customers with a tag; nothing where the shop has none. */
export function TagFilter({ value, onChange }: FilterProps<string>) {
  const { t } = useTranslation('customers');
  const format = useFormat();
  const tags = useAsk('customers.tags', {}).data ?? [];
  if (tags.length === 0) return null;
  return (
    <Select
      w="10rem"
      aria-label={t('filters.tag')}
      placeholder={t('filters.tag')}
      clearable
      searchable
      value={value}
      onChange={onChange}
      data={tags.map(({ tag, customers }) => ({ value: tag, label: `${tag} (${format.number(customers)})` }))}
    />
  );
}

/** Customers of a program; nothing where there are fewer than `from` to choose from. */
export function ProgramFilter({ value, onChange, from = 1 }: FilterProps<ProgramId> & { readonly from?: number }) {
  const { t } = useTranslation('customers');
  const programs = useAsk('programs.list', {}).data ?? [];
  if (programs.length < from) return null;
  return (
    <Select
      w="10rem"
      aria-label={t('filters.program')}
      placeholder={t('filters.program')}
      clearable
      value={value}
      onChange={(id) => onChange(programs.find(({ programId }) => programId === id)?.programId ?? null)}
      data={programs.map(({ programId, rules }) => ({ value: programId, label: rules.name }))}
    />
  );
}

export function ClearFilters({ onClear }: { onClear(): void }) {
  const { t } = useTranslation('customers');
  return (
    <Button variant="subtle" leftSection={<IconFilterOff size="1.1rem" aria-hidden />} onClick={onClear}>
      {t('filters.clear')}
    </Button>
  );
}
