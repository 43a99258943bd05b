import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const name = 'regulars-print-';

/**
 * A folder of this process's own for Chromium's files. Chromium writes into it after the last line of ours has run, so it is the
 * next one that clears it away: whatever lies there of processes that are gone.
 */
export function makeScratch(): string {
  for (const entry of readdirSync(tmpdir())) {
    if (!entry.startsWith(name) || isRunning(Number.parseInt(entry.slice(name.length), 10))) continue;
    try {
      rmSync(join(tmpdir(), entry), { recursive: true, force: true });
    } catch {
      // Another account's.
    }
  }
  return mkdtempSync(join(tmpdir(), `${name}${process.pid}-`));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
