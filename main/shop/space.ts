import { existsSync, rmSync, statfsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';

/** Room kept in reserve beside the database, bytes: enough for more than ten thousand stamps after the disk is full. */
export const ballastBytes = 64 * 1024 * 1024;
/** Below this much free space the shop warns, bytes. */
const lowBytes = 500 * 1024 * 1024;
/** Below this only the counter goes on: the reserve is being lived on, or soon will be. */
const fullBytes = 2 * ballastBytes;

/** With less than this a start gives the reserve up before it opens the shop, bytes: what lies beside an open database, and the first of its log. */
export const leastToOpen = 1024 * 1024;

export type Space = 'enough' | 'low' | 'full';

/** Bytes that may still be written where the folder lies; endless where the system does not say. */
export function freeBytes(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

export function spaceOf(folder: string): Space {
  const free = freeBytes(folder);
  if (free < fullBytes) return 'full';
  return free < lowBytes ? 'low' : 'enough';
}

/** Gives the reserve up. False when there is none. */
export function releaseBallast(file: string): boolean {
  if (!existsSync(file)) return false;
  rmSync(file, { force: true });
  return true;
}

/** Lays the reserve in where there is none and there is room for it. Real bytes: a file of holes would reserve nothing. */
export async function layBallast(file: string, folder: string): Promise<void> {
  if (existsSync(file) || freeBytes(folder) < ballastBytes + lowBytes) return;
  const part = `${file}.part`;
  try {
    const handle = await open(part, 'w', 0o600);
    try {
      const block = Buffer.alloc(1024 * 1024, 0x52);
      for (let done = 0; done < ballastBytes; done += block.length) await handle.write(block);
    } finally {
      await handle.close();
    }
    await rename(part, file);
  } catch {
    // Without a reserve the shop works all the same; what is left of it is written over by the next try.
    await rm(part, { force: true }).catch(() => undefined);
  }
}
