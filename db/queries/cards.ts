import { prepared, type ReadConnection, type WriteConnection } from '../open.ts';

export interface CardRow {
  readonly key: number;
  readonly id: string;
  readonly customerKey: number;
  readonly programKey: number;
  readonly openedAt: number;
  readonly openedOn: string;
  /** Stamps or points; below zero the customer owes. */
  readonly balance: number;
  /** Minor units spent that have earned nothing yet. */
  readonly carry: number;
  readonly lap: number;
  /** The newest rules when the lap began. */
  readonly programVersionKey: number;
  readonly expiresOn: string | null;
}

export interface RewardRow {
  readonly key: number;
  readonly id: string;
  readonly customerKey: number;
  readonly cardKey: number;
  readonly programId: string;
  readonly programVersionKey: number;
  readonly programRewardKey: number;
  /** The same in every version of the program. */
  readonly programRewardId: string;
  readonly at: number;
  readonly kind: string;
  readonly name: string;
  readonly percent: number | null;
  readonly value: number | null;
  readonly lap: number;
  readonly issuedAt: number;
  /** The last business day it can be redeemed; null for good. */
  readonly expiresOn: string | null;
  readonly state: 'open' | 'redeemed' | 'voided' | 'expired' | 'moved';
}

const cardColumns =
  'key, id, customerKey, programKey, openedAt, openedOn, balance, carry, lap, programVersionKey, expiresOn';

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
  card: {
    id: string;
    customerKey: number;
    programKey: number;
    programVersionKey: number;
    openedAt: number;
    openedOn: string;
  },
): number {
  return Number(
    prepared<object>(
      connection,
      `INSERT INTO card (id, customerKey, programKey, programVersionKey, openedAt, openedOn)
       VALUES (@id, @customerKey, @programKey, @programVersionKey, @openedAt, @openedOn)`,
    ).run(card).lastInsertRowid,
  );
}

/** Moves what is counted of a card by what an entry says; called in the entry's own transaction. */
export function updateCardSums(
  connection: WriteConnection,
  key: number,
  change: { stamps: number; carry: number; laps: number },
): void {
  prepared<object>(
    connection,
    'UPDATE card SET balance = balance + @stamps, carry = carry + @carry, lap = lap + @laps WHERE key = @key',
  ).run({ key, ...change });
}

const rewardColumns = `r.key, r.id, r.customerKey, r.cardKey, p.id AS programId, w.programVersionKey, r.programRewardKey, w.id AS programRewardId,
  w.at, w.kind, w.name, w.percent, w.value, r.lap, r.issuedAt, r.expiresOn, r.state
  FROM reward r JOIN programReward w ON w.key = r.programRewardKey JOIN programVersion v ON v.key = w.programVersionKey JOIN program p ON p.key = v.programKey`;

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
  reward: {
    id: string;
    customerKey: number;
    cardKey: number;
    programRewardKey: number;
    lap: number;
    issuedAt: number;
    expiresOn: string | null;
  },
): number {
  return Number(
    prepared<object>(
      connection,
      `INSERT INTO reward (id, customerKey, cardKey, programRewardKey, lap, issuedAt, expiresOn)
       VALUES (@id, @customerKey, @cardKey, @programRewardKey, @lap, @issuedAt, @expiresOn)`,
    ).run(reward).lastInsertRowid,
  );
}

export function updateRewardState(connection: WriteConnection, key: number, state: RewardRow['state']): void {
  prepared<[string, number]>(connection, 'UPDATE reward SET state = ? WHERE key = ?').run(state, key);
}

/** The newest reward's key; 0 without any. */
export function lastRewardKey(connection: ReadConnection): number {
  return prepared<[], { key: number | null }>(connection, 'SELECT max(key) AS key FROM reward').get()?.key ?? 0;
}

export function updateRewardLap(connection: WriteConnection, key: number, lap: number): void {
  prepared<[number, number]>(connection, 'UPDATE reward SET lap = ? WHERE key = ?').run(lap, key);
}

/** Counts the laps of a card's rewards with these keys on or back. Those that went to another customer stay as they were. */
export function updateRewardLaps(
  connection: WriteConnection,
  of: { cardKey: number; by: number; fromKey: number; toKey: number },
): void {
  if (of.by === 0) return;
  prepared<object>(
    connection,
    "UPDATE reward SET lap = max(1, lap + @by) WHERE cardKey = @cardKey AND key BETWEEN @fromKey AND @toKey AND state <> 'moved'",
  ).run(of);
}

/** Which rules the lap began under and when something on the card runs out. */
export function updateCardTerms(
  connection: WriteConnection,
  key: number,
  terms: { programVersionKey: number; expiresOn: string | null },
): void {
  prepared<object>(
    connection,
    'UPDATE card SET programVersionKey = @programVersionKey, expiresOn = @expiresOn WHERE key = @key',
  ).run({ key, ...terms });
}

/** Units that came on a card, newest first. `origin` is the entry that first brought them, also when they came from another customer. */
export function iterateGains(
  connection: ReadConnection,
  cardKey: number,
): IterableIterator<{ day: string; units: number; origin: number }> {
  return prepared<[number], { day: string; units: number; origin: number }>(
    connection,
    `SELECT businessDay AS day, stamps AS units, coalesce(fromSeq, seq) AS origin FROM liveEntry
     WHERE cardKey = ? AND stamps > 0 ORDER BY businessDay DESC, seq DESC`,
  ).iterate(cardKey);
}

/** The last day on which the customer moved something on the card; null when nobody ever did. */
export function findLastActiveDay(connection: ReadConnection, cardKey: number): string | null {
  return (
    prepared<[number], { day: string | null }>(
      connection,
      "SELECT max(businessDay) AS day FROM liveEntry WHERE cardKey = ? AND kind IN ('opening', 'stamp', 'redeem', 'spend')",
    ).get(cardKey)?.day ?? null
  );
}

