import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const source = join(import.meta.dirname, 'disk.c');

/** Why the disk library cannot be had on this machine; null when it can. */
export function whyNoLibrary(): string | null {
  if (process.platform !== 'linux') return 'the recorder works on Linux alone';
  if (spawnSync('cc', ['--version']).status !== 0) return 'there is no C compiler (cc)';
  return null;
}

/** The library of disk.c, compiled once for its text. */
export function diskLibrary(): string {
  const folder = join(tmpdir(), `regulars-disk-${process.getuid?.() ?? 0}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const target = join(folder, `${createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 16)}.so`);
  if (existsSync(target)) return target;
  const part = `${target}.${process.pid}`;
  execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', part, source, '-ldl', '-lpthread']);
  renameSync(part, target);
  return target;
}
