import { prepared, type ReadConnection, type WriteConnection } from '../open.ts';

/** Stands for the words of an offer that was made to somebody erased since, or that came back from the journal. */
export const lostWords = '?';

/** What was offered, minor units. */
export interface OfferedBenefit {
  readonly kind: 'item' | 'percent' | 'amount' | 'text';
  readonly name: string;
  readonly percent: number | null;
  readonly value: number | null;
  readonly cost: number | null;
}

export interface OfferRow extends OfferedBenefit {
  readonly key: number;
  readonly id: string;
  readonly customerKey: number;
  /** The last business day it can be redeemed. */
  readonly endsOn: string;
  readonly madeAt: number;
  /** Place of the entry that made it, and its business day. */
  readonly madeSeq: number;
  readonly madeOn: string;
  readonly redeemedOn: string | null;
  /** On the day that was asked about. */
  readonly state: 'open' | 'redeemed' | 'ended' | 'withdrawn' | 'moved';
}

const stateOn = "CASE WHEN n.state = 'open' AND o.endsOn < @today THEN 'ended' ELSE n.state END";
const columns = `o.key, o.id, o.customerKey, o.kind, o.name, o.percent, o.value, o.cost, o.endsOn, o.madeAt, n.madeSeq, n.madeOn,
  n.redeemedOn, ${stateOn} AS state FROM offer o JOIN offerNow n ON n.key = o.key`;

export function insertOffer(
  connection: WriteConnection,
  offer: OfferedBenefit & {
    readonly id: string;
    readonly customerKey: number;
    readonly endsOn: string;
    readonly madeAt: number;
  },
): number {
  return Number(
    prepared<object>(
      connection,
      `INSERT INTO offer (id, customerKey, kind, name, percent, value, cost, endsOn, madeAt)
       VALUES (@id, @customerKey, @kind, @name, @percent, @value, @cost, @endsOn, @madeAt)`,
    ).run(offer).lastInsertRowid,
  );
}

export function findOffer(connection: ReadConnection, id: string, today: string): OfferRow | null {
  return prepared<object, OfferRow>(connection, `SELECT ${columns} WHERE o.id = @id`).get({ id, today }) ?? null;
}

/** What was offered, whatever has become of it. Throws when there is no such offer. */
export function getOffered(
  connection: ReadConnection,
  key: number,
): OfferedBenefit & { readonly endsOn: string; readonly madeAt: number } {
  const row = prepared<[number], OfferedBenefit & { endsOn: string; madeAt: number }>(
    connection,
    'SELECT kind, name, percent, value, cost, endsOn, madeAt FROM offer WHERE key = ?',
  ).get(key);
  if (!row) throw new Error(`no offer ${key}`);
  return row;
}

/** A customer's offers, the newest first; those that went to another record with a merge are not theirs. */
export function listOffersOf(connection: ReadConnection, customerKey: number, today: string): OfferRow[] {
  return prepared<object, OfferRow>(
    connection,
    `SELECT ${columns} WHERE o.customerKey = @customerKey AND n.state <> 'moved' ORDER BY n.madeSeq DESC`,
  ).all({ customerKey, today });
}

/** A customer's offers that can be redeemed today, the first to end first. */
export function listOpenOffers(connection: ReadConnection, customerKey: number, today: string): OfferRow[] {
  return prepared<object, OfferRow>(
    connection,
    `SELECT ${columns} WHERE o.customerKey = @customerKey AND n.state = 'open' AND o.endsOn >= @today ORDER BY o.endsOn, n.madeSeq`,
  ).all({ customerKey, today });
}

/** Days after an offer within which the customer's return is counted for it. */
export const returnDays = 30;

/** A withdrawn offer brings nobody. */
const cameBack = `n.state <> 'withdrawn' AND EXISTS (SELECT 1 FROM liveEntry v WHERE v.kind = 'visit' AND v.customerKey = o.customerKey
  AND v.businessDay > n.madeOn AND v.businessDay <= date(n.madeOn, '+${returnDays} days'))`;
/** What a redeemed one has cost, as far as the owner said; money off costs itself. */
const cost = "coalesce(o.cost, CASE WHEN o.kind = 'amount' THEN o.value END)";

/** An offer with the customer it was made to and what came of it. */
export interface OfferLine extends OfferRow {
  readonly customerId: string;
  readonly number: number;
  readonly externalId: string | null;
  readonly customerName: string | null;
  readonly cameBack: 0 | 1;
  /** There are days left in which they could come. */
  readonly waiting: 0 | 1;
}

/** Offers made from a business day on, the newest first. */
export function listOffers(connection: ReadConnection, today: string, from: string, limit: number): OfferLine[] {
  return prepared<object, OfferLine>(
    connection,
    `SELECT o.key, o.id, o.customerKey, o.kind, o.name, o.percent, o.value, ${cost} AS cost, o.endsOn, o.madeAt, n.madeSeq, n.madeOn,
       n.redeemedOn, ${stateOn} AS state, c.id AS customerId, c.number, c.externalId, c.name AS customerName,
       ${cameBack} AS cameBack, n.state <> 'withdrawn' AND NOT (${cameBack}) AND date(n.madeOn, '+${returnDays} days') >= @today AS waiting
     FROM offer o JOIN offerNow n ON n.key = o.key JOIN customer c ON c.key = o.customerKey
     WHERE n.state <> 'moved' AND n.madeOn >= @from ORDER BY n.madeSeq DESC LIMIT @limit`,
  ).all({ today, from, limit });
}

/** What became of all offers made from a business day on; `cost` in minor units. */
export interface OfferCounts {
  readonly made: number;
  readonly open: number;
  readonly redeemed: number;
  readonly ended: number;
  readonly withdrawn: number;
  readonly cameBack: number;
  readonly waiting: number;
  readonly cost: number;
  /** Redeemed ones of which nobody said what they cost. */
  readonly withoutCost: number;
}

export function countOffers(connection: ReadConnection, today: string, from: string): OfferCounts {
  const row = prepared<object, OfferCounts>(
    connection,
    `WITH line AS (
       SELECT ${stateOn} AS state, ${cost} AS cost, ${cameBack} AS cameBack, date(n.madeOn, '+${returnDays} days') >= @today AND n.state <> 'withdrawn' AS early
       FROM offer o JOIN offerNow n ON n.key = o.key WHERE n.state <> 'moved' AND n.madeOn >= @from)
     SELECT count(*) AS made, coalesce(sum(state = 'open'), 0) AS open, coalesce(sum(state = 'redeemed'), 0) AS redeemed,
       coalesce(sum(state = 'ended'), 0) AS ended, coalesce(sum(state = 'withdrawn'), 0) AS withdrawn,
       coalesce(sum(cameBack), 0) AS cameBack, coalesce(sum(early AND NOT cameBack), 0) AS waiting,
       coalesce(sum(CASE WHEN state = 'redeemed' THEN cost END), 0) AS cost,
       coalesce(sum(state = 'redeemed' AND cost IS NULL), 0) AS withoutCost FROM line`,
  ).get({ today, from });
  if (!row) throw new Error('a sum always answers');
  return row;
}
