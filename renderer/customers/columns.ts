import classes from './CustomerTable.module.css';
import type { CustomerSort } from './filter.ts';

export interface Column {
  readonly key: 'number' | 'name' | 'phone' | 'lastVisitDay' | 'firstVisitDay' | 'visitDays' | 'openRewards';
  readonly sort: CustomerSort | null;
}

/** From left to right. */
export const columns: readonly Column[] = [
  { key: 'number', sort: 'number' },
  { key: 'name', sort: 'name' },
  { key: 'phone', sort: null },
  { key: 'lastVisitDay', sort: 'lastVisitDay' },
  { key: 'firstVisitDay', sort: 'firstVisitDay' },
  { key: 'visitDays', sort: 'visitDays' },
  { key: 'openRewards', sort: 'openRewards' },
];

/** The class of a cell; narrow windows hide some columns. */
export const cellClass = (key: Column['key']): string => [classes.cell, classes[key]].filter(Boolean).join(' ');
