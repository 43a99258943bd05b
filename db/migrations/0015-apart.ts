/** Two records that look like one person and are two: they are not suspected again (F-27). */
export const sql = /* sql */ `
CREATE TABLE apart (
  -- The older record first, so that a pair is one row.
  aKey INTEGER NOT NULL REFERENCES customer (key),
  bKey INTEGER NOT NULL REFERENCES customer (key),
  personKey INTEGER REFERENCES person (key),
  recordedAt INTEGER NOT NULL,
  PRIMARY KEY (aKey, bKey),
  CHECK (aKey < bKey)
) STRICT, WITHOUT ROWID;
`;
