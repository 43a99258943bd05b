import type { Habit } from './habit.ts';
import type { Random } from './random.ts';

/** The shop's cards and prices; money in minor units. */
export interface VisitRules {
  readonly programs: readonly { readonly goal: number; readonly minimumSpend: number | null }[];
  readonly price: { readonly usual: number; readonly step: number };
}

/** A ledger entry before it has its place. `program` is its place in the rules; rewards are counted through the whole history from 0. */
export type SeedEntry =
  | { readonly kind: 'visit'; readonly amount: number | null }
  | { readonly kind: 'stamp'; readonly program: number; readonly stamps: number }
  | { readonly kind: 'issue' | 'redeem'; readonly program: number; readonly reward: number }
  /** Takes back the visit's entry with this index. */
  | { readonly kind: 'void'; readonly of: number };

/** What a visit changes of a customer. */
export interface Progress {
  readonly habit: Habit;
  readonly visits: number;
  /** Stamps on the card of each program. */
  readonly balances: number[];
  /** Rewards not handed over yet, oldest first. */
  readonly open: { program: number; reward: number }[];
}

/** Slips of the hand: a stamp too many, and a visit written down for the wrong customer. */
const slips = { stamp: 0.004, visit: 0.002 } as const;
const amountKnown = 0.9;

/** Everything one visit brings to the ledger, in order; `progress` is brought up to date. */
export function makeVisit(
  random: Random,
  rules: VisitRules,
  progress: Progress,
  nextReward: () => number,
): SeedEntry[] {
  const { habit, balances, open } = progress;
  const amount = makeAmount(random, rules, habit);
  const entries: SeedEntry[] = [{ kind: 'visit', amount }];
  if (progress.visits > 0 && random.chance(slips.visit)) {
    return [...entries, { kind: 'stamp', program: 0, stamps: 1 }, { kind: 'void', of: 1 }, { kind: 'void', of: 0 }];
  }
  const reward = open[0];
  const redeems = reward !== undefined && random.chance(habit.redeems);
  if (redeems) {
    open.shift();
    entries.push({ kind: 'redeem', ...reward });
  }
  // Who takes a free coffee does not always buy another one.
  if (redeems && random.chance(0.5)) return entries;
  rules.programs.forEach(({ goal, minimumSpend }, program) => {
    if (!random.chance(program === 0 ? 0.96 : habit.bakes)) return;
    if (minimumSpend !== null && (amount === null || amount < minimumSpend)) return;
    const stamps = manyStamps(random);
    entries.push({ kind: 'stamp', program, stamps });
    if (random.chance(slips.stamp))
      entries.push({ kind: 'stamp', program, stamps: 1 }, { kind: 'void', of: entries.length });
    let balance = (balances[program] ?? 0) + stamps;
    for (; balance >= goal; balance -= goal) {
      const issued = { program, reward: nextReward() };
      entries.push({ kind: 'issue', ...issued });
      open.push(issued);
    }
    balances[program] = balance;
  });
  return entries;
}

/** Most buy one cup; some bring one to a colleague. */
function manyStamps(random: Random): number {
  const u = random.next();
  if (u < 0.86) return 1;
  return u < 0.97 ? 2 : 3;
}

/** What a visit cost, null when nobody typed it in. */
export function makeAmount(random: Random, { price: { usual, step } }: VisitRules, habit: Habit): number | null {
  if (!random.chance(amountKnown)) return null;
  return Math.max(step, Math.round((usual * habit.spends * Math.exp(0.35 * random.normal())) / step) * step);
}
