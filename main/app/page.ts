import { app } from 'electron';
import type { Sheet } from '../../preload/contract/paper.ts';

/** The only origin whose page may ask main for anything. */
export const appOrigin = 'app://regulars';

/** Where the page is served from while developing (npm run dev), null otherwise; a packaged app never asks. */
export const devServer: string | null = app.isPackaged ? null : (process.env.ELECTRON_RENDERER_URL ?? null);

/** The page's address, as the browser writes it. The window never shows any other. */
export const pageUrl = devServer ? new URL(devServer).href : `${appOrigin}/index.html`;

/** The origin of {@link pageUrl}. (Not by `new URL(…).origin`: Node knows no origin for schemes of one's own.) */
export const pageOrigin = devServer ? new URL(devServer).origin : appOrigin;

/** The address of a sheet's page. Only hidden windows show it. */
export function paperUrl(sheet: Sheet): string {
  return `${new URL('paper/index.html', pageUrl).href}?${new URLSearchParams({ sheet: JSON.stringify(sheet) })}`;
}
