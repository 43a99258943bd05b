import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Where one of the markers stands, as "file: marker": in the bytes of any file of the folder, in either encoding, or in a file's name. */
export function findMarkers(folder: string, markers: readonly string[]): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path);
    for (const marker of markers) if (name.toLowerCase().includes(marker.toLowerCase())) found.push(`${name} (name)`);
    if (!entry.isFile()) continue;
    const bytes = readFileSync(path);
    for (const marker of markers)
      if (bytes.includes(marker) || bytes.includes(Buffer.from(marker, 'utf16le'))) found.push(`${name}: ${marker}`);
  }
  return found;
}
