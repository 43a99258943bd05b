import { spawnSync } from 'node:child_process';
import { readdirSync, readlinkSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';
import { type FileSystem, type Mounted, mountNew } from '../../support/mount.ts';

/** A small file system of its own, gone after the test. */
export function mounted(kind: FileSystem, megabytes: number): Mounted {
  const made = mountNew(kind, megabytes);
  onTestFinished(async () => {
    // A job in the background may still be closing its files.
    let gone = false;
    for (let n = 0; n < 20 && !gone; n++, await sleep(100)) gone = spawnSync('umount', [made.folder]).status === 0;
    // What is still open there then was forgotten: a disk that is full for long would use up the handles of the process.
    const forgotten = gone ? [] : openBelow(made.folder);
    if (!gone) spawnSync('umount', ['-l', made.folder]);
    rmSync(made.folder, { recursive: true, force: true });
    if (made.image) rmSync(made.image, { force: true });
    expect(forgotten).toEqual([]);
  });
  return made;
}

/** Files below a folder that this process has open. */
function openBelow(folder: string): string[] {
  return readdirSync('/proc/self/fd').flatMap((handle) => {
    try {
      const file = readlinkSync(`/proc/self/fd/${handle}`);
      return file.startsWith(folder) ? [file] : [];
    } catch {
      return [];
    }
  });
}
