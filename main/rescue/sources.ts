import { randomUUID } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { openReader, type ReadConnection } from '../../db/open.ts';
import { findPlaceFolder } from '../../db/queries/rescue.ts';
import type { RescueSource } from '../../preload/contract/rescue.ts';
import { sourceAt } from '../backups/restore.ts';
import { type Backup, listBackups, readBackup } from '../backups/store.ts';
import { needOf } from '../backups/unlock.ts';
import type { ShopKeys } from '../keys/ring.ts';
import { shopFiles } from '../shop/files.ts';

/** Asks a file something without changing it; null when it cannot be asked, or the keys do not open it. */
export function ask<T>(file: string, keys: ShopKeys | null, question: (read: ReadConnection) => T): T | null {
  if (!existsSync(file)) return null;
  let read: ReadConnection | undefined;
  try {
    read = openReader(sourceAt(file, [keys?.file]));
    return question(read);
  } catch {
    return null;
  } finally {
    read?.close();
  }
}

/** What the page may choose from, and the files behind the tokens it knows them by. */
export interface Sources {
  /** The backups of the shop's folder and of its second place, newest first. */
  known(): RescueSource[];
  /** Those of a folder that a person pointed to, or of the folder `backups` in it. */
  inFolder(folder: string): RescueSource[];
  /** One file that a person pointed to. */
  ofFile(file: string): RescueSource;
  fileOf(source: string): string | null;
}

export function createSources(folder: string, keys: () => ShopKeys | null): Sources {
  const { backups, database } = shopFiles(folder);
  const tokens = new Map<string, string>();
  const tokenOf = (file: string): string => {
    const known = [...tokens].find(([, other]) => other === file);
    if (known) return known[0];
    const token = randomUUID();
    tokens.set(token, file);
    return token;
  };
  const lineOf = (where: RescueSource['where'], of: string, backup: Backup): RescueSource => ({
    ...{
      source: tokenOf(join(of, backup.name)),
      where,
      file: backup.name,
      need: needOf(join(of, backup.name), keys()),
    },
    ...{ at: backup.at, why: backup.why, bytes: backup.bytes, customers: backup.customers, entries: backup.entries },
  });
  const linesOf = (where: RescueSource['where'], of: string) =>
    listBackups(of).map((backup) => lineOf(where, of, backup));

  /** Where the second place is: the shop's file says, or where that cannot be asked, its newest backup. */
  const outside = (): string | null => {
    const asked = ask(database, keys(), findPlaceFolder);
    if (asked !== null) return asked;
    const [newest] = listBackups(backups);
    return newest ? ask(join(backups, newest.name), keys(), findPlaceFolder) : null;
  };

  return {
    known() {
      const place = outside();
      const here = linesOf('here', backups);
      // The second place holds copies of the first: what is here need not be shown twice.
      const there =
        place === null ? [] : linesOf('outside', place).filter(({ file }) => !here.some((one) => one.file === file));
      return [...here, ...there].sort((a, b) => (b.at ?? 0) - (a.at ?? 0));
    },
    inFolder(chosen) {
      const found = linesOf('chosen', chosen);
      return found.length > 0 ? found : linesOf('chosen', join(chosen, 'backups'));
    },
    ofFile(file) {
      const backup = readBackup(dirname(file), basename(file));
      if (backup) return lineOf('chosen', dirname(file), backup);
      const { size, mtimeMs } = statSync(file);
      return {
        ...{ source: tokenOf(file), where: 'chosen' as const, file: basename(file), need: needOf(file, keys()) },
        ...{ at: Math.floor(mtimeMs), why: null, bytes: size, customers: null, entries: null },
      };
    },
    fileOf: (source) => tokens.get(source) ?? null,
  };
}
