import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** scrypt N of new hashes: half a second on an old PC, off the main thread (TRUST.md, ASVS 6). */
export const pinCost = 2 ** 17;

export interface PinHash {
  readonly pinSalt: Buffer;
  readonly pinHash: Buffer;
  /** scrypt N. */
  readonly pinCost: number;
}

function derive(pin: string, salt: Buffer, cost: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(pin, salt, 32, { N: cost, r: 8, p: 1, maxmem: 256 * cost * 8 }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

/** A new salted hash; runs in libuv's thread pool. */
export async function hashPin(pin: string, cost: number): Promise<PinHash> {
  const pinSalt = randomBytes(16);
  return { pinSalt, pinHash: await derive(pin, pinSalt, cost), pinCost: cost };
}

/** Constant-time comparison. For nobody (null) the same work is done, so that time tells nothing. */
export async function isPin(pin: string, known: PinHash | null, cost: number): Promise<boolean> {
  if (!known) {
    await derive(pin, Buffer.alloc(16), cost);
    return false;
  }
  return timingSafeEqual(await derive(pin, known.pinSalt, known.pinCost), known.pinHash);
}
