import { BrowserWindow, type IpcMainInvokeEvent, ipcMain } from 'electron';
import { channels } from '../../preload/channels.ts';
import type { Notice } from '../../preload/contract/bridge.ts';
import type { Result } from '../../preload/contract/errors.ts';
import type { Host } from '../bridge/host.ts';
import { pageOrigin } from './page.ts';

const denied: Result<never> = { ok: false, error: { code: 'DENIED' } };

/** The one way in: only the main frame of a window of ours, showing our page, gets an answer. */
export function handleCalls(present: () => Promise<Pick<Host, 'call'>>): void {
  ipcMain.handle(channels.call, async (event, name: unknown, input: unknown, requestId: unknown) => {
    if (!isOurPage(event)) return denied;
    if (typeof name !== 'string' || (requestId !== null && typeof requestId !== 'string')) return denied;
    // The window is there before the shop is open: the first questions wait.
    return (await present()).call(name, input, requestId);
  });
}

/** Tells every window of ours. */
export function tellPages(notice: Notice): void {
  for (const window of BrowserWindow.getAllWindows()) {
    if (!window.isDestroyed()) window.webContents.send(channels.notice, notice);
  }
}

/** The frame is looked at before anything is awaited: afterwards it may be gone. */
function isOurPage({ sender, senderFrame }: IpcMainInvokeEvent): boolean {
  if (!senderFrame || senderFrame.parent !== null || senderFrame !== sender.mainFrame) return false;
  return BrowserWindow.fromWebContents(sender) !== null && senderFrame.origin === pageOrigin;
}
