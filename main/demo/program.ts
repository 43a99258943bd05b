import type { ProgramNow } from '../programs/versions.ts';

/** A punch card as a made-up history stamps it. */
export interface SeedProgram {
  readonly key: number;
  readonly versionKey: number;
  readonly rewardKey: number;
  readonly goal: number;
  readonly minimumSpend: number | null;
}

/** Null for a program that is more than one reward for so many visits: histories know no others. */
export function seedProgramOf({ key, latest }: ProgramNow): SeedProgram | null {
  const { rules, rewardKeys } = latest;
  if (rules.kind !== 'stamps' || rules.earn.per !== 'visit' || rules.rewards.length > 1) return null;
  if (rules.expiry.kind !== 'none' || rules.usageCap !== null) return null;
  const [rewardKey] = rewardKeys.values();
  return rewardKey === undefined
    ? null
    : { key, versionKey: latest.key, rewardKey, goal: rules.goal, minimumSpend: rules.minimumSpend };
}
