import type { ReadConnection } from '../../db/open.ts';
import { listOpenCards, listOpenRewards } from '../../db/queries/cards.ts';
import { type ListReason, nearlyPct } from '../../preload/contract/lists.ts';
import { cardToday, forceOf, lotsOf } from '../programs/cardNow.ts';
import { isUsedUp } from '../programs/running.ts';
import { stateOf } from '../programs/state.ts';
import type { ProgramNow } from '../programs/versions.ts';

/** Why a customer is on a list; nothing when a card's row knew less than its rules do (a longer life, a lower goal). */
export type ReasonsOf = (customerKey: number) => ListReason[];

interface Asked {
  readonly read: ReadConnection;
  readonly today: string;
  /** Those the list is about. */
  readonly programs: readonly ProgramNow[];
}

/** Every batch with its last day, once one of them lies from `today` to `to`; and rewards that end by then. */
export function expiringOf({ read, today, programs }: Asked, to: string): ReasonsOf {
  const soon = (day: string | null): day is string => day !== null && day >= today && day <= to;
  return (customerKey) => {
    const cards = listOpenCards(read, customerKey).flatMap((card): ListReason[] => {
      const program = programs.find(({ key }) => key === card.programKey);
      if (!program) return [];
      const { lots, carryUntil } = lotsOf(read, card, program);
      const { rules } = forceOf(program, card);
      const of = { program: program.latest.rules.name, kind: rules.kind };
      const days = new Map<string, number>();
      for (const { expiresOn, units } of lots)
        if (expiresOn !== null && expiresOn >= today) days.set(expiresOn, (days.get(expiresOn) ?? 0) + units);
      if (![...days.keys(), carryUntil].some(soon)) return [];
      return [
        ...[...days].map(([until, units]): ListReason => ({ what: 'units', ...of, units, until })),
        ...(soon(carryUntil) && days.size === 0
          ? [{ what: 'carry', ...of, amount: card.carry, until: carryUntil } as const]
          : []),
      ];
    });
    const rewards = listOpenRewards(read, customerKey).flatMap(({ programId, name, expiresOn }): ListReason[] => {
      const program = programs.find(({ id }) => id === programId);
      return program && soon(expiresOn)
        ? [{ what: 'reward', program: program.latest.rules.name, reward: name, until: expiresOn }]
        : [];
    });
    return [...cards, ...rewards].sort((a, b) => untilOf(a).localeCompare(untilOf(b)));
  };
}

const untilOf = (reason: ListReason): string => ('until' in reason ? (reason.until ?? '') : '');

/** Cards on which the next reward is near, of programs that still give something. */
export function nearlyOf({ read, today, programs }: Asked): ReasonsOf {
  return (customerKey) =>
    listOpenCards(read, customerKey).flatMap((card): ListReason[] => {
      const program = programs.find(({ key }) => key === card.programKey);
      if (!program || stateOf(program, today) !== 'running') return [];
      const { stamps } = cardToday(read, card, program, today);
      const force = forceOf(program, { ...card, balance: stamps });
      const next = force.rewards.find(({ at }) => at > stamps);
      if (!next || stamps * 100 < next.at * nearlyPct || isUsedUp(force, card)) return [];
      return [
        {
          what: 'nearly',
          program: program.latest.rules.name,
          kind: force.rules.kind,
          units: stamps,
          at: next.at,
          reward: next.name,
        },
      ];
    });
}

/** Rewards that were earned on or before `before` (UTC ms) and can still be used. `dayOf` says on which day. */
export function unusedOf({ read, today, programs }: Asked, before: number, dayOf: (ms: number) => string): ReasonsOf {
  return (customerKey) =>
    listOpenRewards(read, customerKey)
      .filter(({ issuedAt, expiresOn }) => issuedAt <= before && (expiresOn === null || expiresOn >= today))
      .flatMap(({ programId, name, issuedAt, expiresOn }): ListReason[] => {
        const program = programs.find(({ id }) => id === programId);
        if (!program) return [];
        return [
          {
            what: 'unused',
            program: program.latest.rules.name,
            reward: name,
            since: dayOf(issuedAt),
            until: expiresOn,
          },
        ];
      });
}
