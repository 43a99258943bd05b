/**
 * The keyed chain over the activity log (TRUST.md rule 20): each line carries a hash of itself and of the line before it. The lines of before
 * get theirs in the same transaction, see main/activity/chain.ts; from then on a line without one is none.
 */
export const sql = /* sql */ `
ALTER TABLE activity ADD COLUMN mac BLOB CHECK (mac IS NULL OR length(mac) = 32);

DROP TRIGGER activityNoUpdate;
CREATE TRIGGER activityNoUpdate BEFORE UPDATE ON activity
WHEN OLD.mac IS NOT NULL OR NEW.mac IS NULL
BEGIN SELECT RAISE(ABORT, 'the activity log is append-only'); END;

DROP TRIGGER activityAppends;
CREATE TRIGGER activityAppends BEFORE INSERT ON activity
WHEN NEW.mac IS NULL OR NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM activity)
BEGIN SELECT RAISE(ABORT, 'the activity log is append-only'); END;
`;
