/** A person can be erased, and stays erased (F-75). */
export const sql = /* sql */ `
-- When the record was made nameless. What is left of it is a number that the ledger's entries point at.
ALTER TABLE customer ADD COLUMN erasedAt INTEGER;
-- Keyed hash of the number another system knew an erased person by: the old file does not bring them back.
ALTER TABLE customer ADD COLUMN externalHash BLOB CHECK (externalHash IS NULL OR (erasedAt IS NOT NULL AND length(externalHash) = 32));
CREATE UNIQUE INDEX customerByExternalHash ON customer (externalHash) WHERE externalHash IS NOT NULL;

-- Somebody was erased and the file not yet written anew since: pages and search index may hold traces.
CREATE TABLE traces (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  since INTEGER NOT NULL
) STRICT;
`;
