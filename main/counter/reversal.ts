import { getCard, getReward, insertReward, listOpenRewards, type RewardRow } from '../../db/queries/cards.ts';
import { type EntryRow, isLive, listLiveOfReward, listLiveOfVisit } from '../../db/queries/ledger.ts';
import type { CommandContext } from '../bridge/context.ts';
import { rewardsEarned } from './rules.ts';

/** Issues the rewards a card has earned, one entry each. Answers them, newest last. */
export function issueEarned(
  { write, read, ledger, now, newId }: CommandContext,
  of: { customerKey: number; cardKey: number; programVersionKey: number; goal: number; visitSeq: number | null },
): RewardRow[] {
  const issued: RewardRow[] = [];
  for (let left = rewardsEarned(getCard(read, of.cardKey).balance, of.goal); left > 0; left--) {
    const rewardKey = insertReward(write, {
      id: newId(),
      customerKey: of.customerKey,
      cardKey: of.cardKey,
      programVersionKey: of.programVersionKey,
      issuedAt: now,
    });
    ledger.append({
      kind: 'issue',
      customerKey: of.customerKey,
      cardKey: of.cardKey,
      programVersionKey: of.programVersionKey,
      rewardKey,
      stamps: -of.goal,
      ...(of.visitSeq === null ? {} : { visitSeq: of.visitSeq }),
    });
    issued.push(getReward(read, rewardKey));
  }
  return issued;
}

/**
 * Takes entries back, the newest first, and everything that hangs on them: a visit takes its stamps and redemptions along.
 * Stamps taken from a card that had become a reward come out of the reward while it is still open; if it has been handed over,
 * the card goes below zero and the customer owes (F-22). Entries reversed already are passed over.
 */
export function reverseAll(
  context: CommandContext,
  entries: readonly EntryRow[],
  as: 'void' | 'return',
  reason: string | null,
): void {
  const { read, ledger } = context;
  const whole = new Map<number, EntryRow>();
  for (const entry of entries) {
    whole.set(entry.seq, entry);
    if (entry.kind === 'visit')
      for (const part of listLiveOfVisit(read, entry.customerKey, entry.seq)) whole.set(part.seq, part);
  }
  const cards = new Set<number>();
  for (const entry of [...whole.values()].sort((a, b) => b.seq - a.seq)) {
    // Rewards are settled below, by what the cards then hold.
    if (entry.kind === 'issue' || !isLive(read, entry.seq)) continue;
    ledger.reverse(entry, as, reason);
    if (entry.cardKey !== null) cards.add(entry.cardKey);
  }
  for (const cardKey of cards) takeBackRewards(context, cardKey, as);
}

function takeBackRewards({ read, ledger }: CommandContext, cardKey: number, as: 'void' | 'return'): void {
  const open = listOpenRewards(read, getCard(read, cardKey).customerKey).filter((reward) => reward.cardKey === cardKey);
  for (const reward of open.reverse()) {
    if (getCard(read, cardKey).balance >= 0) return;
    const issue = listLiveOfReward(read, reward.key).find((entry) => entry.kind === 'issue');
    if (issue) ledger.reverse(issue, as, null);
  }
}
