/** Amounts stand in the index of visit days: what visits brought is counted without walking the ledger. */
export const sql = /* sql */ `
DROP INDEX entryVisitDay;
CREATE INDEX entryVisitDay ON entry (customerKey, businessDay, batchKey, amount) WHERE kind = 'visit';
`;
