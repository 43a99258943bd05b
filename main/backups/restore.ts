import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type BackupReport,
  checkCopy,
  contentOf,
  type FileContent,
  hashFile,
  renamePatiently,
  sync,
} from '../../db/backup.ts';
import { takeLock } from '../../db/lock.ts';
import { schemaVersion } from '../../db/migrations/index.ts';
import { applicationId, openReader } from '../../db/open.ts';
import type { JobContext } from '../background/jobs.ts';
import { AppError } from '../bridge/errors.ts';
import { shopFiles } from '../shop/files.ts';

/** Why a file cannot take a shop's place. */
export class Unfit extends Error {
  readonly why: 'notAShop' | 'newer' | 'otherShop' | 'damaged' | 'unfinished' | 'busy';
  constructor(why: Unfit['why']) {
    super(`the file is unfit: ${why}`);
    this.why = why;
  }
}

/** A file that was looked through, and the hash of what it was then: a copy that is not the same is not taken. */
export interface Source {
  readonly file: string;
  readonly sha256: string;
}

/** One change of what is on the disk. */
type Step = () => void | Promise<void>;

/** Suffixes of the files that are one database. */
const suffixes = ['', '-wal', '-shm'] as const;
const syncNames = (folder: string): void => {
  if (process.platform !== 'win32') sync(folder, 'r');
};

/**
 * Looks at a file that is to take the shop's place, and changes nothing: its pages, its ledger, whose it is. `shop` is the present one's id,
 * null when there is none. Throws Unfit.
 */
export async function checkSource(source: string, shop: string | null): Promise<BackupReport> {
  // A shop's own file, not closed properly: half of it lies in the log beside it.
  if ((statSync(`${source}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0) throw new Unfit('unfinished');
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
    throw new Unfit((error as { code?: string }).code === 'SQLITE_NOTADB' ? 'notAShop' : 'damaged');
  }
  if (shop !== null && found.shop !== shop) throw new Unfit('otherShop');
  return found;
}

/** {@link checkSource} in the background, for a shop that is open: what the backup and the shop hold. Refuses with BACKUP_UNFIT. A job. */
export async function lookThrough(
  { read }: JobContext,
  { file, sha256 }: { file: string; sha256: string },
): Promise<{ backup: FileContent; present: FileContent }> {
  const present = contentOf(read);
  try {
    const backup = await checkSource(file, present.shop);
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

/**
 * The steps in which a file takes the place of a closed shop's database, in their order; each can be the last one before the power goes.
 * Until the plan is written the shop is the old one; from then on the next start ends what was begun (see {@link finishRestore}), and it
 * is the new one. What stood there goes aside, database and log together, and is never deleted.
 */
export function stepsOf(folder: string, { file: source, sha256 }: Source, at: number): Step[] {
  const files = shopFiles(folder);
  const part = `${files.incoming}.part`;
  return [
    () => rmSync(part, { force: true }),
    () => rmSync(files.incoming, { force: true }),
    // Not to hold up the window: it may be large.
    () => copyFile(source, part),
    () => sync(part, 'r+'),
    async () => {
      if ((await hashFile(part)).sha256 !== sha256) throw new Unfit('damaged');
    },
    () => renamePatiently(part, files.incoming),
    () => syncNames(folder),
    () => writePlan(files.restorePlan, join(files.aside, new Date(at).toISOString().replace(/[:.]/g, '-'))),
    () => syncNames(folder),
    ...swapSteps(folder),
  ];
}

/** What the plan asks for; every step may be done twice. */
function swapSteps(folder: string): (() => void)[] {
  const files = shopFiles(folder);
  const aside = () => (JSON.parse(readFileSync(files.restorePlan, 'utf8')) as { aside: string }).aside;
  // While the new file has not its place yet, whatever has it is the old one.
  const old = (suffix: string) => existsSync(files.incoming) && existsSync(files.database + suffix);
  return [
    () => void mkdirSync(aside(), { recursive: true, mode: 0o700 }),
    ...suffixes.map((suffix) => () => {
      if (old(suffix)) renamePatiently(files.database + suffix, join(aside(), `regulars.db${suffix}`));
    }),
    () => syncNames(aside()),
    () => {
      if (existsSync(files.incoming)) renamePatiently(files.incoming, files.database);
    },
    () => syncNames(folder),
    () => rmSync(files.restorePlan, { force: true }),
    () => syncNames(folder),
  ];
}

function writePlan(file: string, aside: string): void {
  const part = `${file}.part`;
  const handle = openSync(part, 'w', 0o600);
  try {
    writeSync(handle, JSON.stringify({ version: 1, aside }));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renamePatiently(part, file);
}

/** Was a restore cut off after its plan was written? */
export const isRestoring = (folder: string): boolean => existsSync(shopFiles(folder).restorePlan);

/** Ends a restore that was cut off; clears away what one left that never came so far. The caller has the lock. */
export function finishRestore(folder: string): void {
  const { incoming } = shopFiles(folder);
  if (isRestoring(folder)) for (const step of swapSteps(folder)) step();
  else for (const left of [incoming, `${incoming}.part`]) rmSync(left, { force: true });
}

/** Puts a checked file in the place of a shop that nobody has open. Throws Unfit when somebody has. */
export async function restoreFile(folder: string, source: Source, at: number): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = takeLock(folder);
  if (!lock) throw new Unfit('busy');
  try {
    for (const step of stepsOf(folder, source, at)) await step();
  } finally {
    lock.release();
  }
}
