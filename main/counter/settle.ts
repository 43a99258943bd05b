import { getCard, listUnredeemed, type RewardRow } from '../../db/queries/cards.ts';
import { type EntryRow, findLastExpiry, listLiveOfReward, type ReversalKind } from '../../db/queries/ledger.ts';
import type { CommandContext } from '../bridge/context.ts';
import { isStillEarned } from '../programs/engine/rewards.ts';
import { expireCard } from '../programs/expiry.ts';

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
