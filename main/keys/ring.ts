import { createHash, randomBytes } from 'node:crypto';
import { keyOf, type LedgerKey } from '../ledger/seal.ts';

/** What a shop's files are locked and signed with. Random, made once, and the same for the shop's whole life. */
export interface ShopKeys {
  /** Locks the database and its backups. */
  readonly file: Uint8Array;
  /** Of the ledger's seals and journal. */
  readonly ledger: LedgerKey;
  /** What PINs are mixed with before they are hashed. */
  readonly pepper: Uint8Array;
}

const each = 32;
const mark = 'regulars-key-1:';
const sumBytes = 4;
const sumOf = (bytes: Uint8Array): Buffer =>
  createHash('sha256').update(mark).update(bytes).digest().subarray(0, sumBytes);

export const bytesOf = ({ file, ledger, pepper }: ShopKeys): Buffer => Buffer.concat([file, ledger.secret, pepper]);

/** Null when these are not as many bytes as there should be. */
export function keysFrom(bytes: Uint8Array): ShopKeys | null {
  if (bytes.length !== 3 * each) return null;
  const part = (n: number): Uint8Array => Uint8Array.from(bytes.subarray(n * each, (n + 1) * each));
  return { file: part(0), ledger: keyOf(part(1)), pepper: part(2) };
}

/** New keys; those that a shop has already are kept. */
export function makeKeys(known: { ledger?: Uint8Array | null; pepper?: Uint8Array | null } = {}): ShopKeys {
  const random = () => Uint8Array.from(randomBytes(each));
  return { file: random(), ledger: keyOf(known.ledger ?? random()), pepper: known.pepper ?? random() };
}

/** One line of text, which tells by itself when it was damaged. */
export function textOf(keys: ShopKeys): string {
  const bytes = bytesOf(keys);
  return `${mark}${Buffer.concat([bytes, sumOf(bytes)]).toString('base64url')}\n`;
}

/** The keys of such a line; null when it is none, or not as it was written. */
export function readText(text: string): ShopKeys | null {
  const line = text.trim();
  if (!line.startsWith(mark)) return null;
  const all = Buffer.from(line.slice(mark.length), 'base64url');
  const keys = keysFrom(all.subarray(0, -sumBytes));
  return keys && textOf(keys).trim() === line ? keys : null;
}
