import { migrate } from '../../../db/migrate.ts';
import { inTransaction } from '../../../db/open.ts';
import { shopFiles } from '../../../main/shop/files.ts';
import { change } from './file.ts';

/** Rows that every version had tables for: a shop, somebody who works there, customers, visits of a log. */
const rows = `
  INSERT INTO device (key, id, createdAt) VALUES (1, 'till', 1);
  INSERT INTO shop (only, id, deviceKey, name, language, currency, timeZone, dayStartMinutes, createdAt)
    VALUES (1, 'shop', 1, 'Luna', 'ro', 'RON', 'Europe/Bucharest', 0, 1);
  INSERT INTO person (key, id, name, role, pinSalt, pinHash, pinCost, createdAt) VALUES (1, 'ana', 'Ana', 'owner', x'01', x'02', 1024, 1);
  INSERT INTO customer (key, id, number, sortName, createdAt) VALUES (7, 'maria', 1, 'maria', 1), (8, 'mariana', 2, 'mariana', 1);
  INSERT INTO batch (key, id, kind, fileHash, firstSeq, lastSeq, personKey, openedAt, closedAt, settledAt) VALUES (3, 'log', 'import', 'abc', 1, 40, 1, 1, 2, 3);
  WITH RECURSIVE n (seq) AS (VALUES (1) UNION ALL SELECT seq + 1 FROM n WHERE seq < 40)
  INSERT INTO entry (seq, id, kind, customerKey, stamps, amount, businessDay, recordedAt, deviceKey, batchKey)
    SELECT seq, 'visit-' || seq, 'visit', 7 + seq % 2, 0, 900 + seq, date('2026-01-01', '+' || (seq / 2) || ' days'), seq, 1, 3 FROM n;
  UPDATE customer SET visitDays = (SELECT count(DISTINCT businessDay) FROM entry WHERE customerKey = customer.key),
    firstVisitDay = (SELECT min(businessDay) FROM entry WHERE customerKey = customer.key),
    lastVisitDay = (SELECT max(businessDay) FROM entry WHERE customerKey = customer.key);`;

/** A shop as an older version of the schema left it, in a folder. Answers its file. */
export function makeOldShop(folder: string, version: number): string {
  change(shopFiles(folder).database, (write) => {
    migrate(write, version);
    inTransaction(write, () => write.exec(rows));
    write.pragma('wal_checkpoint(TRUNCATE)');
  });
  return shopFiles(folder).database;
}
