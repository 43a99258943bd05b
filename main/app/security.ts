import { app, type Session, type WebContents } from 'electron';
import { appOrigin, devServer, pageUrl } from './page.ts';

/** Chromium's own habits of using a network, and what would make it look for one. */
const quietSwitches = [
  'disable-background-networking',
  'disable-component-update',
  'disable-domain-reliability',
  'disable-sync',
  'dns-prefetch-disable',
  'no-pings',
  'no-proxy-server',
];

/** Must happen before Electron is ready. */
export function applySwitches(): void {
  // Chromium cannot sandbox for root, where tests and development start it without (tools/start.mjs).
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  for (const name of quietSwitches) app.commandLine.appendSwitch(name);
  // No name is ever looked up; the address of the development server is none.
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND, EXCLUDE 127.0.0.1');
}

/** A shop's app is not to be driven from outside: a packaged one does not start with these. */
export function startedForSpying(args: readonly string[]): boolean {
  return app.isPackaged && args.some((arg) => /^--(remote-debugging|inspect)/i.test(arg));
}

/** The page may do nothing that Electron could allow it, and reach nothing but its own files. */
export function lockSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer(null));
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest((request, answer) => answer({ cancel: !isOurs(request.url) }));
}

/** No page leaves its address, opens another, or holds one inside itself. */
export function lockContents(): void {
  app.on('web-contents-created', (_event, contents: WebContents) => {
    const stay = (event: { url: string; preventDefault(): void }) => {
      if (event.url !== pageUrl) event.preventDefault();
    };
    contents.on('will-navigate', stay);
    contents.on('will-frame-navigate', stay);
    contents.on('will-redirect', stay);
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

/** Our own files, what the page carries in itself, and while developing the server and the tools of that. */
function isOurs(url: string): boolean {
  if (url.startsWith(`${appOrigin}/`) || url.startsWith('data:')) return true;
  if (!app.isPackaged && url.startsWith('devtools://')) return true;
  return devServer !== null && new URL(url).host === new URL(devServer).host;
}
