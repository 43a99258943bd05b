import { join } from 'node:path';
import { app, dialog, session } from 'electron';
import { type Language, languages } from '../../preload/contract/values.ts';
import type { Host, HostOptions } from '../bridge/host.ts';
import { mostCrashes, openCrashes } from './crashes.ts';
import { layHandle } from './development.ts';
import { openDialogs } from './dialogs.ts';
import { settleFolders } from './folders.ts';
import { handleCalls, tellPages } from './ipc.ts';
import { systemKeyStore } from './keyStore.ts';
import { endWell, isFirstInstance, watchFailures, watchPage, watchPower } from './lifecycle.ts';
import { openLog, traceOf } from './log.ts';
import { setDebugMenu, setMenu } from './menu.ts';
import { openPrinting } from './printing.ts';
import { registerScheme, servePage } from './protocol.ts';
import { applySwitches, lockContents, lockSession, startedForSpying } from './security.ts';
import { openWindow } from './window.ts';
import { words } from './words.ts';

/** What the shop is given by the world around it, settled here. */
export type Around = Pick<
  HostOptions,
  'folder' | 'services' | 'systemLanguage' | 'systemTimeZone' | 'version' | 'safeMode'
>;

/** Compiled database binding for an Electron older than the prebuilt one; never in a packaged app, where it would load any code. */
export const nativeBinding = (): string | undefined =>
  app.isPackaged ? undefined : process.env.REGULARS_NATIVE_BINDING;

/** Electron from first switch to last window; `open` opens what answers the page. */
export function runApp(open: (around: Around) => Promise<Host>): void {
  const args = process.argv;
  applySwitches();
  registerScheme();
  const folder = settleFolders(args);
  const spied = startedForSpying(args);
  if (spied || !isFirstInstance()) {
    app.exit(spied ? 1 : 0);
    return;
  }
  lockContents();
  // Not awaited: Electron is never ready before this module has been read to its end.
  void app.whenReady().then(() => start(folder, open));
}

function start(folder: string, open: (around: Around) => Promise<Host>): void {
  const log = openLog(folder);
  const language = languageOf(app.getLocale());
  const crashes = openCrashes(join(folder, 'logs', 'crashes.json'));
  lockSession(session.defaultSession);
  servePage(session.defaultSession, join(import.meta.dirname, '../renderer'));
  setMenu();
  // Page and shop open side by side; the page's first question waits for the shop.
  const window = openWindow();
  const around = {
    folder,
    services: { ...openDialogs(() => window), ...openPrinting(window, log), keyStore: systemKeyStore, log },
    systemTimeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    version: app.getVersion(),
  };
  const enter = async (systemLanguage = language): Promise<Host> => {
    const safeMode = crashes.recent() >= mostCrashes ? { left: () => crashes.forget() } : null;
    const host = await open({ ...around, systemLanguage, safeMode });
    host.subscribe(tellPages);
    return host;
  };
  let opening = enter();
  const present = () => opening;
  handleCalls(present);
  endWell(present, log);
  watchFailures(present, log, crashes);
  watchPage(window, language, log);
  opening.then(
    () => {
      watchPower(present, window);
      if (app.isPackaged) return;
      setDebugMenu(present);
      layHandle({
        leave: async () => (await opening).close(),
        enter: async (systemLanguage) => {
          opening = enter(systemLanguage);
          await opening;
        },
      });
    },
    (error: unknown) => {
      // Whatever is wrong with a shop has its own screen; this is the app itself failing.
      log('error', 'START_FAILED', traceOf(error));
      dialog.showErrorBox('Regulars', words[language].noStart(join(folder, 'logs')));
      app.exit(1);
    },
  );
}

function languageOf(locale: string): Language {
  return languages.find((language) => locale.toLowerCase().startsWith(language)) ?? 'en';
}
