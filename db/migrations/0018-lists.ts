/** The ready lists (F-46) find their people without looking at everybody: birthdays, cards nearly full, rewards that lie unused. */
export const sql = /* sql */ `
CREATE INDEX customerByBirthday ON customer (birthMonth, birthDay) WHERE birthMonth IS NOT NULL;
CREATE INDEX cardByProgress ON card (programKey, balance) WHERE closedAt IS NULL AND balance > 0;
CREATE INDEX rewardUnused ON reward (issuedAt) WHERE state = 'open';
`;
