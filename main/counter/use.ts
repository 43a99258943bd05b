import type { ReadConnection } from '../../db/open.ts';
import { findOpenCard, getCard } from '../../db/queries/cards.ts';
import { countUses, countVisitDays } from '../../db/queries/ledger.ts';
import type { Confirmation, CounterBenefit } from '../../preload/contract/counter.ts';
import type { Benefit, DiscountRules, SpecialRules } from '../../preload/contract/rules.ts';
import type { CardId, ProgramId } from '../../preload/contract/values.ts';
import type { CommandContext } from '../bridge/context.ts';
import { AppError } from '../bridge/errors.ts';
import { benefitFor } from '../programs/engine/benefit.ts';
import { openCard, runningProgram } from '../programs/running.ts';
import type { ProgramNow } from '../programs/versions.ts';
import { dayNumber, formatDay } from '../retention/days.ts';
import { confirmation, type Input } from './confirm.ts';
import { activeCustomer, visitGoingOn } from './customer.ts';

/** Its cost is the shop's own business. */
const shownBenefit = ({ cost: _cost, ...rest }: Benefit): Omit<Benefit, 'cost'> => rest;

/** The rules of a discount or special; null for programs with cards. */
export function benefitRules({ latest }: ProgramNow): DiscountRules | SpecialRules | null {
  return latest.rules.kind === 'discount' || latest.rules.kind === 'special' ? latest.rules : null;
}

/** How a customer stands with a discount or special today. */
export function benefitToday(
  read: ReadConnection,
  program: ProgramNow,
  rules: DiscountRules | SpecialRules,
  customerKey: number,
  today: string,
) {
  const enrolled = findOpenCard(read, customerKey, program.key) !== null;
  const { uses, last } = countUses(read, customerKey, program.key);
  const from = rules.kind === 'discount' ? formatDay(dayNumber(today) - rules.withinDays + 1) : today;
  const visits = rules.kind === 'discount' ? countVisitDays(read, customerKey, from, today) : 0;
  const answer = benefitFor(rules, { visits, uses, enrolled });
  const discount = rules.kind === 'discount';
  const shown: CounterBenefit = {
    programId: program.id as ProgramId,
    kind: rules.kind,
    name: rules.name,
    icon: rules.icon,
    color: rules.color,
    benefit: shownBenefit(rules.benefit),
    available: answer === 'available',
    visits: discount ? visits : null,
    needed: discount ? rules.visits : null,
    withinDays: discount ? rules.withinDays : null,
    uses,
    usageCap: rules.usageCap,
    usedToday: last === today,
    endsOn: rules.endsOn,
  };
  return { answer, shown };
}

/** Logs that a discount or special was used (F-04). */
export function use(context: CommandContext, { customerId, programId }: Input<'use'>): Confirmation {
  const { read, ledger, today, note } = context;
  const customer = activeCustomer(context, customerId);
  const program = runningProgram(context, programId);
  const rules = benefitRules(program);
  if (!rules) throw new AppError('BAD_INPUT', {}, ['programId']);
  const { answer, shown } = benefitToday(read, program, rules, customer.key, today);
  if (answer === 'notEnrolled') throw new AppError('NOT_ENROLLED');
  if (answer === 'usedUp') throw new AppError('PROGRAM_USED_UP', { cap: rules.usageCap });
  if (answer === 'notEarned')
    throw new AppError('NOT_EARNED', { visits: shown.visits, needed: shown.needed, withinDays: shown.withinDays });
  const visitSeq = visitGoingOn(context, customer);
  ledger.append({ kind: 'use', customerKey: customer.key, programVersionKey: program.latest.key, visitSeq });
  note({}, customerId);
  return confirmation(context, customer, { programId, before: 0, after: 0, used: shown.benefit });
}

/** Enrols a customer in a special. */
export function join(context: CommandContext, { customerId, programId }: Input<'join'>): { cardId: CardId } {
  const { read, note } = context;
  const customer = activeCustomer(context, customerId);
  const program = runningProgram(context, programId);
  if (program.latest.rules.kind !== 'special') throw new AppError('BAD_INPUT', {}, ['programId']);
  const known = findOpenCard(read, customer.key, program.key);
  const key = known?.key ?? openCard(context, customer.key, program);
  note({}, customerId);
  return { cardId: getCard(read, key).id as CardId };
}
