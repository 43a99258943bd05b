import type { WriteConnection } from '../../db/open.ts';
import {
  countOpenByProgram,
  findProgram,
  insertProgram,
  listPrograms,
  type ProgramRow,
  updateProgramEnd,
  updateProgramPause,
} from '../../db/queries/programs.ts';
import type { Program, ProgramRules } from '../../preload/contract/programs.ts';
import type { ProgramId } from '../../preload/contract/values.ts';
import { AppError, found } from '../bridge/errors.ts';
import { implement } from '../bridge/implement.ts';

/** Programs that may run together (F-01). */
const mostPrograms = 10;

/** What the owner's actions and the dates make of a program on a business day; only `running` issues stamps. */
export function programState(
  program: Pick<ProgramRow, 'endedAt' | 'pausedAt' | 'startsOn' | 'endsOn'>,
  today: string,
): Program['state'] {
  if (program.endedAt !== null) return 'ended';
  if (program.endsOn !== null && program.endsOn < today) return 'over';
  if (program.pausedAt !== null) return 'paused';
  return program.startsOn !== null && program.startsOn > today ? 'planned' : 'running';
}

/** A new program under these rules. Used by the first run too. */
export function createProgram(write: WriteConnection, rules: ProgramRules, id: string, now: number): void {
  insertProgram(write, { ...rules, id, createdAt: now });
}

export const programs = implement('programs', {
  list({ read, today }) {
    const open = new Map(countOpenByProgram(read).map((row) => [row.programKey, row]));
    return listPrograms(read).map(
      (row): Program => ({
        programId: row.id as ProgramId,
        version: row.version,
        name: row.name,
        goal: row.goal,
        rewardName: row.rewardName,
        rewardValue: row.rewardValue,
        minimumSpend: row.minimumSpend,
        startsOn: row.startsOn,
        endsOn: row.endsOn,
        // The contract's lists of icons and colours are what create accepts, so what is stored is one of them.
        icon: row.icon as Program['icon'],
        color: row.color as Program['color'],
        note: row.note,
        state: programState(row, today),
        createdAt: row.createdAt,
        openCards: open.get(row.key)?.openCards ?? 0,
        openRewards: open.get(row.key)?.openRewards ?? 0,
      }),
    );
  },

  create({ read, write, newId, now, today, note }, rules) {
    const active = listPrograms(read).filter((row) => !['ended', 'over'].includes(programState(row, today)));
    if (active.length >= mostPrograms) throw new AppError('PROGRAM_LIMIT', { limit: mostPrograms });
    const id = newId();
    createProgram(write, rules, id, now);
    note({}, id);
    return { programId: id as ProgramId };
  },

  pause({ read, write, now, note }, { programId }) {
    const row = found(findProgram(read, programId));
    if (row.endedAt !== null) throw new AppError('PROGRAM_NOT_RUNNING', { state: 'ended' });
    updateProgramPause(write, row.key, now);
    note({}, programId);
    return { done: true };
  },

  resume({ read, write, note }, { programId }) {
    const row = found(findProgram(read, programId));
    if (row.endedAt !== null) throw new AppError('PROGRAM_NOT_RUNNING', { state: 'ended' });
    updateProgramPause(write, row.key, null);
    note({}, programId);
    return { done: true };
  },

  end({ read, write, now, note }, { programId }) {
    const row = found(findProgram(read, programId));
    if (row.endedAt === null) updateProgramEnd(write, row.key, now);
    note({}, programId);
    return { done: true };
  },
});
