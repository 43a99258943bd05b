import { existsSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type BackupReport, contentOf } from '../../db/backup.ts';
import { type DatabaseFile, isPlain } from '../../db/cipher.ts';
import { faultOf } from '../../db/faults.ts';
import { takeLock } from '../../db/lock.ts';
import { openReader, type ReadConnection } from '../../db/open.ts';
import { findBackupName, findLastActivity } from '../../db/queries/rescue.ts';
import type { OutputFor } from '../../preload/contract/index.ts';
import type { ParsedInputOf } from '../../preload/contract/kinds.ts';
import type {
  LookedFor,
  Provers,
  RescuePreview,
  RescueSource,
  rescue,
  Salvage,
} from '../../preload/contract/rescue.ts';
import type { ShopFailure } from '../../preload/contract/shop.ts';
import type { Language } from '../../preload/contract/values.ts';
import type { Background, OpenBackground } from '../background/background.ts';
import { namedSource, type Source, sourceAt } from '../backups/restore.ts';
import { listBackups } from '../backups/store.ts';
import { keysBeside, unlockBackup } from '../backups/unlock.ts';
import type { Dispatcher } from '../bridge/dispatcher.ts';
import { AppError, found } from '../bridge/errors.ts';
import type { Services } from '../bridge/services.ts';
import { readBox } from '../keys/box.ts';
import { keepOrMakeKeys, oldLedgerSecret, oldPepper } from '../keys/files.ts';
import type { ShopKeys } from '../keys/ring.ts';
import { lookAtJournal, setAside } from '../ledger/journal.ts';
import { keyOf, type LedgerKey } from '../ledger/seal.ts';
import { createPins } from '../people/pin.ts';
import { shopFiles } from '../shop/files.ts';
import { removeLeftovers } from '../shop/leftovers.ts';
import { freeBytes } from '../shop/space.ts';
import { writeWhole } from '../shop/writeWhole.ts';
import type { Behind } from './look.ts';
import { createLookUp } from './lookUp.ts';
import { proveOwner, proversOf } from './proof.ts';
import { reportOf } from './report.ts';
import type { SalvageReport } from './salvage/job.ts';
import { ask, createSources } from './sources.ts';
import type { Tries } from './tries.ts';

/** What was found in a file, for as long as the page may ask for it. */
interface Looked extends Behind {
  readonly report: BackupReport;
  /** Set for what was saved of a damaged file. */
  readonly saved?: SalvageReport;
}

/** What a rescue works with: a folder whose shop is not open. */
export interface RescueParts {
  readonly folder: string;
  readonly services: Services;
  readonly openBackground: OpenBackground;
  readonly clock: () => number;
  /** scrypt N of new PINs. */
  readonly pinCost: number;
  /** Wrong proofs, counted for all that is asked in front of a shop that is not open. */
  readonly tries: Tries;
  /** What the computer speaks, and where it stands. */
  readonly system: { readonly language: Language; readonly timeZone: string };
  /** The keys of the folder's shop; null where they are not known. */
  keys(): ShopKeys | null;
  progress(requestId: string, done: number, total: number | null): void;
  /** Refuses with SHOP_EXISTS where there is nothing to rescue. `empty`: there is no shop at all. */
  refuseOpen(): { readonly empty: boolean };
  /** Regulars' own. */
  readonly version: string;
  state(): string;
  failure(): ShopFailure | null;
  /** While a shop is open: refuses whoever is not its owner. */
  refuseUnlessOwner(): void;
  /**
   * Swaps the file in, opens what lies there then, signs the owner in (with a new PIN, if there is one). `its`: the keys of the file. `note`: what the log says
   * of it, given the entries that the journal brought back. Answers these.
   */
  takePlace(
    source: Source,
    of: {
      its: ShopKeys | null;
      personId: string;
      pin: string | null;
      note(restored: number): Parameters<Dispatcher['note']>;
    },
  ): Promise<number>;
}

