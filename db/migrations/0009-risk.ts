/** What the at-risk list needs beside the ledger: how far it looks ahead, days the shop was closed, talks with customers. */
export const sql = /* sql */ `
ALTER TABLE shop ADD COLUMN riskWeeks INTEGER NOT NULL DEFAULT 4 CHECK (riskWeeks IN (2, 4, 8, 13));

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
`;
