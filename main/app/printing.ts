import type { BrowserWindow } from 'electron';
import { paperUrl } from './page.ts';
import { openSheet } from './window.ts';

/** Longest wait for a page to lay itself out, milliseconds: 100,000 customers take a slow till some seconds. */
const patience = 60_000;
/** Inches: 14 mm around, more at the foot for the number of the page. */
const margins = { top: 0.55, bottom: 0.7, left: 0.55, right: 0.55 };
const pageNumbers =
  '<div style="width:100%;font:8px sans-serif;text-align:center"><span class="pageNumber"></span> / <span class="totalPages"></span></div>';

/**
 * One month's page for paper as a PDF: A4, upright, tagged for screen readers. It is shown in a hidden window behind the
 * same locks as the one people see, which is its parent, if there is one. Throws when the page closes, ends or takes longer than {@link patience}.
 */
export async function printMonth(parent: BrowserWindow | null, month: string): Promise<Uint8Array> {
  const sheet = openSheet(parent);
  try {
    await laidOut(sheet, paperUrl(month));
    return await sheet.webContents.printToPDF({
      pageSize: 'A4',
      margins,
      printBackground: true,
      displayHeaderFooter: true,
      headerTemplate: '<span></span>',
      footerTemplate: pageNumbers,
      generateTaggedPDF: true,
    });
  } finally {
    if (!sheet.isDestroyed()) sheet.destroy();
  }
}

/** The page sets its title when everything is in its place, and closes itself when it cannot be. */
function laidOut(sheet: BrowserWindow, url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (why: string) => reject(new Error(`the page for paper ${why}`));
    setTimeout(failed, patience, 'took too long').unref();
    sheet.on('page-title-updated', (_event, title, explicit) => {
      if (explicit && title !== '') resolve();
    });
    sheet.on('closed', () => failed('closed'));
    sheet.webContents.on('render-process-gone', () => failed('ended'));
    sheet.webContents.on('did-navigate', (_event, there) => {
      if (there !== url) failed('left its address');
    });
    sheet.loadURL(url).catch(reject);
  });
}
