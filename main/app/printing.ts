import type { BrowserWindow, WebContents } from 'electron';
import { type PaperSize, paperOf, type Sheet } from '../../preload/contract/paper.ts';
import type { Services } from '../bridge/services.ts';
import { paperUrl } from './page.ts';
import { openSheet } from './window.ts';

/** Longest wait for a page to lay itself out, milliseconds: 100,000 customers take a slow till some seconds. */
const patience = 60_000;
/** Longest wait for a printer that was named to take a sheet, milliseconds; a dialog may stay open as long as somebody likes. */
const printerPatience = 30_000;
const inch = 25.4;
/** Millimetres of a CSS pixel. */
const pixel = inch / 96;

/** Inches: 14 mm around, more at the foot for the number of the page. Only the month has them; other sheets keep their own margins. */
const reportMargins = { top: 0.55, bottom: 0.7, left: 0.55, right: 0.55 };
const none = { top: 0, bottom: 0, left: 0, right: 0 };
const pageNumbers =
  '<div style="width:100%;font:8px sans-serif;text-align:center"><span class="pageNumber"></span> / <span class="totalPages"></span></div>';

/** A sheet as a PDF, tagged for screen readers. Throws when its page closes, ends or takes longer than {@link patience}. */
export function makePdf(parent: BrowserWindow | null, sheet: Sheet): Promise<Uint8Array> {
  return onPaper(parent, sheet, (contents, { width, height }) =>
    contents.printToPDF({
      pageSize: { width: width / inch, height: height / inch },
      printBackground: true,
      generateTaggedPDF: true,
      ...(sheet.kind === 'month'
        ? {
            margins: reportMargins,
            displayHeaderFooter: true,
            headerTemplate: '<span></span>',
            footerTemplate: pageNumbers,
          }
        : { margins: none }),
    }),
  );
}

/** Sheets on paper: laid out by their own page in a hidden window behind the same locks as the one people see. */
export function openPrinting(
  parent: BrowserWindow,
  log: Services['log'],
): Pick<Services, 'makePdf' | 'printPaper' | 'listPrinters'> {
  return {
    makePdf: (sheet) => makePdf(parent, sheet),

    async printPaper(sheet, printer) {
      try {
        return await onPaper(parent, sheet, (contents, size) => print(contents, size, printer));
      } catch (error) {
        log('warn', 'PRINT_FAILED', {
          sheet: sheet.kind,
          kind: error instanceof Error ? error.message.slice(0, 60) : null,
        });
        return 'failed';
      }
    },

    async listPrinters() {
      const printers = await parent.webContents.getPrintersAsync();
      return printers.map(({ name, displayName }) => ({ name, title: displayName || name }));
    },
  };
}

/** Shows a sheet to nobody and hands over what it is laid out on, in millimetres. Throws when the page closes, ends or takes too long. */
async function onPaper<T>(
  parent: BrowserWindow | null,
  sheet: Sheet,
  work: (contents: WebContents, size: { width: number; height: number }) => Promise<T>,
): Promise<T> {
  const { width, height } = paperOf(sheet);
  const window = openSheet(parent, Math.round(width / pixel));
  try {
    await laidOut(window, paperUrl(sheet));
    return await work(window.webContents, { width, height: height ?? (await lengthOf(window.webContents)) });
  } finally {
    if (!window.isDestroyed()) window.destroy();
  }
}

/** How long a roll has to be for what is on it, millimetres; a little more, or rounding would begin a second page. */
async function lengthOf(contents: WebContents): Promise<number> {
  const pixels: unknown = await contents.executeJavaScript('document.body.scrollHeight');
  return Math.ceil(Number(pixels) * pixel) + 1;
}

/** A printer that is named is not asked about; without a name the system's dialog comes. */
function print(
  contents: WebContents,
  { width, height }: PaperSize & { height: number },
  printer: string | null,
): Promise<'printed' | 'cancelled' | 'failed'> {
  return new Promise((resolve) => {
    if (printer !== null) setTimeout(resolve, printerPatience, 'failed').unref();
    contents.print(
      {
        silent: printer !== null,
        ...(printer === null ? {} : { deviceName: printer }),
        printBackground: true,
        margins: { marginType: 'none' },
        // Microns.
        pageSize: { width: Math.round(width * 1000), height: Math.round(height * 1000) },
      },
      (success, why) => resolve(success ? 'printed' : /cancel/i.test(why) ? 'cancelled' : 'failed'),
    );
  });
}

/** The page sets its title when everything is in its place, and closes itself when it cannot be. */
function laidOut(window: BrowserWindow, url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (why: string) => reject(new Error(`the page for paper ${why}`));
    setTimeout(failed, patience, 'took too long').unref();
    window.on('page-title-updated', (_event, title, explicit) => {
      if (explicit && title !== '') resolve();
    });
    window.on('closed', () => failed('closed'));
    window.webContents.on('render-process-gone', () => failed('ended'));
    window.webContents.on('did-navigate', (_event, there) => {
      if (there !== url) failed('left its address');
    });
    window.loadURL(url).catch(reject);
  });
}
