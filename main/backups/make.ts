import { copyFileSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { backupTo, contentOf, hashFile, renamePatiently, sync, writeChecked } from '../../db/backup.ts';
import { migrate } from '../../db/migrate.ts';
import { inTransaction, openWriter, type ReadConnection } from '../../db/open.ts';
import { findRecordKey, listErased, removeTraces } from '../../db/queries/privacy.ts';
import type { BackupWhy } from '../../preload/contract/backups.ts';
import { keyOf } from '../ledger/seal.ts';
import { erasePerson } from '../privacy/erase.ts';
import { dailyDays, surplus } from './rotation.ts';
import { type Backup, isPrecaution, listBackups, nameOf, removeBackup, removeParts, writeManifest } from './store.ts';

const dayMilliseconds = 86_400_000;

/** Makes a backup in a folder, checked before it counts. Throws when that cannot be done; what lay there before stays. */
export async function makeBackup(
  read: ReadConnection,
  folder: string,
  { why, at }: { why: BackupWhy; at: number },
): Promise<Backup> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  removeParts(folder);
  const name = nameOf(at, why);
  const file = join(folder, name);
  const report = await backupTo(read, file, (found) => writeManifest(file, { version: 1, at, why, ...found }));
  return { version: 1, at, why, name, ...report };
}

/** Has anything been done since the newest backup of a folder? Sign-ins count: they are done, too. */
export function isUnchanged(read: ReadConnection, folder: string): boolean {
  const [newest] = listBackups(folder);
  if (!newest) return false;
  const now = contentOf(read);
  return (['shop', 'schema', 'customers', 'lastSeq', 'activity', 'head', 'erased'] as const).every(
    (key) => newest[key] === now[key],
  );
}

/** Takes the backups away that have had their time, one by one; the newest always stays. */
export function rotate(folder: string, now: number): void {
  const backups = listBackups(folder).map((backup) => ({ ...backup, precaution: isPrecaution(backup) }));
  for (const name of surplus(backups, now)) removeBackup(folder, name);
}

/**
 * Erases from backups of more than thirty days who has been erased from the shop since: they are kept for the ledger's sake, not for
 * people's. A backup is written anew beside the old one, checked, and takes its place.
 */
export async function forgetInOld(
  read: ReadConnection,
  folder: string,
  { now, secret }: { now: number; secret: Uint8Array },
): Promise<void> {
  const erased = listErased(read);
  for (const backup of listBackups(folder)) {
    if (backup.erased >= erased.length || now - backup.at <= dailyDays * dayMilliseconds) continue;
    const file = join(folder, backup.name);
    const { at, why } = backup;
    await writeChecked(
      file,
      (temporary) => {
        copyFileSync(file, temporary);
        const write = openWriter(temporary);
        try {
          migrate(write);
          inTransaction(write, () => {
            for (const id of erased) {
              const key = findRecordKey(write, id);
              if (key !== null) erasePerson(write, key, { at: now, by: keyOf(secret) });
            }
          });
          removeTraces(write);
          write.pragma('journal_mode = DELETE');
        } finally {
          write.close();
        }
      },
      // Nobody who came later can be erased in it: what counts is that it has been looked through.
      (report) => writeManifest(file, { version: 1, at, why, ...report, erased: erased.length }),
    );
  }
}

/**
 * Copies the newest backup to a second folder, where it is read back and compared before it counts, and keeps that folder like the
 * first. False when the folder is not there just now: a stick that was pulled out.
 */
export async function copyOutside(
  read: ReadConnection,
  { folder, place, now, secret }: { folder: string; place: string; now: number; secret: Uint8Array },
): Promise<boolean> {
  if (!existsSync(place) || !statSync(place).isDirectory()) return false;
  const [newest] = listBackups(folder);
  if (!newest) return false;
  const { name, ...manifest } = newest;
  removeParts(place);
  const target = join(place, name);
  if (!listBackups(place).some((one) => one.name === name)) {
    const part = `${target}.${process.pid}.part`;
    copyFileSync(join(folder, name), part);
    sync(part, 'r+');
    const { sha256 } = await hashFile(part);
    if (sha256 !== manifest.sha256) throw new Error('the copy is not what was copied');
    writeManifest(target, manifest);
    renamePatiently(part, target);
    if (process.platform !== 'win32') sync(place, 'r');
  }
  rotate(place, now);
  await forgetInOld(read, place, { now, secret });
  return true;
}
