import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { openTool, shopDatabase } from './database.ts';
import { chooseAgain, csv, longLog } from './logs.ts';
import { openTestShop, testFolder } from './shop.ts';

export interface Closed {
  readonly folder: string;
}

/** A shop with some history that nobody has open, for tests that copy and damage it: stamps, rewards, voids, an import. */
export async function closedShop(): Promise<Closed> {
  const shop = await openTestShop({ as: 'owner', lasting: true });
  const { programId } = shop;
  for (let i = 0; i < 12; i++) {
    const { customerId } = await shop.ok('customers.enrol', { name: `Customer ${i}` });
    shop.clock.now += 60_000;
    const stamped = await shop.ok('counter.stamp', { customerId, programId: programId as never, stamps: 1 + (i % 6) });
    for (const { rewardId } of stamped.issued) await shop.ok('counter.redeem', { rewardId, proof: { by: 'known' } });
    if (i % 5 === 4)
      await shop.ok('counter.reverse', { entryId: stamped.entryIds[0] as never, as: 'void', reason: 'a mistake' });
  }
  const log = join(testFolder({ lasting: true }), 'log.csv');
  writeFileSync(log, csv(longLog(40, 8)));
  await shop.ok('visits.import', { file: await chooseAgain(shop, log) });
  for (let i = 0; i < 5; i++) {
    const { customerId } = await shop.ok('customers.enrol', { name: `Late ${i}` });
    await shop.ok('counter.stamp', { customerId, programId: programId as never });
  }
  const folder = testFolder({ lasting: true });
  await shop.host.close();
  cpSync(shop.folder, folder, { recursive: true });
  await shop.close();
  return { folder };
}

/** What somebody with the key does to a database with an SQLite tool. */
export type Tampering = (database: Database.Database) => void;

/** A copy of such a shop that somebody worked on. Answers its folder. */
export function tampered({ folder: original }: Closed, work: Tampering): string {
  const folder = testFolder();
  cpSync(original, folder, { recursive: true });
  tamper(folder, work);
  return folder;
}

/** Somebody works on a shop that is closed: triggers dropped, as they would, and put back. */
export function tamper(folder: string, work: Tampering): void {
  const database = openTool(shopDatabase(folder));
  database.pragma('foreign_keys = OFF');
  const triggers = database
    .prepare<[], { name: string; sql: string }>("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    .all();
  for (const { name } of triggers) database.exec(`DROP TRIGGER "${name}"`);
  work(database);
  for (const { sql } of triggers) database.exec(sql);
  database.close();
}
