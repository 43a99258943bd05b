-- The database as of 0023-gains. Generated from db/migrations, do not edit: see db/README.md.

CREATE TABLE device (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  createdAt INTEGER NOT NULL
) STRICT;

CREATE TABLE shop (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  id TEXT NOT NULL,
  deviceKey INTEGER NOT NULL REFERENCES device (key),
  name TEXT NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('en', 'id', 'ro')),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  timeZone TEXT NOT NULL,
  dayStartMinutes INTEGER NOT NULL CHECK (dayStartMinutes BETWEEN 0 AND 720),
  accent TEXT NOT NULL DEFAULT 'terracotta',
  trustedTill INTEGER NOT NULL DEFAULT 1 CHECK (trustedTill IN (0, 1)),
  autoLockMinutes INTEGER NOT NULL DEFAULT 5 CHECK (autoLockMinutes BETWEEN 1 AND 120),
  visitsPerDay INTEGER NOT NULL DEFAULT 3 CHECK (visitsPerDay BETWEEN 1 AND 50),
  minutesBetweenVisits INTEGER NOT NULL DEFAULT 10 CHECK (minutesBetweenVisits BETWEEN 0 AND 1440),
  limitMode TEXT NOT NULL DEFAULT 'warn' CHECK (limitMode IN ('warn', 'block')),
  activityWindowDays INTEGER CHECK (activityWindowDays BETWEEN 31 AND 730),
  createdAt INTEGER NOT NULL
, opensAt INTEGER CHECK (opensAt BETWEEN 0 AND 1439), closesAt INTEGER CHECK (closesAt BETWEEN 0 AND 1439), slipPrinter TEXT, slipPaper TEXT NOT NULL DEFAULT '80' CHECK (slipPaper IN ('58', '80', 'A5')), slipAfterStamp TEXT NOT NULL DEFAULT 'off' CHECK (slipAfterStamp IN ('off', 'ask', 'always')), riskWeeks INTEGER NOT NULL DEFAULT 4 CHECK (riskWeeks IN (2, 4, 8, 13)), words TEXT CHECK (words IS NULL OR json_valid(words))) STRICT;

CREATE TABLE person (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('owner', 'manager', 'staff')),
  language TEXT CHECK (language IN ('en', 'id', 'ro')),
  pinSalt BLOB NOT NULL,
  pinHash BLOB NOT NULL,
  -- scrypt N this hash was made with.
  pinCost INTEGER NOT NULL,
  wrongPins INTEGER NOT NULL DEFAULT 0 CHECK (wrongPins >= 0),
  lockedUntil INTEGER,
  createdAt INTEGER NOT NULL,
  archivedAt INTEGER
, pinPepper TEXT, pinLocks INTEGER NOT NULL DEFAULT 0 CHECK (pinLocks >= 0), lockLeft INTEGER CHECK (lockLeft > 0), badge TEXT, customerKey INTEGER REFERENCES customer (key)) STRICT;

CREATE TABLE customer (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  -- The shop's own short number, on the card.
  number INTEGER NOT NULL UNIQUE,
  -- The number another system knows the customer by.
  externalId TEXT UNIQUE,
  name TEXT,
  -- The name without accents and capitals, for sorting; without a name the number, after all names.
  sortName TEXT NOT NULL,
  email TEXT,
  birthMonth INTEGER CHECK (birthMonth BETWEEN 1 AND 12),
  birthDay INTEGER CHECK (birthDay BETWEEN 1 AND 31),
  birthYear INTEGER,
  language TEXT CHECK (language IN ('en', 'id', 'ro')),
  address TEXT,
  likes TEXT,
  notes TEXT,
  source TEXT,
  ownFields TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(ownFields)),
  mark TEXT NOT NULL DEFAULT 'none' CHECK (mark IN ('none', 'away', 'booked', 'moved', 'deceased', 'doNotContact')),
  markUntil TEXT,
  createdAt INTEGER NOT NULL,
  archivedAt INTEGER,
  -- Made by a batch that is not settled yet: not shown.
  pendingBatchKey INTEGER REFERENCES batch (key),
  -- Counted from the ledger; rebuilt by settling, checked by verify.
  firstVisitDay TEXT,
  lastVisitDay TEXT,
  visitDays INTEGER NOT NULL DEFAULT 0,
  openRewards INTEGER NOT NULL DEFAULT 0
, mergedIntoKey INTEGER REFERENCES customer (key), erasedAt INTEGER, externalHash BLOB CHECK (externalHash IS NULL OR (erasedAt IS NOT NULL AND length(externalHash) = 32))) STRICT;

