import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { derive } from '../people/pin.ts';
import { bytesOf, keysFrom, type ShopKeys } from './ring.ts';

/** A shop's keys, locked with something that a person knows. All but the cost is base64. */
export interface Wrap {
  readonly salt: string;
  /** scrypt N. */
  readonly cost: number;
  readonly iv: string;
  /** AES-256-GCM: the locked keys, and the tag that tells a wrong secret from the right one. */
  readonly box: string;
}

const cipher = 'aes-256-gcm';
const tagBytes = 16;
const bound = Buffer.from('regulars keys 1');
/** A wrap that asks for more work than this was not made by us. */
const highestCost = 2 ** 20;

/** Locks the keys with a secret. Half a second, in libuv's thread pool. */
export async function wrapKeys(keys: ShopKeys, secret: string, cost: number): Promise<Wrap> {
  const salt = randomBytes(16);
  const iv = randomBytes(12);
  const locking = createCipheriv(cipher, await derive(secret, salt, cost), iv).setAAD(bound);
  const box = Buffer.concat([locking.update(bytesOf(keys)), locking.final(), locking.getAuthTag()]);
  return { salt: salt.toString('base64'), cost, iv: iv.toString('base64'), box: box.toString('base64') };
}

/** The keys, when the secret is the right one; null when it is not, or the wrap was damaged. */
export async function unwrapKeys(wrap: Wrap, secret: string): Promise<ShopKeys | null> {
  const key = await derive(secret, Buffer.from(wrap.salt, 'base64'), wrap.cost);
  const box = Buffer.from(wrap.box, 'base64');
  try {
    const opening = createDecipheriv(cipher, key, Buffer.from(wrap.iv, 'base64'))
      .setAAD(bound)
      .setAuthTag(box.subarray(-tagBytes));
    return keysFrom(Buffer.concat([opening.update(box.subarray(0, -tagBytes)), opening.final()]));
  } catch {
    return null;
  }
}

/** The same, and tried: throws when the secret does not open it. */
export async function wrapChecked(keys: ShopKeys, secret: string, cost: number): Promise<Wrap> {
  const wrap = await wrapKeys(keys, secret, cost);
  const again = await unwrapKeys(wrap, secret);
  if (!again || !bytesOf(again).equals(bytesOf(keys))) throw new Error('the wrap does not open');
  return wrap;
}

/** Is this a wrap as we make them? It comes from a file. */
export function isWrap(value: unknown): value is Wrap {
  const { salt, cost, iv, box } = (value ?? {}) as Partial<Wrap>;
  return (
    [salt, iv, box].every((text) => typeof text === 'string' && text.length > 0 && text.length < 1000) &&
    typeof cost === 'number' &&
    cost <= highestCost &&
    cost > 1 &&
    Number.isInteger(Math.log2(cost))
  );
}
