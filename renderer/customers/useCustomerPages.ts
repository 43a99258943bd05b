import { useEffect, useState } from 'react';
import type { CustomerRow } from '../../preload/contract/customers.ts';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import type { InputFor } from '../../preload/contract/index.ts';
import { useAsk } from '../app/client.ts';

/** Rows fetched in one go. More than a screen holds, so that two pages always cover what is visible. */
const pageSize = 100;

/** The page that holds a row. */
export const pageOf = (row: number): number => Math.floor(Math.max(0, row) / pageSize);

export interface CustomerPages {
  /** Matching customers; null before the first answer. */
  readonly total: number | null;
  /** The row at an index of the whole list; null while its page is on its way. */
  rowAt(index: number): CustomerRow | null;
  /** True while the rows of the previous filter are still shown. */
  readonly stale: boolean;
  readonly error: AppErrorData | null;
}

/** The pages on screen (two at most), each asked once and kept until something changes. */
export function useCustomerPages(
  input: InputFor<'customers.list'>,
  firstPage: number,
  lastPage: number,
): CustomerPages {
  const ask = (page: number) => ({ ...input, offset: page * pageSize, limit: pageSize });
  const first = useAsk('customers.list', ask(firstPage), { keepPrevious: true });
  const last = useAsk('customers.list', ask(lastPage), { keepPrevious: true });

  // Old rows may stay for the blink of an eye when the filter changes, but never in the place of other rows of the same list.
  const list = JSON.stringify(input);
  const [shownList, setShownList] = useState(list);
  const settled = !first.isPlaceholderData;
  useEffect(() => {
    if (settled) setShownList(list);
  }, [settled, list]);
  const stale = first.isPlaceholderData && shownList !== list;

  return {
    total: first.data?.total ?? null,
    rowAt: (index) => {
      const page = pageOf(index);
      const from = page === firstPage ? first : page === lastPage ? last : null;
      if (!from?.data || (from.isPlaceholderData && !stale)) return null;
      return from.data.rows[index % pageSize] ?? null;
    },
    stale,
    error: first.error ?? last.error,
  };
}
