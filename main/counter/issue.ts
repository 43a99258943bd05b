import { type CardRow, getCard, getReward, insertReward, listGiven, type RewardRow } from '../../db/queries/cards.ts';
import type { Cause } from '../../preload/contract/earned.ts';
import type { CommandContext } from '../bridge/context.ts';
import { forceOf } from '../programs/cardNow.ts';
import type { OwedReward } from '../programs/engine/inForce.ts';
import { rewardsDue } from '../programs/engine/rewards.ts';
import type { ProgramNow } from '../programs/versions.ts';
import { dayNumber, formatDay } from '../retention/days.ts';

/** What issuing needs of a command; a background batch has it too. */
export type IssueContext = Pick<CommandContext, 'write' | 'read' | 'ledger' | 'now' | 'today' | 'newId'>;

/** Issues one reward: its entry takes `units` off the card. Its validity counts from here (F-16). */
export function issue(
  { write, read, ledger, now, today, newId }: IssueContext,
  of: {
    customerKey: number;
    cardKey: number;
    reward: OwedReward;
    units: number;
    lap: number;
    visitSeq: number | null;
    /** Null for what a visit has earned. */
    cause?: Cause | null;
  },
): RewardRow {
  const { reward, customerKey, cardKey } = of;
  const rewardKey = insertReward(write, {
    id: newId(),
    customerKey,
    cardKey,
    programRewardKey: reward.programRewardKey,
    lap: of.lap,
    issuedAt: now,
    expiresOn: reward.validDays === null ? null : formatDay(dayNumber(today) + reward.validDays),
  });
  ledger.append({
    kind: 'issue',
    customerKey,
    cardKey,
    programVersionKey: reward.programVersionKey,
    rewardKey,
    stamps: of.units === 0 ? 0 : -of.units,
    visitSeq: of.visitSeq,
    cause: of.cause ?? null,
  });
  return getReward(read, rewardKey);
}

/** Issues what a punch card has earned, one entry each. Answers the rewards, newest last, and the card as it stands then. Points are spent by hand. */
export function issueEarned(
  context: IssueContext,
  program: ProgramNow,
  of: { customerKey: number; cardKey: number; visitSeq: number | null; cause?: Cause | null },
): { issued: RewardRow[]; card: CardRow } {
  const card = getCard(context.read, of.cardKey);
  const force = forceOf(program, card);
  if (force.rules.kind !== 'stamps') return { issued: [], card };
  const dueBut = (given: ReadonlySet<string>) =>
    rewardsDue({ balance: card.balance, lap: card.lap, given }, force, forceOf(program, null));
  // Most stamps reach no reward: then nobody has to ask which were given.
  const due = dueBut(new Set()).length === 0 ? [] : dueBut(new Set(listGiven(context.read, card.key, card.lap)));
  const issued = due.map((one) => issue(context, { ...of, ...one }));
  return { issued, card: issued.length === 0 ? card : getCard(context.read, of.cardKey) };
}
