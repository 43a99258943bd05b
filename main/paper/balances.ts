import { customerNumber } from '../../db/queries/customers.ts';
import { countWithBalance, listBalances } from '../../db/queries/paper.ts';
import type { Balances } from '../../preload/contract/paper.ts';
import type { CustomerId } from '../../preload/contract/values.ts';
import type { JobContext } from '../background/jobs.ts';
import { loadPrograms } from '../programs/versions.ts';

/** Lines on the list at most, some hundred and fifty pages; a larger shop gets those who were here last. */
const mostLines = 5_000;

/** What every customer has, for a paper that outlives the computer (F-58). A job: it goes through everybody. */
export function balances({ read }: JobContext, { limit }: { limit: number | null }): Balances {
  const programs = new Map(loadPrograms(read).map(({ key, latest: { rules } }) => [key, rules]));
  const rows = listBalances(read, Math.min(limit ?? mostLines, mostLines));
  return {
    total: countWithBalance(read),
    rows: rows.map((row) => ({
      customerId: row.id as CustomerId,
      number: customerNumber(row),
      name: row.name,
      cards: (JSON.parse(row.cards) as [programKey: number, balance: number][]).flatMap(([key, units]) => {
        const rules = programs.get(key);
        return rules ? [{ program: rules.name, units, goal: rules.kind === 'stamps' ? rules.goal : null }] : [];
      }),
      openRewards: row.openRewards,
    })),
  };
}
