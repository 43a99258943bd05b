import type { Program } from '../../preload/contract/programs.ts';
import type { ProgramNow } from './versions.ts';

/** What the owner's actions and the dates make of a program on a business day; only `running` issues stamps. */
export function programState(
  program: {
    readonly endedAt: number | null;
    readonly pausedAt: number | null;
    readonly startsOn: string | null;
    readonly endsOn: string | null;
  },
  today: string,
): Program['state'] {
  if (program.endedAt !== null) return 'ended';
  if (program.endsOn !== null && program.endsOn < today) return 'over';
  if (program.pausedAt !== null) return 'paused';
  return program.startsOn !== null && program.startsOn > today ? 'planned' : 'running';
}

/** The same of a program with its versions: the newest says the dates. */
export const stateOf = ({ endedAt, pausedAt, latest }: ProgramNow, today: string): Program['state'] =>
  programState({ endedAt, pausedAt, startsOn: latest.rules.startsOn, endsOn: latest.rules.endsOn }, today);
