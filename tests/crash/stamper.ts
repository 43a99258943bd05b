// A till that works until it is killed: `node stamper.ts FOLDER honest|hasty [LOG]`. It opens the shop of the folder, or makes it, and
// writes the id of every request on stdout when it was acknowledged; `hasty` writes it before, which must be found out.
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { backupTo } from '../../db/backup.ts';
import { openReader } from '../../db/open.ts';
import { openInlineBackground } from '../../main/background/inline.ts';
import { openHost } from '../../main/bridge/host.ts';
import type { InputFor, OutputFor, ProcedureName } from '../../preload/contract/index.ts';
import { punchCard } from '../../preload/contract/rules.ts';
import { shopDatabase } from '../support/database.ts';
import { noPaper } from '../support/noPaper.ts';

const [folder = '', honesty = 'honest', log = ''] = process.argv.slice(2);
const owner = { name: 'Ioana', pin: '1111' };
const say = (line: string) => writeSync(1, `${line}\n`);

const host = await openHost({
  folder,
  services: {
    chooseFile: async () => log,
    chooseTarget: async () => null,
    chooseFolder: async () => null,
    ...noPaper,
    log: () => undefined,
  },
  openBackground: openInlineBackground,
  systemLanguage: 'en',
  systemTimeZone: 'UTC',
  pinCost: 2 ** 10,
  callsPerSecond: Number.POSITIVE_INFINITY,
});

async function ask<N extends ProcedureName>(name: N, input: InputFor<N>): Promise<OutputFor<N>> {
  const id = uuidv7();
  const known = !name.startsWith('visits.') && !/^(people|shop)\./.test(name) && !/\.(list|find|open)$/.test(name);
  if (known && honesty === 'hasty') say(`done ${id}`);
  const answer = await host.call(name, input, id);
  if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.error)}`);
  if (known && honesty === 'honest') say(`done ${id}`);
  return answer.value as OutputFor<N>;
}

const { state } = await ask('shop.status', {});
if (state === 'failed') throw new Error('the shop could not be opened');
if (state !== 'ready') {
  await ask('shop.create', {
    name: 'Crash',
    language: 'en',
    currency: 'RON',
    timeZone: 'Europe/Bucharest',
    owner,
    program: punchCard({ name: 'Coffee', goal: 5, rewardName: 'A coffee' }),
  });
}
const [person] = await ask('people.list', {});
await ask('people.signIn', { personId: person?.personId ?? '', pin: owner.pin });
await ask('shop.update', { minutesBetweenVisits: 0, visitsPerDay: 50 });
const [program] = await ask('programs.list', {});
const programId = program?.programId ?? '';
say('ready');

async function importLog(): Promise<void> {
  const chosen = await ask('visits.chooseFile', {});
  await ask('visits.import', { file: chosen?.file ?? '' });
  say('imported');
}

async function backup(n: number): Promise<void> {
  const file = shopDatabase(folder);
  const reader = openReader(file);
  await backupTo({ read: reader, file }, { ...file, path: join(folder, `backup-${n % 3}.db`) });
  reader.close();
}

let customerId = '';
if (log !== '') void importLog();
for (let n = 0; ; n++) {
  if (n % 11 === 0) ({ customerId } = await ask('customers.enrol', { name: `Customer ${n}` }));
  const stamped = await ask('counter.stamp', { customerId, programId, stamps: 1 + (n % 3) });
  for (const reward of stamped.issued) {
    if (n % 2 === 0) await ask('counter.redeem', { rewardId: reward.rewardId, proof: { by: 'known' } });
  }
  if (n % 7 === 0) await ask('counter.undo', { undo: stamped.requestId });
  else if (n % 13 === 5)
    await ask('counter.reverse', { entryId: stamped.entryIds[0] ?? '', as: 'void', reason: 'a mistake' });
  if (n % 17 === 0) host.checkpoint();
  if (n % 40 === 39) await backup(n);
}
