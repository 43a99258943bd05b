// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot hold 100,000 rows of which thirty exist
import { VisuallyHidden } from '@mantine/core';
import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerRow } from '../../preload/contract/customers.ts';
import { go } from '../app/view.ts';
import { ColumnHead } from './ColumnHead.tsx';
import classes from './CustomerTable.module.css';
import { CustomerTableRow } from './CustomerTableRow.tsx';
import { columns } from './columns.ts';
import { rememberPlace, useTableView } from './filter.ts';
import { pageOf } from './useCustomerPages.ts';

/** 3.75rem as CSS says, in the pixels of this page (200 % text makes rows taller). */
const rowHeight = (): number => 3.75 * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);

/** Rows kept ready above and below the screen. */
const overscan = 12;
/** Rows fetched above and below the screen before they come into sight; with the screen they fit in two pages. */
const ahead = 40;

interface TableProps {
  readonly total: number;
  rowAt(index: number): CustomerRow | null;
  readonly stale: boolean;
  /** Tells which pages are on screen, so that they are fetched. */
  onPages(first: number, last: number): void;
}

/** Any number of customers: only the rows on screen exist. A grid for screen readers; arrows, Page, Home, End, Enter. */
export function CustomerTable({ total, rowAt, stale, onPages }: TableProps) {
  const { t } = useTranslation('customers');
  const frame = useRef<HTMLDivElement>(null);
  const place = useTableView((view) => view.place);
  const filter = useTableView((view) => view.filter);
  const [row, setRow] = useState(place.row);
  // Set by a key: the row takes the focus as soon as it is on screen.
  const [chase, setChase] = useState(false);
  const current = Math.min(row, total - 1);

  const rangeExtractor = useCallback(
    // The current row stays in the page even when it is scrolled away, or Tab could not find the table again.
    (range: Range) => [...new Set([...defaultRangeExtractor(range), Math.max(0, current)])].sort((a, b) => a - b),
    [current],
  );
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => frame.current,
    estimateSize: rowHeight,
    overscan,
    rangeExtractor,
    initialOffset: place.offset,
    useFlushSync: false,
  });

  const { startIndex, endIndex } = virtualizer.range ?? { startIndex: 0, endIndex: 0 };
  const firstPage = pageOf(Math.max(0, startIndex - ahead));
  const lastPage = pageOf(Math.min(total - 1, endIndex + ahead));
  useEffect(() => onPages(firstPage, lastPage), [firstPage, lastPage, onPages]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter or order begins at the top
  useEffect(() => {
    if (useTableView.getState().place.offset === 0) virtualizer.scrollToOffset(0);
    setRow(useTableView.getState().place.row);
  }, [filter]);

  const open = useCallback((index: number, customer: CustomerRow | null) => {
    if (!customer) return;
    rememberPlace({ row: index, offset: frame.current?.scrollTop ?? 0 });
    go({ at: 'customer', customerId: customer.customerId });
  }, []);
  const stopChase = useCallback(() => setChase(false), []);

  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, endIndex - startIndex - 1);
    const to = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: current + page,
      PageUp: current - page,
      Home: 0,
      End: total - 1,
    }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      const next = Math.max(0, Math.min(total - 1, to));
      setRow(next);
      setChase(true);
      virtualizer.scrollToIndex(next);
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      open(current, rowAt(current));
    }
  };

  return (
    <div
      ref={frame}
      className={classes.frame}
      role="grid"
      aria-label={t('table.label')}
      aria-describedby="customers-hint"
      aria-rowcount={total + 1}
      aria-colcount={columns.length}
      aria-busy={stale}
    >
      <VisuallyHidden id="customers-hint">{t('table.hint')}</VisuallyHidden>
      <div role="rowgroup" className={classes.head}>
        <div role="row" className={classes.line} aria-rowindex={1} tabIndex={-1}>
          {columns.map((column) => (
            <ColumnHead key={column.key} column={column} />
          ))}
        </div>
      </div>
      <div
        role="rowgroup"
        className={`${classes.body} ${stale ? classes.stale : ''}`}
        style={{ height: virtualizer.getTotalSize() }}
        onKeyDown={onKeyDown}
      >
        {virtualizer.getVirtualItems().map(({ index, start }) => (
          <CustomerTableRow
            key={index}
            index={index}
            top={start}
            customer={rowAt(index)}
            current={index === current}
            takeFocus={chase && index === current}
            onFocus={setRow}
            onBlur={stopChase}
            onOpen={open}
          />
        ))}
      </div>
    </div>
  );
}
