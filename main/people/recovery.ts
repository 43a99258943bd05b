import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { ReadConnection } from '../../db/open.ts';
import { findRecovery } from '../../db/queries/people.ts';
import { recoveryAlphabet, recoveryLength } from '../../preload/contract/people.ts';
import { derive } from './pin.ts';

/** A new code: twenty characters of five bits each, far too many to guess, without letters that look like digits. */
export function newRecoveryCode(): string {
  return Array.from(randomBytes(recoveryLength), (byte) => recoveryAlphabet[byte % recoveryAlphabet.length]).join('');
}

export interface RecoveryHash {
  readonly salt: Buffer;
  readonly hash: Buffer;
  /** scrypt N. */
  readonly cost: number;
}

/** Without pepper: the code must work where nothing but the database is left. */
export async function hashRecoveryCode(code: string, cost: number): Promise<RecoveryHash> {
  const salt = randomBytes(16);
  return { salt, hash: await derive(code, salt, cost), cost };
}

/** The stored hash when this is its code; null when it is not, or there is none (the same work is done). */
export async function matchingRecovery(read: ReadConnection, code: string, cost: number): Promise<RecoveryHash | null> {
  const known = findRecovery(read);
  const hash = await derive(code, known?.salt ?? Buffer.alloc(16), known?.cost ?? cost);
  return known && timingSafeEqual(hash, known.hash) ? known : null;
}

/** Constant-time comparison of two codes as the contract writes them, which are all of one length. */
export const sameCode = (one: string, other: string): boolean => timingSafeEqual(Buffer.from(one), Buffer.from(other));
