import { existsSync, rmSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Fault, faultOf } from '../../db/faults.ts';
import { openReader } from '../../db/open.ts';
import { findBackupPlace } from '../../db/queries/backups.ts';
import { lastEntry } from '../../db/queries/ledger.ts';
import { findPerson, findRecovery, listPeople, updatePin } from '../../db/queries/people.ts';
import { hasTraces } from '../../db/queries/privacy.ts';
import { listPrograms } from '../../db/queries/programs.ts';
import { findShop } from '../../db/queries/shop.ts';
import type { Notice } from '../../preload/contract/bridge.ts';
import type { Result } from '../../preload/contract/errors.ts';
import { findProcedure } from '../../preload/contract/index.ts';
import { mayCall, ownerOnly, type ParsedInputOf, type Role, type Topic, topics } from '../../preload/contract/kinds.ts';
import {
  type ShopFailure,
  type ShopHealth,
  type ShopStatus,
  shop as shopContract,
} from '../../preload/contract/shop.ts';
import type { Language } from '../../preload/contract/values.ts';
import type { Background, OpenBackground } from '../background/background.ts';
import { type Backups, isOutsideLate, keepBackups } from '../backups/keep.ts';
import { isRestoring, refusalOf, restoreFile, type Source } from '../backups/restore.ts';
import { makeDemoShop } from '../demo/demo.ts';
import { keepList } from '../insights/naming.ts';
import { changeBox, readBox } from '../keys/box.ts';
import { openKeysOf } from '../keys/files.ts';
import type { ShopKeys } from '../keys/ring.ts';
import { findKeys, lockInStore, unlockKeys } from '../keys/seal.ts';
import { clockWarning, createClockWatch, createJumpWatch } from '../ledger/clock.ts';
import { Misfit } from '../ledger/lines.ts';
import { forgetOldAnswers } from '../ledger/oldReceipts.ts';
import { settleBatches } from '../ledger/settle.ts';
import { closeDueMonths } from '../month/closing.ts';
import { createPins, pinCost } from '../people/pin.ts';
import { freezeLists } from '../perks/freezing.ts';
import { giveAllEarned } from '../programs/change/giveEarned.ts';
import { expireDue } from '../programs/expiryRun.ts';
import { proveOwner } from '../rescue/proof.ts';
import { createRescue } from '../rescue/rescue.ts';
import { createTries } from '../rescue/tries.ts';
import { checkedAtOnce, type PartCheck } from '../shop/check.ts';
import { shopFiles } from '../shop/files.ts';
import { completeFirstRun, fillShop } from '../shop/firstRun.ts';
import { newId } from '../shop/ids.ts';
import {
  createShop,
  damagedShop,
  failedShop,
  type Opened,
  openShop,
  type Shop,
  unreadableShop,
  type WhenBehind,
} from '../shop/open.ts';
import { checkPlace, settingsOf } from '../shop/shop.ts';
import { freeBytes, layBallast, leastToOpen, releaseBallast, spaceOf } from '../shop/space.ts';
import { businessDayOf } from '../shop/time.ts';
import { badInput, createDispatcher, type Dispatcher, refusal } from './dispatcher.ts';
import { AppError } from './errors.ts';
import type { Services } from './services.ts';
import { Session } from './session.ts';

export interface HostOptions {
  /** The shop's data folder. */
  readonly folder: string;
  readonly services: Services;
  readonly openBackground: OpenBackground;
  readonly systemLanguage: Language;
  readonly systemTimeZone: string;
  /** UTC ms; the computer's clock unless a test says otherwise. */
  readonly clock?: () => number;
  /** Ms that pass whatever is done to the computer's clock; moved by tests. */
  readonly monotonic?: () => number;
  /** scrypt N for new PINs; lower in tests only. */
  readonly pinCost?: number;
  /** Regulars' own version, for a report. */
  readonly version?: string;
  /** Regulars has broken off several times: nothing is opened before a person says so, who is then told of by `left`. */
  readonly safeMode?: { left(): void } | null;
  /** Commands and tasks in a second; without a limit in tests that do a day's work at once. */
  readonly callsPerSecond?: number;
}

/** Main without Electron: one data folder, its shop when there is one, and the calls of the one window. */
export interface Host {
  call(name: string, input: unknown, requestId: string | null): Promise<Result<unknown>>;
  subscribe(listener: (notice: Notice) => void): () => void;
  /** Writes the log into the database file: before the computer sleeps. */
  checkpoint(): void;
  /** For the debug menu of a development build: moves this process's idea of the time, ms. */
  moveClock(by: number): void;
  /** For the debug menu too: signs in the first person of a role without a PIN. False when there is none. */
  signInAs(role: Role): boolean;
  /** `backUp`: not without a backup of what is new, if that can be had in time. */
  close(options?: { backUp?: boolean }): Promise<void>;
}

