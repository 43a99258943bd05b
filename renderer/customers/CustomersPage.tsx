import { ActionIcon, Button, EmptyState, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import {
  IconArrowsJoin2,
  IconCards,
  IconClipboardList,
  IconListCheck,
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
  const { t: tLists } = useTranslation('lists');
  const mayLists = useMay('lists.of');
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
          {mayMerge && !empty && (
            <Button
              variant="default"
              leftSection={<IconArrowsJoin2 size="1.2rem" aria-hidden />}
              onClick={() => setMerging(true)}
            >
              {tMerges('open')}
            </Button>
          )}
          {mayPaper && (
            <Button
              variant="default"
              leftSection={<IconClipboardList size="1.2rem" aria-hidden />}
              onClick={() => go({ at: 'paperDay' })}
            >
              {t('paperDay')}
            </Button>
          )}
          {mayPrint && (
            <Button
              variant="default"
              leftSection={<IconCards size="1.2rem" aria-hidden />}
              onClick={() => setPrinting(true)}
            >
              {t('printCards')}
            </Button>
          )}
          {mayEnrol && (
            <Button leftSection={<IconUserPlus size="1.2rem" aria-hidden />} onClick={() => setAdding(true)}>
              {t('newCustomer')}
            </Button>
          )}
        </Group>
      </Group>
      {!empty && (
        <>
          <Group gap="sm" wrap="nowrap">
            <SearchField />
            <StateChoice />
          </Group>
          <CustomerFilters>
            {mayLists && (
              <Button
                variant="light"
                leftSection={<IconListCheck size="1.2rem" aria-hidden />}
                onClick={() => go({ at: 'lists' })}
              >
                {tLists('open')}
              </Button>
            )}
          </CustomerFilters>
        </>
      )}
      <ErrorText error={pages.error} />
      {pages.total === 0 && !pages.stale && <NobodyHere filtered={isFiltered(filter)} />}
      {pages.total !== null && pages.total > 0 && (
        <CustomerTable total={pages.total} rowAt={pages.rowAt} stale={pages.stale} onPages={onPages} />
      )}
      {printing && <CardsDialog filter={input} total={pages.total ?? 0} onClose={() => setPrinting(false)} />}
      {merging && <MergesDialog customerId={null} onClose={() => setMerging(false)} />}
      <CustomerFormDialog opened={adding} onClose={() => setAdding(false)} customer={null} />
    </Stack>
  );
}

/** Typing searches by itself, a moment after the last letter. */
function SearchField() {
  const { t } = useTranslation('customers');
  const wanted = useTableView((view) => view.filter.text);
  const [text, setText] = useState(wanted);
  const [typed] = useDebouncedValue(text, 120);
  const sent = useRef(wanted);
  useEffect(() => {
    if (typed === sent.current) return;
    sent.current = typed;
    changeFilter({ text: typed });
  }, [typed]);
  // "Clear filters" empties the field too.
  useEffect(() => {
    if (wanted === sent.current) return;
    sent.current = wanted;
    setText(wanted);
  }, [wanted]);
  return (
    <TextInput
      type="search"
      flex={1}
      aria-label={t('search')}
      placeholder={t('searchHint')}
      leftSection={<IconSearch size="1.3rem" aria-hidden />}
      value={text}
      maxLength={100}
      onChange={(event) => setText(event.currentTarget.value)}
      rightSection={
        text && (
          <ActionIcon variant="subtle" color="gray" aria-label={t('clearSearch')} onClick={() => setText('')}>
            <IconX size="1.2rem" aria-hidden />
          </ActionIcon>
        )
      }
    />
  );
}

function NobodyHere({ filtered }: { filtered: boolean }) {
  const { t } = useTranslation('customers');
  if (filtered) {
    return (
      <EmptyState
        py="xl"
        variant="light"
        icon={<IconUserSearch aria-hidden />}
        title={t('empty.noneTitle')}
        description={t('empty.noneText')}
      />
    );
  }
  return (
    <NothingYet
      icon={<IconUsers aria-hidden />}
      title={t('empty.firstTitle')}
      description={t('empty.firstText')}
      importLabel={t('empty.firstImport')}
    />
  );
}
