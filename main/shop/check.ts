import { countFaults, listPageFaults, type VerifyCounts } from '../../db/queries/verify.ts';
import { checkLog } from '../activity/chain.ts';
import type { JobContext } from '../background/jobs.ts';
import { checkSeals, keyOf, type SealCheck } from '../ledger/seal.ts';

/** Up to this size a database is read whole before it is opened; a larger one in the background. */
export const checkedAtOnce = 64 * 1024 * 1024;

/** The answer of a full check. */
export interface ShopCheck extends VerifyCounts {
  readonly ok: boolean;
  /** The first entry that is not as it was sealed; null when all are. */
  readonly firstBadSeq: number | null;
  /** The first line of the activity log that is not as it was written, or is missing; null when all are there. */
  readonly firstBadLine: number | null;
  /** Entries whose seals were made with a key that is not here, and can only be believed. */
  readonly uncheckedSeals: number;
}

/** Integrity, references, balances and counts against the ledger, receipts against entries, entries and the activity log against their seals. */
export function checkShop({ read }: Pick<JobContext, 'read'>, { secret }: { secret: Uint8Array | null }): ShopCheck {
  const counts = countFaults(read);
  const { customers: _c, entries, receipts: _r, cards: _k, unfinishedBatches: _u, ...faults } = counts;
  const seals = secret ? checkSeals(read, keyOf(secret), 1, Number.POSITIVE_INFINITY) : null;
  const firstBadSeq = seals?.firstBad ?? null;
  const firstBadLine = secret ? (checkLog(read, keyOf(secret), 1, Number.POSITIVE_INFINITY).bad[0] ?? null) : null;
  return {
    ok: Object.values(faults).every((n) => n === 0) && firstBadSeq === null && firstBadLine === null,
    ...counts,
    firstBadSeq,
    firstBadLine,
    uncheckedSeals: seals ? seals.foreign : entries,
  };
}

/** What is wrong in a part of the ledger or of the activity log, and where the next part begins; null at the end. */
export type PartCheck = Pick<SealCheck, 'firstBad' | 'next'>;

/** A part of the ledger against its seals, for the time when nobody needs the disk. */
export function checkPart(
  { read }: JobContext,
  { secret, from, count }: { secret: Uint8Array; from: number; count: number },
): PartCheck {
  return checkSeals(read, keyOf(secret), from, count);
}

/** The same of the activity log. */
export function checkLogPart(
  { read }: JobContext,
  { secret, from, count }: { secret: Uint8Array; from: number; count: number },
): PartCheck {
  const { bad, next } = checkLog(read, keyOf(secret), from, count);
  return { firstBad: bad[0] ?? null, next };
}

/** Only the pages of the file: for a large database, after it has been opened. */
export function checkPages({ read }: JobContext, _params: Record<string, never>): { ok: boolean } {
  return { ok: listPageFaults(read, 'quick_check(1)').length === 0 };
}
