import { insertClosedBatch, updateBatchRange } from '../../../db/queries/batches.ts';
import { getCard } from '../../../db/queries/cards.ts';
import { deletePendingChange, listPendingChanges } from '../../../db/queries/programs.ts';
import { findShop } from '../../../db/queries/shop.ts';
import type { Background } from '../../background/background.ts';
import { issueEarned } from '../../counter/issue.ts';
import { type Ledger, openLedger } from '../../ledger/ledger.ts';
import { inSlices, type SliceOptions } from '../../ledger/slices.ts';
import type { Shop } from '../../shop/open.ts';
import { businessDayOf } from '../../shop/time.ts';
import { expireCard } from '../expiry.ts';
import { stateOf } from '../state.ts';
import { getProgramNow } from '../versions.ts';

export interface GivingOptions extends Pick<SliceOptions, 'slice' | 'signal'> {
  readonly shop: Shop;
  readonly background: Background;
  readonly personKey: number | null;
  readonly clock: () => number;
  readonly newId: () => string;
  readonly onProgress?: (done: number, total: number | null) => void;
}

/**
 * Gives out what new rules have earned for cards that are in progress (F-06): the worker finds the cards, their rewards are issued in
 * slices. Each card is complete in itself and looked at once more when it is its turn, so a crash or a second run in between gives
 * nothing twice; what is left to do stands in the database until it is done. A program that does not run waits until it does.
 * Answers how many rewards were given.
 */
export async function giveEarned(options: GivingOptions, programKey: number): Promise<number> {
  const { shop, background, clock, newId, signal, slice, onProgress } = options;
  const settings = findShop(shop.read);
  if (!settings) return 0;
  const todayNow = () => businessDayOf(clock(), settings.timeZone, settings.dayStartMinutes);
  const { latest, ...program } = getProgramNow(shop.read, programKey);
  if (stateOf({ ...program, latest }, todayNow()) !== 'running') return 0;
  const cards = await background.run(
    'listEarnedCards',
    { programKey, today: todayNow() },
    { ...(signal ? { signal } : {}), ...(onProgress ? { onProgress } : {}) },
  );
  let given = 0;
  if (cards.length > 0) {
    const batchKey = shop.transaction((write) =>
      insertClosedBatch(write, { id: newId(), kind: 'change', personKey: options.personKey, at: clock() }),
    );
    let ledger: Ledger | null = null;
    let moment = { now: clock(), today: todayNow() };
    await inSlices(
      shop,
      cards,
      (write, cardKey) => {
        if (!ledger) return;
        const present = getProgramNow(write, programKey);
        if (stateOf(present, moment.today) !== 'running') return;
        const context = { read: write, write, ledger, newId, ...moment };
        expireCard(context, cardKey);
        const { customerKey } = getCard(write, cardKey);
        given += issueEarned(context, present, { customerKey, cardKey, visitSeq: null, cause: 'change' }).issued.length;
      },
      {
        before: (write) => {
          moment = { now: clock(), today: todayNow() };
          const { deviceKey } = settings;
          const by = { ...moment, deviceKey, personKey: options.personKey, requestId: null, batchKey, newId };
          ledger = openLedger(write, { ...by, clockSuspect: () => false });
        },
        after: (write) => {
          ledger?.finish();
          const [first, last] = [ledger?.appended[0], ledger?.appended.at(-1)];
          if (first && last) updateBatchRange(write, batchKey, first.seq, last.seq);
        },
        ...(signal ? { signal } : {}),
        ...(slice === undefined ? {} : { slice }),
        onSlice: (done) => onProgress?.(done, cards.length),
      },
    );
  }
  // It also brings the journal's lines of the slices onto the disk.
  shop.transaction((write) => deletePendingChange(write, programKey, latest.version));
  return given;
}

/** What a crash left to be given, and what waited for a program to run again. */
export async function giveAllEarned(options: GivingOptions): Promise<number> {
  let given = 0;
  for (const programKey of listPendingChanges(options.shop.read)) given += await giveEarned(options, programKey);
  return given;
}
