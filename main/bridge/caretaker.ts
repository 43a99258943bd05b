import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { faultOf } from '../../db/faults.ts';
import { lastEntry } from '../../db/queries/ledger.ts';
import { hasTraces } from '../../db/queries/privacy.ts';
import { findShop } from '../../db/queries/shop.ts';
import type { Topic } from '../../preload/contract/kinds.ts';
import type { ShopStatus } from '../../preload/contract/shop.ts';
import { keepList } from '../insights/naming.ts';
import { clockWarning } from '../ledger/clock.ts';
import { forgetOldAnswers } from '../ledger/oldReceipts.ts';
import { settleBatches } from '../ledger/settle.ts';
import { closeDueMonths } from '../month/closing.ts';
import { freezeLists } from '../perks/freezing.ts';
import { giveAllEarned } from '../programs/change/giveEarned.ts';
import { expireDue } from '../programs/expiryRun.ts';
import { checkedAtOnce, type PartCheck } from '../shop/check.ts';
import { shopFiles } from '../shop/files.ts';
import { layBallast } from '../shop/space.ts';
import { businessDayOf } from '../shop/time.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { Session } from './session.ts';

/** Ms after opening, until what need not be done before is done. */
const lateCheck = 15_000;
const second = 1_000;
/** Without a command for so long, ms, nobody is at the till: time for what holds the writer up. */
const quiet = 2 * 60_000;
const backUpEvery = 60 * 60_000;
/** A backup on leaving may take so long, ms; what is unfinished then is cleared away by the next one. */
const patience = 4_000;
/** Seals are checked so many entries or lines at a time, with a pause, ms: other work in the background goes first. */
const sealPart = 20_000;
const sealPause = 1_000;

export interface CaretakerParts {
  readonly demo: boolean;
  readonly session: Session;
  announce(topics: readonly Topic[]): void;
  /** The file's pages turned out to be damaged, while the shop was open. */
  damaged(): void;
}

/** What is done for an open shop without anybody asking: what a crash left, a new day's work, backups, the look at all that was written before. */
export interface Caretaker {
  /** The first entry that is not as it was written, as far as anybody has looked; null when all are. */
  readonly firstBad: number | null;
  /** The same of the activity log. */
  readonly firstBadLine: number | null;
  /** How far the writing down of what has run out is; null when nobody would wait for it. */
  readonly expiring: ShopStatus['expiring'];
  /** To be called once, when the shop answers. */
  begin(): void;
  /** Somebody is at the till. */
  busy(): void;
  /** Every few seconds. `jump`: how far the computer's clock was set since, ms. */
  look(jump: number): void;
  /** A backup before the app ends, if there is something new and it can be had in time. */
  backUpToQuit(): Promise<void>;
  /** Begins nothing any more; a backup that is being made may be finished, within reason. */
  end(): Promise<void>;
}

const kindOf = (error: unknown) => ({ kind: error instanceof Error ? error.name : typeof error });