/** What can be done for a shop that does not open, and on a computer that has none. The host lets nobody in while a shop is open. */
export interface Rescue {
  list(): Promise<RescueSource[]>;
  unlock(input: ParsedInputOf<typeof rescue.unlock>): Promise<{ done: true }>;
  choose(input: ParsedInputOf<typeof rescue.choose>): Promise<RescueSource[] | null>;
  preview(input: ParsedInputOf<typeof rescue.preview>): Promise<RescuePreview>;
  restore(input: ParsedInputOf<typeof rescue.restore>): Promise<OutputFor<'rescue.restore'>>;
  salvage(requestId: string): Promise<Salvage>;
  cancel(input: ParsedInputOf<typeof rescue.cancel>): Promise<{ done: true }>;
  provers(): Promise<Provers>;
  lookIn(input: ParsedInputOf<typeof rescue.lookIn>): Promise<void>;
  find(input: ParsedInputOf<typeof rescue.find>): Promise<LookedFor>;
  backUp(): Promise<void>;
  saveReport(): Promise<OutputFor<'rescue.saveReport'>>;
}

/** Failures that have to do with the file itself. */
const salvageable: readonly string[] = ['damaged', 'unreadable'] satisfies ShopFailure['kind'][];

/** What the log says of a file that took the shop's place. */
const noteOf = (
  saved: SalvageReport | undefined,
  back: { restored: number; since: number },
): Parameters<Dispatcher['note']> => {
  if (!saved) return ['backups.restore', back];
  const { known, nameless, entries, entriesOnce } = saved;
  return ['backups.salvage', { known, nameless, entries, entriesOnce }];
};

/** Saving takes a copy of the damaged file, the new one, and its log; see {@link roomFor} for the swap after it. */
const roomForSaving = (bytes: number): number => 3 * bytes + 16 * 1024 * 1024;

/** A restore takes the copy and room for the journal's entries. */
const roomFor = (bytes: number): number => bytes + Math.max(bytes / 4, 1024 * 1024);

/** Asks a file that was looked through; it may have gone bad since. */
async function reading<T>(file: DatabaseFile, work: (read: ReadConnection) => Promise<T>): Promise<T> {
  let read: ReadConnection | undefined;
  try {
    read = openReader(file);
    return await work(read);
  } catch (error) {
    throw faultOf(error) === 'other' ? error : new AppError('BACKUP_UNFIT', { why: 'damaged' });
  } finally {
    read?.close();
  }
}