/** Ms after opening, until what need not be done before is done. */
const lateCheck = 15_000;
const idleCheck = 5_000;
const second = 1_000;
/** More commands and tasks in a second than this no person at a till can mean. */
const callsPerSecond = 30;
const checkpointEvery = 30_000;
/** Without a command for so long, ms, nobody is at the till: time for what holds the writer up. */
const quiet = 2 * 60_000;
const backUpEvery = 60 * 60_000;
/** A backup on quitting may take so long, ms; what is unfinished then is cleared away by the next one. */
const quitPatience = 4_000;
/** Seals are checked so many entries or lines at a time, with a pause, ms: other work in the background goes first. */
const sealPart = 20_000;
const sealPause = 1_000;

interface OpenState {
  readonly kind: 'open';
  readonly shop: Shop;
  readonly dispatcher: Dispatcher;
  readonly demo: boolean;
  firstBad: number | null;
  firstBadLine: number | null;
}

type State =
  | { readonly kind: 'empty' }
  | { readonly kind: 'failed'; readonly failure: ShopFailure }
  | { readonly kind: 'locked'; readonly password: boolean }
  | OpenState;

/** The disk does not let anybody write, or has gone: nothing is known of the shop itself. */
function isOutOfReach(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? '';
  return faultOf(error) === 'io' || ['EACCES', 'EPERM', 'EROFS', 'EIO', 'ENODEV', 'ENXIO'].includes(code);
}

