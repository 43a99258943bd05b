import type { ReadConnection } from '../open.ts';

/** What a full check of a shop found; every count but the first four must be zero. */
export interface VerifyCounts {
  readonly customers: number;
  readonly entries: number;
  readonly receipts: number;
  readonly cards: number;
  /** Lines of integrity_check other than "ok". */
  readonly integrityErrors: number;
  readonly brokenReferences: number;
  readonly ledgerGaps: number;
  /** Cards whose balance, unspent amount or lap is not what their live entries add up to. */
  readonly wrongBalances: number;
  /** Customers whose visit days, first or last visit differ from the ledger. */
  readonly wrongVisitCounts: number;
  /** Rewards whose state differs from the ledger, and customers whose count of open ones does. */
  readonly wrongRewards: number;
  /** Offers that the ledger made not once, redeemed more than once or for somebody else, after their last day or after they were withdrawn. */
  readonly wrongOffers: number;
  /** Receipts that name more or fewer entries than there are. */
  readonly wrongReceipts: number;
  /** Live entries with neither receipt nor closed batch. */
  readonly unexplainedEntries: number;
  /** Batches that a crash left open or unsettled; the next start of the app takes care of them. */
  readonly unfinishedBatches: number;
}

/**
 * What SQLite's own check says is wrong; empty when nothing is. The search is read first, in the same snapshot: only then does FTS5
 * notice that another connection has written, and without it takes what it remembers of the index for a corruption.
 */
export function listPageFaults(connection: ReadConnection, check: 'quick_check(1)' | 'integrity_check(100)'): string[] {
  return connection.transaction(() => {
    connection.prepare('SELECT rowid FROM customerSearch LIMIT 1').get();
    return (connection.pragma(check) as Record<string, string>[])
      .flatMap(Object.values)
      .filter((line) => line !== 'ok');
  })();
}

/** The whole check; seconds for millions of entries, so it belongs in the worker or the command line. */
export function countFaults(connection: ReadConnection): VerifyCounts {
  const one = (sql: string) => (connection.prepare(sql).get() as { n: number }).n;
  return {
    customers: one('SELECT count(*) AS n FROM customer WHERE pendingBatchKey IS NULL'),
    entries: one('SELECT count(*) AS n FROM entry'),
    receipts: one('SELECT count(*) AS n FROM receipt'),
    cards: one('SELECT count(*) AS n FROM card'),
    integrityErrors: listPageFaults(connection, 'integrity_check(100)').length,
    brokenReferences: (connection.pragma('foreign_key_check') as unknown[]).length,
    ledgerGaps: one('SELECT coalesce(max(seq), 0) - count(*) AS n FROM entry'),
    wrongBalances: one(`
      SELECT count(*) AS n FROM card c LEFT JOIN (
        SELECT cardKey, sum(stamps) AS stamps, sum(carry) AS carry, count(CASE WHEN kind = 'issue' AND stamps < 0 THEN 1 END) AS laps
        FROM liveEntry WHERE cardKey IS NOT NULL GROUP BY cardKey) s ON s.cardKey = c.key
      WHERE c.balance <> coalesce(s.stamps, 0) OR c.carry <> coalesce(s.carry, 0) OR c.lap <> 1 + coalesce(s.laps, 0)`),
    wrongVisitCounts: one(`
      SELECT count(*) AS n FROM customer c
      LEFT JOIN (SELECT customerKey, min(businessDay) AS first, max(businessDay) AS last, count(DISTINCT businessDay) AS days
                 FROM liveEntry WHERE kind = 'visit' GROUP BY customerKey) v ON v.customerKey = c.key
      WHERE c.pendingBatchKey IS NULL AND (c.visitDays <> coalesce(v.days, 0) OR c.firstVisitDay IS NOT v.first OR c.lastVisitDay IS NOT v.last)`),
    wrongRewards: one(`
      SELECT (SELECT count(*) FROM reward r JOIN rewardNow n ON n.key = r.key WHERE r.state <> n.state)
        + (SELECT count(*) FROM customer c WHERE c.openRewards <> (SELECT count(*) FROM reward r WHERE r.customerKey = c.key AND r.state = 'open')) AS n`),
    wrongOffers: one(`
      SELECT count(*) AS n FROM offer o WHERE
        (SELECT count(*) FROM entry e WHERE e.offerKey = o.key AND e.kind = 'use' AND e.cause = 'offerMade') <> 1
        OR (SELECT count(*) FROM liveEntry e WHERE e.offerKey = o.key AND e.cause = 'offer')
          > (SELECT count(*) FROM liveEntry e WHERE e.offerKey = o.key AND e.cause = 'offerMade')
        OR EXISTS (SELECT 1 FROM entry e WHERE e.offerKey = o.key
          AND (e.customerKey <> o.customerKey OR (e.kind = 'use' AND e.businessDay > o.endsOn)))`),
    wrongReceipts: one(
      'SELECT count(*) AS n FROM receipt r WHERE r.entries <> (SELECT count(*) FROM entry e WHERE e.requestId = r.requestId)',
    ),
    unexplainedEntries: one(`
      SELECT count(*) AS n FROM liveEntry e WHERE NOT (
        (e.requestId IS NOT NULL AND EXISTS (SELECT 1 FROM receipt r WHERE r.requestId = e.requestId))
        OR (e.batchKey IS NOT NULL AND EXISTS (SELECT 1 FROM batch b WHERE b.key = e.batchKey AND b.closedAt IS NOT NULL)))`),
    unfinishedBatches: one(
      'SELECT count(*) AS n FROM batch WHERE (closedAt IS NULL AND voidedAt IS NULL) OR settledAt IS NULL',
    ),
  };
}
