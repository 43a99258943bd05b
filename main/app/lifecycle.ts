import { app, BrowserWindow, powerMonitor } from 'electron';
import type { Host } from '../bridge/host.ts';
import type { Services } from '../bridge/services.ts';
import { traceOf } from './log.ts';
import { pageUrl } from './page.ts';

/** Longest wait for the shop to close, milliseconds; it loses nothing by a sudden end, it only starts slower next time. */
const patience = 8000;
/** So many reloads of a crashed page within this time, milliseconds; then something is wrong that a reload does not mend. */
const mostReloads = 3;
const reloadWindow = 5 * 60_000;

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
export function endWell(opening: Promise<Host>, log: Services['log']): void {
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
    closing(opening, { backUp: true })
      .catch((error: unknown) => log('error', 'CLOSE_FAILED', traceOf(error)))
      // Not before this event has been dealt with: until then a second quit is not heard.
      .finally(() => setImmediate(done));
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
}

/** What nobody expected goes into the log, without anybody's data; then the app ends well, or the page starts again. */
export function watchFailures(opening: Promise<Host>, log: Services['log']): void {
  process.on('unhandledRejection', (error) => log('error', 'UNHANDLED_REJECTION', traceOf(error)));
  process.on('uncaughtException', (error) => {
    log('error', 'UNCAUGHT_EXCEPTION', traceOf(error));
    setTimeout(() => app.exit(1), patience).unref();
    closing(opening).finally(() => app.exit(1));
  });
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (reason !== 'clean-exit') log('warn', 'CHILD_GONE', { type, reason, exitCode });
  });
  const reloads: number[] = [];
  app.on('render-process-gone', (_event, contents, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    log('error', 'PAGE_GONE', { reason, exitCode });
    const now = performance.now();
    reloads.push(now);
    const recent = reloads.filter((at) => now - at < reloadWindow);
    if (recent.length > mostReloads) app.quit();
    else if (!contents.isDestroyed() && contents.getURL() === pageUrl) contents.reload();
  });
}

/** Before the computer sleeps or somebody turns it off, everything lies in the database file itself. Electron is ready. */
export function watchPower(host: Host): void {
  for (const event of ['suspend', 'lock-screen'] as const) powerMonitor.on(event as 'suspend', () => host.checkpoint());
  powerMonitor.on('shutdown', () => host.checkpoint());
}

async function closing(opening: Promise<Host>, options: { backUp?: boolean } = {}): Promise<void> {
  await (await opening).close(options);
}
