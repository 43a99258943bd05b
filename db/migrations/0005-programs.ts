/**
 * Programs of every kind: their rules become data, a card knows its lap, its unspent amount and when it runs out, and the ledger gets the
 * entries that go with it. Tables whose CHECKs change are built anew, with every key, sequence and id as it was.
 */
export const sql = /* sql */ `
DROP VIEW liveEntry;

CREATE TABLE newVersion (
  key INTEGER PRIMARY KEY,
  programKey INTEGER NOT NULL REFERENCES program (key),
  version INTEGER NOT NULL CHECK (version >= 1),
  -- The last entry of the ledger when it was made: what comes behind was written when these rules were known, whatever the clock said.
  afterSeq INTEGER NOT NULL,
  -- ProgramRules of the contract without the rewards, which are rows of their own.
  rules TEXT NOT NULL CHECK (json_valid(rules)),
  kind TEXT NOT NULL GENERATED ALWAYS AS (json_extract(rules, '$.kind')) VIRTUAL CHECK (kind IN ('stamps', 'points', 'discount', 'special')),
  name TEXT NOT NULL GENERATED ALWAYS AS (json_extract(rules, '$.name')) VIRTUAL,
  createdAt INTEGER NOT NULL,
  UNIQUE (programKey, version)
) STRICT;
INSERT INTO newVersion (key, programKey, version, afterSeq, rules, createdAt)
SELECT key, programKey, version, 0, json_object('kind', 'stamps', 'name', name, 'goal', goal, 'minimumSpend', minimumSpend,
  'startsOn', startsOn, 'endsOn', endsOn, 'icon', icon, 'color', color, 'note', note), createdAt
FROM programVersion ORDER BY key;

CREATE TABLE programReward (
  key INTEGER PRIMARY KEY,
  -- The same in every version of the program that has it.
  id TEXT NOT NULL,
  programVersionKey INTEGER NOT NULL REFERENCES programVersion (key),
  position INTEGER NOT NULL CHECK (position >= 0),
  -- The stamp it lies on, or its price in points.
  at INTEGER NOT NULL CHECK (at >= 1),
  kind TEXT NOT NULL CHECK (kind IN ('item', 'percent', 'amount', 'text')),
  name TEXT NOT NULL,
  percent INTEGER CHECK (percent BETWEEN 1 AND 100),
  value INTEGER CHECK (value >= 0),
  cost INTEGER CHECK (cost >= 0),
  validDays INTEGER CHECK (validDays >= 1),
  UNIQUE (programVersionKey, id),
  UNIQUE (programVersionKey, position)
) STRICT;
-- A reward takes the id of its program, which no other row of this table can have: a program of before has one.
INSERT INTO programReward (id, programVersionKey, position, at, kind, name, value)
SELECT p.id, v.key, 0, v.goal, 'item', v.rewardName, v.rewardValue FROM programVersion v JOIN program p ON p.key = v.programKey ORDER BY v.key;

DROP TABLE programVersion;
ALTER TABLE newVersion RENAME TO programVersion;

CREATE TABLE newCard (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  customerKey INTEGER NOT NULL REFERENCES customer (key),
  programKey INTEGER NOT NULL REFERENCES program (key),
  openedAt INTEGER NOT NULL,
  openedOn TEXT NOT NULL,
  closedAt INTEGER,
  -- Counted from the ledger in the same transaction; rebuilt by settling, checked by verify.
  -- Sum of the stamps or points of its live entries. Below zero: the customer owes.
  balance INTEGER NOT NULL DEFAULT 0,
  -- Sum of their carry: what was spent and has earned nothing yet, minor units.
  carry INTEGER NOT NULL DEFAULT 0,
  -- 1 and one more for each full card (or reward bought with points).
  lap INTEGER NOT NULL DEFAULT 1,
  -- The newest rules when the present lap began; it is owed the best of these and all later ones.
  programVersionKey INTEGER NOT NULL REFERENCES programVersion (key),
  -- The last business day on which everything on it counts; null while nothing runs out.
  expiresOn TEXT
) STRICT;
INSERT INTO newCard (key, id, customerKey, programKey, openedAt, openedOn, closedAt, balance, lap, programVersionKey)
SELECT c.key, c.id, c.customerKey, c.programKey, c.openedAt,
  coalesce((SELECT min(e.businessDay) FROM entry e WHERE e.cardKey = c.key), strftime('%Y-%m-%d', c.openedAt / 1000, 'unixepoch')), c.closedAt, c.balance,
  1 + (SELECT count(*) FROM entry e WHERE e.cardKey = c.key AND e.kind = 'issue' AND NOT EXISTS (SELECT 1 FROM entry r WHERE r.reverses = e.seq)
    AND (e.batchKey IS NULL OR EXISTS (SELECT 1 FROM batch b WHERE b.key = e.batchKey AND b.closedAt IS NOT NULL AND b.voidedAt IS NULL))),
  (SELECT v.key FROM programVersion v WHERE v.programKey = c.programKey ORDER BY v.version DESC LIMIT 1)
FROM card c ORDER BY c.key;
DROP TABLE card;
ALTER TABLE newCard RENAME TO card;
CREATE UNIQUE INDEX cardOpen ON card (customerKey, programKey) WHERE closedAt IS NULL;
CREATE INDEX cardByCustomer ON card (customerKey);
CREATE INDEX cardByProgram ON card (programKey);
CREATE INDEX cardExpiring ON card (expiresOn) WHERE expiresOn IS NOT NULL;

CREATE TABLE newReward (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  customerKey INTEGER NOT NULL REFERENCES customer (key),
  cardKey INTEGER NOT NULL REFERENCES card (key),
  -- What it is, under the rules it was issued by.
  programRewardKey INTEGER NOT NULL REFERENCES programReward (key),
  -- The card's lap that brought it: an interim reward comes once in each.
  lap INTEGER NOT NULL CHECK (lap >= 1),
  issuedAt INTEGER NOT NULL,
  -- The last business day on which it can be redeemed, fixed when it was issued; null for good.
  expiresOn TEXT,
  -- Follows the ledger in the same transaction; verify compares. Moved: it was issued anew for another customer.
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'redeemed', 'voided', 'expired', 'moved'))
) STRICT;
INSERT INTO newReward (key, id, customerKey, cardKey, programRewardKey, lap, issuedAt, state)
SELECT r.key, r.id, r.customerKey, r.cardKey, w.key, row_number() OVER (PARTITION BY r.cardKey ORDER BY r.key), r.issuedAt, r.state
FROM reward r JOIN programReward w ON w.programVersionKey = r.programVersionKey ORDER BY r.key;
DROP TABLE reward;
ALTER TABLE newReward RENAME TO reward;
CREATE INDEX rewardByCustomer ON reward (customerKey, state);
CREATE INDEX rewardByCard ON reward (cardKey, lap);
CREATE INDEX rewardByKind ON reward (programRewardKey, state);
CREATE INDEX rewardExpiring ON reward (expiresOn) WHERE expiresOn IS NOT NULL AND state = 'open';

-- What the shop sells, as far as programs tell it apart (F-03).
CREATE TABLE item (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  category TEXT,
  createdAt INTEGER NOT NULL,
  archivedAt INTEGER
) STRICT;

-- Long work that writes in slices. Its entries count only while it is closed and not voided; expiry is complete card by card, so its
-- batches are closed from the start.
CREATE TABLE newBatch (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('import', 'seed', 'expiry')),
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
CREATE INDEX batchByFile ON batch (fileHash) WHERE fileHash IS NOT NULL;

-- The ledger: the truth. Nothing in it is ever changed or deleted, and nothing in it names a person.
CREATE TABLE newEntry (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('visit', 'opening', 'stamp', 'issue', 'redeem', 'spend', 'expire', 'adjust', 'use', 'void', 'return', 'move')),
  customerKey INTEGER NOT NULL REFERENCES customer (key),
  cardKey INTEGER REFERENCES card (key),
  programVersionKey INTEGER REFERENCES programVersion (key),
  rewardKey INTEGER REFERENCES reward (key),
  visitSeq INTEGER REFERENCES entry (seq),
  reverses INTEGER REFERENCES entry (seq),
  -- The entry of another customer that this one was first written as.
  fromSeq INTEGER REFERENCES entry (seq),
  -- What brought it about, where the kind does not say it; the contract lists the words.
  cause TEXT CHECK (length(cause) BETWEEN 1 AND 20),
  -- Change of the card's balance, stamps or points.
  stamps INTEGER NOT NULL CHECK (stamps BETWEEN -1000000000 AND 1000000000),
  -- Change of the card's unspent amount, minor units.
  carry INTEGER NOT NULL DEFAULT 0 CHECK (carry BETWEEN -10000000000000 AND 10000000000000),
  amount INTEGER CHECK (amount BETWEEN 0 AND 10000000000000),
  -- How the stamps came about, EarnedPart[] of the contract; null where there is nothing to explain.
  parts TEXT CHECK (json_valid(parts)),
  businessDay TEXT NOT NULL CHECK (businessDay GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'),
  occurredAt INTEGER,
  recordedAt INTEGER NOT NULL,
  -- The moment as an imported log wrote it; with customer and amount it tells a row from another.
  sourceTime TEXT,
  deviceKey INTEGER NOT NULL REFERENCES device (key),
  personKey INTEGER REFERENCES person (key),
  requestId TEXT REFERENCES receipt (requestId) DEFERRABLE INITIALLY DEFERRED,
  batchKey INTEGER REFERENCES batch (key),
  clockSuspect INTEGER NOT NULL DEFAULT 0 CHECK (clockSuspect IN (0, 1)),
  CHECK ((requestId IS NULL) <> (batchKey IS NULL)),
  CHECK ((kind IN ('void', 'return', 'move')) = (reverses IS NOT NULL)),
  CHECK (kind <> 'visit' OR (stamps = 0 AND cardKey IS NULL AND visitSeq IS NULL)),
  CHECK (kind NOT IN ('opening', 'stamp', 'issue', 'redeem', 'spend', 'expire', 'adjust') OR (cardKey IS NOT NULL AND programVersionKey IS NOT NULL)),
  CHECK (cardKey IS NOT NULL OR (stamps = 0 AND carry = 0)),
  CHECK (kind <> 'opening' OR stamps > 0),
  CHECK (kind <> 'stamp' OR stamps >= 0),
  CHECK (kind <> 'issue' OR (stamps <= 0 AND rewardKey IS NOT NULL)),
  CHECK (kind <> 'redeem' OR (stamps = 0 AND rewardKey IS NOT NULL)),
  CHECK (kind <> 'spend' OR (stamps < 0 AND amount IS NOT NULL)),
  CHECK (kind <> 'expire' OR (stamps <= 0 AND carry <= 0 AND (rewardKey IS NOT NULL OR stamps < 0 OR carry < 0))),
  CHECK (kind <> 'use' OR stamps = 0)
) STRICT;
INSERT INTO newEntry (seq, id, kind, customerKey, cardKey, programVersionKey, rewardKey, visitSeq, reverses, stamps, amount, businessDay, occurredAt,
  recordedAt, sourceTime, deviceKey, personKey, requestId, batchKey, clockSuspect)
SELECT seq, id, kind, customerKey, cardKey, programVersionKey, rewardKey, visitSeq, reverses, stamps, amount, businessDay, occurredAt,
  recordedAt, sourceTime, deviceKey, personKey, requestId, batchKey, clockSuspect FROM entry ORDER BY seq;
DROP TABLE entry;
ALTER TABLE newEntry RENAME TO entry;
CREATE INDEX entryByCustomer ON entry (customerKey, seq);
CREATE INDEX entryVisitDay ON entry (customerKey, businessDay, batchKey) WHERE kind = 'visit';
CREATE INDEX entryByCard ON entry (cardKey) WHERE cardKey IS NOT NULL;
CREATE INDEX entryByReward ON entry (rewardKey) WHERE rewardKey IS NOT NULL;
CREATE UNIQUE INDEX entryReversal ON entry (reverses) WHERE reverses IS NOT NULL;
CREATE INDEX entryByRequest ON entry (requestId) WHERE requestId IS NOT NULL;
CREATE INDEX entryUse ON entry (customerKey, programVersionKey) WHERE kind = 'use';

-- What was bought in a visit, where somebody says so. Appended with the visit's entries and never changed.
CREATE TABLE entryItem (
  seq INTEGER NOT NULL REFERENCES entry (seq),
  itemKey INTEGER NOT NULL REFERENCES item (key),
  quantity INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 10000),
  -- Minor units, of all pieces together; null when not said.
  amount INTEGER CHECK (amount BETWEEN 0 AND 10000000000000),
  PRIMARY KEY (seq, itemKey)
) STRICT, WITHOUT ROWID;
CREATE INDEX entryItemByItem ON entryItem (itemKey);

-- Entries that count: not a reversal, not reversed, and of no batch that is open or voided. Every figure reads this view.
CREATE VIEW liveEntry AS
SELECT e.* FROM entry e
WHERE e.kind NOT IN ('void', 'return', 'move')
  AND NOT EXISTS (SELECT 1 FROM entry r WHERE r.reverses = e.seq)
  AND (e.batchKey IS NULL OR EXISTS (SELECT 1 FROM batch b WHERE b.key = e.batchKey AND b.closedAt IS NOT NULL AND b.voidedAt IS NULL));

-- What the ledger says of each reward.
CREATE VIEW rewardNow AS
SELECT r.key, CASE
  WHEN NOT EXISTS (SELECT 1 FROM liveEntry e WHERE e.rewardKey = r.key AND e.kind = 'issue') THEN
    CASE WHEN EXISTS (SELECT 1 FROM entry e JOIN entry m ON m.reverses = e.seq WHERE e.rewardKey = r.key AND e.kind = 'issue' AND m.kind = 'move')
      THEN 'moved' ELSE 'voided' END
  WHEN EXISTS (SELECT 1 FROM liveEntry e WHERE e.rewardKey = r.key AND e.kind = 'redeem') THEN 'redeemed'
  WHEN EXISTS (SELECT 1 FROM liveEntry e WHERE e.rewardKey = r.key AND e.kind = 'expire') THEN 'expired'
  ELSE 'open' END AS state
FROM reward r;

CREATE TRIGGER entryNoUpdate BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER entryNoDelete BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
-- Stops INSERT OR REPLACE, which walks around the two above: a new entry comes after the last one, with an id of its own.
CREATE TRIGGER entryAppends BEFORE INSERT ON entry
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entry)
  OR EXISTS (SELECT 1 FROM entry WHERE id = NEW.id)
  OR (NEW.reverses IS NOT NULL AND EXISTS (SELECT 1 FROM entry WHERE reverses = NEW.reverses))
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
-- A reward is handed over or expires once, whatever the code above believes.
CREATE TRIGGER rewardOnce BEFORE INSERT ON entry
WHEN NEW.kind IN ('redeem', 'expire') AND NEW.rewardKey IS NOT NULL AND EXISTS (
  SELECT 1 FROM entry e WHERE e.rewardKey = NEW.rewardKey AND e.kind IN ('redeem', 'expire')
    AND NOT EXISTS (SELECT 1 FROM entry r WHERE r.reverses = e.seq))
BEGIN SELECT RAISE(ABORT, 'the reward was redeemed already'); END;
CREATE TRIGGER entryItemNoUpdate BEFORE UPDATE ON entryItem BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER entryItemNoDelete BEFORE DELETE ON entryItem BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER entryItemAppends BEFORE INSERT ON entryItem WHEN EXISTS (SELECT 1 FROM entryItem WHERE seq = NEW.seq AND itemKey = NEW.itemKey)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER programVersionNoUpdate BEFORE UPDATE ON programVersion BEGIN SELECT RAISE(ABORT, 'rules never change: there is a new version'); END;
CREATE TRIGGER programRewardNoUpdate BEFORE UPDATE ON programReward BEGIN SELECT RAISE(ABORT, 'rules never change: there is a new version'); END;
`;
