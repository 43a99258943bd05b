import { create } from 'zustand';
import type { customerSorts, Mark } from '../../preload/contract/customers.ts';
import type { InputFor } from '../../preload/contract/index.ts';
import type { ProgramId } from '../../preload/contract/values.ts';
import { daysBefore } from './days.ts';

export type CustomerSort = (typeof customerSorts)[number];

/** What the table shows and in which order. Stays as it is while somebody looks at a record and comes back. */
export interface CustomerFilter {
  readonly text: string;
  readonly state: 'active' | 'archived' | 'all';
  readonly tag: string | null;
  readonly mark: Mark | null;
  readonly programId: ProgramId | null;
  readonly hasOpenReward: boolean;
  /** Not seen for this many days; null for any time. */
  readonly notSeenDays: number | null;
  readonly sort: CustomerSort;
  readonly descending: boolean;
}

export const noFilter: CustomerFilter = {
  text: '',
  state: 'active',
  tag: null,
  mark: null,
  programId: null,
  hasOpenReward: false,
  notSeenDays: null,
  sort: 'name',
  descending: false,
};

interface TableView {
  readonly filter: CustomerFilter;
  /** The row the keyboard is on, and how far the table is scrolled in pixels. */
  readonly place: { readonly row: number; readonly offset: number };
}

const top = { row: 0, offset: 0 };

export const useTableView = create<TableView>(() => ({ filter: noFilter, place: top }));

/** Another filter or order shows the list from its top. */
export function changeFilter(change: Partial<CustomerFilter>): void {
  useTableView.setState(({ filter }) => ({ filter: { ...filter, ...change }, place: top }));
}

/** Takes every filter and the search away; the order stays. */
export function clearFilter(): void {
  changeFilter({
    ...noFilter,
    sort: useTableView.getState().filter.sort,
    descending: useTableView.getState().filter.descending,
  });
}

export function rememberPlace(place: TableView['place']): void {
  useTableView.setState({ place });
}

/** Does anything but the order differ from the plain list? */
export function isFiltered(filter: CustomerFilter): boolean {
  return (Object.keys(noFilter) as (keyof CustomerFilter)[]).some(
    (key) => key !== 'sort' && key !== 'descending' && filter[key] !== noFilter[key],
  );
}

/** A click on a column: the same one turns round; numbers and days begin with the largest. */
export function sortedBy(filter: CustomerFilter, sort: CustomerSort): Partial<CustomerFilter> {
  if (filter.sort === sort) return { descending: !filter.descending };
  return { sort, descending: sort !== 'name' && sort !== 'number' };
}

/** The question to main, without its page. */
export function listInput(filter: CustomerFilter, today: string): InputFor<'customers.list'> {
  const { notSeenDays, ...same } = filter;
  return { ...same, notSeenSince: notSeenDays === null ? null : daysBefore(today, notSeenDays) };
}
