import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export { contentHash, tablesOf } from '../../db/content.ts';

/** SHA-256 of a file's bytes. */
export function hashOfFile(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
