// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot hold 100,000 rows of which thirty exist
// biome-ignore-all lint/a11y/useFocusableInteractive: the row takes the focus, not its cells
import { Text, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './CustomerTable.module.css';
import { type Column, cellClass } from './columns.ts';
import { changeFilter, sortedBy, useTableView } from './filter.ts';

/** The name of a column; a click sorts by it, another one turns the order round. */
export function ColumnHead({ column: { key, sort } }: { column: Column }) {
  const { t } = useTranslation('customers');
  const filter = useTableView((view) => view.filter);
  const name = t(`table.${key}`);
  if (!sort) {
    return (
      <div role="columnheader" className={cellClass(key)}>
        <Text size="sm" fw={600} c="dimmed" component="span">
          {name}
        </Text>
      </div>
    );
  }
  const active = filter.sort === sort;
  const Arrow = !active ? IconArrowsSort : filter.descending ? IconArrowDown : IconArrowUp;
  return (
    <div
      role="columnheader"
      className={cellClass(key)}
      aria-sort={active ? (filter.descending ? 'descending' : 'ascending') : 'none'}
    >
      <UnstyledButton
        className={classes.sort}
        data-active={active || undefined}
        title={t('table.sortBy', { column: name })}
        onClick={() => changeFilter(sortedBy(filter, sort))}
      >
        <span>{name}</span>
        <Arrow size="1rem" aria-hidden opacity={active ? 1 : 0.5} />
      </UnstyledButton>
    </div>
  );
}
