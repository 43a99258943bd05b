/** Two records of one person become one (F-27). */
export const sql = /* sql */ `
-- The customer this one was merged into: it is shown no more, and its numbers lead there.
ALTER TABLE customer ADD COLUMN mergedIntoKey INTEGER REFERENCES customer (key);
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
`;
