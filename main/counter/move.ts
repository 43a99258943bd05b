import { findOpenCard, getCard, getReward, listOpenRewards } from '../../db/queries/cards.ts';
import { type CustomerRow, getCustomer } from '../../db/queries/customers.ts';
import { type EntryKind, type EntryRow, findEntry, isLive, listLiveOfVisit } from '../../db/queries/ledger.ts';
import { moveMilliseconds } from '../../preload/contract/counter.ts';
import type { CustomerId, EntryId } from '../../preload/contract/values.ts';
import type { CommandContext } from '../bridge/context.ts';
import { AppError, found } from '../bridge/errors.ts';
import { type Relocated, relocate } from '../ledger/relocate.ts';
import { forceOf } from '../programs/cardNow.ts';
import { expireOf } from '../programs/expiry.ts';
import { isUsedUp, refuseNotRunning } from '../programs/running.ts';
import { stateOf } from '../programs/state.ts';
import { getProgramNow } from '../programs/versions.ts';
import type { Input } from './confirm.ts';
import { activeCustomer } from './customer.ts';
import { issueEarned } from './issue.ts';
import { movedUnits } from './movedBonus.ts';
import { settlePaid, takenOffBy } from './paid.ts';
import { settleCard } from './settle.ts';

const movable: readonly EntryKind[] = ['visit', 'opening', 'stamp'];

/** Moves an entry to the customer it should have been recorded for (F-21). */
export function move(context: CommandContext, { entryId, toCustomerId, reason, approval }: Input<'move'>) {
  const { read, note } = context;
  const entry = found(findEntry(read, entryId));
  checkLeave(context, entry, approval);
  const from = getCustomer(read, entry.customerKey);
  const to = activeCustomer(context, toCustomerId);
  if (to.key === from.key) throw new AppError('BAD_INPUT', {}, ['toCustomerId']);
  if (!movable.includes(entry.kind)) throw new AppError('BAD_INPUT', {}, ['entryId']);
  if (!isLive(read, entry.seq)) throw new AppError('ALREADY_VOIDED');
  const parts = entry.kind === 'visit' ? listLiveOfVisit(read, from.key, entry.seq) : takenOffBy(read, entry);
  const going = [entry, ...parts.filter((part) => goesAlong(context, part))];
  const giving = going.filter(({ kind }) => kind === 'stamp' || kind === 'opening');
  for (const cardKey of new Set(giving.map((part) => part.cardKey)))
    if (cardKey !== null) checkGiving(context, getCard(read, cardKey).programKey, to);

  const relocated = relocate(context, going, to.key, {
    reason,
    unitsOf: (one) => movedUnits(context, one, to),
  });
  for (const cardKey of relocated.from) settleCard(context, cardKey, 'move');
  expireOf(context, from.key);
  const moved = relocated.made.get(entry.seq);
  if (!moved) throw new Error('what was to be moved was written anew');
  const visitSeq = moved.kind === 'visit' ? moved.seq : moved.visitSeq;
  settleGains(context, relocated, visitSeq);
  for (const redeemed of relocated.loose) redeemInstead(context, redeemed, to, visitSeq);
  // Where there was none to be used instead, nothing was paid.
  if (moved.kind === 'visit' && relocated.loose.length > 0) settlePaid(context, to.key, moved.seq);
  expireOf(context, to.key);
  note({ from: from.id, entry: entryId }, to.id);
  return { fromCustomerId: from.id as CustomerId, customerId: toCustomerId, entryId: moved.id as EntryId };
}

/** For the customer who gets them they are new: a program that gives nothing now gives nothing in this way either (F-05). */
function checkGiving({ read, today }: CommandContext, programKey: number, to: CustomerRow): void {
  const program = getProgramNow(read, programKey);
  refuseNotRunning(program, today);
  const known = findOpenCard(read, to.key, programKey);
  const force = forceOf(program, known);
  if (isUsedUp(force, known)) throw new AppError('PROGRAM_USED_UP', { cap: force.usageCap });
}

/** Pays what the cards that gained something owe, and issues what they have earned where the program runs. */
export function settleGains(context: CommandContext, { to }: Relocated, visitSeq: number | null): void {
  for (const cardKey of to) {
    const { customerKey, programKey } = getCard(context.read, cardKey);
    settleCard(context, cardKey, 'move');
    const program = getProgramNow(context.read, programKey);
    if (stateOf(program, context.today) === 'running')
      issueEarned(context, program, { customerKey, cardKey, visitSeq });
  }
}

/** What one has just recorded oneself may be moved at once; anything else is like taking it back. */
function checkLeave({ who, ageOf, approval }: CommandContext, entry: EntryRow, token: string | null): void {
  const age = entry.requestId === null ? null : ageOf(entry.requestId);
  if (age !== null && age <= moveMilliseconds && entry.personKey === (who?.personKey ?? null)) return;
  if (who?.proof !== 'pin') throw new AppError('PIN_NEEDED');
  if (who.role !== 'staff') return;
  if (token === null) throw new AppError('APPROVAL_NEEDED');
  approval(token);
}

/** A reward of a punch card follows from what is on the card; one bought with points goes with the points. */
function goesAlong({ read }: CommandContext, { kind, cardKey }: EntryRow): boolean {
  if (kind !== 'issue' || cardKey === null) return true;
  return getProgramNow(read, getCard(read, cardKey).programKey).latest.rules.kind === 'points';
}

/** The customer who was really here has used their own reward, if they have one like it. */
function redeemInstead(
  { read, ledger }: CommandContext,
  { rewardKey, seq, fromSeq, occurredAt, personKey, sourceTime, parts, businessDay }: EntryRow,
  to: CustomerRow,
  visitSeq: number | null,
): void {
  if (rewardKey === null) return;
  const used = getReward(read, rewardKey);
  const own = listOpenRewards(read, to.key).find((reward) => reward.programRewardId === used.programRewardId);
  if (!own) return;
  ledger.append({
    kind: 'redeem',
    customerKey: to.key,
    cardKey: own.cardKey,
    programVersionKey: own.programVersionKey,
    rewardKey: own.key,
    visitSeq,
    businessDay,
    moved: { fromSeq: fromSeq ?? seq, occurredAt, personKey, sourceTime, parts },
  });
}
