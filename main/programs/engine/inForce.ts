import type { ExpiryRule, PointRules, ProgramRules, RewardRules, StampRules } from '../../../preload/contract/rules.ts';

/** One version of a program's rules, as the engine needs it. */
export interface RulesVersion {
  readonly key: number;
  readonly rules: ProgramRules;
  readonly rewardKeys: ReadonlyMap<string, number>;
}

/** A reward as a card is owed it, with the version that says so. */
export interface OwedReward extends RewardRules {
  readonly rewardId: NonNullable<RewardRules['rewardId']>;
  readonly programRewardKey: number;
  readonly programVersionKey: number;
}

/** The rules a card goes by (F-06). */
export interface InForce<R extends StampRules | PointRules = StampRules | PointRules> {
  readonly versionKey: number;
  readonly rules: R;
  /** Cheapest first. */
  readonly rewards: readonly OwedReward[];
  /** Of these the one that lasts longest holds. */
  readonly expiry: readonly ExpiryRule[];
  readonly usageCap: number | null;
  readonly pointValue: number | null;
}

/**
 * Cards in progress keep the better of old and new. `versions` are those a card has lived through, from the newest at its lap's beginning
 * to the newest now, oldest first; an empty card has lived through the newest alone.
 *
 * Punch card: of all of them the one that takes fewest visits (or the smallest amount) to the last reward; of equals the more valuable
 * reward, then the newer. Where one counts visits and the other amounts nobody can say which is better: the older stays until the card is
 * full. Points: earned by the newest rules; each reward at its lowest price, dropped ones stay; a point keeps its highest worth.
 */
export function inForce(versions: readonly RulesVersion[]): InForce {
  const earning = versions.filter(isEarning);
  const newest = earning.at(-1);
  const [first, ...later] = earning;
  if (!first || !newest) throw new Error('a card needs rules that earn');
  const caps = earning.map(({ rules }) => rules.usageCap);
  const common = {
    expiry: earning.map(({ rules }) => rules.expiry),
    usageCap: caps.some((cap) => cap === null) ? null : Math.max(...caps.map((cap) => cap ?? 0)),
  };
  if (newest.rules.kind === 'stamps') {
    const best = later.reduce<Earning>((held, next) => (isAsGood(next.rules, held.rules) ? next : held), first);
    return { ...common, versionKey: best.key, rules: best.rules, rewards: rewardsOf(best), pointValue: null };
  }
  const cheapest = new Map<string, OwedReward>();
  for (const reward of earning.flatMap(rewardsOf)) {
    const known = cheapest.get(reward.rewardId);
    if (!known || reward.at <= known.at) cheapest.set(reward.rewardId, reward);
  }
  const worth = earning.map(({ rules }) => (rules.kind === 'points' ? (rules.pointValue ?? 0) : 0));
  return {
    ...common,
    versionKey: newest.key,
    rules: newest.rules,
    rewards: [...cheapest.values()].sort((a, b) => a.at - b.at),
    pointValue: Math.max(...worth) || null,
  };
}

type Earning = RulesVersion & { readonly rules: StampRules | PointRules };
const isEarning = (version: RulesVersion): version is Earning =>
  version.rules.kind === 'stamps' || version.rules.kind === 'points';

function rewardsOf({ key, rules, rewardKeys }: Earning): OwedReward[] {
  return rules.rewards.map((reward) => {
    const { rewardId } = reward;
    const programRewardKey = rewardId === null ? undefined : rewardKeys.get(rewardId);
    if (rewardId === null || programRewardKey === undefined) throw new Error('a stored reward has an id and a key');
    return { ...reward, rewardId, programRewardKey, programVersionKey: key };
  });
}

/** Is the newer one at least as good for somebody on the way to the last reward? */
function isAsGood(newer: StampRules | PointRules, older: StampRules | PointRules): boolean {
  if (newer.kind !== 'stamps' || older.kind !== 'stamps' || newer.earn.per !== older.earn.per) return false;
  const effort = (rules: StampRules) =>
    (rules.goal * (rules.earn.per === 'amount' ? rules.earn.every : 1)) / rules.earn.units;
  const value = (rules: StampRules) => rules.rewards.find(({ at }) => at === rules.goal)?.value ?? 0;
  if (effort(newer) !== effort(older)) return effort(newer) < effort(older);
  return value(newer) >= value(older);
}
