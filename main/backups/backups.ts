import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { faultOf } from '../../db/faults.ts';
import { findBackupPlace, updateBackupPlace } from '../../db/queries/backups.ts';
import type { BackupLine } from '../../preload/contract/backups.ts';
import type { TaskContext } from '../bridge/context.ts';
import { AppError, found } from '../bridge/errors.ts';
import { implement } from '../bridge/implement.ts';
import { checkPin } from '../people/people.ts';
import { shopFiles } from '../shop/files.ts';
import { isInside } from '../shop/inside.ts';
import { isOutsideLate } from './keep.ts';
import { namedSource } from './restore.ts';
import { type Backup, listBackups, readBackup } from './store.ts';

/** What a folder is called; a disk itself by its letter. */
const nameOfFolder = (folder: string): string => basename(folder) || folder;

/** Refuses a folder that dies with the shop's own, or that nothing can be written to. */
function checkPlace(shopFolder: string, place: string): void {
  try {
    if (isInside(shopFolder, place)) throw new Error('inside');
    const probe = join(place, `.regulars-${process.pid}`);
    writeFileSync(probe, '', { mode: 0o600 });
    rmSync(probe);
  } catch {
    throw new AppError('BACKUP_PLACE');
  }
}

const lineOf = ({ name, at, why, bytes, customers, entries }: Backup): BackupLine => ({
  ...{ name, at, why, bytes, customers, entries },
});

/** A backup that can take the shop's place, and what there is now. It is looked through and hashed again: a disk may have spoilt it. */
async function lookAt({ shop, background, signal }: TaskContext, name: string) {
  const folder = shopFiles(shop.folder).backups;
  const backup = found(readBackup(folder, name));
  const { present } = await background.run(
    'lookThrough',
    { file: join(folder, name), sha256: backup.sha256 },
    { signal },
  );
  return {
    backup: lineOf(backup),
    source: { file: namedSource(join(folder, name), [shop.file.key]), sha256: backup.sha256 },
    now: {
      customersNow: present.customers,
      entriesNow: present.entries,
      since: Math.max(0, present.lastSeq - backup.lastSeq),
    },
  };
}

export const backups = implement('backups', {
  async list({ shop, clock, backups: { failed } }) {
    const place = findBackupPlace(shop.read);
    const folder = place?.folder ?? null;
    return {
      backups: listBackups(shopFiles(shop.folder).backups).map(lineOf),
      place: {
        folder: folder === null ? null : nameOfFolder(folder),
        later: place !== null && folder === null,
        there: folder !== null && existsSync(folder),
        copiedAt: place?.copiedAt ?? null,
      },
      late: isOutsideLate(shop.read, clock()),
      failed,
    };
  },

  async make({ backups, record }) {
    if (!(await backups.make('asked', { always: true }))) throw new AppError('BACKUP_FAILED');
    record('backups.make', () => undefined);
    return { done: true };
  },

  async preview(context, { name }) {
    const { backup, now } = await lookAt(context, name);
    return { ...now, backup };
  },

  async restore(context, { name, typed, pin }) {
    const { settings, session, services, backups, shop } = context;
    found(readBackup(shopFiles(shop.folder).backups, name));
    if (typed.trim() !== settings.name) throw new AppError('BAD_INPUT', {}, ['typed']);
    const who = found(session.who);
    await checkPin(context, who.personId, pin);
    const { source, now } = await lookAt(context, name);
    if (!(await backups.make('restore', { always: true }))) throw new AppError('BACKUP_FAILED');
    const restored = await backups.restore(source).catch((error: unknown) => {
      if (error instanceof AppError || faultOf(error) !== 'other') throw error;
      // Neither SQLite's word nor the disk's own: a folder that could not be made, a file that went away meanwhile.
      services.log('error', 'RESTORE_FAILED', { code: (error as NodeJS.ErrnoException).code ?? null });
      throw new AppError('DISK_TROUBLE');
    });
    services.log('info', 'RESTORED', { restored, since: now.since });
    return { restored, since: now.since };
  },

  async choosePlace({ services, shop, session, backups, clock, record }) {
    const folder = await services.chooseFolder();
    if (folder === null) return { chosen: false };
    checkPlace(shop.folder, folder);
    record('backups.choosePlace', (write) =>
      updateBackupPlace(write, { folder, personKey: session.who?.personKey ?? null, decidedAt: clock() }),
    );
    const made = await backups.make('asked', { always: true });
    if (!made || backups.failed !== null) throw new AppError('BACKUP_FAILED');
    return { chosen: true };
  },

  async later({ session, clock, record }) {
    record('backups.later', (write) =>
      updateBackupPlace(write, { folder: null, personKey: session.who?.personKey ?? null, decidedAt: clock() }),
    );
    return { done: true };
  },
});
