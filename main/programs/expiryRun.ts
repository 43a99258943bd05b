import { insertClosedBatch, updateBatchRange } from '../../db/queries/batches.ts';
import { countDue, getReward, listDueCards, listDueRewards } from '../../db/queries/cards.ts';
import { lastEntry } from '../../db/queries/ledger.ts';
import { findShop } from '../../db/queries/shop.ts';
import type { ClockWatch } from '../ledger/clock.ts';
import { openLedger } from '../ledger/ledger.ts';
import { refreshCard } from '../ledger/refreshCard.ts';
import { inSlices, type SliceOptions } from '../ledger/slices.ts';
import type { Shop } from '../shop/open.ts';
import { businessDayOf } from '../shop/time.ts';
import { expireCard, expireReward } from './expiry.ts';

/** What writing down the expiry of the whole shop works with. */
export interface ExpiryRun extends Pick<SliceOptions, 'slice' | 'signal'> {
  readonly shop: Shop;
  readonly clockWatch: ClockWatch;
  clock(): number;
  newId(): string;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Due cards or rewards fetched at once: a millisecond. */
const page = 500;

type Due = { readonly what: 'card' | 'reward'; readonly key: number };

/**
 * Writes down everything that has run out by today (F-15, F-16), in slices between which the till gets its turn. Each card's expiry is
 * complete in itself and leaves nothing due, so that a crash anywhere costs nothing: the next start goes on with what is still due. The
 * batch therefore counts from its first entry on and never needs settling. Answers how many cards and rewards were due.
 *
 * While the computer's clock cannot be trusted it waits: a wrong year would take everything from everybody, and the ledger keeps it.
 */
export async function expireDue(run: ExpiryRun): Promise<number> {
  const { shop, clock, clockWatch, newId, onProgress } = run;
  const settings = findShop(shop.read);
  if (!settings) return 0;
  const now = clock();
  const today = businessDayOf(now, settings.timeZone, settings.dayStartMinutes);
  const total = countDue(shop.read, today);
  if (total === 0 || clockWatch.suspect(lastEntry(shop.read).recordedAt)) return 0;
  const batchKey = shop.transaction((write) =>
    insertClosedBatch(write, { id: newId(), kind: 'expiry', personKey: null, at: now }),
  );
  await inSlices(
    shop,
    everythingDue(shop, today),
    (write, { what, key }) => {
      // One ledger for each, so that a slice ends when its time is over: what is counted of the card is part of its turn.
      const ledger = openLedger(write, {
        now,
        today,
        deviceKey: settings.deviceKey,
        personKey: null,
        requestId: null,
        batchKey,
        clockSuspect: clockWatch.suspect,
        newId,
      });
      const context = { read: write, ledger, today };
      if (what === 'card') expireCard(context, key);
      else expireReward(context, getReward(write, key));
      const [first] = ledger.appended;
      const last = ledger.appended.at(-1);
      if (first && last) updateBatchRange(write, batchKey, first.seq, last.seq);
      // Under longer-lived rules than it was written for there is nothing to take off it, only a later day to put on it.
      else if (what === 'card') refreshCard(write, key);
      ledger.finish();
    },
    { ...run, onSlice: (done) => onProgress?.(done, total) },
  );
  return total;
}

/** Page by page, so that no question takes long; what was dealt with is due no longer, what comes to be due behind is left for the next run. */
function* everythingDue({ write }: Shop, today: string): Generator<Due> {
  for (const [what, list] of [
    ['card', listDueCards],
    ['reward', listDueRewards],
  ] as const) {
    for (let after = { day: '', key: 0 }; ; ) {
      const rows = list(write, today, after, page);
      for (const { key } of rows) yield { what, key };
      const last = rows.at(-1);
      if (!last || rows.length < page) break;
      after = { day: last.expiresOn, key: last.key };
    }
  }
}
