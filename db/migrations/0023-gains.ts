export const sql = /* sql */ `
-- With the day in it: what came on a card last is read from its end, however long the card has been in use.
DROP INDEX entryByCard;
CREATE INDEX entryByCard ON entry (cardKey, businessDay) WHERE cardKey IS NOT NULL;
`;
