import { findOpenCard, findReward, getCard, getReward } from '../../db/queries/cards.ts';
import { getCustomer } from '../../db/queries/customers.ts';
import type { Confirmation } from '../../preload/contract/counter.ts';
import type { ProgramId } from '../../preload/contract/values.ts';
import type { CommandContext } from '../bridge/context.ts';
import { AppError, found } from '../bridge/errors.ts';
import { forceOf } from '../programs/cardNow.ts';
import { expireOf } from '../programs/expiry.ts';
import { isUsedUp } from '../programs/running.ts';
import { stateOf } from '../programs/state.ts';
import { findProgramNow } from '../programs/versions.ts';
import { confirmation, type Input, openReward } from './confirm.ts';
import { activeCustomer, checkProof, refuseInactive, visitGoingOn } from './customer.ts';
import { issue } from './issue.ts';
import { paidBy, takeOffPaid } from './paid.ts';

/** Hands an issued reward over, once (F-17). */
export function redeem(context: CommandContext, { rewardId, proof }: Input<'redeem'>): Confirmation {
  const { read, ledger, note } = context;
  const { key, customerKey } = found(findReward(read, rewardId));
  const customer = getCustomer(read, customerKey);
  refuseInactive(customer);
  expireOf(context, customerKey);
  const reward = getReward(read, key);
  if (reward.state !== 'open') throw new AppError('REWARD_NOT_OPEN', { state: reward.state, on: reward.expiresOn });
  checkProof(context, customer, proof);
  const visitSeq = visitGoingOn(context, customer);
  const parts = takeOffPaid(context, customerKey, visitSeq, (bought) => paidBy(reward, bought));
  // Without the part it pays, the purchase would not have brought it: it is for the next one.
  if (getReward(read, key).state !== 'open') throw new AppError('REWARD_NOT_OPEN', { state: 'earnedNow', on: null });
  ledger.append({
    kind: 'redeem',
    customerKey,
    cardKey: reward.cardKey,
    programVersionKey: reward.programVersionKey,
    rewardKey: key,
    visitSeq,
  });
  note({ by: proof.by, reward: rewardId }, customer.id);
  const card = getCard(read, reward.cardKey);
  const { rules } = forceOf(found(findProgramNow(read, reward.programId)), card);
  return confirmation(context, customer, {
    programId: reward.programId as ProgramId,
    before: card.balance,
    after: card.balance,
    goal: rules.kind === 'stamps' ? rules.goal : null,
    parts,
    carry: card.carry,
    redeemed: openReward(getReward(read, key)),
  });
}

/** Spends points on a reward, which is handed over at once, or as money off (F-18). A program that no longer runs still honours them. */
export function spend(context: CommandContext, input: Input<'spend'>): Confirmation {
  const { read, ledger, today, note } = context;
  const customer = activeCustomer(context, input.customerId);
  const program = found(findProgramNow(read, input.programId));
  if (program.latest.rules.kind !== 'points') throw new AppError('BAD_INPUT', {}, ['programId']);
  if (stateOf(program, today) === 'planned') throw new AppError('PROGRAM_NOT_RUNNING', { state: 'planned' });
  expireOf(context, customer.key);
  const card = findOpenCard(read, customer.key, program.key);
  const force = forceOf(program, card);
  const wanted = input.spend;
  const worth = force.pointValue;
  const reward =
    wanted.on === 'reward' ? force.rewards.find(({ rewardId }) => rewardId === wanted.programRewardId) : undefined;
  const points = wanted.on === 'reward' ? reward?.at : worth === null ? undefined : wanted.points;
  if (points === undefined) throw new AppError('BAD_INPUT', {}, ['spend']);
  if (isUsedUp(force, card)) throw new AppError('PROGRAM_USED_UP', { cap: force.usageCap });
  if (card === null || points > card.balance)
    throw new AppError('NOT_ENOUGH_POINTS', { balance: card?.balance ?? 0, needed: points });
  checkProof(context, customer, input.proof);

  const visitSeq = visitGoingOn(context, customer);
  const onCard = { customerKey: customer.key, cardKey: card.key, visitSeq };
  const amount = points * (worth ?? 0);
  const parts = takeOffPaid(context, customer.key, visitSeq, (bought) => (reward ? paidBy(reward, bought) : amount));
  const { balance } = getCard(read, card.key);
  if (points > balance) throw new AppError('NOT_ENOUGH_POINTS', { balance, needed: points });
  let bought = null;
  if (reward) {
    bought = issue(context, { ...onCard, reward, units: points, lap: card.lap });
    ledger.append({
      ...onCard,
      kind: 'redeem',
      programVersionKey: reward.programVersionKey,
      rewardKey: bought.key,
    });
  } else {
    ledger.append({ ...onCard, kind: 'spend', programVersionKey: force.versionKey, stamps: -points, amount });
  }
  note({ by: input.proof.by, points }, customer.id);
  const after = getCard(read, card.key);
  return confirmation(context, customer, {
    programId: input.programId,
    before: card.balance,
    after: after.balance,
    parts,
    carry: after.carry,
    redeemed: bought && openReward(getReward(read, bought.key)),
    spent: reward ? null : { points, amount },
  });
}
