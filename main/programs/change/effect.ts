import type { ProgramRules } from '../../../preload/contract/rules.ts';
import type { InForce } from '../engine/inForce.ts';
import { type Progress, rewardsDue } from '../engine/rewards.ts';
import type { ProgramNow, Version } from '../versions.ts';

/** The program as it would be with these rules. What is new has no ids yet; keys of its own keep it apart from what is stored. */
export function withRules(program: ProgramNow, rules: ProgramRules): ProgramNow {
  const named =
    'rewards' in rules
      ? {
          ...rules,
          rewards: rules.rewards.map((one, i) => ({ ...one, rewardId: one.rewardId ?? (`new ${i}` as never) })),
        }
      : rules;
  const rewards = 'rewards' in named ? named.rewards : [];
  const latest: Version = {
    key: 0,
    version: program.latest.version + 1,
    afterSeq: Number.MAX_SAFE_INTEGER,
    createdAt: 0,
    rules: named,
    rewardKeys: new Map(rewards.map(({ rewardId }, i) => [rewardId, -1 - i])),
  };
  return { ...program, versions: [...program.versions, latest], latest };
}

/** Do the rules differ in more than looks and dates? */
export function differ(a: ProgramRules, b: ProgramRules): boolean {
  const matter = ({ name: _n, icon: _i, color: _c, note: _o, startsOn: _s, endsOn: _e, ...rest }: ProgramRules) => {
    const rewards = 'rewards' in rest ? rest.rewards.toSorted((one, other) => one.at - other.at) : [];
    return JSON.stringify({ ...rest, rewards: rewards.map((one) => Object.entries(one).sort()) });
  };
  return matter(a) !== matter(b);
}

/** What new rules do to one card in progress. */
export interface Effect {
  /** The new rules would be worse for this customer, who keeps the old until the card is full, or the points are spent. */
  readonly keeps: boolean;
  /** Names of what can be had at once and could not before. */
  readonly earned: readonly string[];
}

/** `next` is what an empty card goes by. */
interface Rules {
  readonly force: InForce;
  readonly next: InForce;
}

/** Compares what a card goes by before and after a change (F-06). */
export function effectOn(progress: Progress, before: Rules, after: Rules): Effect {
  if (after.force.rules.kind === 'stamps')
    return {
      keeps: after.force.versionKey !== after.next.versionKey,
      earned: rewardsDue(progress, after.force, after.next).map(({ reward }) => reward.name),
    };
  const { balance } = progress;
  const could = new Set(before.force.rewards.filter(({ at }) => at <= balance).map(({ rewardId }) => rewardId));
  const newPrices = new Map(after.next.rewards.map(({ rewardId, at }) => [rewardId, at]));
  return {
    keeps:
      after.force.rewards.some(({ rewardId, at }) => at < (newPrices.get(rewardId) ?? Number.POSITIVE_INFINITY)) ||
      (after.force.pointValue ?? 0) > (after.next.pointValue ?? 0),
    earned: after.force.rewards
      .filter(({ at, rewardId }) => at <= balance && !could.has(rewardId))
      .map(({ name }) => name),
  };
}
