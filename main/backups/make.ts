import { copyFileSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { backupTo, contentOf, hashFile, writeChecked } from '../../db/backup.ts';
import { copyUnderKey, lockOf } from '../../db/cipher.ts';
import { keepToOurselves, renamePatiently, sync, syncNames } from '../../db/durable.ts';
import { inTransaction, type OpenDatabase, openWriter, type ReadConnection } from '../../db/open.ts';
import { findRecordKey, listErased, removeTraces } from '../../db/queries/privacy.ts';
import type { BackupWhy } from '../../preload/contract/backups.ts';
import { migrateAndSeal } from '../activity/chain.ts';
import type { Wrap } from '../keys/wrap.ts';
import { keyOf } from '../ledger/seal.ts';
import { erasePerson } from '../privacy/erase.ts';
import { dailyDays, surplus } from './rotation.ts';
import { type Backup, isPrecaution, listBackups, nameOf, removeBackup, removeParts, writeManifest } from './store.ts';

const dayMilliseconds = 86_400_000;

/** What a new backup is called by, and what opens it. */
export interface NewBackup {
  readonly why: BackupWhy;
  /** UTC ms. */
  readonly at: number;
  /** By the recovery code. */
  readonly recovery: Wrap | null;
  readonly key?: Uint8Array | null;
}

/**
 * Makes a backup in a folder, locked like the shop (a plain shop's with `key`) and checked before it counts. Throws when that cannot be
 * done; what lay there before stays.
 */
export async function makeBackup(
  source: OpenDatabase,
  folder: string,
  { why, at, recovery, key = source.file.key }: NewBackup,
): Promise<Backup> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  removeParts(folder);
  const name = nameOf(at, why);
  const file = join(folder, name);
  const report = await backupTo(source, { path: file, key }, (found) =>
    writeManifest(file, { version: 1, at, why, recovery, ...found }),
  );
  return { version: 1, at, why, recovery, name, ...report };
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

/** What keeping a folder of backups in order takes. */
export interface Order {
  readonly now: number;
  /** Of the ledger. */
  readonly secret: Uint8Array;
  readonly recovery: Wrap | null;
}

/**
 * Keeps a folder of backups as it should be: as many as there should be, all of them locked and opened by the present recovery code, nobody in
 * the old ones who was erased.
 */
export async function keepOrder(source: OpenDatabase, folder: string, { now, secret, recovery }: Order): Promise<void> {
  rotate(folder, now);
  if (source.file.key) {
    await lockPlain(folder, source.file.key);
    keepWraps(folder, source.file.key, recovery);
  }
  await forgetInOld(source, folder, { now, secret });
}

/** Gives the present wrap to the backups that have none, or an older code's. */
function keepWraps(folder: string, key: Uint8Array, recovery: Wrap | null): void {
  if (recovery === null) return;
  for (const { name, ...manifest } of listBackups(folder)) {
    const file = join(folder, name);
    if (manifest.recovery?.salt !== recovery.salt && lockOf(file, key) === 'fits')
      writeManifest(file, { ...manifest, recovery });
  }
}

/** Takes the backups away that have had their time, one by one; the newest always stays. */
export function rotate(folder: string, now: number): void {
  const backups = listBackups(folder).map((backup) => ({ ...backup, precaution: isPrecaution(backup) }));
  for (const name of surplus(backups, now)) removeBackup(folder, name);
}

/** Locks the backups that were made while the shop was plain: each is written anew beside the old one, checked, and takes its place. */
export async function lockPlain(folder: string, key: Uint8Array): Promise<void> {
  for (const { name, ...manifest } of listBackups(folder)) {
    const path = join(folder, name);
    if (lockOf(path, key) !== 'plain') continue;
    await writeChecked(
      { path, key },
      (temporary) => copyUnderKey({ path, key: null }, temporary),
      (report) => writeManifest(path, { ...manifest, ...report, erased: manifest.erased }),
    );
  }
}

/**
 * Erases from backups of more than thirty days who has been erased from the shop since: they are kept for the ledger's sake, not for
 * people's. A backup is written anew beside the old one, checked, and takes its place.
 */
export async function forgetInOld(
  { read, file: { key } }: OpenDatabase,
  folder: string,
  { now, secret }: { now: number; secret: Uint8Array },
): Promise<void> {
  const erased = listErased(read);
  for (const backup of listBackups(folder)) {
    if (backup.erased >= erased.length || now - backup.at <= dailyDays * dayMilliseconds) continue;
    const file = join(folder, backup.name);
    // Of another key: nobody here can read it, neither who is in it.
    if (lockOf(file, key) === 'other') continue;
    const { at, why } = backup;
    await writeChecked(
      { path: file, key },
      (temporary) => {
        copyFileSync(file, temporary.path);
        const write = openWriter(temporary);
        try {
          migrateAndSeal(write, keyOf(secret), now);
          inTransaction(write, () => {
            for (const id of erased) {
              const record = findRecordKey(write, id);
              if (record !== null) erasePerson(write, record, { at: now, by: keyOf(secret) });
            }
          });
          removeTraces(write);
          write.pragma('journal_mode = DELETE');
        } finally {
          write.close();
        }
      },
      // Nobody who came later can be erased in it: what counts is that it has been looked through.
      (report) =>
        writeManifest(file, {
          version: 1,
          at,
          why,
          recovery: backup.recovery ?? null,
          ...report,
          erased: erased.length,
        }),
    );
  }
}

/**
 * Copies the newest backup to a second folder, where it is read back and compared before it counts, and keeps that folder like the
 * first. False when the folder is not there just now: a stick that was pulled out.
 */
export async function copyOutside(
  source: OpenDatabase,
  { folder, place, ...order }: Order & { folder: string; place: string },
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
    keepToOurselves(part);
    sync(part, 'r+');
    const { sha256 } = await hashFile(part);
    if (sha256 !== manifest.sha256) throw new Error('the copy is not what was copied');
    writeManifest(target, manifest);
    renamePatiently(part, target);
    syncNames(place);
  }
  await keepOrder(source, place, order);
  return true;
}
