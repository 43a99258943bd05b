import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { lockOf } from '../../db/cipher.ts';
import { syncNames } from '../../db/durable.ts';
import { shopFiles } from '../shop/files.ts';

/** What SQLite keeps beside a file, and what of it is as plain as the file. */
const beside = ['', '-wal', '-journal', '-shm'];
/** Bytes that are overwritten at a time. */
const slice = 1024 * 1024;

/**
 * Copies of the shop's file from before it was locked, which lie readable in its folder: of a damaged one that was kept as evidence, of one that
 * a restore put aside. Their places.
 */
export function plainCopies(folder: string): string[] {
  const { damaged, aside } = shopFiles(folder);
  return [damaged, aside]
    .filter((place) => existsSync(place))
    .flatMap((place) => readdirSync(place, { recursive: true, encoding: 'utf8' }).map((name) => join(place, name)))
    .filter((path) => path.endsWith('.db') && statSync(path).isFile() && lockOf(path, null) === 'plain');
}

/** Takes them away, each overwritten before it goes. Answers how many there were. */
export async function removePlainCopies(folder: string): Promise<number> {
  const copies = plainCopies(folder);
  for (const copy of copies) {
    // The file itself last: as long as it is there, what lies beside it is found again.
    for (const path of beside.map((suffix) => copy + suffix).toReversed()) if (existsSync(path)) await wipeLarge(path);
    syncNames(dirname(copy));
  }
  return copies.length;
}

async function wipeLarge(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    const { size } = await handle.stat();
    const zeros = Buffer.alloc(Math.min(size, slice));
    for (let at = 0; at < size; at += slice) await handle.write(zeros, 0, Math.min(slice, size - at), at);
    await handle.sync();
  } finally {
    await handle.close();
  }
  rmSync(path, { maxRetries: 5 });
}
