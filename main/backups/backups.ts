import { existsSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { findBackupPlace, updateBackupPlace } from '../../db/queries/backups.ts';
import { AppError } from '../bridge/errors.ts';
import { implement } from '../bridge/implement.ts';
import { shopFiles } from '../shop/files.ts';
import { isOutsideLate } from './keep.ts';
import { listBackups } from './store.ts';

/** What a folder is called; a disk itself by its letter. */
const nameOfFolder = (folder: string): string => basename(folder) || folder;

/** Refuses a folder that dies with the shop's own, or that nothing can be written to. */
function checkPlace(shopFolder: string, place: string): void {
  try {
    const way = relative(realpathSync(shopFolder), realpathSync(place));
    if (way === '' || !(way.startsWith(`..${sep}`) || way === '..' || /^([A-Za-z]:|[\\/])/.test(way)))
      throw new Error('inside');
    const probe = join(place, `.regulars-${process.pid}`);
    writeFileSync(probe, '', { mode: 0o600 });
    rmSync(probe);
  } catch {
    throw new AppError('BACKUP_PLACE');
  }
}

export const backups = implement('backups', {
  async list({ shop, clock, backups: { failed } }) {
    const place = findBackupPlace(shop.read);
    const folder = place?.folder ?? null;
    return {
      backups: listBackups(shopFiles(shop.folder).backups).map(({ name, at, why, bytes, customers, entries }) => ({
        ...{ name, at, why, bytes, customers, entries },
      })),
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
