import { countFaults, listPageFaults, type VerifyCounts } from '../../db/queries/verify.ts';
import type { JobContext } from '../background/jobs.ts';

/** The answer of a full check. */
export interface ShopCheck extends VerifyCounts {
  readonly ok: boolean;
}

/** Integrity, references, balances and counts against the ledger, receipts against entries. */
export function checkShop({ read }: JobContext, _params: Record<string, never>): ShopCheck {
  const counts = countFaults(read);
  const { customers: _c, entries: _e, receipts: _r, cards: _k, unfinishedBatches: _u, ...faults } = counts;
  return { ok: Object.values(faults).every((n) => n === 0), ...counts };
}

/** Only the pages of the file: for a large database, after it has been opened. */
export function checkPages({ read }: JobContext, _params: Record<string, never>): { ok: boolean } {
  return { ok: listPageFaults(read, 'quick_check(1)').length === 0 };
}
