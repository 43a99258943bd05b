import { existsSync } from 'node:fs';
import { faultOf, isOutOfReach } from '../../db/faults.ts';
import { openReader } from '../../db/open.ts';
import { findPerson, listPeople, updatePin } from '../../db/queries/people.ts';
import type { Notice } from '../../preload/contract/bridge.ts';
import type { Result } from '../../preload/contract/errors.ts';
import { findProcedure } from '../../preload/contract/index.ts';
import { mayCall, ownerOnly, type ParsedInputOf, type Role, type Topic, topics } from '../../preload/contract/kinds.ts';
import { type ShopStatus, shop as shopContract } from '../../preload/contract/shop.ts';
import type { Language } from '../../preload/contract/values.ts';
import type { Background, OpenBackground } from '../background/background.ts';
import { keepBackups } from '../backups/keep.ts';
import { isRestoring, refusalOf, restoreFile, type Source } from '../backups/restore.ts';
import { changeBox } from '../keys/box.ts';
import type { ShopKeys } from '../keys/ring.ts';
import { findKeys, lockInStore, unlockKeys } from '../keys/seal.ts';
import { createClockWatch, createJumpWatch } from '../ledger/clock.ts';
import type { JournalFrom, Remains } from '../ledger/journal.ts';
import { Misfit } from '../ledger/lines.ts';
import { createPins, pinCost } from '../people/pin.ts';
import { proveOwner } from '../rescue/proof.ts';
import { createRescue } from '../rescue/rescue.ts';
import { createTries } from '../rescue/tries.ts';
import { shopFiles } from '../shop/files.ts';
import { completeFirstRun, fillShop } from '../shop/firstRun.ts';
import { newId } from '../shop/ids.ts';
import {
  createShop,
  damagedShop,
  failedShop,
  openShop,
  type Shop,
  unreadableShop,
  type WhenBehind,
} from '../shop/open.ts';
import { checkPlace } from '../shop/shop.ts';
import { freeBytes, leastToOpen, releaseBallast } from '../shop/space.ts';
import { createCaretaker } from './caretaker.ts';
import { createDemoDoor } from './demo.ts';
import { badInput, createDispatcher, type Dispatcher, refusal } from './dispatcher.ts';
import { AppError } from './errors.ts';
import type { Services } from './services.ts';
import { Session } from './session.ts';
import type { OpenState, State } from './state.ts';
import { statusOf } from './status.ts';

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

const idleCheck = 5_000;
/** More commands and tasks in a second than this no person at a till can mean. */
const callsPerSecond = 30;
const checkpointEvery = 30_000;

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
  /** How many changes of the open shop are under way, as when a backup takes its place: whoever asks something waits for them. */
  let swapping = 0;

  const tell = (notice: Notice) => {
    for (const listener of listeners) listener(notice);
  };
  const announce = (topics: readonly Topic[]) => tell({ about: 'changed', topics });
  const progress = (requestId: string, done: number, total: number | null) =>
    tell({ about: 'progress', requestId, done, total });

  /** What answers the calls of a shop that was opened. One that cannot be read now is closed again. */
  const attend = (shop: Shop, demo: boolean): OpenState => {
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
        progress,
        suspectDamage: () => void unheard(lookAgain),
        makeRoom,
      });
      const care = createCaretaker(dispatcher, { demo, session, announce, damaged: () => void unheard(giveUp) });
      return { kind: 'open', shop, dispatcher, care, demo };
    } catch (error) {
      void background?.close();
      shop.close();
      throw error;
    }
  };

  const enter = (shop: Shop, demo: boolean): void => {
    const opened = attend(shop, demo);
    state = opened;
    opened.care.begin();
  };

  /** In a background of its own: there is none yet while a shop is being opened. */
  const readRemains = async (of: JournalFrom): Promise<Remains | null> => {
    const background = options.openBackground({ path: files.database, key: null });
    try {
      return await background.run('readRemains', of);
    } finally {
      await background.close();
    }
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
      const opened = await openShop(folder, clock, { whenBehind, keys, keepSaved, readRemains });
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
    const { shop, dispatcher, care } = state;
    await care.end();
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
    progress,
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
    await (demo ? demoDoor.open() : open());
    announce(['shop', 'session']);
  };

  const giveUp = async (): Promise<void> => {
    if (state.kind !== 'open' || state.demo) return;
    await leave();
    state = { kind: 'failed', failure: damagedShop(folder, clock()) };
    announce(['shop', 'session']);
  };

  const status = (): ShopStatus =>
    statusOf(state, {
      folder,
      now: clock(),
      ...{ systemLanguage: options.systemLanguage, systemTimeZone: options.systemTimeZone },
      clockBehind: jumps.behind,
    });

  /** After a failure; a start in safe mode is one. */
  const lookAnew = async (): Promise<void> => {
    if (state.kind !== 'failed') return;
    if (state.failure.kind === 'safeMode') options.safeMode?.left();
    await (state.failure.kind === 'demo' ? demoDoor.open() : open());
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

  const demoDoor = createDemoDoor({
    ...{ folder, services, session, clock, leave },
    language: options.systemLanguage,
    pinCost: cost,
    state: () => state,
    fail(failure) {
      state = { kind: 'failed', failure };
    },
    open: () => open(),
    enter: (shop) => enter(shop, true),
  });

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
      'demo.enter': () => inTurn(() => demoDoor.enter((done, total) => progress(requestId, done, total))),
      'demo.leave': () => inTurn(demoDoor.leave),
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
      if (state.kind === 'open') state.care.look(jump);
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
      if (requestId !== null && state.kind === 'open') state.care.busy();
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
        if (backUp && state.kind === 'open') await state.care.backUpToQuit();
        await leave();
      });
    },
  };
}
