/**
 * A receipt keeps for good who asked for what and how many entries came of it. What was asked and answered is for whoever asks again, and is
 * forgotten when nobody will any more (TRUST.md rule 9: at least ninety days): it was the largest part of the file.
 */
export const sql = /* sql */ `
DROP TRIGGER receiptNoUpdate;
CREATE TRIGGER receiptNoUpdate BEFORE UPDATE ON receipt
WHEN NOT (
  NEW.argsHash = '' AND NEW.answer = 'null' AND NEW.requestId = OLD.requestId AND NEW.procedure = OLD.procedure
  AND NEW.entries = OLD.entries AND NEW.personKey IS OLD.personKey AND NEW.recordedAt = OLD.recordedAt
)
BEGIN SELECT RAISE(ABORT, 'a receipt never changes'); END;
`;
