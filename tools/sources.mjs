// Whether something built is still what its sources say: by content, since times lie after a checkout.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './process.mjs';

/**
 * @param {string[]} places files and folders below the top folder; what is missing counts as empty
 * @returns {string} hash of all their names and contents, in hex
 */
export function hashOf(places) {
  const hash = createHash('sha1');
  for (const place of places) {
    const full = path.join(ROOT, place);
    const info = statSync(full, { throwIfNoEntry: false });
    if (info?.isFile()) add(full);
    if (info?.isDirectory()) for (const file of filesOf(full)) add(file);
  }
  return hash.digest('hex');

  /** @param {string} file */
  function add(file) {
    hash.update(path.relative(ROOT, file)).update('\0').update(readFileSync(file)).update('\0');
  }
}

/** @param {string} folder @returns {string[]} */
function filesOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}
