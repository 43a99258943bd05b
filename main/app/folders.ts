import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { app } from 'electron';

/**
 * Settles the data folder: `--data DIR`, else the system's place for this app. Must happen before anything asks for a
 * path. Read from process.argv, because Electron writes its own command line in small letters.
 * @returns full path; it exists
 */
export function settleFolders(args: readonly string[]): string {
  const named = dataArgument(args);
  const folder = named === null ? app.getPath('userData') : resolve(named);
  const browser = join(folder, 'browser');
  mkdirSync(browser, { recursive: true, mode: 0o700 });
  app.setPath('userData', folder);
  app.setPath('sessionData', browser);
  app.setPath('crashDumps', join(browser, 'crashes'));
  return folder;
}

function dataArgument(args: readonly string[]): string | null {
  const at = args.indexOf('--data');
  const value = at >= 0 ? args[at + 1] : args.find((arg) => arg.startsWith('--data='))?.slice('--data='.length);
  return value ? value : null;
}
