import { lastEntry } from '../../db/queries/ledger.ts';
import { forgetAnswer, listOldReceipts } from '../../db/queries/receipts.ts';
import type { Background } from '../background/background.ts';
import type { JobContext } from '../background/jobs.ts';
import type { Shop } from '../shop/open.ts';
import type { ClockWatch } from './clock.ts';
import { inSlices, type SliceOptions } from './slices.ts';

/** How long a request that is sent again is answered as the first time, ms (TRUST.md rule 9). */
const answeredFor = 90 * 86_400_000;
/** The most of a day: a busy shop makes a thousand, and one that has years of them is through in weeks. */
const mostADay = 20_000;

/** For the worker: which receipts may forget their answers. */
export const oldReceipts = ({ read }: JobContext, { before }: { before: number }): number[] =>
  listOldReceipts(read, before, mostADay);

export interface ForgetOptions extends Pick<SliceOptions, 'slice' | 'signal'> {
  readonly shop: Shop;
  readonly background: Background;
  readonly clockWatch: ClockWatch;
  clock(): number;
}

/**
 * Receipts that nobody will ask for again forget what was asked and answered: that was a third of a shop's file, and of each of its
 * backups. Who asked for what stays, and a request under an old id is refused as a used one, never done twice. Each slice is complete in itself.
 * While the computer's clock cannot be trusted it waits. Answers how many it were.
 */
export async function forgetOldAnswers({
  shop,
  background,
  clockWatch,
  clock,
  ...slices
}: ForgetOptions): Promise<number> {
  const now = clock();
  if (clockWatch.suspect(lastEntry(shop.read).recordedAt)) return 0;
  const old = await background.run('oldReceipts', { before: now - answeredFor });
  await inSlices(shop, old, forgetAnswer, slices);
  return old.length;
}
