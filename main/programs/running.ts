import { type CardRow, insertCard } from '../../db/queries/cards.ts';
import type { CommandContext } from '../bridge/context.ts';
import { AppError, found } from '../bridge/errors.ts';
import type { InForce } from './engine/inForce.ts';
import { stateOf } from './state.ts';
import { findProgramNow, type ProgramNow } from './versions.ts';

/** Refuses with PROGRAM_NOT_RUNNING a program that gives nothing on this day. */
export function refuseNotRunning(program: ProgramNow, day: string): void {
  const state = stateOf(program, day);
  const { startsOn, endsOn } = program.latest.rules;
  const on = state === 'planned' ? startsOn : state === 'over' ? endsOn : null;
  if (state !== 'running') throw new AppError('PROGRAM_NOT_RUNNING', { state, on });
}

/** A program that gives something today. Refuses with PROGRAM_NOT_RUNNING. */
export function runningProgram({ read, today }: CommandContext, programId: string): ProgramNow {
  const program = found(findProgramNow(read, programId));
  refuseNotRunning(program, today);
  return program;
}

/** Has the customer had as much of the program as it allows (F-05)? */
export const isUsedUp = ({ usageCap }: InForce, card: CardRow | null): boolean =>
  usageCap !== null && (card?.lap ?? 1) > usageCap;

/** The customer's new card in a program. */
export function openCard(context: CommandContext, customerKey: number, program: ProgramNow): number {
  return insertCard(context.write, {
    id: context.newId(),
    customerKey,
    programKey: program.key,
    programVersionKey: program.latest.key,
    openedAt: context.now,
    openedOn: context.today,
  });
}
