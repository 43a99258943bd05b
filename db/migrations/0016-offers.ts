/**
 * Personal offers (F-84): one customer, one benefit, a last day. That one was made and that it was redeemed are entries of the ledger,
 * a withdrawal is the void of the first; the table holds only what was offered.
 */
export const sql = /* sql */ `
CREATE TABLE offer (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  customerKey INTEGER NOT NULL REFERENCES customer (key),
  kind TEXT NOT NULL CHECK (kind IN ('item', 'percent', 'amount', 'text')),
  name TEXT NOT NULL,
  percent INTEGER CHECK (percent BETWEEN 1 AND 100),
  value INTEGER CHECK (value >= 0),
  cost INTEGER CHECK (cost >= 0),
  -- The last business day it can be redeemed.
  endsOn TEXT NOT NULL CHECK (endsOn GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'),
  madeAt INTEGER NOT NULL
) STRICT;
CREATE INDEX offerByCustomer ON offer (customerKey);
-- Only its words may go, when a person is forgotten.
CREATE TRIGGER offerNoUpdate BEFORE UPDATE OF key, id, customerKey, kind, percent, value, cost, endsOn, madeAt ON offer
BEGIN SELECT RAISE(ABORT, 'an offer never changes: it is withdrawn'); END;

-- Of a benefit that was offered or redeemed, and of what takes such an entry back.
ALTER TABLE entry ADD COLUMN offerKey INTEGER REFERENCES offer (key) CHECK (
  (offerKey IS NOT NULL) = (coalesce(cause, '') IN ('offer', 'offerMade')) AND (offerKey IS NULL OR kind IN ('use', 'void', 'return', 'move')));
CREATE INDEX entryByOffer ON entry (offerKey) WHERE offerKey IS NOT NULL;
-- An offer is made once and redeemed once, whatever the code above believes.
CREATE TRIGGER offerOnce BEFORE INSERT ON entry
WHEN NEW.kind = 'use' AND NEW.offerKey IS NOT NULL AND EXISTS (
  SELECT 1 FROM entry e WHERE e.offerKey = NEW.offerKey AND e.kind = 'use' AND e.cause = NEW.cause
    AND NOT EXISTS (SELECT 1 FROM entry r WHERE r.reverses = e.seq))
BEGIN SELECT RAISE(ABORT, 'the offer was redeemed already'); END;

-- What the ledger says of each offer; an open one may have ended by the day it is looked at. Moved: it was made anew for another customer.
CREATE VIEW offerNow AS
SELECT o.key, m.seq AS madeSeq, m.businessDay AS madeOn, u.businessDay AS redeemedOn,
  CASE WHEN r.kind = 'move' THEN 'moved' WHEN r.seq IS NOT NULL THEN 'withdrawn' WHEN u.seq IS NOT NULL THEN 'redeemed' ELSE 'open' END AS state
FROM offer o
JOIN entry m ON m.offerKey = o.key AND m.kind = 'use' AND m.cause = 'offerMade'
LEFT JOIN entry r ON r.reverses = m.seq
LEFT JOIN liveEntry u ON u.offerKey = o.key AND u.kind = 'use' AND u.cause = 'offer';
`;
