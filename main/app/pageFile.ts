import { realpathSync, statSync } from 'node:fs';
import { extname, join, sep } from 'node:path';

/** Every kind of file a built page consists of; anything else is not served. */
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.mp3': 'audio/mpeg',
};

/** A file of the built page. */
export interface PageFile {
  /** Full path, symbolic links resolved, inside the page's folder. */
  readonly file: string;
  readonly type: string;
}

/**
 * The file behind a request path, or null: unknown kind, not there, or outside the folder in any disguise
 * (dots, encoded dots and slashes, backslashes, NUL, symbolic links).
 * @param folder full path of the built page
 * @param path as in the URL, percent-encoded, beginning with a slash
 */
export function findPageFile(folder: string, path: string): PageFile | null {
  const name = decoded(path);
  if (name === null || !name.startsWith('/') || /[\0\\:]/.test(name)) return null;
  if (name.split('/').some((part) => part === '.' || part === '..')) return null;
  const type = types[extname(name).toLowerCase()];
  if (!type) return null;
  try {
    const root = realpathSync(folder);
    const file = realpathSync(join(root, name));
    return file.startsWith(root + sep) && statSync(file).isFile() ? { file, type } : null;
  } catch {
    return null;
  }
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}
