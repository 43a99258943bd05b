import { execFileSync, spawnSync } from 'node:child_process';

/** Why this machine cannot refuse a process its writes; null when it can. */
export const whyNoBrokenDisk =
  spawnSync('prlimit', ['--pid', String(process.pid), '--fsize']).status === 0 ? null : 'there is no prlimit here';

const limitFiles = (bytes: number | 'unlimited'): void =>
  void execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${bytes}:`]);

/** From now on every write of this process to a file fails: to SQLite an I/O error like that of a broken disk. Reading goes on. */
export const breakWrites = (): void => limitFiles(0);
export const mendWrites = (): void => limitFiles('unlimited');
