import type { ReadConnection, WriteConnection } from '../../db/open.ts';
import {
  findNewestVersion,
  findProgram,
  getProgram,
  insertProgram,
  insertVersion,
  listPrograms,
  listVersions,
  type NewestVersion,
  type ProgramRewardRow,
  type ProgramRow,
  type VersionRow,
} from '../../db/queries/programs.ts';
import { ProgramRules, type RewardRules } from '../../preload/contract/rules.ts';
import type { ProgramRewardId } from '../../preload/contract/values.ts';

/** One set of a program's rules, as it was from a moment on. */
export interface Version<R extends ProgramRules = ProgramRules> {
  readonly key: number;
  readonly version: number;
  /** The last entry of the ledger when it was made. */
  readonly afterSeq: number;
  readonly createdAt: number;
  readonly rules: R;
  /** The keys of its rewards by their id. */
  readonly rewardKeys: ReadonlyMap<string, number>;
}

/** A program with all its versions, oldest first. */
export interface ProgramNow extends ProgramRow {
  readonly versions: readonly Version[];
  readonly latest: Version;
}

function versionOf({ key, version, afterSeq, createdAt, ...row }: VersionRow): Version {
  const rewards = JSON.parse(row.rewards) as ProgramRewardRow[];
  const rules = {
    ...(JSON.parse(row.rules) as object),
    ...(rewards.length > 0
      ? { rewards: rewards.map(({ key: _key, id, ...rest }) => ({ rewardId: id, ...rest })) }
      : {}),
  };
  const rewardKeys = new Map(rewards.map((reward) => [reward.id, reward.key]));
  return { key, version, afterSeq, createdAt, rules: ProgramRules.parse(rules), rewardKeys };
}

/** The versions of a program as a connection has read them, and the newest of them: versions are only added. */
const readBy = new WeakMap<ReadConnection, Map<number, { newest: NewestVersion; versions: readonly Version[] }>>();

/** One that was rolled back may have left its key to another. */
const isSame = (a: NewestVersion, b: NewestVersion): boolean =>
  a.key === b.key && a.createdAt === b.createdAt && a.rules === b.rules && a.reward === b.reward;

function versionsOf(connection: ReadConnection, programKey: number): readonly Version[] {
  const newest = findNewestVersion(connection, programKey);
  const programs = readBy.get(connection) ?? new Map();
  readBy.set(connection, programs);
  const known = programs.get(programKey);
  if (newest && known && isSame(known.newest, newest)) return known.versions;
  const versions = listVersions(connection, programKey).map(versionOf);
  if (newest) programs.set(programKey, { newest, versions });
  return versions;
}

function withVersions(connection: ReadConnection, row: ProgramRow): ProgramNow {
  const versions = versionsOf(connection, row.key);
  const latest = versions.at(-1);
  if (!latest) throw new Error(`program ${row.key} has no rules`);
  return { ...row, versions, latest };
}

/** Every program with its rules, in the order they were made. */
export function loadPrograms(connection: ReadConnection): ProgramNow[] {
  return listPrograms(connection).map((row) => withVersions(connection, row));
}

export function findProgramNow(connection: ReadConnection, id: string): ProgramNow | null {
  const row = findProgram(connection, id);
  return row && withVersions(connection, row);
}

/** Throws when there is no such program. */
export function getProgramNow(connection: ReadConnection, key: number): ProgramNow {
  return withVersions(connection, getProgram(connection, key));
}

/** A new program under these rules. Used by the first run and the demo too. */
export function createProgram(write: WriteConnection, rules: ProgramRules, newId: () => string, now: number): string {
  const id = newId();
  addVersion(write, insertProgram(write, id, now), rules, newId, now);
  return id;
}

/** The next version of a program. Rewards that are new get their ids here. */
export function addVersion(
  write: WriteConnection,
  programKey: number,
  rules: ProgramRules,
  newId: () => string,
  now: number,
): number {
  const { rewards, ...rest } = 'rewards' in rules ? rules : { ...rules, rewards: [] };
  const inOrder = [...rewards].sort((a: RewardRules, b: RewardRules) => a.at - b.at);
  return insertVersion(write, {
    programKey,
    rules: JSON.stringify(rest),
    createdAt: now,
    rewards: inOrder.map(({ rewardId, ...reward }) => ({ id: rewardId ?? (newId() as ProgramRewardId), ...reward })),
  });
}
