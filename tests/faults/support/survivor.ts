// A till whose disk is cut off under it, again and again: `node survivor.ts FOLDER real|full|normal`. At the word "open" it opens the shop (or
// a bare database of one table with that `synchronous`), says "ready", and works, saying "done ID" for everything acknowledged, until the disk is
// gone; then it closes what it can and says "closed".
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate as nextTurn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { v7 as uuidv7 } from 'uuid';
import { openDesk } from './desk.ts';

const [folder = '', kind = 'real'] = process.argv.slice(2);
const say = (line: string) => writeSync(1, `${line}\n`);

async function workAtTheTill(): Promise<void> {
  const desk = await openDesk(folder);
  try {
    await desk.begin();
    const [program] = await desk.ok('programs.list', {});
    const programId = program?.programId ?? ('' as never);
    say('ready');
    let customerId = '' as never;
    for (let n = 0; ; n++) {
      const id = uuidv7();
      if (n % 7 === 0) {
        customerId = (await desk.ok('customers.enrol', { name: `Customer ${n}` }, id)).customerId as never;
        say(`done ${id}`);
        continue;
      }
      const stamped = await desk.ok('counter.stamp', { customerId, programId, stamps: 1 + (n % 3) }, id);
      say(`done ${id}`);
      for (const { rewardId } of stamped.issued) {
        const redeemed = uuidv7();
        await desk.ok('counter.redeem', { rewardId, proof: { by: 'known' } }, redeemed);
        say(`done ${redeemed}`);
      }
      if (n % 40 === 39) desk.host.checkpoint();
      await nextTurn();
    }
  } finally {
    await desk.host.close();
  }
}

async function workOnATable(): Promise<void> {
  const database = new Database(join(folder, 'bare.db'));
  try {
    database.pragma('journal_mode = WAL');
    database.exec('CREATE TABLE IF NOT EXISTS receipt (requestId TEXT PRIMARY KEY) STRICT');
    database.pragma(`synchronous = ${kind === 'full' ? 'FULL' : 'NORMAL'}`);
    const insert = database.prepare('INSERT INTO receipt VALUES (?)');
    say('ready');
    for (;;) {
      const id = uuidv7();
      insert.run(id);
      say(`done ${id}`);
      await nextTurn();
    }
  } finally {
    database.close();
  }
}

for await (const word of createInterface({ input: process.stdin })) {
  if (word !== 'open') continue;
  try {
    await (kind === 'real' ? workAtTheTill() : workOnATable());
  } catch {
    // The disk is gone: that is the point.
  }
  say('closed');
}
