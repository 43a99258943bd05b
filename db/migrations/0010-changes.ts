/**
 * Changing a program: rewards that new rules have earned are given out by a batch of their own kind, and what has still to be given
 * is written down until it is.
 */
export const sql = /* sql */ `
-- Views that read the table stand while it is gone for a moment.
PRAGMA legacy_alter_table = ON;
CREATE TABLE newBatch (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('import', 'seed', 'expiry', 'change')),
  fileHash TEXT,
  firstSeq INTEGER,
  lastSeq INTEGER,
  personKey INTEGER REFERENCES person (key),
  openedAt INTEGER NOT NULL,
  closedAt INTEGER,
  voidedAt INTEGER,
  -- Balances and visit counts of the customers it touches have been brought up to date since it was closed or voided.
  settledAt INTEGER
) STRICT;
INSERT INTO newBatch SELECT key, id, kind, fileHash, firstSeq, lastSeq, personKey, openedAt, closedAt, voidedAt, settledAt FROM batch ORDER BY key;
DROP TABLE batch;
ALTER TABLE newBatch RENAME TO batch;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX batchByFile ON batch (fileHash) WHERE fileHash IS NOT NULL;

-- New rules whose newly earned rewards have not all been given out yet.
CREATE TABLE pendingChange (
  programVersionKey INTEGER PRIMARY KEY REFERENCES programVersion (key)
) STRICT;
`;
