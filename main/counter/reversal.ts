import { getCard } from '../../db/queries/cards.ts';
import {
  type EntryRow,
  isLive,
  listLiveOfReward,
  listLiveOfVisit,
  type ReversalKind,
} from '../../db/queries/ledger.ts';
import type { CommandContext } from '../bridge/context.ts';
import { expireOf } from '../programs/expiry.ts';
import { getProgramNow } from '../programs/versions.ts';
import { settlePaid, takenOffBy } from './paid.ts';
import { pays } from './purchases.ts';
import { settleCard } from './settle.ts';

/**
 * Takes entries back, the newest first, and everything that hangs on them: a visit takes its stamps and redemptions along, a reward bought
 * with points gives the points back. Stamps taken from a card that had become a reward come out of the reward while it was not handed
 * over; if it was, the card goes below zero and the customer owes (F-22). Entries reversed already are passed over.
 */
export function reverseAll(
  context: CommandContext,
  entries: readonly EntryRow[],
  as: Exclude<ReversalKind, 'move'>,
  reason: string | null,
): void {
  const { read, ledger } = context;
  const whole = new Map<number, EntryRow>();
  for (const entry of entries) {
    whole.set(entry.seq, entry);
    if (entry.kind === 'visit')
      for (const part of listLiveOfVisit(read, entry.customerKey, entry.seq)) whole.set(part.seq, part);
    else for (const part of takenOffBy(read, entry)) whole.set(part.seq, part);
  }
  const cards = new Set<number>();
  const paidIn = new Map<number, number>();
  for (const entry of [...whole.values()].sort((a, b) => b.seq - a.seq)) {
    // Rewards of a punch card are settled below, by what the card then holds.
    if (entry.kind === 'issue' || !isLive(read, entry.seq)) continue;
    ledger.reverse(entry, as, reason);
    if (entry.kind === 'redeem') giveBackPoints(context, entry, as);
    if (entry.cardKey !== null) cards.add(entry.cardKey);
    if (pays(entry) && entry.visitSeq !== null) paidIn.set(entry.visitSeq, entry.customerKey);
  }
  for (const [visitSeq, customerKey] of paidIn) settlePaid(context, customerKey, visitSeq);
  for (const cardKey of cards) settleCard(context, cardKey, as);
  for (const customerKey of new Set([...whole.values()].map((entry) => entry.customerKey)))
    expireOf(context, customerKey);
}

/** A reward bought with points was issued and handed over at once: neither stands without the other. */
function giveBackPoints({ read, ledger }: CommandContext, { rewardKey, cardKey }: EntryRow, as: ReversalKind): void {
  if (rewardKey === null || cardKey === null) return;
  if (getProgramNow(read, getCard(read, cardKey).programKey).latest.rules.kind !== 'points') return;
  const issue = listLiveOfReward(read, rewardKey).find((entry) => entry.kind === 'issue');
  if (issue) ledger.reverse(issue, as, null);
}
