/** In which words people were asked for their consent: each version stays, and a consent knows its own (TRUST.md rule 21). */
export const sql = /* sql */ `
CREATE TABLE consentWording (
  version INTEGER PRIMARY KEY,
  text TEXT NOT NULL CHECK (text <> ''),
  createdAt INTEGER NOT NULL
) STRICT;

-- Null: given before there were words, or withdrawn.
ALTER TABLE customerConsent ADD COLUMN wording INTEGER REFERENCES consentWording (version);
`;
