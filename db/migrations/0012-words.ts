/** What the shop calls a stamp, a point and a reward (F-13): the contract's own words as JSON, null where it says it as the app does. */
export const sql = /* sql */ `
ALTER TABLE shop ADD COLUMN words TEXT CHECK (words IS NULL OR json_valid(words));
`;
