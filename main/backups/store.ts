import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { BackupReport } from '../../db/backup.ts';
import { writeDurably } from '../../db/durable.ts';
import { type BackupWhy, backupReasons } from '../../preload/contract/backups.ts';
import { isWrap, type Wrap } from '../keys/wrap.ts';

/** What is known of a backup: it lies beside it, written before the backup gets its name. */
export interface Manifest extends BackupReport {
  readonly version: 1;
  /** UTC ms. */
  readonly at: number;
  readonly why: BackupWhy;
  /** What the recovery code opens it with, on whatever computer; none while the shop has no code, and of what was made before files were locked. */
  readonly recovery?: Wrap | null;
}

/** A backup that was opened, checked and hashed when it was made, and has had its length since. */
export interface Backup extends Manifest {
  /** Name of its file in the folder. */
  readonly name: string;
}

/** Reasons that a backup is a precaution for. */
const precautions: readonly BackupWhy[] = ['import', 'erasure', 'update', 'restore'];
export const isPrecaution = ({ why }: Manifest): boolean => precautions.includes(why);

const pattern = /^regulars-[\dTZ-]+-[a-z]+\.db$/;
export const isBackupName = (name: string): boolean => pattern.test(name);

/** Name of a backup's file: when, and why. */
export const nameOf = (at: number, why: BackupWhy): string =>
  `regulars-${new Date(at).toISOString().replace(/[:.]/g, '-')}-${why}.db`;

const manifestOf = (file: string): string => `${file.slice(0, -'.db'.length)}.json`;

/** Whole or not at all, and before the backup: one that has its name has its manifest too. */
export function writeManifest(file: string, manifest: Manifest): void {
  writeDurably(manifestOf(file), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** The backups of a folder that can be relied on, newest first; none where there is no such folder. */
export function listBackups(folder: string): Backup[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter(isBackupName)
    .flatMap((name) => readBackup(folder, name) ?? [])
    .sort((a, b) => b.at - a.at || (a.name < b.name ? 1 : -1));
}

/** A backup by name; null when it is none, or its file is not as long as it was. */
export function readBackup(folder: string, name: string): Backup | null {
  if (!isBackupName(name)) return null;
  const file = join(folder, name);
  try {
    const manifest = JSON.parse(readFileSync(manifestOf(file), 'utf8')) as Manifest;
    const known = manifest.version === 1 && backupReasons.includes(manifest.why) && Number.isSafeInteger(manifest.at);
    if (!known || statSync(file).size !== manifest.bytes) return null;
    return { ...manifest, name, recovery: isWrap(manifest.recovery) ? manifest.recovery : null };
  } catch {
    return null;
  }
}

/** The backup first: a manifest without one counts for nothing. */
export function removeBackup(folder: string, name: string): void {
  const file = join(folder, name);
  rmSync(file, { force: true, maxRetries: 5 });
  rmSync(manifestOf(file), { force: true, maxRetries: 5 });
}

/** Clears away what was left of backups that were cut off. */
export function removeParts(folder: string): void {
  for (const name of readdirSync(folder)) {
    const part = /^regulars-.*\.(\d+)\.part(-journal|-wal|-shm|\.seed)?$/.exec(name);
    if (part && Number(part[1]) !== process.pid) rmSync(join(folder, name), { force: true, maxRetries: 5 });
    // A manifest whose backup never came.
    else if (/^regulars-[\dTZ-]+-[a-z]+\.json$/.test(name) && !existsSync(join(folder, name.replace(/json$/, 'db'))))
      rmSync(join(folder, name), { force: true, maxRetries: 5 });
  }
}
