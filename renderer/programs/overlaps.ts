import type { Multiplier } from '../../preload/contract/rules.ts';

/** Two multipliers that can apply at once, and which of them counts then; null when it depends on the amount. */
export interface Overlap {
  readonly names: readonly [string, string];
  readonly winner: string | null;
}

const resultOf = ({ effect }: Multiplier, base: number): number =>
  effect.kind === 'times' ? Math.floor(base * effect.times) : base + effect.units;

/** Minutes of the day as up to two stretches without a midnight in them. */
function stretches({ hours }: Multiplier): [from: number, to: number][] {
  if (hours === null) return [[0, 1440]];
  const { from, to } = hours;
  return from < to
    ? [[from, to]]
    : [
        [from, 1440],
        [0, to],
      ];
}

function meet(a: Multiplier, b: Multiplier): boolean {
  const sameWeekday =
    a.weekdays.length === 0 || b.weekdays.length === 0 || a.weekdays.some((day) => b.weekdays.includes(day));
  const before = (end: string | null, start: string | null) => end !== null && start !== null && end < start;
  const sameHour = stretches(a).some(([from, to]) => stretches(b).some(([other, end]) => from < end && other < to));
  return sameWeekday && sameHour && !before(a.endsOn, b.startsOn) && !before(b.endsOn, a.startsOn);
}

/**
 * Which multipliers can apply on the same occasion, and the one that wins with so many units (F-11: the highest result, the first of
 * equals). Where the units depend on what was bought (`base` null), two of different effect have no winner by themselves.
 */
export function overlapsOf(multipliers: readonly Multiplier[], base: number | null): Overlap[] {
  return multipliers.flatMap((a, i) =>
    multipliers.slice(i + 1).flatMap((b): Overlap[] => {
      if (!meet(a, b)) return [];
      const names = [a.name, b.name] as const;
      if (base === null && a.effect.kind !== b.effect.kind) return [{ names, winner: null }];
      const winner = resultOf(b, base ?? 2) > resultOf(a, base ?? 2) ? b : a;
      return [{ names, winner: winner.name }];
    }),
  );
}
