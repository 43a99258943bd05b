// A till under the disk library: `node till.ts FOLDER ROUNDS LOG|- [normal|full]`. It opens the shop of the folder, or makes it, and works; what was
// acknowledged it writes into FOLDER/acks, which the library records in its place among the operations. With the last word it is a bare
// database of one table instead, with that `synchronous`. Lines with a # say that a restore begins, and that it was answered.
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { v7 as uuidv7 } from 'uuid';
import { backupTo } from '../../../db/backup.ts';
import { openReader } from '../../../db/open.ts';
import { openInlineBackground } from '../../../main/background/inline.ts';
import { openHost } from '../../../main/bridge/host.ts';
import type { InputFor, OutputFor, ProcedureName } from '../../../preload/contract/index.ts';
import { punchCard } from '../../../preload/contract/rules.ts';
import { shopDatabase } from '../../support/database.ts';
import { noPaper } from '../../support/noPaper.ts';

const [folder = '', rounds = '10', log = '-', bare] = process.argv.slice(2);
const acks = openSync(join(folder, 'acks'), 'a');
const [restoring, restored] = ['#restoring', '#restored'];
const acknowledge = (id: string) => writeSync(acks, `${id}\n`);

if (bare) {
  const database = new Database(join(folder, 'bare.db'));
  database.pragma('journal_mode = WAL');
  database.exec('CREATE TABLE IF NOT EXISTS done (id TEXT PRIMARY KEY) STRICT');
  database.pragma(`synchronous = ${bare === 'full' ? 'FULL' : 'NORMAL'}`);
  const insert = database.prepare('INSERT INTO done VALUES (?)');
  for (let n = 0; n < Number(rounds); n++) {
    const id = uuidv7();
    insert.run(id);
    acknowledge(id);
  }
  database.close();
  closeSync(acks);
  process.exit(0);
}

const shopName = 'Crash';
const owner = { name: 'Ioana', pin: '1111' };
const host = await openHost({
  folder,
  services: {
    ...noPaper,
    chooseFile: async () => log,
    chooseTarget: async () => null,
    chooseFolder: async () => null,
    log: (level, code, detail) => writeSync(2, `${level} ${code} ${JSON.stringify(detail)}\n`),
  },
  openBackground: openInlineBackground,
  systemLanguage: 'en',
  systemTimeZone: 'UTC',
  pinCost: 2 ** 10,
  callsPerSecond: Number.POSITIVE_INFINITY,
});

async function ask<N extends ProcedureName>(name: N, input: InputFor<N>, acked = false): Promise<OutputFor<N>> {
  const id = uuidv7();
  const answer = await host.call(name, input, id);
  if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.error)}`);
  if (acked) acknowledge(id);
  return answer.value as OutputFor<N>;
}

const { state } = await ask('shop.status', {});
if (state === 'failed') throw new Error('the shop could not be opened');
if (state !== 'ready') {
  await ask('shop.create', {
    name: shopName,
    language: 'en',
    currency: 'RON',
    timeZone: 'Europe/Bucharest',
    owner,
    program: punchCard({ name: 'Coffee', goal: 5, rewardName: 'A coffee' }),
  });
}
const [person] = await ask('people.list', {});
await ask('people.signIn', { personId: person?.personId ?? ('' as never), pin: owner.pin });
await ask('shop.update', { minutesBetweenVisits: 0, visitsPerDay: 50 }, true);
const [program] = await ask('programs.list', {});
const programId = program?.programId ?? ('' as never);

let customerId = '' as never;
for (let n = 0; n < Number(rounds); n++) {
  if (n % 7 === 0) customerId = (await ask('customers.enrol', { name: `Customer ${n}` }, true)).customerId as never;
  const stamped = await ask('counter.stamp', { customerId, programId, stamps: 1 + (n % 3) }, true);
  for (const reward of stamped.issued)
    await ask('counter.redeem', { rewardId: reward.rewardId, proof: { by: 'known' } }, true);
  if (n % 5 === 4) await ask('counter.undo', { undo: stamped.requestId }, true);
  if (n % 11 === 8)
    await ask(
      'counter.reverse',
      { entryId: stamped.entryIds[0] ?? ('' as never), as: 'void', reason: 'a mistake' },
      true,
    ).catch(() => undefined);
  if (n % 9 === 8) host.checkpoint();
  if (n % 13 === 6 && log !== '-') {
    const chosen = await ask('visits.chooseFile', {});
    await ask('visits.import', { file: chosen?.file ?? ('' as never) });
  }
  if (n % 17 === 12) {
    const file = shopDatabase(folder);
    const reader = openReader(file);
    await backupTo({ read: reader, file }, { ...file, path: join(folder, 'backup.db') });
    reader.close();
  }
  if (n % 19 === 15) {
    const { number } = await ask('customers.get', { customerId });
    await ask('privacy.erase', { customerId, typed: String(number) }, true);
    customerId = (await ask('customers.enrol', { name: `Customer ${n}` }, true)).customerId as never;
  }
  if (n % 31 === 14 && log !== '-') {
    await ask('backups.make', {});
    const [backup] = (await ask('backups.list', {})).backups;
    // What the backup does not know of, the journal must bring back.
    await ask('counter.stamp', { customerId, programId, stamps: 1 }, true);
    acknowledge(restoring);
    await ask('backups.restore', { name: backup?.name ?? '', typed: shopName, pin: owner.pin });
    acknowledge(restored);
  }
}
await host.close();
closeSync(acks);
