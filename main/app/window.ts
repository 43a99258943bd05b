import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  app,
  BrowserWindow,
  type BrowserWindowConstructorOptions,
  type Rectangle,
  screen,
  type WebPreferences,
} from 'electron';
import { devServer, pageUrl } from './page.ts';

/** The sandbox of the page; a test compares every window with it. */
export const webPreferences: Readonly<WebPreferences> = Object.freeze({
  preload: join(import.meta.dirname, '../preload/index.cjs'),
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  // Its dictionaries would come from the network.
  spellcheck: false,
  devTools: !app.isPackaged,
});

/** CSS pixels; the smallest till the screens are made for is 1024 × 768 with its frame. */
const smallest = { minWidth: 1024, minHeight: 720 };
const usual = { width: 1280, height: 860 };

/** Every window, seen or not, has the same sandbox and starts hidden. */
const create = (options: BrowserWindowConstructorOptions): BrowserWindow =>
  new BrowserWindow({ ...options, show: false, webPreferences });

/** Opens the one window people see; it shows itself when the page has something to show. */
export function openWindow(): BrowserWindow {
  const memory = join(app.getPath('sessionData'), 'window.json');
  const window = create({
    ...usual,
    ...remembered(memory),
    ...smallest,
    title: 'Regulars',
    backgroundColor: '#f7f3ec',
    autoHideMenuBar: devServer === null,
  });
  window.once('ready-to-show', () => window.show());
  window.on('close', () => remember(memory, window));
  // Leaving the page is prevented (security.ts), but about:blank asks nobody: then the page comes back.
  window.webContents.on('did-navigate', (_event, url) => {
    if (url !== pageUrl) show(window);
  });
  show(window);
  return window;
}

/** A load that is cut off by another, or by closing the window, is no failure of anybody's. */
function show(window: BrowserWindow): void {
  window.loadURL(pageUrl).catch(() => undefined);
}

/** Opens a window that nobody sees, as wide as the paper (CSS pixels); it goes when its parent goes, if it has one. */
export function openSheet(parent: BrowserWindow | null, width: number): BrowserWindow {
  const sheet = {
    width,
    height: 1123,
    useContentSize: true,
    backgroundColor: '#ffffff',
    skipTaskbar: true,
    focusable: false,
  };
  return create(parent ? { ...sheet, parent } : sheet);
}

/** Where the window was; nothing when that is not known or no longer on a screen. */
function remembered(file: string): Partial<Rectangle> {
  try {
    const { x, y, width, height } = JSON.parse(readFileSync(file, 'utf8')) as Rectangle;
    const bounds = { x, y, width, height };
    if (!Object.values(bounds).every(Number.isInteger)) return {};
    const { workArea } = screen.getDisplayMatching(bounds);
    const visible =
      x < workArea.x + workArea.width - 100 &&
      x + width > workArea.x + 100 &&
      y >= workArea.y - 50 &&
      y < workArea.y + workArea.height - 100;
    return visible ? bounds : {};
  } catch {
    return {};
  }
}

function remember(file: string, window: BrowserWindow): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(window.getNormalBounds()));
  } catch {
    // A full disk may cost the place of the window, never its closing.
  }
}
