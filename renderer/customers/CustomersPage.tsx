import { ActionIcon, Button, EmptyState, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import {
  IconArrowsJoin2,
  IconCards,
  IconClipboardList,
  IconSearch,
  IconUserPlus,
  IconUserSearch,
  IconUsers,
  IconX,
} from '@tabler/icons-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorText } from '../app/errors.tsx';
import { useLocale } from '../app/format.ts';
import { useMay } from '../app/session.ts';
import { go } from '../app/view.ts';
import { CardsDialog } from '../memberCards/CardsDialog.tsx';
import { MergesDialog } from '../merges/MergesDialog.tsx';
import { NothingYet } from '../visits/NothingYet.tsx';
import { CustomerFilters, StateChoice } from './CustomerFilters.tsx';
import { CustomerFormDialog } from './CustomerFormDialog.tsx';
import classes from './CustomersPage.module.css';
import { CustomerTable } from './CustomerTable.tsx';
import { changeFilter, isFiltered, listInput, useTableView } from './filter.ts';
import { useCustomerPages } from './useCustomerPages.ts';

/** Everybody the shop knows: search, filter, sort, open. */
export function CustomersPage() {
  const { t } = useTranslation('customers');
  const { t: tMerges } = useTranslation('merges');
  const filter = useTableView((view) => view.filter);
  const today = useLocale((locale) => locale.today);
  const input = useMemo(() => listInput(filter, today), [filter, today]);
  const [shown, setShown] = useState({ first: 0, last: 0 });
  const pages = useCustomerPages(input, shown.first, shown.last);
  // A shop without customers has nothing to search.
  const empty = pages.total === 0 && !isFiltered(filter) && !pages.stale;
  const [adding, setAdding] = useState(false);
  const mayEnrol = useMay('customers.enrol');
  const [printing, setPrinting] = useState(false);
  const mayPaper = useMay('paper.stampSheet');
  const mayPrint = useMay('memberCards.issue');
  const [merging, setMerging] = useState(false);
  const mayMerge = useMay('merges.merge');
  const onPages = useCallback(
    (first: number, last: number) =>
      setShown((now) => (now.first === first && now.last === last ? now : { first, last })),
    [],
  );

  return (
    <Stack gap="md" className={classes.page ?? ''}>
      <Group justify="space-between" align="center">
        <Group align="baseline" gap="md">
          <Title order={1}>{t('title')}</Title>
          <Text c="dimmed" aria-live="polite">
            {pages.total === null ? t('loading') : t('total', { count: pages.total })}
          </Text>
        </Group>
        <Group gap="sm">
            </Button>
          )}
          {mayMerge && !empty && (
            <Button
              variant="default"
              leftSection={<IconArrowsJoin2 size="1.2rem" aria-hidden />}
              onClick={() => setMerging(true)}
            >
              {tMerges('open')}
