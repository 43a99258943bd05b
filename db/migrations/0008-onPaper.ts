/** The day's end by day and person, and which rules the posters out there were printed from. */
export const sql = /* sql */ `
CREATE INDEX entryByDay ON entry (businessDay) WHERE batchKey IS NULL;
CREATE INDEX entryTakenBack ON entry (occurredAt) WHERE reverses IS NOT NULL;
CREATE INDEX customerByEnrolment ON customer (createdAt);

-- The newest poster of each kind that was printed; with other rules by now it is to be printed again.
CREATE TABLE posterPrint (
  programKey INTEGER NOT NULL REFERENCES program (key),
  language TEXT NOT NULL CHECK (language IN ('en', 'id', 'ro')),
  size TEXT NOT NULL CHECK (size IN ('A4', 'A5', 'sign')),
  version INTEGER NOT NULL CHECK (version >= 1),
  printedAt INTEGER NOT NULL,
  printedOn TEXT NOT NULL CHECK (printedOn GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'),
  PRIMARY KEY (programKey, language, size)
) STRICT, WITHOUT ROWID;
`;
