import type { Random } from './random.ts';

/** How one customer comes: drawn once, kept for life. */
export interface Habit {
  /** Mean days between visits. */
  readonly gap: number;
  /** Shape of the gaps' gamma distribution: 1 is chance, higher is a clockwork. */
  readonly shape: number;
  /** Probability of staying away after the first, and after any later visit. */
  readonly leavesAtOnce: number;
  readonly leaves: number;
  /** Probability that one who stayed away comes back months later. */
  readonly returns: number;
  /** Usual minute of the day, in minutes after opening of a twelve-hour day. */
  readonly minute: number;
  /** Comes from an office: hardly ever at weekends. */
  readonly office: boolean;
  /** Share of visits with something from the bakery counter; 0 without a second card. */
  readonly bakes: number;
  /** Spends this many times what is usual. */
  readonly spends: number;
  /** Probability of taking an open reward at a visit. */
  readonly redeems: number;
}

/**
 * `pace` 1 is a good café. Above it people come less often and leave sooner, below it the other way about, so that a history of any
 * length can be filled.
 */
export function drawHabit(random: Random, pace: number): Habit {
  const slower = Math.sqrt(pace);
  // Median nine days, two of three between four and twenty: most come weekly or so, a few almost daily, some once a month.
  const gap = slower * Math.min(60, Math.max(1.5, 9 * Math.exp(0.75 * random.normal())));
  const time = random.next();
  return {
    gap,
    shape: Math.min(8, Math.max(1, 2.4 * Math.exp(0.45 * random.normal()))),
    leavesAtOnce: Math.min(0.85, 0.2 * slower),
    leaves: Math.min(0.5, 0.035 * pace * Math.exp(0.7 * random.normal())),
    returns: 0.3,
    // Before work, at lunch, in the afternoon.
    minute:
      time < 0.5 ? 90 + 35 * random.normal() : time < 0.75 ? 330 + 40 * random.normal() : 540 + 70 * random.normal(),
    office: random.chance(0.45),
    bakes: random.chance(0.55) ? 0.2 + 0.5 * random.next() : 0,
    spends: Math.exp(0.25 * random.normal()),
    redeems: random.chance(0.06) ? 0.03 : 0.55 + 0.35 * random.next(),
  };
}

/** Whole days until the next visit, at least one. */
export function drawGap(random: Random, habit: Habit): number {
  return Math.max(1, Math.round(habit.gap * random.gamma(habit.shape)));
}

/** Days that one who comes back has stayed away. */
export function drawAbsence(random: Random): number {
  return random.int(50, 170);
}
