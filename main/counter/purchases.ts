import type { EntryRow } from '../../db/queries/ledger.ts';
import type { EarnedPart } from '../../preload/contract/earned.ts';

/** A purchase of a visit on one card, and what was taken off it, or given back, by what rewards have paid (F-07). */
export interface Purchase {
  readonly stamp: EntryRow;
  readonly corrections: readonly EntryRow[];
  /** Minor units of it that earn nothing because they are paid. */
  readonly leftOut: number;
}

const partsOf = ({ parts }: EntryRow): EarnedPart[] => (parts === null ? [] : (JSON.parse(parts) as EarnedPart[]));

/** Minor units that an entry has left out because a reward had paid them; below zero where it gives them back. */
export const leftOut = (entry: EntryRow): number =>
  partsOf(entry).reduce((sum, { why, amount }) => sum + (why === 'paidByReward' ? (amount ?? 0) : 0), 0);

export const isPurchase = ({ kind, cause }: EntryRow): boolean => kind === 'stamp' && cause === null;

export const isCorrection = ({ kind, cause }: EntryRow): boolean => kind === 'adjust' && cause === 'paidByReward';

/** Can a part of a visit have paid for its purchases: a reward handed over, points spent, an offer? */
export const pays = ({ kind, offerKey }: EntryRow): boolean =>
  kind === 'spend' || kind === 'redeem' || offerKey !== null;

/**
 * The purchases among the parts of a visit on a card, in order. Something is taken off the last one; what is given back, is given to the last
 * one that lacks something.
 */
export function purchasesOn(parts: readonly EntryRow[], cardKey: number | null): Purchase[] {
  const found: { stamp: EntryRow; corrections: EntryRow[]; leftOut: number }[] = [];
  for (const part of parts.filter((one) => one.cardKey === cardKey)) {
    if (isPurchase(part)) found.push({ stamp: part, corrections: [], leftOut: leftOut(part) });
    if (!isCorrection(part)) continue;
    const change = leftOut(part);
    const of = (change < 0 && found.findLast((one) => one.leftOut > 0)) || found.at(-1);
    if (!of) continue;
    of.corrections.push(part);
    of.leftOut += change;
  }
  return found;
}
