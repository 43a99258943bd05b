import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { shopFiles } from '../shop/files.ts';

/** The data folder of the app, as Electron's userData names it, for a process without Electron. */
export function defaultFolder(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
): string {
  const name = 'Regulars';
  if (platform === 'win32') return join(env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), name);
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', name);
  return join(env.XDG_CONFIG_HOME || join(homedir(), '.config'), name);
}

/** Is this the place of one of the shop's own files, by whatever path? A file written there would be the end of the shop. */
export function isShopsOwn(folder: string, file: string): boolean {
  const { database, lock, key, sealedKey } = shopFiles(folder);
  const own = [database, `${database}-wal`, `${database}-shm`, lock, key, sealedKey].map((path) => basename(path));
  return own.includes(basename(file).toLowerCase()) && real(dirname(file)) === real(folder);
}

/** The path without links; as it is where nothing stands. */
function real(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}
