/** The keyed chain over the ledger: what makes a change behind the app's back be noticed. */
export const sql = /* sql */ `
-- One row for the entries of a commit (for at most a thousand of a bulk write): a keyed hash of them and of the row before.
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
`;
