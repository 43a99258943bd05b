/** Perks for the best (F-14): who carries one by themselves is frozen for a month, others are picked by hand. Programs know them by name. */
export const sql = /* sql */ `
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

-- The best tenth as a month began, and the last business day it knew.
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
`;