export function createRescue(parts: RescueParts): Rescue {
  const { folder, services, clock, tries } = parts;
  const files = shopFiles(folder);
  const sources = createSources(folder, parts.keys);
  const looked = new Map<string, Looked>();
  const refuseUnlessSafeMode = (): void => {
    if (parts.failure()?.kind !== 'safeMode') throw new AppError('SHOP_EXISTS');
  };
  const lookUp = createLookUp({
    ...{ tries, clock },
    of() {
      refuseUnlessSafeMode();
      const keys = parts.keys();
      return {
        file: sourceAt(files.database, [keys?.file]),
        pins: createPins(keys?.pepper ?? oldPepper(folder), parts.pinCost),
      };
    },
  });
  /** Keys of files that were opened by their recovery code. */
  const unlocked = new Map<string, ShopKeys>();
  /** Proofs one after another: several at once would share a try. */
  let proving: Promise<unknown> = Promise.resolve();

  /** A file that the page named, and its keys where they are not the folder's own. */
  const fileOf = (source: string): { file: DatabaseFile; its: ShopKeys | null } => {
    const path = found(sources.fileOf(source));
    if (!existsSync(path)) throw new AppError('NOT_FOUND');
    const its = unlocked.get(source) ?? keysBeside(path);
    return { file: namedSource(path, [parts.keys()?.file, its?.file]), its };
  };

  /** PINs as they were hashed in a file: the pepper goes with the key that opens it. */
  const pinsOf = ({ file, its }: { file: DatabaseFile; its: ShopKeys | null }) => {
    const own = parts.keys();
    const pepper = file.key !== null && file.key !== own?.file ? its?.pepper : (own?.pepper ?? oldPepper(folder));
    return createPins(pepper ?? null, parts.pinCost);
  };

  const ledgerKey = (its: ShopKeys | null): LedgerKey | null => {
    const old = oldLedgerSecret(folder);
    return parts.keys()?.ledger ?? its?.ledger ?? (old && keyOf(old));
  };

  /** The id of the shop whose place is to be taken; null where nothing here says it. */
  const presentShop = (): string | null =>
    ask(files.database, parts.keys(), (read) => contentOf(read).shop) ??
    listBackups(files.backups)[0]?.shop ??
    shopOfJournal();

  const shopOfJournal = (): string | null => {
    const key = ledgerKey(null);
    if (!key) return null;
    try {
      return lookAtJournal(files.journal, key)?.shop ?? null;
    } catch (error) {
      if (faultOf(error) !== 'io') throw error;
      return null;
    }
  };

  /** What the recovery code opens where a saved file has lost the code's hash: the shop's own keys. */
  const wrapFor = ({ saved }: Looked) => (saved ? readBox(folder).recovery : null);

  const lookAt = async (source: string): Promise<Looked & { file: DatabaseFile; its: ShopKeys | null }> => {
    const { empty } = parts.refuseOpen();
    const of = fileOf(source);
    const known = looked.get(source);
    if (known) return { ...known, ...of };
    // Where there is no shop any may come; in the place of one only its own.
    const now = await lookThrough(of, empty ? null : presentShop());
    looked.set(source, now);
    return { ...now, ...of };
  };

  /** In the background, whose connection is one to this very file: neither it nor the journal is read where a window waits. */
  const lookThrough = async (
    { file, its }: { file: DatabaseFile; its: ShopKeys | null },
    shop: string | null,
  ): Promise<Looked> => {
    const background = parts.openBackground(file);
    try {
      // One that cannot even be opened is as good as damaged.
      const report = await background.run('lookAtFile', { shop }).catch((error: unknown) => {
        throw error instanceof AppError ? error : new AppError('BACKUP_UNFIT', { why: 'damaged' });
      });
      const key = ledgerKey(its);
      if (!key) return { report, since: null, broken: null };
      const of = { journal: files.journal, secret: key.secret, shop: report.shop, lastSeq: report.lastSeq };
      return { report, ...(await background.run('lookBehindFile', of)) };
    } finally {
      await background.close();
    }
  };

  /** Salvages under way, by their request. */
  const running = new Map<string, AbortController>();
  /** A shop that was still plain, and whose keys nobody has made yet, gets them here. */
  const keysForSaving = (): ShopKeys => {
    const known = parts.keys();
    if (known) return known;
    // New ones would stand in the place of those in the box, and open nothing.
    if (existsSync(files.sealedKey)) throw new AppError('NOT_SALVAGED', { why: 'nothing' });
    return keepOrMakeKeys(folder);
  };

  const saveWhatCanBe = async (
    target: DatabaseFile,
    signal: AbortSignal,
    onProgress: (done: number, total: number | null) => void,
  ): Promise<SalvageReport> => {
    const lock = takeLock(folder);
    if (!lock) throw new AppError('SHOP_BUSY');
    let background: Background | undefined;
    try {
      removeLeftovers(folder);
      const { ledger, file: key } = keysForSaving();
      if (freeBytes(folder) < roomForSaving(statSync(files.database).size)) throw new AppError('DISK_FULL');
      const shop = presentShop();
      const older = listBackups(files.backups).find((backup) => shop === null || backup.shop === shop);
      // A plain file begins with words that anybody could have damaged: what has the key's name, or neither, is taken for a locked one.
      const lockedWith = isPlain(files.database) ? null : key;
      background = parts.openBackground({ path: files.database, key: lockedWith });
      return await background.run(
        'salvageFile',
        {
          ...{ target, journal: files.journal, secret: ledger.secret, shop, now: clock() },
          older: older ? sourceAt(join(files.backups, older.name), [key]) : null,
          unknown: { name: 'Regulars', currency: 'EUR', ...parts.system },
        },
        { signal, onProgress },
      );
    } catch (error) {
      if (error instanceof AppError) throw error;
      if (faultOf(error) === 'full') throw new AppError('DISK_FULL');
      services.log('error', 'SALVAGE_FAILED', { kind: error instanceof Error ? error.name : typeof error });
      throw new AppError('NOT_SALVAGED', { why: 'unsound' });
    } finally {
      await background?.close();
      lock.release();
    }
  };

  return {
    async list() {
      parts.refuseOpen();
      return sources.known();
    },

    async unlock({ source, recoveryCode }) {
      parts.refuseOpen();
      const path = found(sources.fileOf(source));
      if (!existsSync(path)) throw new AppError('NOT_FOUND');
      const opened = proving.then(async () => {
        tries.refuseLocked();
        try {
          unlocked.set(source, await unlockBackup(path, recoveryCode));
        } catch (error) {
          if (error instanceof AppError && error.data.code === 'RECOVERY_WRONG') tries.wrong();
          throw error;
        }
        tries.right();
      });
      proving = opened.catch(() => undefined);
      await opened;
      return { done: true };
    },

    async choose({ what }) {
      parts.refuseOpen();
      const chosen = what === 'file' ? await services.chooseFile('backup') : await services.chooseFolder();
      if (chosen === null) return null;
      return what === 'file' ? [sources.ofFile(chosen)] : sources.inFolder(chosen);
    },

    async preview({ source }) {
      const { file, its, report, since, broken } = await lookAt(source);
      return reading(file, async (read) => ({
        shopName: found(findBackupName(read)),
        lastAt: findLastActivity(read),
        customers: report.customers,
        entries: report.entries,
        since,
        broken,
        ...proversOf(read, pinsOf({ file, its })),
      }));
    },

    async restore({ source, typed, proof }) {
      const of = await lookAt(source);
      const { file, its, report, since, saved } = of;
      const proved = proving.then(() =>
        reading(file, async (read) => {
          if (typed.trim() !== findBackupName(read)) throw new AppError('BAD_INPUT', {}, ['typed']);
          await proveOwner(read, proof, { pins: pinsOf(of), tries, wrap: wrapFor(of) });
        }),
      );
      proving = proved.catch(() => undefined);
      await proved;
      if (freeBytes(folder) < roomFor(report.bytes)) throw new AppError('DISK_FULL');
      // A journal of another shop that was here once: it is kept, and has nothing to say about this one.
      if (parts.refuseOpen().empty && since === null && existsSync(files.journal)) setAside(files.journal, clock());
      const pin = proof.by === 'code' ? proof.pin : null;
      const more = since ?? 0;
      const restored = await parts.takePlace(
        { file, sha256: report.sha256, journalAside: saved?.exact === false },
        { its, personId: proof.personId, pin, note: (restored) => noteOf(saved, { restored, since: more }) },
      );
      looked.clear();
      services.log('info', saved ? 'SALVAGED' : 'RESTORED', { restored, since: more });
      return { restored, since: more };
    },

    async salvage(requestId) {
      parts.refuseOpen();
      if (!salvageable.includes(parts.failure()?.kind ?? '')) throw new AppError('SHOP_EXISTS');
      const stop = new AbortController();
      running.set(requestId, stop);
      try {
        const file = { path: files.salvaged, key: keysForSaving().file };
        const saved = await saveWhatCanBe(file, stop.signal, (done, total) => parts.progress(requestId, done, total));
        const { source } = sources.ofFile(files.salvaged);
        const of: Looked = { report: saved, since: null, broken: null, saved };
        looked.set(source, of);
        const { known, nameless, fromBackup, entries, entriesOnce, refused } = saved;
        return await reading(file, async (read) => ({
          ...{ source, known, nameless, fromBackup, entries, entriesOnce, refused, parts: [...saved.parts] },
          shopName: found(findBackupName(read)),
          ...proversOf(read, pinsOf({ file, its: null }), wrapFor(of)),
        }));
      } finally {
        running.delete(requestId);
      }
    },

    async cancel({ task }) {
      running.get(task)?.abort();
      return { done: true };
    },

    provers: lookUp.provers,
    lookIn: ({ proof }) => lookUp.begin(proof),
    find: async ({ text }) => lookUp.find(text),

    async backUp() {
      refuseUnlessSafeMode();
      let background: Background | undefined;
      try {
        background = parts.openBackground(sourceAt(files.database, [parts.keys()?.file]));
        const { recovery } = readBox(folder);
        await background.run('backUpFile', { folder: files.backups, now: clock(), recovery });
      } catch (error) {
        services.log('error', 'BACKUP_FAILED', { kind: error instanceof Error ? error.name : typeof error });
        throw new AppError('BACKUP_FAILED');
      } finally {
        await background?.close();
      }
    },

    async saveReport() {
      parts.refuseUnlessOwner();
      const now = clock();
      const { openBackground, version } = parts;
      const report = await reportOf({
        ...{ folder, openBackground, now, version, failure: parts.failure(), state: parts.state(), keys: parts.keys() },
      });
      const day = new Date(now).toISOString().slice(0, 10);
      const target = await services.chooseTarget('json', `regulars-report-${day}.json`);
      if (target === null) return { saved: null };
      await writeWhole(target, report);
      return { saved: basename(target) };
    },
  };
}