CREATE INDEX customerByName ON customer (sortName, key) WHERE archivedAt IS NULL AND pendingBatchKey IS NULL;

CREATE INDEX customerByNumber ON customer (number) WHERE archivedAt IS NULL AND pendingBatchKey IS NULL;

CREATE INDEX customerByLastVisit ON customer (lastVisitDay, key) WHERE archivedAt IS NULL AND pendingBatchKey IS NULL;

CREATE INDEX customerByFirstVisit ON customer (firstVisitDay, key) WHERE archivedAt IS NULL AND pendingBatchKey IS NULL;

CREATE INDEX customerByVisits ON customer (visitDays, key) WHERE archivedAt IS NULL AND pendingBatchKey IS NULL;

CREATE INDEX customerByRewards ON customer (openRewards, key) WHERE archivedAt IS NULL AND pendingBatchKey IS NULL;

CREATE INDEX customerByEmail ON customer (email) WHERE email IS NOT NULL;

CREATE INDEX customerPending ON customer (pendingBatchKey) WHERE pendingBatchKey IS NOT NULL;

CREATE TABLE customerPhone (
  customerKey INTEGER NOT NULL REFERENCES customer (key),
  position INTEGER NOT NULL CHECK (position >= 0),
  -- As typed, for showing; E.164 for comparing, null when it could not be read as a number.
  typed TEXT NOT NULL,
  e164 TEXT,
  PRIMARY KEY (customerKey, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX customerPhoneByNumber ON customerPhone (e164) WHERE e164 IS NOT NULL;

CREATE TABLE customerTag (
  customerKey INTEGER NOT NULL REFERENCES customer (key),
  tag TEXT NOT NULL,
  PRIMARY KEY (customerKey, tag)
) STRICT, WITHOUT ROWID;

CREATE INDEX customerTagByTag ON customerTag (tag, customerKey);

CREATE TABLE customerConsent (
  customerKey INTEGER NOT NULL REFERENCES customer (key),
  channel TEXT NOT NULL CHECK (channel IN ('phone', 'sms', 'whatsapp', 'email', 'letter')),
  at INTEGER NOT NULL,
  given INTEGER NOT NULL CHECK (given IN (0, 1)),
  source TEXT NOT NULL, wording INTEGER REFERENCES consentWording (version),
  PRIMARY KEY (customerKey, channel, at)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE customerSearch USING fts5 (
  text, content = '', contentless_delete = 1, tokenize = 'trigram case_sensitive 1'
);

CREATE TABLE program (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  createdAt INTEGER NOT NULL,
  pausedAt INTEGER,
  endedAt INTEGER
) STRICT;

CREATE TABLE receipt (
  requestId TEXT PRIMARY KEY,
  procedure TEXT NOT NULL,
  argsHash TEXT NOT NULL,
  answer TEXT NOT NULL,
  entries INTEGER NOT NULL,
  personKey INTEGER REFERENCES person (key),
  recordedAt INTEGER NOT NULL
) STRICT;

CREATE TABLE entryReason (
  seq INTEGER PRIMARY KEY REFERENCES entry (seq),
  reason TEXT NOT NULL
) STRICT;

CREATE TRIGGER receiptOnce BEFORE INSERT ON receipt
WHEN EXISTS (SELECT 1 FROM receipt WHERE requestId = NEW.requestId)
BEGIN SELECT RAISE(ABORT, 'a receipt never changes'); END;

CREATE TABLE activity (
  seq INTEGER PRIMARY KEY,
  recordedAt INTEGER NOT NULL,
  businessDay TEXT NOT NULL,
  personKey INTEGER REFERENCES person (key),
  role TEXT,
  via TEXT NOT NULL CHECK (via IN ('window', 'headless')),
  action TEXT NOT NULL,
  targetId TEXT,
  requestId TEXT,
  approvedBy INTEGER REFERENCES person (key),
  detail TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(detail))
, mac BLOB CHECK (mac IS NULL OR length(mac) = 32)) STRICT;

CREATE TRIGGER activityNoDelete BEFORE DELETE ON activity BEGIN SELECT RAISE(ABORT, 'the activity log is append-only'); END;

CREATE TABLE monthClosing (
  month TEXT PRIMARY KEY CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]'),
  closedAt INTEGER NOT NULL,
  -- Null when it closed by itself.
  personKey INTEGER REFERENCES person (key),
  -- The last entry of the ledger it was computed from.
  lastSeq INTEGER NOT NULL,
  -- MonthContent of the contract, as JSON.
  content TEXT NOT NULL CHECK (json_valid(content))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER monthClosingNoUpdate BEFORE UPDATE ON monthClosing BEGIN SELECT RAISE(ABORT, 'a closed month never changes'); END;

CREATE TRIGGER monthClosingOnce BEFORE INSERT ON monthClosing
WHEN EXISTS (SELECT 1 FROM monthClosing WHERE month = NEW.month)
BEGIN SELECT RAISE(ABORT, 'a closed month never changes'); END;

CREATE TABLE dayReceipts (
  businessDay TEXT PRIMARY KEY CHECK (businessDay GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'),
  receipts INTEGER NOT NULL CHECK (receipts BETWEEN 0 AND 1000000),
  personKey INTEGER REFERENCES person (key),
  recordedAt INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX personByBadge ON person (badge) WHERE badge IS NOT NULL;

CREATE UNIQUE INDEX personByCustomer ON person (customerKey) WHERE customerKey IS NOT NULL;

CREATE TABLE recovery (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  salt BLOB NOT NULL,
  hash BLOB NOT NULL,
  cost INTEGER NOT NULL,
  madeAt INTEGER NOT NULL
) STRICT;

CREATE INDEX activityByPerson ON activity (personKey, seq);

CREATE INDEX activityByTarget ON activity (targetId, seq) WHERE targetId IS NOT NULL;

CREATE INDEX activityByDay ON activity (businessDay, seq);

CREATE INDEX activityApproved ON activity (seq) WHERE approvedBy IS NOT NULL;

CREATE TABLE memberCard (
  code TEXT PRIMARY KEY CHECK (code GLOB 'R[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]'),
  -- Null for a blank card that nobody has taken yet.
  customerKey INTEGER REFERENCES customer (key),
  issuedAt INTEGER NOT NULL,
  attachedAt INTEGER,
  -- Lost, and replaced by another one.
  replacedAt INTEGER,
  CHECK ((customerKey IS NULL) = (attachedAt IS NULL)),
  CHECK (replacedAt IS NULL OR customerKey IS NOT NULL)
) STRICT, WITHOUT ROWID;

CREATE INDEX memberCardByCustomer ON memberCard (customerKey) WHERE customerKey IS NOT NULL;

CREATE TABLE shopLogo (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  type TEXT NOT NULL CHECK (type IN ('image/png', 'image/jpeg')),
  bytes BLOB NOT NULL CHECK (length(bytes) BETWEEN 1 AND 524288)
) STRICT;

CREATE TABLE "programVersion" (
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

CREATE TABLE "card" (
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

CREATE UNIQUE INDEX cardOpen ON card (customerKey, programKey) WHERE closedAt IS NULL;

CREATE INDEX cardByCustomer ON card (customerKey);

CREATE INDEX cardByProgram ON card (programKey);

CREATE INDEX cardExpiring ON card (expiresOn) WHERE expiresOn IS NOT NULL;

CREATE TABLE "reward" (
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

CREATE INDEX rewardByCustomer ON reward (customerKey, state);

CREATE INDEX rewardByCard ON reward (cardKey, lap);

CREATE INDEX rewardByKind ON reward (programRewardKey, state);

CREATE INDEX rewardExpiring ON reward (expiresOn) WHERE expiresOn IS NOT NULL AND state = 'open';

CREATE TABLE item (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  category TEXT,
  createdAt INTEGER NOT NULL,
  archivedAt INTEGER
) STRICT;

CREATE TABLE "entry" (
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
  clockSuspect INTEGER NOT NULL DEFAULT 0 CHECK (clockSuspect IN (0, 1)), offerKey INTEGER REFERENCES offer (key) CHECK (
  (offerKey IS NOT NULL) = (coalesce(cause, '') IN ('offer', 'offerMade')) AND (offerKey IS NULL OR kind IN ('use', 'void', 'return', 'move'))),
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

CREATE INDEX entryByCustomer ON entry (customerKey, seq);

CREATE INDEX entryByReward ON entry (rewardKey) WHERE rewardKey IS NOT NULL;

CREATE UNIQUE INDEX entryReversal ON entry (reverses) WHERE reverses IS NOT NULL;

CREATE INDEX entryByRequest ON entry (requestId) WHERE requestId IS NOT NULL;

CREATE INDEX entryUse ON entry (customerKey, programVersionKey) WHERE kind = 'use';

CREATE TABLE entryItem (
  seq INTEGER NOT NULL REFERENCES entry (seq),
  itemKey INTEGER NOT NULL REFERENCES item (key),
  quantity INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 10000),
  -- Minor units, of all pieces together; null when not said.
  amount INTEGER CHECK (amount BETWEEN 0 AND 10000000000000),
  PRIMARY KEY (seq, itemKey)
) STRICT, WITHOUT ROWID;

CREATE INDEX entryItemByItem ON entryItem (itemKey);

CREATE VIEW liveEntry AS
SELECT e.* FROM entry e
WHERE e.kind NOT IN ('void', 'return', 'move')
  AND NOT EXISTS (SELECT 1 FROM entry r WHERE r.reverses = e.seq)
  AND (e.batchKey IS NULL OR EXISTS (SELECT 1 FROM batch b WHERE b.key = e.batchKey AND b.closedAt IS NOT NULL AND b.voidedAt IS NULL));

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

CREATE TRIGGER entryAppends BEFORE INSERT ON entry
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entry)
  OR EXISTS (SELECT 1 FROM entry WHERE id = NEW.id)
  OR (NEW.reverses IS NOT NULL AND EXISTS (SELECT 1 FROM entry WHERE reverses = NEW.reverses))
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

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

CREATE TABLE namedList (
  month TEXT PRIMARY KEY CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]'),
  -- The last business day it knew.
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'),
  -- The weeks ahead it speaks of.
  weeks INTEGER NOT NULL CHECK (weeks BETWEEN 1 AND 52),
  recordedAt INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE namedCustomer (
  month TEXT NOT NULL REFERENCES namedList (month),
  customerKey INTEGER NOT NULL REFERENCES customer (key),
  -- P(no visit in these weeks).
  risk REAL NOT NULL CHECK (risk BETWEEN 0 AND 1),
  PRIMARY KEY (month, customerKey)
) STRICT, WITHOUT ROWID;

CREATE TABLE monthCost (
  month TEXT PRIMARY KEY CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]'),
  winning INTEGER CHECK (winning BETWEEN 0 AND 10000000000000),
  keeping INTEGER CHECK (keeping BETWEEN 0 AND 10000000000000),
  personKey INTEGER REFERENCES person (key),
  recordedAt INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER namedListNoUpdate BEFORE UPDATE ON namedList BEGIN SELECT RAISE(ABORT, 'a named list never changes'); END;

CREATE TRIGGER namedCustomerNoUpdate BEFORE UPDATE ON namedCustomer BEGIN SELECT RAISE(ABORT, 'a named list never changes'); END;

CREATE TABLE seal (
  lastSeq INTEGER PRIMARY KEY,
  entries INTEGER NOT NULL CHECK (entries BETWEEN 1 AND 1000),
  -- Which columns an entry had, see main/ledger/seal.ts.
  form INTEGER NOT NULL,
  -- Which key it was made with.
  keyId INTEGER NOT NULL,
  -- Four bytes for each entry: they find the one that was changed.
  marks BLOB NOT NULL CHECK (length(marks) = 4 * entries),
  mac BLOB NOT NULL CHECK (length(mac) = 32)
) STRICT;

CREATE TRIGGER sealNoUpdate BEFORE UPDATE ON seal BEGIN SELECT RAISE(ABORT, 'a seal never changes'); END;

CREATE TRIGGER sealNoDelete BEFORE DELETE ON seal BEGIN SELECT RAISE(ABORT, 'a seal never changes'); END;

CREATE TRIGGER sealAppends BEFORE INSERT ON seal
WHEN NEW.lastSeq IS NOT (SELECT coalesce(max(lastSeq), 0) + NEW.entries FROM seal)
BEGIN SELECT RAISE(ABORT, 'a seal never changes'); END;

CREATE INDEX entryByDay ON entry (businessDay) WHERE batchKey IS NULL;

CREATE INDEX entryTakenBack ON entry (occurredAt) WHERE reverses IS NOT NULL;

CREATE INDEX customerByEnrolment ON customer (createdAt);

CREATE TABLE posterPrint (
  programKey INTEGER NOT NULL REFERENCES program (key),
  language TEXT NOT NULL CHECK (language IN ('en', 'id', 'ro')),
  size TEXT NOT NULL CHECK (size IN ('A4', 'A5', 'sign')),
  version INTEGER NOT NULL CHECK (version >= 1),
  printedAt INTEGER NOT NULL,
  printedOn TEXT NOT NULL CHECK (printedOn GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'),
  PRIMARY KEY (programKey, language, size)
) STRICT, WITHOUT ROWID;

CREATE TABLE closure (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  firstDay TEXT NOT NULL CHECK (firstDay GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'),
  lastDay TEXT NOT NULL CHECK (lastDay GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'),
  personKey INTEGER REFERENCES person (key),
  createdAt INTEGER NOT NULL,
  CHECK (firstDay <= lastDay)
) STRICT;

CREATE TABLE contact (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  customerKey INTEGER NOT NULL REFERENCES customer (key),
  channel TEXT NOT NULL CHECK (channel IN ('phone', 'sms', 'whatsapp', 'email', 'letter', 'inPerson')),
  outcome TEXT NOT NULL CHECK (outcome IN ('willCome', 'reached', 'sent', 'noAnswer', 'notComing')),
  note TEXT,
  -- The day it is about, and when it was written down.
  businessDay TEXT NOT NULL CHECK (businessDay GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'),
  recordedAt INTEGER NOT NULL,
  personKey INTEGER REFERENCES person (key)
) STRICT;

CREATE INDEX contactByCustomer ON contact (customerKey, recordedAt);

CREATE INDEX contactByDay ON contact (businessDay, customerKey);

CREATE TABLE "batch" (
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

CREATE INDEX batchByFile ON batch (fileHash) WHERE fileHash IS NOT NULL;

CREATE TABLE pendingChange (
  programVersionKey INTEGER PRIMARY KEY REFERENCES programVersion (key)
) STRICT;

CREATE INDEX customerMerged ON customer (mergedIntoKey) WHERE mergedIntoKey IS NOT NULL;

CREATE TABLE mergeRecord (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  keptKey INTEGER NOT NULL REFERENCES customer (key),
  mergedKey INTEGER NOT NULL REFERENCES customer (key),
  -- The request whose entries brought the history over.
  requestId TEXT NOT NULL,
  mergedAt INTEGER NOT NULL,
  undoneAt INTEGER,
  -- What the merge did to the kept record, to undo it; JSON. Names a person: it goes when the record is erased.
  changes TEXT NOT NULL CHECK (json_valid(changes))
) STRICT;

CREATE INDEX mergeByKept ON mergeRecord (keptKey);

CREATE INDEX mergeByMerged ON mergeRecord (mergedKey);

CREATE UNIQUE INDEX customerByExternalHash ON customer (externalHash) WHERE externalHash IS NOT NULL;

CREATE TABLE traces (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  since INTEGER NOT NULL
) STRICT;

CREATE INDEX entryVisitDay ON entry (customerKey, businessDay, batchKey, amount) WHERE kind = 'visit';

CREATE TABLE apart (
  -- The older record first, so that a pair is one row.
  aKey INTEGER NOT NULL REFERENCES customer (key),
  bKey INTEGER NOT NULL REFERENCES customer (key),
  personKey INTEGER REFERENCES person (key),
  recordedAt INTEGER NOT NULL,
  PRIMARY KEY (aKey, bKey),
  CHECK (aKey < bKey)
) STRICT, WITHOUT ROWID;

CREATE TABLE offer (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  customerKey INTEGER NOT NULL REFERENCES customer (key),
  kind TEXT NOT NULL CHECK (kind IN ('item', 'percent', 'amount', 'text')),
  name TEXT NOT NULL,
  percent INTEGER CHECK (percent BETWEEN 1 AND 100),
  value INTEGER CHECK (value >= 0),
  cost INTEGER CHECK (cost >= 0),
  -- The last business day it can be redeemed.
  endsOn TEXT NOT NULL CHECK (endsOn GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'),
  madeAt INTEGER NOT NULL
) STRICT;

CREATE INDEX offerByCustomer ON offer (customerKey);

CREATE TRIGGER offerNoUpdate BEFORE UPDATE OF key, id, customerKey, kind, percent, value, cost, endsOn, madeAt ON offer
BEGIN SELECT RAISE(ABORT, 'an offer never changes: it is withdrawn'); END;

CREATE INDEX entryByOffer ON entry (offerKey) WHERE offerKey IS NOT NULL;

CREATE TRIGGER offerOnce BEFORE INSERT ON entry
WHEN NEW.kind = 'use' AND NEW.offerKey IS NOT NULL AND EXISTS (
  SELECT 1 FROM entry e WHERE e.offerKey = NEW.offerKey AND e.kind = 'use' AND e.cause = NEW.cause
    AND NOT EXISTS (SELECT 1 FROM entry r WHERE r.reverses = e.seq))
BEGIN SELECT RAISE(ABORT, 'the offer was redeemed already'); END;

CREATE VIEW offerNow AS
SELECT o.key, m.seq AS madeSeq, m.businessDay AS madeOn, u.businessDay AS redeemedOn,
  CASE WHEN r.kind = 'move' THEN 'moved' WHEN r.seq IS NOT NULL THEN 'withdrawn' WHEN u.seq IS NOT NULL THEN 'redeemed' ELSE 'open' END AS state
FROM offer o
JOIN entry m ON m.offerKey = o.key AND m.kind = 'use' AND m.cause = 'offerMade'
LEFT JOIN entry r ON r.reverses = m.seq
LEFT JOIN liveEntry u ON u.offerKey = o.key AND u.kind = 'use' AND u.cause = 'offer';

CREATE TABLE backupPlace (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  -- Null: the owner said "later".
  folder TEXT,
  personKey INTEGER REFERENCES person (key),
  decidedAt INTEGER NOT NULL,
  -- The last backup that reached it; kept when another place is chosen.
  copiedAt INTEGER
) STRICT;

CREATE INDEX customerByBirthday ON customer (birthMonth, birthDay) WHERE birthMonth IS NOT NULL;

CREATE INDEX cardByProgress ON card (programKey, balance) WHERE closedAt IS NULL AND balance > 0;

CREATE INDEX rewardUnused ON reward (issuedAt) WHERE state = 'open';

CREATE TABLE perk (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE,
  -- What the best tenth is told by; null where only who is picked carries it.
  best TEXT CHECK (best IN ('visits', 'spend')),
  createdAt INTEGER NOT NULL,
  -- Switched off.
  offAt INTEGER
) STRICT;

CREATE TABLE perkList (
  perkKey INTEGER NOT NULL REFERENCES perk (key),
  month TEXT NOT NULL CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]'),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'),
  recordedAt INTEGER NOT NULL,
  PRIMARY KEY (perkKey, month)
) STRICT, WITHOUT ROWID;

CREATE TABLE perkHolder (
  customerKey INTEGER NOT NULL REFERENCES customer (key),
  perkKey INTEGER NOT NULL,
  month TEXT NOT NULL,
  PRIMARY KEY (customerKey, perkKey, month),
  FOREIGN KEY (perkKey, month) REFERENCES perkList (perkKey, month)
) STRICT, WITHOUT ROWID;

CREATE INDEX perkHolderByList ON perkHolder (perkKey, month);

CREATE TRIGGER perkListNoUpdate BEFORE UPDATE ON perkList BEGIN SELECT RAISE(ABORT, 'a frozen list never changes'); END;

CREATE TRIGGER perkHolderNoUpdate BEFORE UPDATE ON perkHolder BEGIN SELECT RAISE(ABORT, 'a frozen list never changes'); END;

CREATE TABLE perkPick (
  customerKey INTEGER NOT NULL REFERENCES customer (key),
  perkKey INTEGER NOT NULL REFERENCES perk (key),
  pickedAt INTEGER NOT NULL,
  PRIMARY KEY (customerKey, perkKey)
) STRICT, WITHOUT ROWID;

CREATE INDEX perkPickByPerk ON perkPick (perkKey);

CREATE TABLE consentWording (
  version INTEGER PRIMARY KEY,
  text TEXT NOT NULL CHECK (text <> ''),
  createdAt INTEGER NOT NULL
) STRICT;

CREATE TRIGGER activityNoUpdate BEFORE UPDATE ON activity
WHEN OLD.mac IS NOT NULL OR NEW.mac IS NULL
BEGIN SELECT RAISE(ABORT, 'the activity log is append-only'); END;

CREATE TRIGGER activityAppends BEFORE INSERT ON activity
WHEN NEW.mac IS NULL OR NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM activity)
BEGIN SELECT RAISE(ABORT, 'the activity log is append-only'); END;

CREATE TRIGGER receiptNoUpdate BEFORE UPDATE ON receipt
WHEN NOT (
  NEW.argsHash = '' AND NEW.answer = 'null' AND NEW.requestId = OLD.requestId AND NEW.procedure = OLD.procedure
  AND NEW.entries = OLD.entries AND NEW.personKey IS OLD.personKey AND NEW.recordedAt = OLD.recordedAt
)
BEGIN SELECT RAISE(ABORT, 'a receipt never changes'); END;

CREATE INDEX entryByCard ON entry (cardKey, businessDay) WHERE cardKey IS NOT NULL;
