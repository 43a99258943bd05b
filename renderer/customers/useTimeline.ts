import { useInfiniteQuery } from '@tanstack/react-query';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import type { OutputFor } from '../../preload/contract/index.ts';
import type { CustomerId, EntryId } from '../../preload/contract/values.ts';
import { call } from '../app/client.ts';

const pageSize = 50;
type TimelinePage = OutputFor<'customers.timeline'>;

/** A customer's ledger entries, newest first, as many pages as were asked for. Refreshed like every answer about customers. */
export function useTimeline(customerId: CustomerId) {
  const query = useInfiniteQuery<
    TimelinePage,
    AppErrorData,
    { pages: TimelinePage[] },
    readonly string[],
    EntryId | null
  >({
    queryKey: ['customers', 'customers.timeline', customerId],
    initialPageParam: null,
    queryFn: async ({ pageParam }) => {
      const answer = await call('customers.timeline', { customerId, before: pageParam, limit: pageSize });
      if (!answer.ok) throw answer.error;
      return answer.value;
    },
    getNextPageParam: ({ items, more }) => (more ? (items.at(-1)?.entryId ?? null) : null),
  });
  return {
    items: query.data?.pages.flatMap((page) => page.items) ?? null,
    error: query.error,
    more: query.hasNextPage,
    loadingMore: query.isFetchingNextPage,
    showMore: () => void query.fetchNextPage(),
  };
}
