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

/** Rules that were read before, by the key of their version. They never change; a rolled back version may leave its key to another. */
const read = new Map<number, { row: VersionRow; version: Version }>();
/** More versions than a shop ever has; the tests have thousands of shops. */
const mostRead = 500;

function versionOf(row: VersionRow): Version {
  const known = read.get(row.key);
  if (known?.row.rules === row.rules && known.row.rewards === row.rewards && known.row.afterSeq === row.afterSeq) {
    return { ...known.version, version: row.version, createdAt: row.createdAt };
  }
  const rewards = JSON.parse(row.rewards) as ProgramRewardRow[];
  const version: Version = {
    key: row.key,
    version: row.version,
    afterSeq: row.afterSeq,
    createdAt: row.createdAt,
    rules: ProgramRules.parse({
      ...(JSON.parse(row.rules) as object),
      ...(rewards.length > 0
        ? { rewards: rewards.map(({ key: _key, id, ...rest }) => ({ rewardId: id, ...rest })) }
        : {}),
    }),
    rewardKeys: new Map(rewards.map(({ id, key }) => [id, key])),
  };
  if (read.size >= mostRead) read.clear();
  read.set(row.key, { row, version });
  return version;
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

/** The programs that one transaction works with, each read once. Not for a transaction that makes a version. */
export interface Programs {
  find(id: string): ProgramNow | null;
  /** Throws when there is no such program. */
  get(key: number): ProgramNow;
}

export function createPrograms(connection: ReadConnection): Programs {
  const known: ProgramNow[] = [];
  const kept = (program: ProgramNow): ProgramNow => {
    known.push(program);
    return program;
  };
  return {
    find(id) {
      const program = known.find((one) => one.id === id);
      if (program) return program;
      const found = findProgramNow(connection, id);
      return found && kept(found);
    },
    get: (key) => known.find((one) => one.key === key) ?? kept(getProgramNow(connection, key)),
  };
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
