/** Months as they were delivered, and the receipts counted at a day's end. */
export const sql = /* sql */ `
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
`;
