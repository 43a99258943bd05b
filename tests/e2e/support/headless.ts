import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './root.ts';

/** Runs a command of HEADLESS.md as a person would; gives back its stdout. Throws when it fails. */
export function headless(...words: readonly string[]): string {
  const script = join(root, 'tools/headless.mjs');
  return execFileSync(process.execPath, [script, ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
