import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { lockOf } from '../../db/cipher.ts';
import { openTool } from './database.ts';

/**
 * Where one of the markers stands, as "file: marker": in the bytes of any file of the folder, in either encoding, or in a file's name. With
 * a key, databases that it opens are searched behind their lock, every page of them, also those that are no longer used.
 */
export function findMarkers(folder: string, markers: readonly string[], key: Uint8Array | null = null): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path);
    for (const marker of markers) if (name.toLowerCase().includes(marker.toLowerCase())) found.push(`${name} (name)`);
    if (!entry.isFile()) continue;
    const bytes =
      key && statSync(path).size > 0 && lockOf(path, key) === 'fits' ? pagesOf(path, key) : readFileSync(path);
    for (const marker of markers)
      if (bytes.includes(marker) || bytes.includes(Buffer.from(marker, 'utf16le'))) found.push(`${name}: ${marker}`);
  }
  return found;
}

function pagesOf(path: string, key: Uint8Array): Buffer {
  const tool = openTool({ path, key });
  try {
    return tool.serialize();
  } finally {
    tool.close();
  }
}
