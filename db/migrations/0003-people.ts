/**
 * Signing in that survives restarts and set clocks, the recovery code, badges, staff who are customers, opening hours,
 * and a log of activities that can be looked through. `person.lockedUntil` is of version 1 and no longer read.
 */
export const sql = /* sql */ `
ALTER TABLE person ADD COLUMN pinPepper TEXT;
ALTER TABLE person ADD COLUMN pinLocks INTEGER NOT NULL DEFAULT 0 CHECK (pinLocks >= 0);
ALTER TABLE person ADD COLUMN lockLeft INTEGER CHECK (lockLeft > 0);
ALTER TABLE person ADD COLUMN badge TEXT;
ALTER TABLE person ADD COLUMN customerKey INTEGER REFERENCES customer (key);

UPDATE person SET pinLocks = 1, lockLeft = 60000 WHERE lockedUntil IS NOT NULL;

CREATE UNIQUE INDEX personByBadge ON person (badge) WHERE badge IS NOT NULL;
CREATE UNIQUE INDEX personByCustomer ON person (customerKey) WHERE customerKey IS NOT NULL;

-- The owner's way back in when the PIN is forgotten: scrypt, without pepper, so that it works on another computer too.
CREATE TABLE recovery (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  salt BLOB NOT NULL,
  hash BLOB NOT NULL,
  cost INTEGER NOT NULL,
  madeAt INTEGER NOT NULL
) STRICT;

-- Minutes after midnight; closing before opening: open past midnight. Null: not said.
ALTER TABLE shop ADD COLUMN opensAt INTEGER CHECK (opensAt BETWEEN 0 AND 1439);
ALTER TABLE shop ADD COLUMN closesAt INTEGER CHECK (closesAt BETWEEN 0 AND 1439);

CREATE INDEX activityByPerson ON activity (personKey, seq);
CREATE INDEX activityByTarget ON activity (targetId, seq) WHERE targetId IS NOT NULL;
CREATE INDEX activityByDay ON activity (businessDay, seq);
CREATE INDEX activityApproved ON activity (seq) WHERE approvedBy IS NOT NULL;
`;
