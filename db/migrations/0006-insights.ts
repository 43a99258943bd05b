/** Risk lists as they were named at the start of a month (whom, and how likely each was said to stay away; no names), and what a month cost. */
export const sql = /* sql */ `
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

-- What the owner spent in a month on winning new customers and on keeping those there are, minor units; null is not known.
CREATE TABLE monthCost (
  month TEXT PRIMARY KEY CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]'),
  winning INTEGER CHECK (winning BETWEEN 0 AND 10000000000000),
  keeping INTEGER CHECK (keeping BETWEEN 0 AND 10000000000000),
  personKey INTEGER REFERENCES person (key),
  recordedAt INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER namedListNoUpdate BEFORE UPDATE ON namedList BEGIN SELECT RAISE(ABORT, 'a named list never changes'); END;
CREATE TRIGGER namedCustomerNoUpdate BEFORE UPDATE ON namedCustomer BEGIN SELECT RAISE(ABORT, 'a named list never changes'); END;
`;
