import { randomInt } from 'node:crypto';
import type { CardCode } from '../../preload/contract/memberCards.ts';

/**
 * Damm's check digit (H. M. Damm, "Total anti-symmetrische Quasigruppen", Marburg 2004): finds every single wrong digit and every two
 * neighbours that changed places, which is what people and worn cards do. The digit that follows makes the walk end at 0.
 */
const damm = [
  [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
  [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
  [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
  [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
  [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
  [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
  [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
  [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
  [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
  [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
] as const;

/** Where Damm's walk over the digits ends. */
const walk = (digits: string): number => [...digits].reduce((at, digit) => damm[at]?.[Number(digit)] ?? 0, 0);

/** The code of these eight digits: R, the digits, their check digit. */
export const codeOf = (digits: string): CardCode => `R${digits}${walk(digits)}` as CardCode;

/** A new code that nobody can guess from another one. Whether it is taken is for the caller to see. */
export const newCode = (): CardCode => codeOf(String(randomInt(100_000_000)).padStart(8, '0'));

/** What a scanned or typed text is: a code, a code that was misread, or nothing of ours (null). */
export type Reading = { readonly code: string } | { readonly misread: true } | null;

/** Reads over spaces, dashes and small letters. */
export function readCode(text: string): Reading {
  const code = text.replace(/[\s-]/g, '').toUpperCase();
  if (!/^R\d{9}$/.test(code)) return null;
  return walk(code.slice(1)) === 0 ? { code } : { misread: true };
}
