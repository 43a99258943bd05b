import { findOpenCard } from '../../db/queries/cards.ts';
import { findCustomer } from '../../db/queries/customers.ts';
import { hasPaperEntry } from '../../db/queries/paper.ts';
import type { Contract } from '../../preload/contract/index.ts';
import type { OutputOf, ParsedInputOf } from '../../preload/contract/kinds.ts';
import type { CommandContext } from '../bridge/context.ts';
import { AppError, found } from '../bridge/errors.ts';
import { issueEarned } from '../counter/issue.ts';
import { forceOf } from '../programs/cardNow.ts';
import { expireOf } from '../programs/expiry.ts';
import { isUsedUp, openCard, refuseNotRunning, runningProgram } from '../programs/running.ts';

type EnterStamps = Contract['paper']['enterStamps'];

/**
 * What was noted on paper, entered afterwards: a visit on its own day, and its stamps. No limit applies (F-12): the paper is the proof.
 * A second sheet with the same customer on the same day is asked about, so that typing one in twice does not count twice.
 */
export function enterStamps(
  context: CommandContext,
  { day, programId, rows, again }: ParsedInputOf<EnterStamps>,
): OutputOf<EnterStamps> {
  const { read, ledger, today, note } = context;
  if (day > today) throw new AppError('BAD_INPUT', {}, ['day']);
  const program = runningProgram(context, programId);
  // Nor did it give anything before its first day.
  refuseNotRunning(program, day);
  if (!('earn' in program.latest.rules)) throw new AppError('BAD_INPUT', {}, ['programId']);
  const customers = rows.map((row) => found(findCustomer(read, row.customerId)));
  const ids = rows.map((row) => row.customerId);
  const twice = ids.findIndex((id, i) => ids.indexOf(id) !== i);
  if (twice >= 0) throw new AppError('BAD_INPUT', {}, [`rows.${twice}.customerId`]);
  const archived = customers.findIndex((customer) => customer.archivedAt !== null);
  if (archived >= 0) throw new AppError('CUSTOMER_ARCHIVED', {}, [`rows.${archived}.customerId`]);
  if (!again) {
    const known = customers.flatMap((customer, i) =>
      hasPaperEntry(read, customer.key, program.key, day) ? [`rows.${i}.customerId`] : [],
    );
    if (known.length > 0) throw new AppError('PAPER_TWICE', { customers: known.length }, known);
  }
  let rewards = 0;
  for (const [i, customer] of customers.entries()) {
    expireOf(context, customer.key);
    const known = findOpenCard(read, customer.key, program.key);
    const force = forceOf(program, known);
    if (isUsedUp(force, known))
      throw new AppError('PROGRAM_USED_UP', { cap: force.usageCap }, [`rows.${i}.customerId`]);
    const cardKey = known?.key ?? openCard(context, customer.key, program);
    const visit = ledger.append({ kind: 'visit', customerKey: customer.key, cause: 'paper', businessDay: day });
    const onCard = {
      customerKey: customer.key,
      cardKey,
      programVersionKey: force.versionKey,
      visitSeq: visit.seq,
    };
    ledger.append({ ...onCard, kind: 'stamp', cause: 'paper', businessDay: day, stamps: rows[i]?.stamps ?? 0 });
    rewards += issueEarned(context, program, onCard).issued.length;
  }
  note({ day, customers: rows.length });
  return { customers: rows.length, rewards };
}
