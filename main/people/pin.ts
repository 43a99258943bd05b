import { createHash, createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** scrypt N of new hashes: half a second on an old PC, off the main thread (TRUST.md, ASVS 6). */
export const pinCost = 2 ** 17;

export interface PinHash {
  readonly pinSalt: Buffer;
  readonly pinHash: Buffer;
  /** scrypt N. */
  readonly pinCost: number;
  /** Which pepper is in it (see {@link Pins.pepper}); null for none. */
  readonly pinPepper: string | null;
}

/** Hashes and compares PINs with one shop's pepper. */
export interface Pins {
  /** Names the pepper without giving it away; null without one. A hash under another name cannot be checked here. */
  readonly pepper: string | null;
  /** scrypt N of new hashes. */
  readonly cost: number;
  /** A new salted hash; runs in libuv's thread pool. */
  hash(pin: string): Promise<PinHash>;
  /** Constant-time comparison. For nobody (null) the same work is done, so that time tells nothing. */
  matches(pin: string, known: PinHash | null): Promise<boolean>;
}

/** scrypt, 32 bytes, in libuv's thread pool. */
export function derive(secret: string | Buffer, salt: Buffer, cost: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, 32, { N: cost, r: 8, p: 1, maxmem: 256 * cost * 8 }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

/** `pepper` is mixed in before the hash: whoever has the database alone cannot even begin to guess. `cost` is scrypt's N of new hashes. */
export function createPins(pepper: Uint8Array | null, cost: number = pinCost): Pins {
  const name = pepper && createHash('sha256').update(pepper).digest('hex').slice(0, 16);
  const seasoned = (pin: string, under: string | null): string | Buffer =>
    under !== null && pepper ? createHmac('sha256', pepper).update(pin).digest() : pin;
  return {
    pepper: name,
    cost,
    async hash(pin) {
      const pinSalt = randomBytes(16);
      return { pinSalt, pinHash: await derive(seasoned(pin, name), pinSalt, cost), pinCost: cost, pinPepper: name };
    },
    async matches(pin, known) {
      if (!known) {
        await derive(seasoned(pin, name), Buffer.alloc(16), cost);
        return false;
      }
      return timingSafeEqual(await derive(seasoned(pin, known.pinPepper), known.pinSalt, known.pinCost), known.pinHash);
    },
  };
}

/** In the place of a pepper's name with somebody whose PIN is lost: no pepper has it, so nobody is ever asked for that PIN. */
export const lostPin = 'lost';
