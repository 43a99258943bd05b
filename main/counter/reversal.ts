import type { ReadConnection } from '../../db/open.ts';
import { getCard, listUnredeemed, type RewardRow } from '../../db/queries/cards.ts';
import {
  type EntryRow,
  findLastExpiry,
  isLive,
  listLiveOfReward,
  listLiveOfVisit,
  type ReversalKind,
} from '../../db/queries/ledger.ts';
import type { CommandContext } from '../bridge/context.ts';
import { isStillEarned } from '../programs/engine/rewards.ts';
import { expireCard, expireOf } from '../programs/expiry.ts';
import { getProgramNow } from '../programs/versions.ts';

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
  for (const entry of [...whole.values()].sort((a, b) => b.seq - a.seq)) {
    // Rewards of a punch card are settled below, by what the card then holds.
    if (entry.kind === 'issue' || !isLive(read, entry.seq)) continue;
    ledger.reverse(entry, as, reason);
    if (entry.kind === 'redeem') giveBackPoints(context, entry, as);
    if (entry.cardKey !== null) cards.add(entry.cardKey);
  }
  for (const cardKey of cards) settleCard(context, cardKey, as);
  for (const customerKey of new Set([...whole.values()].map((entry) => entry.customerKey)))
    expireOf(context, customerKey);
}

/** What was taken off a purchase because of this entry (F-07): it does not stand without the reward that paid, nor without the purchase. */
export function takenOffBy(
  read: ReadConnection,
  { kind, customerKey, cardKey, visitSeq, seq, requestId, offerKey }: EntryRow,
): EntryRow[] {
  if (visitSeq === null) return [];
  const parts = listLiveOfVisit(read, customerKey, visitSeq);
  const pays = kind === 'spend' || kind === 'redeem' || offerKey !== null;
  // It was taken off the last purchase on the card.
  const purchaseOf = (part: EntryRow) =>
    parts.findLast(
      (one) => one.kind === 'stamp' && one.cause === null && one.cardKey === part.cardKey && one.seq < part.seq,
    );
  return parts.filter(
    (part) =>
      part.cause === 'paidByReward' &&
      ((pays && part.requestId === requestId) || (part.cardKey === cardKey && purchaseOf(part)?.seq === seq)),
  );
}

/** A reward bought with points was issued and handed over at once: neither stands without the other. */
function giveBackPoints({ read, ledger }: CommandContext, { rewardKey, cardKey }: EntryRow, as: ReversalKind): void {
  if (rewardKey === null || cardKey === null) return;
  if (getProgramNow(read, getCard(read, cardKey).programKey).latest.rules.kind !== 'points') return;
  const issue = listLiveOfReward(read, rewardKey).find((entry) => entry.kind === 'issue');
  if (issue) ledger.reverse(issue, as, null);
}

/** Brings a card in order from which something was taken. What had run out of it or was never used pays before the customer owes. */
export function settleCard(context: CommandContext, cardKey: number, as: ReversalKind): void {
  const { read, ledger } = context;
  const balance = () => getCard(read, cardKey).balance;
  while (balance() < 0) {
    const expiry = findLastExpiry(read, cardKey);
    if (!expiry) break;
    ledger.reverse(expiry, as, null);
  }
  const unredeemed = listUnredeemed(read, cardKey).reverse();
  // What ran out unused is worth nothing to the customer, so it goes first.
  const full = unredeemed.filter((reward) => issueOf(context, reward)?.stamps !== 0);
  for (const reward of [...full.filter(isExpired), ...full.filter((one) => !isExpired(one))]) {
    if (balance() >= 0) break;
    takeBack(context, reward, as);
  }
  for (const reward of unredeemed.filter((one) => !full.includes(one) && !isExpired(one)))
    if (!isStillEarned(reward, getCard(read, cardKey))) takeBack(context, reward, as);
  expireCard(context, cardKey);
}

const isExpired = (reward: RewardRow): boolean => reward.state === 'expired';

const issueOf = ({ read }: CommandContext, reward: RewardRow): EntryRow | undefined =>
  listLiveOfReward(read, reward.key).find((entry) => entry.kind === 'issue');

/** Takes a reward back that was not handed over, and its expiry with it. */
export function takeBack({ read, ledger }: CommandContext, reward: RewardRow, as: ReversalKind): void {
  for (const entry of listLiveOfReward(read, reward.key).reverse()) ledger.reverse(entry, as, null);
}
