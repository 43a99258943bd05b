import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';
import { detach, type FileSystem, type Mounted, mount, mountNew } from '../../support/mount.ts';
import { testFolder } from '../../support/shop.ts';

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

/** A disk as it would be found if the power went just now: a copy of what has reached it, for as long as the test runs. Answers its folder. */
export function ifCutNow({ kind, image }: Mounted): string {
  const copy = { kind, folder: testFolder(), image: join(testFolder(), 'image') };
  copyFileSync(image ?? '', copy.image);
  mount(copy);
  onTestFinished(() => detach(copy));
  return copy.folder;
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