/** Looks after the shop of a dispatcher. Throws when the shop cannot be read. */
export function createCaretaker(
  dispatcher: Dispatcher,
  { demo, session, announce, damaged }: CaretakerParts,
): Caretaker {
  const { shop, background, services, backups, clock, clockWatch, monotonic, newId } = dispatcher.parts;
  /** Ms by which the clock is ahead of what was recorded last. */
  const since = clock() - lastEntry(shop.read).recordedAt;
  const isLarge = statSync(shop.file.path).size > checkedAtOnce;
  const leaving = new AbortController();
  const isLeft = () => leaving.signal.aborted;
  const found = { firstBad: null as number | null, firstBadLine: null as number | null };
  let expiring: ShopStatus['expiring'] = null;
  let lastDay = '';
  /** When something was last done at the till, and when the hourly backup was last asked for, by the monotonic clock. */
  let busyAt = monotonic();
  let backedUpAt = monotonic();
  let cleaning = false;

  /** A line of the activity log of which the page tells as well: where the disk refuses it, it is only missing. */
  const noteOrPass = (...what: Parameters<Dispatcher['note']>): void => {
    try {
      dispatcher.note(...what);
    } catch {
      // The refusal has been logged, and the page warns.
    }
  };

  /** The clock was moved, or stands before what was recorded last: into the log, and on the page. */
  const noteClock = (by: number): void => {
    if (!demo) noteOrPass('shop.clockSet', { minutes: Math.round(by / 60_000) });
  };

  /** An entry or a line of the activity log is not as it was written: it is said, and stays in the log, whatever is appended behind it. */
  const noteChanged = (what: 'ledger' | 'activity', seq: number): void => {
    const which = what === 'ledger' ? 'firstBad' : 'firstBadLine';
    if (found[which] !== null) return;
    found[which] = seq;
    services.log('error', what === 'ledger' ? 'LEDGER_CHANGED' : 'LOG_CHANGED', { seq });
    noteOrPass(`${what}.changed`, { seq });
    announce(['shop']);
  };

  /** What need not be done before the counter is up: the reserve for a full disk, and the seals of all older entries and lines, part by part. */
  const lookAround = async (): Promise<void> => {
    await layBallast(shopFiles(shop.folder).ballast, shop.folder);
    if (shop.firstBad === null) await lookThrough('ledger');
    if (shop.firstBadLine === null) await lookThrough('activity');
  };

  /** Until something bad is found. A shop that is being closed is looked at again when it opens. */
  const lookThrough = async (what: 'ledger' | 'activity'): Promise<void> => {
    const job = what === 'ledger' ? 'checkPart' : 'checkLogPart';
    const { secret } = shop.keys.ledger;
    for (let from: number | null = 1; from !== null && !isLeft(); ) {
      const part: PartCheck | null = await background.run(job, { secret, from, count: sealPart }).catch(() => null);
      if (isLeft()) return;
      if (part?.firstBad) return noteChanged(what, part.firstBad);
      from = part?.next ?? null;
      if (from !== null) await sleep(sealPause, undefined, { ref: false });
    }
  };

  /** Rewards that new rules have earned and a crash kept from being given; those of a program that runs again. */
  const giveRewards = (): void => {
    giveAllEarned({ shop, background, personKey: null, clock, newId }).then(
      (given) => given > 0 && announce(['programs', 'cards', 'customers', 'visits']),
      (error: unknown) => {
        if (!isLeft()) services.log('error', 'GIVING_FAILED', kindOf(error));
      },
    );
  };

  /** Says once a second how far the expiry is, from its first second on: most are over before anybody could read it. */
  const sayNowAndThen = () => {
    let said = monotonic();
    return (done: number, total: number): void => {
      if (monotonic() - said < second) return;
      said = monotonic();
      expiring = { done, total };
      announce(['shop']);
    };
  };

  /**
   * What a new day brings, in the background and never in a demo: what has run out is written down (F-15), months that are over for a
   * week close by themselves (F-57), who carries a perk is frozen as a month begins (F-14), whom the risk list names then is kept (F-82),
   * and receipts that are old enough forget their answers.
   */
  const beginDay = async (): Promise<void> => {
    if (demo) return;
    const keeper = { shop, background, clock };
    const { signal } = leaving;
    try {
      try {
        if ((await expireDue({ shop, clock, clockWatch, newId, signal, onProgress: sayNowAndThen() })) > 0)
          announce(['customers', 'cards']);
      } finally {
        if (expiring) {
          expiring = null;
          announce(['shop']);
        }
      }
      if ((await closeDueMonths(keeper)) > 0) announce(['months']);
      if ((await freezeLists(keeper)) > 0) announce(['perks']);
      await keepList(keeper);
      await forgetOldAnswers({ ...keeper, clockWatch, signal });
    } catch (error) {
      // A shop that was left meanwhile does it the next time it is opened.
      if (!isLeft()) services.log('error', 'NEW_DAY_FAILED', kindOf(error));
    }
  };

  /** Once the counter has come up, which needs the disk first. */
  const beginLate = async (dayBegun: Promise<void>): Promise<void> => {
    if (isLeft()) return;
    // Too large to be checked before opening.
    if (isLarge)
      background.run('checkPages', {}).then(
        ({ ok }) => (ok || isLeft() ? undefined : damaged()),
        (error: unknown) => (faultOf(error) === 'corrupt' && !isLeft() ? damaged() : undefined),
      );
    await dayBegun;
    // First a backup, if there is something new since the last; what the day began with is in it, and has not to share the disk.
    if (isLeft()) return;
    await backups.make('start');
    if (!isLeft()) await lookAround();
  };

  /** What erasing a person left in the file, which was too large to be written anew at once. */
  const cleanWhenQuiet = (): void => {
    if (cleaning || monotonic() - busyAt < quiet || !hasTraces(shop.read)) return;
    cleaning = true;
    background
      .run('cleanFile', {})
      .catch((error: unknown) => {
        busyAt = monotonic();
        services.log('warn', 'TRACES_LEFT', kindOf(error));
      })
      .finally(() => {
        cleaning = false;
      });
  };

  const within = (work: Promise<unknown>): Promise<unknown> =>
    Promise.race([work, sleep(patience, undefined, { ref: false })]);

  return {
    get firstBad() {
      return found.firstBad;
    },
    get firstBadLine() {
      return found.firstBadLine;
    },
    get expiring() {
      return expiring;
    },
    begin() {
      if (shop.journal === 'damaged') services.log('error', 'JOURNAL_DAMAGED');
      if (shop.journal === 'short') services.log('error', 'JOURNAL_SHORT');
      if (since <= -clockWarning) noteClock(since);
      if (shop.firstBad !== null) noteChanged('ledger', shop.firstBad);
      if (shop.firstBadLine !== null) noteChanged('activity', shop.firstBadLine);
      // What a crash left behind is put in order while the counter already works.
      settleBatches(shop, clock).then(
        () => announce(['customers', 'cards', 'visits']),
        (error: unknown) => services.log('error', 'SETTLE_FAILED', kindOf(error)),
      );
      giveRewards();
      const dayBegun = beginDay();
      if (!demo) setTimeout(() => void beginLate(dayBegun), lateCheck).unref();
    },
    busy() {
      busyAt = monotonic();
    },
    look(jump) {
      if (jump !== 0) {
        noteClock(jump);
        announce(['shop']);
      }
      cleanWhenQuiet();
      if (monotonic() - backedUpAt >= backUpEvery) {
        backedUpAt = monotonic();
        void backups.make('hourly');
      }
      const row = findShop(shop.read);
      if (!row) return;
      if (session.lockWhenIdle(row.autoLockMinutes, row.trustedTill === 1)) announce(['session']);
      const today = businessDayOf(clock(), row.timeZone, row.dayStartMinutes);
      // A new business day: programs begin and end, days since count on.
      if (lastDay !== '' && today !== lastDay) {
        announce(['shop', 'customers', 'cards', 'programs', 'visits']);
        giveRewards();
        void beginDay();
      }
      lastDay = today;
    },
    async backUpToQuit() {
      await within(backups.make('quit'));
    },
    async end() {
      leaving.abort();
      dispatcher.keepLocks();
      await within(backups.settled());
    },
  };
}