/** The entry that completed the last full card; 0 when there was none. */
export function findLapEnd(connection: ReadConnection, cardKey: number): number {
  return (
    prepared<[number], { seq: number | null }>(
      connection,
      "SELECT max(coalesce(fromSeq, seq)) AS seq FROM liveEntry WHERE cardKey = ? AND kind = 'issue' AND stamps < 0",
    ).get(cardKey)?.seq ?? 0
  );
}

/** Rewards of a card's lap and later ones that were issued and not taken back, as `id/lap`. */
export function listGiven(connection: ReadConnection, cardKey: number, fromLap: number): string[] {
  return prepared<[number, number], { given: string }>(
    connection,
    `SELECT w.id || '/' || r.lap AS given FROM reward r JOIN programReward w ON w.key = r.programRewardKey
     WHERE r.cardKey = ? AND r.lap >= ? AND r.state NOT IN ('voided', 'moved')`,
  )
    .all(cardKey, fromLap)
    .map((row) => row.given);
}

/** What of a customer has run out before a day, as far as the cards' rows know, and nobody has written down. */
const cardsRunOut = 'customerKey = @customerKey AND expiresOn < @today';
const rewardsRunOut = "r.customerKey = @customerKey AND r.state = 'open' AND r.expiresOn < @today";

/** Has anything of the customer's run out before this day that nobody has written down? */
export function hasRunOut(connection: ReadConnection, customerKey: number, today: string): boolean {
  return (
    prepared<object, { due: number }>(
      connection,
      `SELECT EXISTS (SELECT 1 FROM card WHERE ${cardsRunOut}) OR EXISTS (SELECT 1 FROM reward r WHERE ${rewardsRunOut}) AS due`,
    ).get({ customerKey, today })?.due === 1
  );
}

/** Keys of the customer's cards on which something has run out before this day, as far as the cards' rows know. */
export function listCardsRunOut(connection: ReadConnection, customerKey: number, today: string): number[] {
  return prepared<object, { key: number }>(connection, `SELECT key FROM card WHERE ${cardsRunOut} ORDER BY key`)
    .all({ customerKey, today })
    .map((row) => row.key);
}

/** The customer's open rewards that have run out before this day. */
export function listRewardsRunOut(connection: ReadConnection, customerKey: number, today: string): RewardRow[] {
  return prepared<object, RewardRow>(connection, `SELECT ${rewardColumns} WHERE ${rewardsRunOut} ORDER BY r.key`).all({
    customerKey,
    today,
  });
}

/** The card's rewards that were not handed over: open or expired, oldest first. */
export function listUnredeemed(connection: ReadConnection, cardKey: number): RewardRow[] {
  return prepared<[number], RewardRow>(
    connection,
    `SELECT ${rewardColumns} WHERE r.cardKey = ? AND r.state IN ('open', 'expired') ORDER BY r.key`,
  ).all(cardKey);
}

/** A card somebody is on the way with, and whose it is. */
export interface InProgress extends CardRow {
  readonly customerId: string;
  readonly number: number;
  readonly externalId: string | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly language: string | null;
}

/** Cards of a program with something on them, in pages by key; `total` counts all of them, on the first page only. */
export function listInProgress(
  connection: ReadConnection,
  programKey: number,
  after: number,
  limit: number,
): { total: number | null; cards: InProgress[] } {
  const total =
    after === 0
      ? (prepared<[number], { n: number }>(
          connection,
          'SELECT count(*) AS n FROM card WHERE programKey = ? AND closedAt IS NULL AND balance > 0',
        ).get(programKey)?.n ?? 0)
      : null;
  const cards = prepared<object, InProgress>(
    connection,
    `SELECT c.key, c.id, c.customerKey, c.programKey, c.openedAt, c.openedOn, c.balance, c.carry, c.lap, c.programVersionKey, c.expiresOn,
       o.id AS customerId, o.number, o.externalId, o.name, o.email, o.language
     FROM card c JOIN customer o ON o.key = c.customerKey
     WHERE c.programKey = @programKey AND c.closedAt IS NULL AND c.balance > 0 AND c.key > @after ORDER BY c.key LIMIT @limit`,
  ).all({ programKey, after, limit });
  return { total, cards };
}

/** Cards and open rewards of the whole shop on which something has run out before this day. */
export function countDue(connection: ReadConnection, today: string): number {
  return (
    prepared<object, { n: number }>(
      connection,
      `SELECT (SELECT count(*) FROM card WHERE expiresOn < @today)
         + (SELECT count(*) FROM reward WHERE expiresOn < @today AND state = 'open') AS n`,
    ).get({ today })?.n ?? 0
  );
}

interface DueRow {
  readonly key: number;
  readonly expiresOn: string;
}
/** The row a page begins behind. */
interface After {
  readonly day: string;
  readonly key: number;
}

export function listDueCards(connection: ReadConnection, today: string, after: After, limit: number): DueRow[] {
  return prepared<object, DueRow>(
    connection,
    `SELECT key, expiresOn FROM card WHERE expiresOn < @today AND expiresOn >= @day AND (expiresOn, key) > (@day, @key)
     ORDER BY expiresOn, key LIMIT @limit`,
  ).all({ today, ...after, limit });
}

export function listDueRewards(connection: ReadConnection, today: string, after: After, limit: number): DueRow[] {
  return prepared<object, DueRow>(
    connection,
    `SELECT key, expiresOn FROM reward WHERE state = 'open' AND expiresOn < @today AND expiresOn >= @day
       AND (expiresOn, key) > (@day, @key) ORDER BY expiresOn, key LIMIT @limit`,
  ).all({ today, ...after, limit });
}
