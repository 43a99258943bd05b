import { BrowserWindow, type IpcMainInvokeEvent, ipcMain } from 'electron';
import { channels } from '../../preload/channels.ts';
import type { Notice } from '../../preload/contract/bridge.ts';
import type { Result } from '../../preload/contract/errors.ts';
import { pageOrigin } from './page.ts';

/** What answers the page. */
export interface Answering {
  call(name: string, input: unknown, requestId: string | null): Promise<Result<unknown>>;
}

const denied: Result<never> = { ok: false, error: { code: 'DENIED' } };

/** The one way in: only the main frame of a window of ours, showing our page, gets an answer. */
export function handleCalls(host: Answering): void {
  ipcMain.handle(channels.call, (event, name: unknown, input: unknown, requestId: unknown) => {
    if (!isOurPage(event)) return denied;
    if (typeof name !== 'string' || (requestId !== null && typeof requestId !== 'string')) return denied;
    return host.call(name, input, requestId);
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
