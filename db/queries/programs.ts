import { prepared, type ReadConnection, type WriteConnection } from '../open.ts';

export interface ProgramRow {
  readonly key: number;
  readonly id: string;
  readonly createdAt: number;
  readonly pausedAt: number | null;
  readonly endedAt: number | null;
}

/** The rules of a program as they were from a moment on. */
export interface VersionRow {
  readonly key: number;
  readonly programKey: number;
  readonly version: number;
  readonly afterSeq: number;
  /** ProgramRules of the contract without rewards, as JSON. */
  readonly rules: string;
  /** {@link ProgramRewardRow}s in their order, as JSON. */
  readonly rewards: string;
  readonly createdAt: number;
}

export interface ProgramRewardRow {
  readonly key: number;
  readonly id: string;
  readonly at: number;
  readonly kind: string;
  readonly name: string;
  readonly percent: number | null;
  readonly value: number | null;
  readonly cost: number | null;
  readonly validDays: number | null;
}

const programColumns = 'key, id, createdAt, pausedAt, endedAt';

export function listPrograms(connection: ReadConnection): ProgramRow[] {
  return prepared<[], ProgramRow>(connection, `SELECT ${programColumns} FROM program ORDER BY key`).all();
}

export function findProgram(connection: ReadConnection, id: string): ProgramRow | null {
  return (
    prepared<[string], ProgramRow>(connection, `SELECT ${programColumns} FROM program WHERE id = ?`).get(id) ?? null
  );
}

/** Throws when there is no such program. */
export function getProgram(connection: ReadConnection, key: number): ProgramRow {
  const row = prepared<[number], ProgramRow>(connection, `SELECT ${programColumns} FROM program WHERE key = ?`).get(
    key,
  );
  if (!row) throw new Error(`no program ${key}`);
  return row;
}

/** By what the newest version of a program is known again. */
export interface NewestVersion {
  readonly key: number;
  readonly createdAt: number;
  readonly rules: string;
  /** Id of its last reward; null where it has none. */
  readonly reward: string | null;
}

export function findNewestVersion(connection: ReadConnection, programKey: number): NewestVersion | null {
  return (
    prepared<[number], NewestVersion>(
      connection,
      `SELECT v.key, v.createdAt, v.rules,
         (SELECT id FROM programReward WHERE programVersionKey = v.key ORDER BY position DESC LIMIT 1) AS reward
       FROM programVersion v WHERE v.programKey = ? ORDER BY v.version DESC LIMIT 1`,
    ).get(programKey) ?? null
  );
}

/** All versions of a program, oldest first. */
export function listVersions(connection: ReadConnection, programKey: number): VersionRow[] {
  return prepared<[number], VersionRow>(
    connection,
    `SELECT v.key, v.programKey, v.version, v.afterSeq, v.rules, v.createdAt,
       (SELECT json_group_array(json_object('key', key, 'id', id, 'at', at, 'kind', kind, 'name', name, 'percent', percent, 'value', value,
          'cost', cost, 'validDays', validDays)) FROM (SELECT * FROM programReward WHERE programVersionKey = v.key ORDER BY position)) AS rewards
     FROM programVersion v WHERE v.programKey = ? ORDER BY v.version`,
  ).all(programKey);
}

/** Cards in progress and rewards not handed over, by program key. */
export function countOpenByProgram(
  connection: ReadConnection,
): { programKey: number; openCards: number; openRewards: number }[] {
  return prepared<[], { programKey: number; openCards: number; openRewards: number }>(
    connection,
    `SELECT p.key AS programKey,
       (SELECT count(*) FROM card c WHERE c.programKey = p.key AND c.closedAt IS NULL AND c.balance <> 0) AS openCards,
       (SELECT count(*) FROM programVersion v JOIN programReward w ON w.programVersionKey = v.key JOIN reward r ON r.programRewardKey = w.key
        WHERE v.programKey = p.key AND r.state = 'open') AS openRewards
     FROM program p`,
  ).all();
}

export function insertProgram(connection: WriteConnection, id: string, createdAt: number): number {
  return Number(
    prepared<[string, number]>(connection, 'INSERT INTO program (id, createdAt) VALUES (?, ?)').run(id, createdAt)
      .lastInsertRowid,
  );
}

/** The next version of a program, with its rewards in their order. `rules` is JSON without them. */
export function insertVersion(
  connection: WriteConnection,
  version: { programKey: number; rules: string; createdAt: number; rewards: readonly Omit<ProgramRewardRow, 'key'>[] },
): number {
  const key = Number(
    prepared<object>(
      connection,
      `INSERT INTO programVersion (programKey, version, afterSeq, rules, createdAt)
       VALUES (@programKey, (SELECT coalesce(max(version), 0) + 1 FROM programVersion WHERE programKey = @programKey),
         (SELECT coalesce(max(seq), 0) FROM entry), @rules, @createdAt)`,
    ).run({ programKey: version.programKey, rules: version.rules, createdAt: version.createdAt }).lastInsertRowid,
  );
  for (const [position, reward] of version.rewards.entries()) {
    prepared<object>(
      connection,
      `INSERT INTO programReward (id, programVersionKey, position, at, kind, name, percent, value, cost, validDays)
       VALUES (@id, @versionKey, @position, @at, @kind, @name, @percent, @value, @cost, @validDays)`,
    ).run({ ...reward, position, versionKey: key });
  }
  return key;
}

export function updateProgramPause(connection: WriteConnection, key: number, pausedAt: number | null): void {
  prepared<[number | null, number]>(connection, 'UPDATE program SET pausedAt = ? WHERE key = ?').run(pausedAt, key);
}

export function updateProgramEnd(connection: WriteConnection, key: number, endedAt: number): void {
  prepared<[number, number]>(connection, 'UPDATE program SET endedAt = ? WHERE key = ?').run(endedAt, key);
}

/** New rules whose newly earned rewards have still to be given out. */
export function insertPendingChange(connection: WriteConnection, programVersionKey: number): void {
  prepared<[number]>(connection, 'INSERT INTO pendingChange (programVersionKey) VALUES (?)').run(programVersionKey);
}

/** Keys of the programs that have some. */
export function listPendingChanges(connection: ReadConnection): number[] {
  return prepared<[], { programKey: number }>(
    connection,
    'SELECT DISTINCT v.programKey FROM pendingChange JOIN programVersion v ON v.key = programVersionKey ORDER BY v.programKey',
  )
    .all()
    .map((row) => row.programKey);
}

/** Done up to this version; a later one may have come meanwhile. */
export function deletePendingChange(connection: WriteConnection, programKey: number, version: number): void {
  prepared<[number, number]>(
    connection,
    'DELETE FROM pendingChange WHERE programVersionKey IN (SELECT key FROM programVersion WHERE programKey = ? AND version <= ?)',
  ).run(programKey, version);
}
