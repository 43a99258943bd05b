import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { type BackupReport, checkCopy, contentOf, type FileContent, hashFile } from '../../db/backup.ts';
import { copyUnderKey, type DatabaseFile, lockOf } from '../../db/cipher.ts';
import { databaseSuffixes, keepToOurselves, renamePatiently, sync, syncNames, writeDurably } from '../../db/durable.ts';
import { takeLock } from '../../db/lock.ts';
import { schemaVersion } from '../../db/migrations/index.ts';
import { applicationId, openReader } from '../../db/open.ts';
import type { JobContext } from '../background/jobs.ts';
import { AppError } from '../bridge/errors.ts';
import { changeBox } from '../keys/box.ts';
import { keepOrMakeKeys, openKeysOf, writeOpenKeys } from '../keys/files.ts';
import type { ShopKeys } from '../keys/ring.ts';
import { shopFiles } from '../shop/files.ts';
import { wrapOf } from './unlock.ts';

/** Why a file cannot take a shop's place. */
export class Unfit extends Error {
  readonly why: 'notAShop' | 'newer' | 'otherShop' | 'damaged' | 'locked' | 'unfinished' | 'busy';
  constructor(why: Unfit['why']) {
    super(`the file is unfit: ${why}`);
    this.why = why;
  }
}

/** A file that was looked through, and the hash of what it was then: a copy that is not the same is not taken. */
export interface Source {
  readonly file: DatabaseFile;
  readonly sha256: string;
  /** The journal does not go on behind it, and goes aside with the file whose place is taken. */
  readonly journalAside?: boolean;
}

/** One change of what is on the disk. */
type Step = () => void | Promise<void>;

/** What a copy that was cut off leaves behind. */
const leftovers = ['.part', '.part.before', '.part.seed'] as const;

/** A file with that of some keys which opens it; without any where it is plain. Throws Unfit. */
export function sourceAt(path: string, keys: readonly (Uint8Array | null | undefined)[]): DatabaseFile {
  try {
    const key = keys.find((one) => one && lockOf(path, one) === 'fits');
    if (key) return { path, key };
    const lock = lockOf(path, null);
    if (lock === 'plain') return { path, key: null };
    throw new Unfit(lock === 'other' ? 'locked' : 'notAShop');
  } catch (error) {
    throw error instanceof Unfit ? error : new Unfit('damaged');
  }
}

/**
 * Looks at a file that is to take the shop's place, and changes nothing: its pages, its ledger, whose it is. `shop` is the present one's id,
 * null when there is none. Throws Unfit.
 */
