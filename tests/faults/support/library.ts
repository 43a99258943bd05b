import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Why the disk library cannot be had on this machine; null when it can. */
export function whyNoLibrary(): string | null {
  if (process.platform !== 'linux') return 'the recorder works on Linux alone';
  if (spawnSync('cc', ['--version']).status !== 0) return 'there is no C compiler (cc)';
  return null;
}

/** The library of disk.c, to be loaded before libc. */
export const diskLibrary = (): string => compiled('disk.c', ['-shared', '-fPIC', '-O1'], ['-ldl', '-lpthread']);

/** The program of cut.c. */
export const cutProgram = (): string => compiled('cut.c', ['-O1'], []);

/** Compiled once for its text. */
function compiled(name: string, flags: readonly string[], libraries: readonly string[]): string {
  const source = join(import.meta.dirname, name);
  const folder = join(tmpdir(), `regulars-disk-${process.getuid?.() ?? 0}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const text = createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 16);
  const target = join(folder, `${name}-${text}`);
  if (existsSync(target)) return target;
  const part = `${target}.${process.pid}`;
  execFileSync('cc', [...flags, '-o', part, source, ...libraries]);
  renameSync(part, target);
  return target;
}
