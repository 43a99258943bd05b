import { join } from 'node:path';
import { inTransaction, openWriter } from '../../../db/open.ts';

/**
 * What SQLite and the disk alone do to whoever waits for them so many times: transactions of twenty pages here and there of a plain file
 * with as many rows, and no ledger. Milliseconds.
 */
export function bareTransactions(folder: string, rows: number, times: number): number[] {
  const plain = openWriter({ path: join(folder, 'plain.db'), key: null });
  plain.exec('CREATE TABLE row (key INTEGER PRIMARY KEY, value BLOB)');
  const insert = plain.prepare('INSERT INTO row (value) VALUES (zeroblob(1000))');
  inTransaction(plain, () => {
    for (let i = 0; i < rows; i++) insert.run();
  });
  const update = plain.prepare('UPDATE row SET value = randomblob(1000) WHERE key = ?');
  let at = 1;
  const took = Array.from({ length: times }, () => {
    const asked = performance.now();
    inTransaction(plain, () => {
      for (let i = 0; i < 20; i++) {
        // Park and Miller's generator: here and there, and the same in each run.
        at = (at * 48_271) % 2_147_483_647;
        update.run((at % rows) + 1);
      }
    });
    return performance.now() - asked;
  });
  plain.close();
  return took;
}
