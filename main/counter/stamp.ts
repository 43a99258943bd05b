import type { ReadConnection } from '../../db/open.ts';
import { findOpenCard } from '../../db/queries/cards.ts';
import type { CustomerRow } from '../../db/queries/customers.ts';
import { findItem, insertEntryItem } from '../../db/queries/items.ts';
import { findVisitDayBefore, hasCause, hasGains, insertEntryReason } from '../../db/queries/ledger.ts';
import type { Confirmation } from '../../preload/contract/counter.ts';
import type { CommandContext } from '../bridge/context.ts';
import { AppError } from '../bridge/errors.ts';
import { forceOf } from '../programs/cardNow.ts';
import { type Bonus, birthdaySpan, bonusesOf } from '../programs/engine/bonus.ts';
import { amountOf, earn, type Unearned } from '../programs/engine/earn.ts';
import type { InForce } from '../programs/engine/inForce.ts';
import { expireOf } from '../programs/expiry.ts';
import { isUsedUp, openCard, runningProgram } from '../programs/running.ts';
import type { ProgramNow } from '../programs/versions.ts';
import { dayNumber } from '../retention/days.ts';
import { confirmation, type Input, openReward } from './confirm.ts';
import { activeCustomer, occasionOf } from './customer.ts';
import { issueEarned } from './issue.ts';
import { paidByReward } from './paid.ts';
import { chooseVisit } from './visit.ts';

/** Records a visit on a card: what it earns, its bonuses, and the rewards that are due then. */
export function stamp(context: CommandContext, input: Input<'stamp'>): Confirmation {
  const { read, write, ledger, note } = context;
  const customer = activeCustomer(context, input.customerId);
  const program = runningProgram(context, input.programId);
  if (!('earn' in program.latest.rules)) throw new AppError('BAD_INPUT', {}, ['programId']);
  expireOf(context, customer.key);
  const known = findOpenCard(read, customer.key, program.key);
  const force = forceOf(program, known);
  if (isUsedUp(force, known)) throw new AppError('PROGRAM_USED_UP', { cap: force.usageCap });

  const { joined, warning } = chooseVisit(context, customer, { cardKey: known?.key ?? null }, input);

  const items = boughtItems(read, input);
  const bought = { amount: input.amount, items };
  const amount = amountOf(bought);
  const earned = earn(force.rules, known?.carry ?? 0, {
    ...occasionOf(context, customer.key),
    ...bought,
    stamps: input.stamps,
    paidByReward: joined ? paidByReward(read, joined.parts, known?.key ?? null, amount) : 0,
    before: joined?.stampsOnCard ?? 0,
  });
  if ('blocked' in earned) throw refusal(earned);
  const bonuses = bonusesDue(context, customer, program, force);

  const cardKey = known?.key ?? openCard(context, customer.key, program);
  const visitSeq = joined?.seq ?? ledger.append({ kind: 'visit', customerKey: customer.key, amount }).seq;
  const onCard = { customerKey: customer.key, cardKey, programVersionKey: force.versionKey, visitSeq };
  const stamped = ledger.append({
    ...onCard,
    kind: 'stamp',
    stamps: earned.units,
    carry: earned.carry,
    // A new visit carries its amount itself; a later addition brings its own.
    amount: joined ? amount : null,
    // One visit, so many stamps: nothing to explain.
    parts: earned.parts.length === 1 && earned.parts[0]?.why === 'visit' ? [] : earned.parts,
  });
  if (input.override) insertEntryReason(write, joined ? stamped.seq : visitSeq, input.override.reason);
  for (const { itemKey, quantity, amount: each } of items)
    insertEntryItem(write, joined ? stamped.seq : visitSeq, { itemKey, quantity, amount: each });
  const parts = [...earned.parts];
  for (const { cause, units } of bonuses) {
    const part = { why: cause, name: null, units, amount: null };
    ledger.append({ ...onCard, kind: 'stamp', cause, stamps: units, parts: [part] });
    parts.push(part);
  }
  const { issued, card: after } = issueEarned(context, program, onCard);
  const total = parts.reduce((sum, { units }) => sum + units, 0);
  note({ stamps: total, warning, lifted: input.override !== null }, input.customerId);
  return confirmation(context, customer, {
    programId: input.programId,
    before: known?.balance ?? 0,
    after: after.balance,
    goal: force.rules.kind === 'stamps' ? force.rules.goal : null,
    earned: total,
    parts,
    carry: after.carry,
    issued: issued.map(openReward),
    warning,
  });
}

/** What was bought, by the items' rows; the same item twice is one line. */
function boughtItems(read: ReadConnection, { items }: Input<'stamp'>) {
  const lines = new Map<
    string,
    { itemKey: number; itemId: string; category: string | null; quantity: number; amount: number | null }
  >();
  for (const [i, { itemId, quantity, amount }] of items.entries()) {
    const item = findItem(read, itemId);
    if (!item || lines.has(itemId)) throw new AppError('BAD_INPUT', {}, [`items.${i}.itemId`]);
    lines.set(itemId, { itemKey: item.key, itemId, category: item.category, quantity, amount });
  }
  return [...lines.values()];
}

/** Extra units of this visit; the ledger says which were had before. */
function bonusesDue(
  { read, today }: CommandContext,
  customer: CustomerRow,
  program: ProgramNow,
  { rules }: InForce,
): Bonus[] {
  const { bonus } = rules;
  const of = { customerKey: customer.key, programKey: program.key };
  const since = bonus.winBack === null ? null : findVisitDayBefore(read, customer.key, today);
  const birthday = bonus.birthday === null ? null : birthdaySpan(customer, today, bonus.birthdayDays);
  return bonusesOf(bonus, {
    first: bonus.signUp !== null && !hasGains(read, of),
    birthday: birthday !== null,
    hadBirthday: birthday !== null && hasCause(read, { ...of, cause: 'birthday', ...birthday }),
    daysAway: since === null ? null : dayNumber(today) - dayNumber(since),
    // One for each time away, however often the customer comes on the day of the return.
    hadWinBack: since !== null && hasCause(read, { ...of, cause: 'winBack', from: since, to: today }),
  });
}

function refusal(why: Unearned): AppError {
  switch (why.blocked) {
    case 'AMOUNT_NEEDED':
      return new AppError('AMOUNT_NEEDED', why.minimum === null ? {} : { minimum: why.minimum });
    case 'MINIMUM_SPEND':
      return new AppError('MINIMUM_SPEND', { minimum: why.minimum });
    case 'ITEMS_NEEDED':
      return new AppError('ITEMS_NEEDED');
    case 'STAMPS_UNASKED':
      return new AppError('BAD_INPUT', {}, ['stamps']);
    case 'TOO_MANY_STAMPS':
      return new AppError('TOO_MANY_STAMPS', { cap: why.cap, left: why.left });
  }
}
