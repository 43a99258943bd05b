import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { faultOf } from './faults.ts';

/** What a disk refuses at least of a file, and what is read at a time as long as it refuses nothing. */
const block = 4096;
const atOnce = 256 * block;

/**
 * Reads a file from a disk that does not give out all of it any more: a part that is refused is asked for block by block, each once, because a disk may take
 * seconds to refuse. Answers how many blocks it did not give out. `step` comes between parts.
 */
export function readPatiently(
  path: string,
  take: (bytes: Buffer, at: number) => void,
  step: () => void = () => undefined,
): number {
  const { size } = statSync(path);
  const bytes = Buffer.alloc(Math.min(size, atOnce));
  const handle = openSync(path, 'r');
  let refused = 0;
  /** How many bytes there were, which may be fewer than were asked for; null where the first is refused. */
  const readAt = (at: number, length: number): number | null => {
    try {
      return readSync(handle, bytes, 0, length, at);
    } catch (error) {
      if (faultOf(error) !== 'io') throw error;
      return null;
    }
  };
  try {
    for (let from = 0; from < size; from += atOnce) {
      step();
      const end = Math.min(from + atOnce, size);
      let most = atOnce;
      for (let at = from; at < end; ) {
        const read = readAt(at, Math.min(most, end - at));
        if (read === 0) return refused;
        if (read !== null) {
          take(bytes.subarray(0, read), at);
          at += read;
        } else if (most > block) most = block;
        else {
          refused++;
          at += block - (at % block);
        }
      }
    }
    return refused;
  } finally {
    closeSync(handle);
  }
}
