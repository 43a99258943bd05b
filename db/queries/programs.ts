import { prepared, type ReadConnection, type WriteConnection } from '../open.ts';

/** A program with its present rules. */
export interface ProgramRow {
  readonly key: number;
  readonly id: string;
  readonly versionKey: number;
  readonly version: number;
  readonly name: string;
  readonly goal: number;
  readonly rewardName: string;
  readonly rewardValue: number | null;
  readonly minimumSpend: number | null;
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  readonly icon: string;
  readonly color: string;
  readonly note: string | null;
  readonly createdAt: number;
  readonly pausedAt: number | null;
  readonly endedAt: number | null;
}

const present = `
  SELECT p.key, p.id, v.key AS versionKey, v.version, v.name, v.goal, v.rewardName, v.rewardValue, v.minimumSpend, v.startsOn, v.endsOn,
    v.icon, v.color, v.note, p.createdAt, p.pausedAt, p.endedAt
  FROM program p JOIN programVersion v ON v.programKey = p.key
  WHERE v.version = (SELECT max(version) FROM programVersion WHERE programKey = p.key)`;

export function listPrograms(connection: ReadConnection): ProgramRow[] {
  return prepared<[], ProgramRow>(connection, `${present} ORDER BY p.key`).all();
}

export function findProgram(connection: ReadConnection, id: string): ProgramRow | null {
  return prepared<[string], ProgramRow>(connection, `${present} AND p.id = ?`).get(id) ?? null;
}

/** Cards in progress and rewards not handed over, by program key. */
export function countOpenByProgram(
  connection: ReadConnection,
): { programKey: number; openCards: number; openRewards: number }[] {
  return prepared<[], { programKey: number; openCards: number; openRewards: number }>(
    connection,
    `SELECT p.key AS programKey,
       (SELECT count(*) FROM card c WHERE c.programKey = p.key AND c.closedAt IS NULL AND c.balance <> 0) AS openCards,
       (SELECT count(*) FROM reward r JOIN programVersion v ON v.key = r.programVersionKey WHERE v.programKey = p.key AND r.state = 'open') AS openRewards
     FROM program p`,
  ).all();
}

/** A new program with its first version. */
export function insertProgram(
  connection: WriteConnection,
  program: Omit<ProgramRow, 'key' | 'versionKey' | 'version' | 'pausedAt' | 'endedAt'>,
): { key: number; versionKey: number } {
  const key = Number(
    prepared<[string, number]>(connection, 'INSERT INTO program (id, createdAt) VALUES (?, ?)').run(
      program.id,
      program.createdAt,
    ).lastInsertRowid,
  );
  const versionKey = Number(
    prepared<object>(
      connection,
      `INSERT INTO programVersion (programKey, version, name, goal, rewardName, rewardValue, minimumSpend, startsOn, endsOn, icon, color, note, createdAt)
       VALUES (@programKey, 1, @name, @goal, @rewardName, @rewardValue, @minimumSpend, @startsOn, @endsOn, @icon, @color, @note, @createdAt)`,
    ).run({ ...program, programKey: key }).lastInsertRowid,
  );
  return { key, versionKey };
}

export function updateProgramPause(connection: WriteConnection, key: number, pausedAt: number | null): void {
  prepared<[number | null, number]>(connection, 'UPDATE program SET pausedAt = ? WHERE key = ?').run(pausedAt, key);
}

export function updateProgramEnd(connection: WriteConnection, key: number, endedAt: number): void {
  prepared<[number, number]>(connection, 'UPDATE program SET endedAt = ? WHERE key = ?').run(endedAt, key);
}
