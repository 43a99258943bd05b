import { randomFillSync } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';

/** Random bytes of an id. */
const size = 16;
const pool = new Uint8Array(size * 256);
let used = pool.length;

/** A new UUIDv7. Random bytes are fetched for many at once: asking the system for each costs more than all else of it, and a merge needs thousands. */
export function newId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.subarray(used, used + size);
  used += size;
  return uuidv7({ random });
}
