import type { InForce, OwedReward } from './inForce.ts';

/** How far a punch card is. */
export interface Progress {
  readonly balance: number;
  readonly lap: number;
  /** Rewards of this and later laps that were issued and not taken back, as `id/lap`. */
  readonly given: ReadonlySet<string>;
}

/** A reward to issue now, what it takes off the card, and the lap it belongs to. */
export interface DueReward {
  readonly reward: OwedReward;
  readonly units: number;
  readonly lap: number;
}

/**
 * What a punch card has earned (F-08, F-10): an interim reward once in each lap, the last one for each full card; what is left stays on the
 * card. The lap that has begun goes by `now`, those that follow by `next`. A cap ends it after so many full cards.
 */
export function rewardsDue(progress: Progress, now: InForce, next: InForce): DueReward[] {
  const due: DueReward[] = [];
  let { balance, lap } = progress;
  for (let rules = now; rules.usageCap === null || lap <= rules.usageCap; rules = next) {
    const goal = goalOf(rules);
    for (const reward of rules.rewards) {
      if (reward.at >= goal || reward.at > balance || progress.given.has(`${reward.rewardId}/${lap}`)) continue;
      due.push({ reward, units: 0, lap });
    }
    const last = rules.rewards.find(({ at }) => at === goal);
    if (balance < goal || !last) break;
    due.push({ reward: last, units: goal, lap });
    balance -= goal;
    lap++;
  }
  return due;
}

/** Is an interim reward of this lap still earned by what the card holds? */
export function isStillEarned(of: { lap: number; at: number }, card: { lap: number; balance: number }): boolean {
  return of.lap < card.lap || (of.lap === card.lap && of.at <= card.balance);
}

const goalOf = ({ rules }: InForce): number => {
  if (rules.kind !== 'stamps') throw new Error('only a punch card has a goal');
  return rules.goal;
};
