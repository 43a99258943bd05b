/** Where a second copy of each backup goes (F-58). */
export const sql = /* sql */ `
CREATE TABLE backupPlace (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  -- Null: the owner said "later".
  folder TEXT,
  personKey INTEGER REFERENCES person (key),
  decidedAt INTEGER NOT NULL,
  -- The last backup that reached it; kept when another place is chosen.
  copiedAt INTEGER
) STRICT;
`;
