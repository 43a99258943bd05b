import type { RowErrorCode } from '../../preload/contract/visits.ts';

export type DecimalMark = '.' | ',';

const form = /^(-?)(\d+)(?:([.,])(\d+))?$/;
/** The most the ledger takes, in minor units (Money in the contract). */
const largest = 1e13;

/**
 * Learns from a whole column how it writes decimals: "." is the mark; "," is where no cell of the file has a ".".
 */
export class DecimalProof {
  #dot = false;
  #comma = false;

  add(cell: string): void {
    const mark = form.exec(cell)?.[3];
    if (mark === '.') this.#dot = true;
    if (mark === ',') this.#comma = true;
  }

  get mark(): DecimalMark {
    return this.#comma && !this.#dot ? ',' : '.';
  }
}

/**
 * An amount as minor units; null (unknown) for an empty cell, an error code for everything that is not plain digits with
 * at most as many decimals as the currency has: no thousands marks, no signs, no currency names. So "12.500" never
 * silently becomes twelve and a half thousand, nor twelve and a half.
 */
export function readAmount(cell: string, mark: DecimalMark, currencyDecimals: number): number | null | RowErrorCode {
  if (cell === '') return null;
  const match = form.exec(cell);
  if (!match || (match[3] && match[3] !== mark)) return 'BAD_AMOUNT';
  if (match[1]) return 'NEGATIVE_AMOUNT';
  const fraction = match[4] ?? '';
  if (fraction.length > currencyDecimals) return 'TOO_MANY_DECIMALS';
  const minor = Number(match[2]) * 10 ** currencyDecimals + Number(fraction.padEnd(currencyDecimals, '0'));
  return minor > largest ? 'AMOUNT_TOO_LARGE' : minor;
}
