import { app, BrowserWindow, dialog, powerMonitor } from 'electron';
import type { Language } from '../../preload/contract/values.ts';
import type { Host } from '../bridge/host.ts';
import type { Services } from '../bridge/services.ts';
import { type Crashes, mostCrashes } from './crashes.ts';
import { traceOf } from './log.ts';
import { devServer, pageUrl } from './page.ts';
import { words } from './words.ts';

/** Longest wait for the shop to close, milliseconds; it loses nothing by a sudden end, it only starts slower next time. */
const patience = 8000;

/**
 * One app per data folder. False for a second start: it has asked the first one to come to the front and must end.
 * Needs the folders settled.
 */
export function isFirstInstance(): boolean {
  if (!app.requestSingleInstanceLock()) return false;
  app.on('second-instance', () => {
    // Sheets being printed lie below the window people see.
    const window = BrowserWindow.getAllWindows().find((one) => one.getParentWindow() === null);
    if (!window) return;
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  });
  return true;
}

/** Closes the shop before the process ends, whoever ends it: the person, a signal, the system going down. */
export function endWell(present: () => Promise<Host>, log: Services['log']): void {
  let closed = false;
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    const done = () => {
      closed = true;
      app.quit();
    };
    setTimeout(done, patience).unref();
    closing(present, { backUp: true })
      .catch((error: unknown) => log('error', 'CLOSE_FAILED', traceOf(error)))
      // Not before this event has been dealt with: until then a second quit is not heard.
      .finally(() => setImmediate(done));
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
}

/**
 * What nobody expected goes into the log, without anybody's data. When main itself is at fault the shop is closed and Regulars starts anew:
 * no one knows what still holds in this process. A page that broke off is loaded again, and asks what became of its last step. After
 * {@link mostCrashes} of either in a few minutes the next start opens nothing, and says so.
 */
export function watchFailures(present: () => Promise<Host>, log: Services['log'], crashes: Crashes): void {
  let ending = false;
  const startAnew = (count: number) => {
    if (ending) return;
    ending = true;
    const end = () => {
      // Not for ever: where even safe mode breaks off, a person has to look.
      if (count <= mostCrashes && devServer === null) app.relaunch({ args: ownArguments() });
      app.exit(1);
    };
    setTimeout(end, patience).unref();
    closing(present).then(end, end);
  };
  const watch = (code: string) => (error: unknown) => {
    log('error', code, traceOf(error));
    startAnew(crashes.note());
  };
  process.on('unhandledRejection', watch('UNHANDLED_REJECTION'));
  process.on('uncaughtException', watch('UNCAUGHT_EXCEPTION'));
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    // Chromium starts its helpers anew by itself.
    if (reason !== 'clean-exit') log('warn', 'CHILD_GONE', { type, reason, exitCode });
  });
  app.on('render-process-gone', (_event, contents, { reason, exitCode }) => {
    if (reason === 'clean-exit' || ending) return;
    log('error', 'PAGE_GONE', { reason, exitCode });
    // A sheet that was being printed: whoever printed it is told.
    if (contents.isDestroyed() || contents.getURL() !== pageUrl) return;
    const count = crashes.note();
    if (count < mostCrashes) contents.reload();
    else startAnew(count);
  });
}

/**
 * What this process was started with, for another one. Electron puts switches before everything else, which would part `--data` from its
 * folder: the two go in one word.
 */
function ownArguments(): string[] {
  const given = process.argv.slice(1);
  const at = given.indexOf('--data');
  const words = at < 0 ? given : given.toSpliced(at, 2, `--data=${given[at + 1]}`);
  // As root Chromium has no sandbox, or nothing starts.
  return app.commandLine.hasSwitch('no-sandbox') && !words.includes('--no-sandbox')
    ? ['--no-sandbox', ...words]
    : words;
}

/** A page that does not answer: the person decides, because waiting may be right. Loading it again ends like a crash of it. */
export function watchPage(window: BrowserWindow, language: Language, log: Services['log']): void {
  let asking: AbortController | null = null;
  window.on('unresponsive', () => {
    if (asking) return;
    log('warn', 'PAGE_HANGS');
    asking = new AbortController();
    const { hangs, hangsSafe, wait, reload } = words[language];
    const { signal } = asking;
    void dialog
      .showMessageBox(window, {
        ...{ type: 'warning', message: hangs, detail: hangsSafe, buttons: [wait, reload], defaultId: 0, cancelId: 0 },
        signal,
      })
      .then(({ response }) => {
        asking = null;
        if (response === 1 && !signal.aborted) window.webContents.forcefullyCrashRenderer();
      });
  });
  window.on('responsive', () => asking?.abort());
}

/** Before the computer sleeps or somebody turns it off, everything lies in the database file itself. Electron is ready. */
export function watchPower(present: () => Promise<Host>, window: BrowserWindow): void {
  const checkpoint = async () => (await present()).checkpoint();
  for (const event of ['suspend', 'lock-screen'] as const) powerMonitor.on(event as 'suspend', checkpoint);
  powerMonitor.on('shutdown', checkpoint);
  // Windows says it to the window, and ends the process soon after.
  window.on('session-end', checkpoint);
}

async function closing(present: () => Promise<Host>, options: { backUp?: boolean } = {}): Promise<void> {
  await (await present()).close(options);
}
