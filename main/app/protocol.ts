import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { protocol, type Session } from 'electron';
import { appOrigin } from './page.ts';
import { findPageFile } from './pageFile.ts';

const scheme = 'app';

/** Must happen before Electron is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the built page, and nothing beside it, as app://regulars. */
export function servePage(session: Session, folder: string): void {
  session.protocol.handle(scheme, async (request) => {
    const url = new URL(request.url);
    if (`${url.protocol}//${url.host}` !== appOrigin || request.method !== 'GET') return notFound();
    const found = findPageFile(folder, url.pathname);
    if (!found) return notFound();
    const nonce = randomBytes(16).toString('base64');
    const bytes = await readFile(found.file);
    const body = found.type.startsWith('text/html') ? withNonce(bytes.toString('utf8'), nonce) : new Uint8Array(bytes);
    return new Response(body, { headers: { 'Content-Type': found.type, ...safety(nonce) } });
  });
}

function notFound(): Response {
  return new Response('not found', { status: 404, headers: { 'Content-Type': 'text/plain', ...safety('') } });
}

/** The page reads its nonce from this element, for the style elements that Mantine writes. */
function withNonce(html: string, nonce: string): string {
  return html.replace('name="csp-nonce" content=""', `name="csp-nonce" content="${nonce}"`);
}

/** Headers of every answer; a new nonce for each page load. */
function safety(nonce: string): Record<string, string> {
  return {
    'Content-Security-Policy': contentSecurityPolicy(nonce),
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-cache',
  };
}

/**
 * What the page may do: its own files, styles with the nonce, pictures it has in itself; no script that is not a file,
 * no network, no frame, no form.
 */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "media-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ].join('; ');
}
