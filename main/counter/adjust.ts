import { findOpenCard } from '../../db/queries/cards.ts';
import { insertEntryReason } from '../../db/queries/ledger.ts';
import type { OutputFor } from '../../preload/contract/index.ts';
import type { CommandContext } from '../bridge/context.ts';
import { AppError, found } from '../bridge/errors.ts';
import { forceOf } from '../programs/cardNow.ts';
import { expireOf } from '../programs/expiry.ts';
import { isUsedUp, openCard, runningProgram } from '../programs/running.ts';
import { findProgramNow } from '../programs/versions.ts';
import { type Input, ownEntries } from './confirm.ts';
import { activeCustomer } from './customer.ts';
import { issueEarned } from './issue.ts';
import { settleCard } from './settle.ts';

/** Stamps that a card can be put right by at once. */
const mostStamps = 50;

/** Puts a card right by hand. What is added earns as stamps do; what is taken takes rewards along that are no longer earned. */
export function adjust(
  context: CommandContext,
  { customerId, programId, units, reason }: Input<'adjust'>,
): OutputFor<'counter.adjust'> {
  const { read, write, ledger, note } = context;
  const customer = activeCustomer(context, customerId);
  // Taking away is possible whatever has become of the program; giving is not.
  const program = units > 0 ? runningProgram(context, programId) : found(findProgramNow(read, programId));
  if (!('earn' in program.latest.rules)) throw new AppError('BAD_INPUT', {}, ['programId']);
  expireOf(context, customer.key);
  const known = findOpenCard(read, customer.key, program.key);
  const force = forceOf(program, known);
  // Each full card is a reward of its own: a slip of the finger must not print thousands.
  if (force.rules.kind === 'stamps' && Math.abs(units) > mostStamps) throw new AppError('BAD_INPUT', {}, ['units']);
  if (units > 0 && isUsedUp(force, known)) throw new AppError('PROGRAM_USED_UP', { cap: force.usageCap });
  if (units < 0 && (known?.balance ?? 0) + units < 0) throw new AppError('BAD_INPUT', {}, ['units']);
  const cardKey = known?.key ?? openCard(context, customer.key, program);
  const onCard = { customerKey: customer.key, cardKey, programVersionKey: force.versionKey, visitSeq: null };
  const entry = ledger.append({ ...onCard, kind: 'adjust', stamps: units });
  insertEntryReason(write, entry.seq, reason);
  if (units > 0) issueEarned(context, program, onCard);
  else settleCard(context, cardKey, 'void');
  note({ units }, customerId);
  return { customerId, entryIds: ownEntries(context) };
}
