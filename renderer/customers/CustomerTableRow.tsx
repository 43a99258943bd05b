// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot hold 100,000 rows of which thirty exist
// biome-ignore-all lint/a11y/useFocusableInteractive: the row takes the focus, not its cells
import { Badge, Skeleton } from '@mantine/core';
import { IconGift } from '@tabler/icons-react';
import { memo, type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerRow } from '../../preload/contract/customers.ts';
import { customerName } from '../app/customerName.ts';
import { useFormat } from '../app/format.ts';
import classes from './CustomerTable.module.css';
import { type Column, cellClass, columns } from './columns.ts';
import { markIcons } from './marks.tsx';

interface RowProps {
  readonly index: number;
  /** Pixels from the top of the list. */
  readonly top: number;
  readonly customer: CustomerRow | null;
  readonly current: boolean;
  readonly takeFocus: boolean;
  onFocus(index: number): void;
  onBlur(): void;
  onOpen(index: number, customer: CustomerRow | null): void;
}

/** One customer on one line, or its shadow while the page is on its way. Drawn again only when something of it changes: tables scroll. */
export const CustomerTableRow = memo(function CustomerTableRow(props: RowProps) {
  const { index, top, customer, current, takeFocus, onFocus, onBlur, onOpen } = props;
  const self = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (takeFocus) self.current?.focus({ preventScroll: true });
  }, [takeFocus]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are heard by the list, once for all rows
    <div
      ref={self}
      role="row"
      aria-rowindex={index + 2}
      tabIndex={current ? 0 : -1}
      className={`${classes.line} ${classes.row}`}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onOpen(index, customer)}
      onFocus={() => onFocus(index)}
      onBlur={onBlur}
    >
      {customer ? <Cells customer={customer} /> : <WaitingCells />}
    </div>
  );
});

function Cells({ customer }: { customer: CustomerRow }) {
  const { t } = useTranslation('customers');
  const format = useFormat();
  const Mark = customer.mark === 'none' ? null : markIcons[customer.mark];
  const day = (value: string | null) => (value ? format.day(value) : '—');
  return (
    <>
      <Cell of="number">{customer.number}</Cell>
      <div role="rowheader" className={cellClass('name')}>
        <span className={classes.who}>{customerName(t, customer)}</span>
        {customer.mark !== 'none' && Mark && (
          <Badge variant="light" color="gray" tt="none" leftSection={<Mark size="0.9rem" aria-hidden />}>
            {t(`mark.${customer.mark}`)}
          </Badge>
        )}
        {customer.archived && (
          <Badge variant="outline" color="gray" tt="none">
            {t('record.archived')}
          </Badge>
        )}
        {customer.tags.slice(0, 2).map((tag) => (
          <Badge key={tag} variant="light" tt="none">
            {tag}
          </Badge>
        ))}
      </div>
      <Cell of="phone">{customer.phone ?? '—'}</Cell>
      <Cell of="lastVisitDay">
        {customer.lastVisitDay ? (
          <span title={format.day(customer.lastVisitDay)}>{format.ago(customer.lastVisitDay)}</span>
        ) : (
          t('table.neverVisited')
        )}
      </Cell>
      <Cell of="firstVisitDay">{day(customer.firstVisitDay)}</Cell>
      <Cell of="visitDays">{format.number(customer.visitDays)}</Cell>
      <Cell of="openRewards">
        {customer.openRewards > 0 ? (
          <>
            <IconGift size="1.1rem" aria-hidden /> {format.number(customer.openRewards)}
          </>
        ) : (
          '—'
        )}
      </Cell>
    </>
  );
}

function Cell({ of, children }: { of: Column['key']; children: ReactNode }) {
  return (
    <div role="gridcell" className={cellClass(of)}>
      {children}
    </div>
  );
}

function WaitingCells() {
  return columns.map(({ key }) => (
    <Cell key={key} of={key}>
      <Skeleton height="0.9rem" width={key === 'name' ? '60%' : '40%'} animate={false} />
    </Cell>
  ));
}
