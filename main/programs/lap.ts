import type { ReadConnection } from '../../db/open.ts';
import { type CardRow, findLapEnd, iterateGains } from '../../db/queries/cards.ts';
import type { ProgramNow, Version } from './versions.ts';

/**
 * The newest rules when the present lap of a card began: when its last full card was completed or, if later, when the oldest unit still on
 * it came. An empty card begins with whatever is newest now.
 */
export function versionAtLapStart(
  read: ReadConnection,
  card: Pick<CardRow, 'key' | 'balance'>,
  { versions, latest }: ProgramNow,
): Version {
  if (versions.length === 1 || card.balance <= 0) return latest;
  let began = 0;
  let left = card.balance;
  for (const gain of iterateGains(read, card.key)) {
    began = gain.origin;
    left -= gain.units;
    if (left <= 0) break;
  }
  // Points have no full card: a reward bought with some of them does not change what the others were promised.
  if (latest.rules.kind === 'stamps') began = Math.max(began, findLapEnd(read, card.key));
  return versions.findLast(({ afterSeq }) => afterSeq < began) ?? latest;
}