export async function checkSource(source: DatabaseFile, shop: string | null): Promise<BackupReport> {
  // A shop's own file, not closed properly: half of it lies in the log beside it.
  if ((statSync(`${source.path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0) throw new Unfit('unfinished');
  let found: BackupReport;
  try {
    const reader = openReader(source);
    try {
      if (reader.pragma('application_id', { simple: true }) !== applicationId) throw new Unfit('notAShop');
      if ((reader.pragma('user_version', { simple: true }) as number) > schemaVersion) throw new Unfit('newer');
      contentOf(reader);
    } finally {
      reader.close();
    }
    found = await checkCopy(source);
  } catch (error) {
    if (error instanceof Unfit) throw error;
    // A file with a key is one of ours: it begins with the key's name.
    const notOne = (error as { code?: string }).code === 'SQLITE_NOTADB' && source.key === null;
    throw new Unfit(notOne ? 'notAShop' : 'damaged');
  }
  if (shop !== null && found.shop !== shop) throw new Unfit('otherShop');
  return found;
}

/** {@link checkSource} in the background, for a shop that is open: what the backup and the shop hold. Refuses with BACKUP_UNFIT. A job. */
export async function lookThrough(
  { read, file: own }: JobContext,
  { file, sha256 }: { file: string; sha256: string },
): Promise<{ backup: FileContent; present: FileContent }> {
  const present = contentOf(read);
  try {
    const backup = await checkSource(sourceAt(file, [own.key]), present.shop);
    // It may have been spoilt where no check of pages looks.
    if (backup.sha256 !== sha256) throw new Unfit('damaged');
    return { backup, present };
  } catch (error) {
    throw refusalOf(error);
  }
}

/** What cannot take the shop's place, as a refusal with its reason; anything else as it is. */
export const refusalOf = (error: unknown): unknown => {
  if (!(error instanceof Unfit)) return error;
  return error.why === 'busy' ? new AppError('SHOP_BUSY') : new AppError('BACKUP_UNFIT', { why: error.why });
};

/** {@link sourceAt} for a person who named the file: refuses with BACKUP_UNFIT. */
export function namedSource(...[path, keys]: Parameters<typeof sourceAt>): DatabaseFile {
  try {
    return sourceAt(path, keys);
  } catch (error) {
    throw refusalOf(error);
  }
}

/** What is to take a shop's place, and what becomes of what stood there. */
export interface Swap {
  readonly source: Source;
  /** The shop's key: the file is locked with it on its way in. */
  readonly key: Uint8Array;
  /** The folder where the old file goes; null: nowhere, it is only what the new one was made of. */
  readonly aside: string | null;
}

/**
 * The steps in which a file takes the place of a closed shop's database, in their order; each can be the last one before the power goes.
 * Until the plan is written the shop is the old one; from then on the next start ends what was begun (see {@link finishRestore}), and it
 * is the new one. What stood there goes aside, database and log together, and is never deleted.
 */
export function stepsOf(folder: string, { source: { file, sha256, journalAside = false }, key, aside }: Swap): Step[] {
  const files = shopFiles(folder);
  const part = `${files.incoming}.part`;
  return [
    () => {
      for (const left of ['', ...leftovers]) rmSync(files.incoming + left, { force: true });
    },
    // Not to hold up the window: it may be large.
    () => copyFile(file.path, part),
    async () => {
      if ((await hashFile(part)).sha256 !== sha256) throw new Unfit('damaged');
    },
    async () => {
      if (file.key && Buffer.from(file.key).equals(key)) return;
      renamePatiently(part, `${part}.before`);
      copyUnderKey({ path: `${part}.before`, key: file.key }, { path: part, key });
      rmSync(`${part}.before`);
      await checkCopy({ path: part, key });
    },
    () => {
      keepToOurselves(part);
      sync(part, 'r+');
    },
    () => renamePatiently(part, files.incoming),
    () => syncNames(folder),
    // Told from the folder: one that is moved between this and the next start still ends what was begun.
    () => {
      const place = aside === null ? null : relative(folder, aside);
      writeDurably(files.restorePlan, JSON.stringify({ version: 1, aside: place, journalAside } satisfies Plan));
    },
    ...swapSteps(folder),
  ];
}

interface Plan {
  readonly version: 1;
  /** From the shop's folder; a whole path where an older version wrote it. */
  readonly aside: string | null;
  /** Not said by a version that had only backups to restore. */
  readonly journalAside?: boolean;
}

/** What the plan asks for; every step may be done twice. */
function swapSteps(folder: string): (() => void)[] {
  const files = shopFiles(folder);
  const plan = () => JSON.parse(readFileSync(files.restorePlan, 'utf8')) as Plan;
  const aside = () => {
    const place = plan().aside;
    return place === null ? null : resolve(folder, place);
  };
  // While the new file has not its place yet, whatever has it is the old one.
  const old = (suffix: string) => existsSync(files.incoming) && existsSync(files.database + suffix);
  return [
    () => {
      const place = aside();
      if (place !== null) mkdirSync(place, { recursive: true, mode: 0o700 });
    },
    ...databaseSuffixes.map((suffix) => () => {
      if (!old(suffix)) return;
      const place = aside();
      if (place === null) rmSync(files.database + suffix);
      else renamePatiently(files.database + suffix, join(place, `regulars.db${suffix}`));
    }),
    () => {
      const place = aside();
      if (place === null || !plan().journalAside || !existsSync(files.incoming)) return;
      if (existsSync(files.journal)) renamePatiently(files.journal, join(place, 'journal'));
    },
    () => {
      const place = aside();
      if (place !== null) syncNames(place);
    },
    () => {
      if (existsSync(files.incoming)) renamePatiently(files.incoming, files.database);
    },
    () => syncNames(folder),
    () => rmSync(files.restorePlan, { force: true }),
    () => syncNames(folder),
  ];
}

/** Was a restore cut off after its plan was written? */
export const isRestoring = (folder: string): boolean => existsSync(shopFiles(folder).restorePlan);

/** Ends a restore that was cut off; clears away what one left that never came so far. The caller has the lock. */
export function finishRestore(folder: string): void {
  const { incoming } = shopFiles(folder);
  if (isRestoring(folder)) for (const step of swapSteps(folder)) step();
  else for (const left of ['', ...leftovers]) rmSync(incoming + left, { force: true });
}

/** Where a database goes whose place is taken at a moment. */
export const asideAt = (folder: string, at: number): string =>
  join(shopFiles(folder).aside, new Date(at).toISOString().replace(/[:.]/g, '-'));

/** Keys that are at hand for a restore: the shop's own, where it has any, and those of the file that is to take its place. */
export interface RestoreKeys {
  readonly own: ShopKeys | null;
  readonly its?: ShopKeys | null;
}

/**
 * Puts a checked file in the place of a shop that nobody has open. A folder without keys gets those of the file. Throws Unfit when
 * somebody has the shop open. Answers the shop's keys.
 */
export async function restoreFile(
  folder: string,
  source: Source,
  at: number,
  { own, its = null }: RestoreKeys,
): Promise<ShopKeys> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = takeLock(folder);
  if (!lock) throw new Unfit('busy');
  try {
    const keys = own ?? its ?? keepOrMakeKeys(folder);
    if (!own && its && !openKeysOf(folder)) {
      writeOpenKeys(folder, its);
      changeBox(folder, { recovery: wrapOf(source.file.path) });
    }
    for (const step of stepsOf(folder, { source, key: keys.file, aside: asideAt(folder, at) })) await step();
    return keys;
  } finally {
    lock.release();
  }
}