/** Opens the folder's shop, whatever state it is in, and answers calls until it is closed. */
export async function openHost(options: HostOptions): Promise<Host> {
  const { folder, services } = options;
  const files = shopFiles(folder);
  let clockOffset = 0;
  const clock = () => (options.clock ?? Date.now)() + clockOffset;
  const monotonic = options.monotonic ?? (() => performance.now());
  const cost = options.pinCost ?? pinCost;
  const session = new Session();
  const jumps = createJumpWatch(clock, monotonic);
  const listeners = new Set<(notice: Notice) => void>();
  let state: State = { kind: 'empty' };
  /** The keys of the folder's own shop, open or not; null while nobody has them. */
  let keys: ShopKeys | null = null;
  /** Opening, making and leaving a shop happen one after another. */
  let switching: Promise<unknown> = Promise.resolve();
  /** Wrong proofs in front of a shop that is not open. */
  const tries = createTries(files.rescueTries, monotonic);
  let lastDay = '';
  let expiring: ShopStatus['expiring'] = null;
  /** When something was last done at the till, by the monotonic clock. */
  let busyAt = monotonic();
  let cleaning = false;
  /** When the hourly backup was last asked for. */
  let backedUpAt = monotonic();
  /** How many changes of the open shop are under way, as when a backup takes its place: whoever asks something waits for them. */
  let swapping = 0;
  /** Ends what is written in slices for the shop that is being left. */
  let leaving = new AbortController();

  const tell = (notice: Notice) => {
    for (const listener of listeners) listener(notice);
  };
  const announce = (topics: readonly Topic[]) => tell({ about: 'changed', topics });

  /** What answers the calls of a shop that was opened. One that cannot be read now is closed again. */
  const attend = (shop: Shop, demo: boolean) => {
    const makeRoom = (): boolean => {
      const made = releaseBallast(shopFiles(shop.folder).ballast);
      announce(['shop']);
      return made;
    };
    shop.onRefused = (error) => {
      services.log('error', 'JOURNAL_FAULT', { code: (error as NodeJS.ErrnoException).code ?? null });
      return (error as NodeJS.ErrnoException).code === 'ENOSPC' && makeRoom();
    };
    let background: Background | null = null;
    try {
      const since = clock() - lastEntry(shop.read).recordedAt;
      const isLarge = statSync(shop.file.path).size > checkedAtOnce;
      background = options.openBackground(shop.file);
      const backups = keepBackups(
        { shop, background, clock },
        {
          demo,
          changed: () => announce(['backups', 'shop']),
          log: (kind) => services.log('error', 'BACKUP_FAILED', { kind }),
          restore: (source) => inTurn(() => restore(source)),
        },
      );
      const dispatcher = createDispatcher({
        shop,
        session,
        background,
        services,
        backups,
        clock,
        clockWatch: createClockWatch(clock, monotonic),
        monotonic,
        newId,
        pins: createPins(shop.keys.pepper, cost),
        callsPerSecond: options.callsPerSecond ?? callsPerSecond,
        announce,
        progress: (requestId, done, total) => tell({ about: 'progress', requestId, done, total }),
        suspectDamage: () => void unheard(lookAgain),
        makeRoom,
      });
      const open: OpenState = { kind: 'open', shop, dispatcher, demo, firstBad: null, firstBadLine: null };
      return { open, background, backups, since, isLarge };
    } catch (error) {
      void background?.close();
      shop.close();
      throw error;
    }
  };

  const enter = (shop: Shop, demo: boolean): void => {
    const { open, background, backups, since, isLarge } = attend(shop, demo);
    state = open;
    backedUpAt = monotonic();
    if (shop.journal === 'damaged') services.log('error', 'JOURNAL_DAMAGED');
    if (shop.journal === 'short') services.log('error', 'JOURNAL_SHORT');
    if (since <= -clockWarning) noteClock(since);
    if (shop.firstBad !== null) noteChanged('ledger', shop.firstBad);
    if (shop.firstBadLine !== null) noteChanged('activity', shop.firstBadLine);
    // What a crash left behind is put in order while the counter already works.
    settleBatches(shop, clock).then(
      () => announce(['customers', 'cards', 'visits']),
      (error: unknown) =>
        services.log('error', 'SETTLE_FAILED', { kind: error instanceof Error ? error.name : typeof error }),
    );
    giveRewards();
    const dayBegun = beginDay();
    if (demo) return;
    const isLeft = () => state.kind !== 'open' || state.shop !== shop;
    // Once the counter has come up, which needs the disk first.
    const late = async () => {
      if (isLeft()) return;
      // Too large to be checked before opening.
      if (isLarge)
        background.run('checkPages', {}).then(
          ({ ok }) => (ok ? undefined : unheard(giveUp)),
          (error: unknown) => (faultOf(error) === 'corrupt' ? unheard(giveUp) : undefined),
        );
      await dayBegun;
      // First a backup, if there is something new since the last; what the day began with is in it, and has not to share the disk.
      if (isLeft()) return;
      await backups.make('start');
      if (!isLeft()) await lookAround(shop);
    };
    setTimeout(() => void late(), lateCheck).unref();
  };

  /** A line of the activity log of which the page tells as well: where the disk refuses it, it is only missing. */
  const noteOrPass = (...what: Parameters<Dispatcher['note']>): void => {
    if (state.kind !== 'open') return;
    try {
      state.dispatcher.note(...what);
    } catch {
      // The refusal has been logged, and the page warns.
    }
  };

  /** The clock was moved, or stands before what was recorded last: into the log, and on the page. */
  const noteClock = (by: number): void => {
    if (state.kind === 'open' && !state.demo) noteOrPass('shop.clockSet', { minutes: Math.round(by / 60_000) });
  };

  /** An entry or a line of the activity log is not as it was written: it is said, and stays in the log, whatever is appended behind it. */
  const noteChanged = (what: 'ledger' | 'activity', seq: number): void => {
    const found = what === 'ledger' ? 'firstBad' : 'firstBadLine';
    if (state.kind !== 'open' || state[found] !== null) return;
    state[found] = seq;
    services.log('error', what === 'ledger' ? 'LEDGER_CHANGED' : 'LOG_CHANGED', { seq });
    noteOrPass(`${what}.changed`, { seq });
    announce(['shop']);
  };

  /** What need not be done before the counter is up: the reserve for a full disk, and the seals of all older entries and lines, part by part. */
  const lookAround = async (shop: Shop): Promise<void> => {
    await layBallast(shopFiles(shop.folder).ballast, shop.folder);
    if (shop.firstBad === null) await lookThrough(shop, 'ledger');
    if (shop.firstBadLine === null) await lookThrough(shop, 'activity');
  };

  /** Until something bad is found. A shop that is being closed is looked at again when it opens. */
  const lookThrough = async (shop: Shop, what: 'ledger' | 'activity'): Promise<void> => {
    const job = what === 'ledger' ? 'checkPart' : 'checkLogPart';
    const { secret } = shop.keys.ledger;
    for (let from: number | null = 1; from !== null; ) {
      if (state.kind !== 'open' || state.shop !== shop) return;
      const found: PartCheck | null = await state.dispatcher.parts.background
        .run(job, { secret, from, count: sealPart })
        .catch(() => null);
      if (state.kind !== 'open' || state.shop !== shop) return;
      if (found?.firstBad) return noteChanged(what, found.firstBad);
      from = found?.next ?? null;
      if (from !== null) await sleep(sealPause, undefined, { ref: false });
    }
  };

  /** Rewards that new rules have earned and a crash kept from being given; those of a program that runs again. */
  const giveRewards = (): void => {
    if (state.kind !== 'open') return;
    const { shop, dispatcher } = state;
    giveAllEarned({ shop, background: dispatcher.parts.background, personKey: null, clock, newId }).then(
      (given) => given > 0 && announce(['programs', 'cards', 'customers', 'visits']),
      (error: unknown) => {
        if (state.kind === 'open' && state.shop === shop)
          services.log('error', 'GIVING_FAILED', { kind: error instanceof Error ? error.name : typeof error });
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
   * week close by themselves (F-57), who carries a perk is frozen as a month
   * begins (F-14), whom the risk list names then is kept (F-82), and receipts that are old enough forget their answers.
   */
  const beginDay = async (): Promise<void> => {
    if (state.kind !== 'open' || state.demo) return;
    const { shop, dispatcher } = state;
    const { background, clockWatch, newId } = dispatcher.parts;
    const keeper = { shop, background, clock };
    const work = async () => {
      const onProgress = sayNowAndThen();
      try {
        if ((await expireDue({ shop, clock, clockWatch, newId, signal: leaving.signal, onProgress })) > 0)
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
      await forgetOldAnswers({ ...keeper, clockWatch, signal: leaving.signal });
    };
    await work().catch((error: unknown) => {
      // A shop that was left meanwhile does it the next time it is opened.
      if (state.kind === 'open' && state.shop === shop)
        services.log('error', 'NEW_DAY_FAILED', { kind: error instanceof Error ? error.name : typeof error });
    });
  };

  /** What erasing a person left in the file, which was too large to be written anew at once. */
  const cleanWhenQuiet = (): void => {
    if (state.kind !== 'open' || cleaning || monotonic() - busyAt < quiet || !hasTraces(state.shop.read)) return;
    cleaning = true;
    state.dispatcher.parts.background
      .run('cleanFile', {})
      .catch((error: unknown) => {
        busyAt = monotonic();
        services.log('warn', 'TRACES_LEFT', { kind: error instanceof Error ? error.name : typeof error });
      })
      .finally(() => {
        cleaning = false;
      });
  };

  const open = async (whenBehind: WhenBehind = 'tell', keepSaved = false): Promise<void> => {
    try {
      const found = findKeys(folder, services.keyStore);
      if (found.state === 'have') keys = found.keys;
      // Keys that somebody has opened stay known as long as the app runs.
      else if (!keys) {
        state = { kind: 'locked', password: found.password };
        return;
      }
      // Without a page to spare SQLite cannot open anything: for that the reserve is there.
      if (freeBytes(folder) < leastToOpen) releaseBallast(files.ballast);
      const opened = await openShop(folder, clock, { whenBehind, keys, keepSaved });
      if (opened.state === 'open') {
        keys = opened.shop.keys;
        enter(opened.shop, false);
      } else state = opened.state === 'failed' ? { kind: 'failed', failure: opened.failure } : { kind: 'empty' };
    } catch (error) {
      // Whatever it is, there may well be a shop: nobody is offered a first run over it.
      state = { kind: 'failed', failure: unreadableShop(folder).failure };
      const passing = isOutOfReach(error) || ['io', 'full', 'busy', 'corrupt'].includes(faultOf(error));
      if (!passing) throw error;
      services.log('error', 'OUT_OF_REACH', { code: (error as NodeJS.ErrnoException).code ?? null });
    }
  };

  const leave = async (): Promise<void> => {
    session.signOut();
    if (state.kind !== 'open') return;
    const { shop, dispatcher } = state;
    leaving.abort();
    leaving = new AbortController();
    dispatcher.keepLocks();
    // A backup that is being made may be finished, within reason.
    await Promise.race([dispatcher.parts.backups.settled(), sleep(quitPatience, undefined, { ref: false })]);
    state = { kind: 'empty' };
    await dispatcher.parts.background.close();
    shop.close();
  };

  /**
   * A file takes the place of the shop's, which is closed for it; then whatever lies there, old or new, is opened, and what the journal knows
   * beyond a new one comes back. Nobody else is heard before `opened` was told, of a new shop or of the old one. Answers the entries that came back.
   */
  const swapIn = async (
    source: Source,
    its: ShopKeys | null,
    opened: (of: OpenState, isNew: boolean) => Promise<void>,
  ): Promise<number> => {
    let isNew = false;
    swapping++;
    try {
      await leave();
      try {
        keys = await restoreFile(folder, source, clock(), { own: keys, its });
        isNew = true;
      } finally {
        // From the moment the plan is on the disk, whoever opens next ends what was begun.
        isNew ||= isRestoring(folder);
        await (isNew ? openAfterSwap() : open('tell', true));
        if (state.kind === 'open') await opened(state, isNew);
      }
      if (state.kind !== 'open') throw new AppError('NO_SHOP');
      return state.shop.broughtBack;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw new AppError('DISK_FULL');
      throw isOutOfReach(error) ? new AppError('READ_ONLY') : refusalOf(error);
    } finally {
      swapping--;
      announce(topics);
    }
  };

  const openAfterSwap = async (): Promise<void> => {
    // Where there never was a journal, as on a new computer, none is missed.
    if (!existsSync(files.journal)) return open('leave');
    try {
      await open('replay');
    } catch (error) {
      // Anything else may be the disk's doing, and pass: then the journal must still be there.
      if (!(error instanceof Misfit) && faultOf(error) !== 'constraint') throw error;
      // A journal that does not fit behind this file: it is kept beside the shop, and the file counts as it is.
      services.log('error', 'REPLAY_FAILED', { kind: error instanceof Error ? error.name : typeof error });
      await open('leave');
    }
  };

  /**
   * A backup takes the place of the open shop's file. Whoever asked for it has just given their PIN, and stays signed in if the backup
   * knows them as what they are.
   */
  const restore = (source: Source): Promise<number> => {
    const { who } = session;
    return swapIn(source, null, async ({ shop, dispatcher }, isNew) => {
      const again = who && findPerson(shop.read, who.personId);
      if (again && who && again.role === who.role) session.signIn({ ...who, personKey: again.key });
      if (isNew) dispatcher.note('backups.restore', { restored: shop.broughtBack });
    });
  };

  /** Is there something to rescue? What is merely open elsewhere, too new or short of room needs no backup. */
  const refuseOpen = (): { empty: boolean } => {
    const helps =
      state.kind === 'failed' && ['damaged', 'unreadable', 'behind', 'safeMode', 'noKey'].includes(state.failure.kind);
    if (state.kind !== 'empty' && !helps) throw new AppError('SHOP_EXISTS');
    return { empty: state.kind === 'empty' };
  };

  const rescue = createRescue({
    ...{ folder, services, clock, tries, refuseOpen, keys: () => keys },
    system: { language: options.systemLanguage, timeZone: options.systemTimeZone },
    version: options.version ?? 'development',
    failure: () => (state.kind === 'failed' ? state.failure : null),
    state: () => state.kind,
    refuseUnlessOwner: () => {
      const { who } = session;
      if (state.kind !== 'open' || mayCall(ownerOnly, who)) return;
      throw new AppError(!who ? 'NOT_SIGNED_IN' : who.role === 'owner' ? 'PIN_NEEDED' : 'NOT_ALLOWED');
    },
    openBackground: options.openBackground,
    pinCost: cost,
    progress: (requestId, done, total) => tell({ about: 'progress', requestId, done, total }),
    takePlace: (source, { its, personId, pin, note }) =>
      inTurn(async () => {
        refuseOpen();
        return swapIn(source, its, async ({ shop, dispatcher }, isNew) => {
          const owner = isNew ? findPerson(shop.read, personId) : null;
          if (!owner) return;
          await letIn(shop, dispatcher, owner, pin);
          dispatcher.note(...note(shop.broughtBack));
        });
      }),
  });

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = switching.then(work);
    switching = result.catch(() => undefined);
    return result;
  };

  /** One shop is left and another opened: whoever asks meanwhile waits, and is not told that there is no shop. */
  const unheard = async (work: () => Promise<void>): Promise<void> => {
    swapping++;
    // What went wrong stands in the state that it left; nobody waits for this.
    await inTurn(work).catch(() => undefined);
    swapping--;
  };

  /** A query met damage: the file is looked at from outside; if it is sound after all, work goes on. */
  const lookAgain = async (): Promise<void> => {
    if (state.kind !== 'open') return;
    const { demo } = state;
    await leave();
    await (demo ? openDemo() : open());
    announce(['shop', 'session']);
  };

  /** The demo as it lies there. Of one that does not open nothing is worth saving: it is made anew, or left. */
  const openDemo = async (): Promise<void> => {
    try {
      const opened = await openShop(files.demo, clock);
      if (opened.state === 'open') enter(opened.shop, true);
      else failDemo(opened.state === 'failed' ? opened.failure.kind : 'unreadable');
    } catch (error) {
      services.log('error', 'OUT_OF_REACH', { code: (error as NodeJS.ErrnoException).code ?? null });
      failDemo(faultOf(error));
    }
  };

  const failDemo = (found: ShopFailure['kind'] | Fault): void => {
    state = { kind: 'failed', failure: failedShop('demo', { demo: whyNoDemo(found) }).failure };
  };

  /** A disk without room answers all sorts of things. */
  const whyNoDemo = (found: ShopFailure['kind'] | Fault): ShopFailure['demo'] => {
    if (found === 'busy') return found;
    if (found === 'damaged' || found === 'behind' || found === 'corrupt') return 'damaged';
    return found === 'full' || found === 'noRoom' || freeBytes(folder) < leastToOpen ? 'full' : 'unreadable';
  };

  /** Nothing in it is worth anything; what the disk does not give up is thrown away when a demo is made again. */
  const removeDemo = (): void => {
    try {
      rmSync(files.demo, { recursive: true, force: true, maxRetries: 5 });
    } catch (error) {
      services.log('warn', 'DEMO_LEFT', { code: (error as NodeJS.ErrnoException).code ?? null });
    }
  };

  const failedDemo = (): ShopFailure['demo'] => (state.kind === 'failed' ? state.failure.demo : null);

  const giveUp = async (): Promise<void> => {
    if (state.kind !== 'open' || state.demo) return;
    await leave();
    state = { kind: 'failed', failure: damagedShop(folder, clock()) };
    announce(['shop', 'session']);
  };

  const status = (): ShopStatus => {
    const now = clock();
    const base = { now, systemLanguage: options.systemLanguage, systemTimeZone: options.systemTimeZone };
    const nothing = {
      settings: null,
      today: null,
      demo: false,
      hasRecoveryCode: false,
      decidedOnPlace: false,
      hasProgram: false,
      failure: null,
      lock: null,
      unsealed: false,
      clockBehind: false,
      health: null,
      expiring: null,
    };
    if (state.kind === 'empty') return { ...base, ...nothing, state: 'empty' };
    if (state.kind === 'failed') return { ...base, ...nothing, state: 'failed', failure: state.failure };
    if (state.kind === 'locked') return { ...base, ...nothing, state: 'locked', lock: { password: state.password } };
    const { read } = state.shop;
    const row = findShop(read);
    if (!row) throw new AppError('NO_SHOP');
    return {
      ...base,
      failure: null,
      lock: null,
      unsealed: !state.demo && openKeysOf(folder) !== null && readBox(folder).laterAt === null,
      state: listPeople(read).length === 0 ? 'needsOwner' : 'ready',
      settings: settingsOf(row),
      today: businessDayOf(now, row.timeZone, row.dayStartMinutes),
      demo: state.demo,
      // A code from before files were locked signs in and opens nothing: another is made.
      hasRecoveryCode: findRecovery(read) !== null && (state.demo || readBox(folder).recovery !== null),
      decidedOnPlace: findBackupPlace(read) !== null,
      hasProgram: listPrograms(read).length > 0,
      clockBehind: jumps.behind || now < lastEntry(read).recordedAt - clockWarning,
      health: {
        space: spaceOf(state.shop.folder),
        readOnly: state.dispatcher.readOnly,
        journal: state.shop.journal,
        firstBad: state.firstBad,
        firstBadLine: state.firstBadLine,
        backup: backupHealth(state.dispatcher.parts.backups, state.demo),
      },
      expiring,
    };
  };

  const backupHealth = (backups: Backups, demo: boolean): ShopHealth['backup'] => {
    if (demo || state.kind !== 'open') return 'fine';
    if (backups.failed === 'here') return 'failed';
    return isOutsideLate(state.shop.read, clock()) ? 'late' : 'fine';
  };

  /** After a failure; a start in safe mode is one. */
  const lookAnew = async (): Promise<void> => {
    if (state.kind !== 'failed') return;
    if (state.failure.kind === 'safeMode') options.safeMode?.left();
    await (state.failure.kind === 'demo' ? openDemo() : open());
  };

  /** An owner who has proved to be one in front of a shop that was not open, with the PIN that they chose if the recovery code did it. */
  const letIn = async (
    shop: Shop,
    { parts }: Dispatcher,
    owner: { key: number; id: string; role: Role },
    newPin: string | null,
  ): Promise<void> => {
    if (newPin !== null) {
      const hash = await parts.pins.hash(newPin);
      shop.transaction((write) => updatePin(write, owner.id, hash));
    }
    session.signIn({ personKey: owner.key, personId: owner.id, role: owner.role, proof: 'pin' });
  };

  /** Without what only the journal knows: for an owner alone, who is named in the log for it. */
  const leaveBehind = async ({ proof }: ParsedInputOf<typeof shopContract.leaveBehind>): Promise<void> => {
    const lost = state.kind === 'failed' && state.failure.kind === 'behind' ? state.failure.lost : null;
    if (!lost || !keys) return;
    if (lost.provers.owners.length > 0) {
      if (!proof) throw new AppError('BAD_INPUT', {}, ['proof']);
      const read = openReader({ path: files.database, key: keys.file });
      try {
        await proveOwner(read, proof, { pins: createPins(keys.pepper, cost), tries });
      } finally {
        read.close();
      }
    }
    await open('leave');
    const opened = present();
    if (opened.kind !== 'open') return;
    const { shop, dispatcher } = opened;
    const owner = proof && findPerson(shop.read, proof.personId);
    if (owner) await letIn(shop, dispatcher, owner, proof.by === 'code' ? proof.pin : null);
    dispatcher.note('shop.leaveBehind', { entries: lost.entries, changes: lost.changes });
  };

  const isBehind = (): boolean => state.kind === 'failed' && state.failure.kind === 'behind';

  /** By the password or the recovery code. By the code the key store gets the keys anew: it has lost them, or never had them. */
  const present = (): State => state;
  const unlock = async ({ password, recoveryCode }: ParsedInputOf<typeof shopContract.unlock>): Promise<void> => {
    const locked = state;
    if (locked.kind !== 'locked') return;
    tries.refuseLocked();
    const opened =
      password !== null
        ? await unlockKeys(folder, { password })
        : recoveryCode !== null
          ? await unlockKeys(folder, { recoveryCode })
          : null;
    if (!opened) {
      if (password === null && recoveryCode === null) throw new AppError('BAD_INPUT', {}, ['password']);
      tries.wrong();
      throw new AppError(password === null ? 'RECOVERY_WRONG' : 'PASSWORD_WRONG');
    }
    tries.right();
    const stored = password === null && !locked.password ? lockInStore(opened, services.keyStore) : null;
    // One that only refuses just now may give tomorrow what it was given.
    if (stored !== null) changeBox(folder, { keyStore: stored });
    keys = opened;
    await open();
    const opening = present();
    if (opening.kind === 'open')
      opening.dispatcher.note('keys.unlock', { by: password === null ? 'code' : 'password' });
  };

  const create = async (input: ParsedInputOf<typeof shopContract.create>): Promise<void> => {
    checkPlace(input);
    const present = status().state;
    if (present === 'failed' || present === 'locked') throw new AppError('NO_SHOP');
    if (present === 'ready') throw new AppError('SHOP_EXISTS');
    if (state.kind === 'empty') {
      const { name, language, currency, timeZone, dayStartMinutes } = input;
      const shop = createShop(folder, clock, (write) =>
        fillShop(write, { name, language, currency, timeZone, dayStartMinutes, now: clock(), newId }),
      );
      keys = shop.keys;
      enter(shop, false);
    }
    if (state.kind !== 'open') throw new AppError('NO_SHOP');
    session.signIn(
      await completeFirstRun(state.shop, { ...input, now: clock(), newId, pins: state.dispatcher.parts.pins }),
    );
  };

  const enterDemo = async (requestId: string): Promise<void> => {
    if (state.kind === 'open' && state.demo) return;
    const { who } = session;
    const ready = state.kind === 'open' && status().state === 'ready';
    if (ready && !(who?.role === 'owner' && who.proof === 'pin'))
      throw new AppError(who?.role === 'owner' ? 'PIN_NEEDED' : 'NOT_ALLOWED');
    const fromFailed = failedDemo() !== null;
    await leave();
    try {
      // Whatever keeps one from opening, another takes its place; but not of one that somebody uses.
      const opened = await openShop(files.demo, clock).catch((error: unknown): Opened => {
        if (faultOf(error) === 'busy') throw new AppError('SHOP_BUSY', { why: 'demo' });
        return { state: 'empty' };
      });
      const { shop, owner } = await makeDemoShop(files.demo, opened, {
        language: options.systemLanguage,
        now: clock(),
        pinCost: cost,
        onProgress: (done, total) => tell({ about: 'progress', requestId, done, total }),
      });
      enter(shop, true);
      session.signIn(owner);
    } catch (error) {
      // A demo that another process has open is not ours to delete.
      const isBusy = error instanceof AppError && error.data.code === 'SHOP_BUSY';
      if (!isBusy) removeDemo();
      if (fromFailed) failDemo(isBusy ? 'busy' : faultOf(error));
      else await open();
      throw isOutOfReach(error) ? new AppError('READ_ONLY') : error;
    }
  };

  const leaveDemo = async (): Promise<void> => {
    const failed = failedDemo();
    if (!(state.kind === 'open' ? state.demo : failed)) throw new AppError('NO_SHOP');
    await leave();
    if (failed !== 'busy') removeDemo();
    await open();
  };

  /** Procedures that work without an open shop. Null: not one of them. */
  const answerHere = async (name: string, input: unknown, requestId: string): Promise<Result<unknown> | null> => {
    if (name === 'shop.status') {
      shopContract.status.input.parse(input);
      return { ok: true, value: status() };
    }
    const work: Record<string, (parsed: never) => Promise<unknown>> = {
      'shop.create': (of: ParsedInputOf<typeof shopContract.create>) => inTurn(() => create(of)),
      'shop.unlock': (of: ParsedInputOf<typeof shopContract.unlock>) => inTurn(() => unlock(of)),
      'shop.lookAgain': () => inTurn(lookAnew),
      'shop.bringBack': () => inTurn(async () => (isBehind() ? open('replay') : undefined)),
      'shop.leaveBehind': (of: ParsedInputOf<typeof shopContract.leaveBehind>) => inTurn(() => leaveBehind(of)),
      'rescue.list': rescue.list,
      'rescue.choose': rescue.choose,
      'rescue.unlock': rescue.unlock,
      'rescue.preview': rescue.preview,
      'rescue.restore': rescue.restore,
      'rescue.salvage': () => rescue.salvage(requestId),
      'rescue.cancel': rescue.cancel,
      'rescue.provers': rescue.provers,
      'rescue.lookIn': rescue.lookIn,
      'rescue.find': rescue.find,
      'rescue.backUp': rescue.backUp,
      'rescue.saveReport': rescue.saveReport,
      'demo.enter': () => inTurn(() => enterDemo(requestId)),
      'demo.leave': () => inTurn(leaveDemo),
    };
    const here = Object.hasOwn(work, name) ? work[name] : undefined;
    const procedure = findProcedure(name);
    if (!here || !procedure || procedure.kind === 'query') return null;
    const parsed = procedure.input.safeParse(input);
    if (!parsed.success) throw badInput(parsed.error);
    try {
      const value = await here(parsed.data as never);
      return { ok: true, value: procedure.output.parse(value === undefined ? { done: true } : value) };
    } finally {
      if (procedure.changes.length > 0) announce(procedure.changes);
    }
  };

  /** What nobody asked for must not end the app: a disk that gives no answer now is asked again in a moment. */
  const often = (work: () => void, milliseconds: number) =>
    setInterval(() => {
      try {
        work();
      } catch (error) {
        services.log('error', 'TIMER_FAULT', { fault: faultOf(error) });
      }
    }, milliseconds);
  const timers = [
    often(() => {
      const jump = jumps.look();
      if (state.kind !== 'open') return;
      if (jump !== 0) {
        noteClock(jump);
        announce(['shop']);
      }
      cleanWhenQuiet();
      if (monotonic() - backedUpAt >= backUpEvery) {
        backedUpAt = monotonic();
        void state.dispatcher.parts.backups.make('hourly');
      }
      const row = findShop(state.shop.read);
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
    }, idleCheck),
    often(() => {
      if (state.kind !== 'open') return;
      state.dispatcher.keepLocks();
      state.shop.checkpoint('PASSIVE');
    }, checkpointEvery),
  ];
  for (const timer of timers) timer.unref();

  if (options.safeMode) {
    const found = findKeys(folder, services.keyStore);
    keys = found.state === 'have' ? found.keys : null;
    state = { kind: 'failed', failure: failedShop('safeMode').failure };
  } else await inTurn(open);

  return {
    async call(name, input, requestId) {
      if (requestId !== null) busyAt = monotonic();
      if (swapping > 0) await switching;
      try {
        const here = await answerHere(name, input, requestId ?? newId());
        if (here) return here;
      } catch (error) {
        const parsed = error instanceof Error && error.name === 'ZodError' ? badInput(error as never) : error;
        return { ok: false, error: refusal(parsed, name, { services, suspectDamage: () => undefined }) };
      }
      if (!findProcedure(name)) return { ok: false, error: new AppError('DENIED').data };
      if (state.kind !== 'open') return { ok: false, error: new AppError('NO_SHOP').data };
      return state.dispatcher.call(name, input, requestId);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    checkpoint() {
      if (state.kind === 'open') state.shop.checkpoint('TRUNCATE');
    },
    moveClock(by) {
      clockOffset += by;
      announce(['shop', 'customers', 'cards', 'programs', 'visits']);
    },
    signInAs(role) {
      const person = state.kind === 'open' ? listPeople(state.shop.read).find((row) => row.role === role) : undefined;
      if (!person) return false;
      session.signIn({ personKey: person.key, personId: person.id, role, proof: 'pin' });
      announce(['session']);
      return true;
    },
    async close({ backUp = false } = {}) {
      for (const timer of timers) clearInterval(timer);
      await inTurn(async () => {
        if (backUp && state.kind === 'open')
          await Promise.race([
            state.dispatcher.parts.backups.make('quit'),
            sleep(quitPatience, undefined, { ref: false }),
          ]);
        await leave();
      });
    },
  };
}
