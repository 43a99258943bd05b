import { prepared, type ReadConnection, type WriteConnection } from '../open.ts';

export interface CardRow {
  readonly key: number;
  readonly id: string;
  readonly customerKey: number;
  readonly programKey: number;
  readonly balance: number;
}

export interface RewardRow {
  readonly key: number;
  readonly id: string;
  readonly customerKey: number;
  readonly cardKey: number;
  readonly programId: string;
  readonly programVersionKey: number;
  readonly name: string;
  readonly value: number | null;
  readonly issuedAt: number;
  readonly state: 'open' | 'redeemed' | 'voided' | 'expired';
}

const cardColumns = 'key, id, customerKey, programKey, balance';

export function findOpenCard(connection: ReadConnection, customerKey: number, programKey: number): CardRow | null {
  return (
    prepared<[number, number], CardRow>(
      connection,
      `SELECT ${cardColumns} FROM card WHERE customerKey = ? AND programKey = ? AND closedAt IS NULL`,
    ).get(customerKey, programKey) ?? null
  );
}

/** Throws when there is no such card. */
export function getCard(connection: ReadConnection, key: number): CardRow {
  const row = prepared<[number], CardRow>(connection, `SELECT ${cardColumns} FROM card WHERE key = ?`).get(key);
  if (!row) throw new Error(`no card ${key}`);
  return row;
}

export function listOpenCards(connection: ReadConnection, customerKey: number): CardRow[] {
  return prepared<[number], CardRow>(
    connection,
    `SELECT ${cardColumns} FROM card WHERE customerKey = ? AND closedAt IS NULL ORDER BY key`,
  ).all(customerKey);
}

export function insertCard(
  connection: WriteConnection,
  card: { id: string; customerKey: number; programKey: number; openedAt: number },
): number {
  return Number(
    prepared<object>(
      connection,
      'INSERT INTO card (id, customerKey, programKey, openedAt) VALUES (@id, @customerKey, @programKey, @openedAt)',
    ).run(card).lastInsertRowid,
  );
}

/** Moves the materialised balance by what an entry says; called in the entry's own transaction. */
export function updateCardBalance(connection: WriteConnection, key: number, change: number): void {
  prepared<[number, number]>(connection, 'UPDATE card SET balance = balance + ? WHERE key = ?').run(change, key);
}

const rewardColumns = `r.key, r.id, r.customerKey, r.cardKey, p.id AS programId, r.programVersionKey, v.rewardName AS name, v.rewardValue AS value, r.issuedAt, r.state
  FROM reward r JOIN programVersion v ON v.key = r.programVersionKey JOIN program p ON p.key = v.programKey`;

export function findReward(connection: ReadConnection, id: string): RewardRow | null {
  return prepared<[string], RewardRow>(connection, `SELECT ${rewardColumns} WHERE r.id = ?`).get(id) ?? null;
}

/** Throws when there is no such reward. */
export function getReward(connection: ReadConnection, key: number): RewardRow {
  const row = prepared<[number], RewardRow>(connection, `SELECT ${rewardColumns} WHERE r.key = ?`).get(key);
  if (!row) throw new Error(`no reward ${key}`);
  return row;
}

/** Rewards not handed over yet, oldest first. */
export function listOpenRewards(connection: ReadConnection, customerKey: number): RewardRow[] {
  return prepared<[number], RewardRow>(
    connection,
    `SELECT ${rewardColumns} WHERE r.customerKey = ? AND r.state = 'open' ORDER BY r.key`,
  ).all(customerKey);
}

export function insertReward(
  connection: WriteConnection,
  reward: { id: string; customerKey: number; cardKey: number; programVersionKey: number; issuedAt: number },
): number {
  return Number(
    prepared<object>(
      connection,
      `INSERT INTO reward (id, customerKey, cardKey, programVersionKey, issuedAt)
       VALUES (@id, @customerKey, @cardKey, @programVersionKey, @issuedAt)`,
    ).run(reward).lastInsertRowid,
  );
}

export function updateRewardState(connection: WriteConnection, key: number, state: RewardRow['state']): void {
  prepared<[string, number]>(connection, 'UPDATE reward SET state = ? WHERE key = ?').run(state, key);
}
