/** Member cards one can hold, the shop's logo, and how slips are printed. */
export const sql = /* sql */ `
-- A card code as it was given out. A row is never deleted: a card that turns up again after years is refused in plain words.
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

-- One row or none. Apart from the settings, which are read with every call.
CREATE TABLE shopLogo (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  type TEXT NOT NULL CHECK (type IN ('image/png', 'image/jpeg')),
  bytes BLOB NOT NULL CHECK (length(bytes) BETWEEN 1 AND 524288)
) STRICT;

-- The printer for slips as the system calls it; null asks each time.
ALTER TABLE shop ADD COLUMN slipPrinter TEXT;
ALTER TABLE shop ADD COLUMN slipPaper TEXT NOT NULL DEFAULT '80' CHECK (slipPaper IN ('58', '80', 'A5'));
ALTER TABLE shop ADD COLUMN slipAfterStamp TEXT NOT NULL DEFAULT 'off' CHECK (slipAfterStamp IN ('off', 'ask', 'always'));
`;
