import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { v7 as uuidv7 } from 'uuid';
import { openReader } from '../../db/open.ts';
import { lastEntry } from '../../db/queries/ledger.ts';
import { shopDatabase } from '../support/database.ts';
import { bigShopFolder, ownerPin } from './support/bigShop.ts';
import { line, median, ms, ratio } from './support/figures.ts';
import { openTill } from './support/till.ts';

// A start after kill -9 of a till at work on a big shop, up to the first answer of the counter, against a start after a clean end of the same till
// (R3: at most a second at a million entries). The till is this program once more.
const rounds = 5;
const [, self = '', role, given] = process.argv;

async function signedIn(folder: string) {
  const till = await openTill(folder);
  const [owner] = await till.call<{ personId: string }[]>('people.list', {});
  await till.call('people.signIn', { personId: owner?.personId, pin: ownerPin });
  return till;
}

/** Stamps until it is killed, and says after some that it is at work. */
async function work(folder: string): Promise<void> {
  const till = await signedIn(folder);
  const read = openReader(shopDatabase(folder));
  const customers = read
    .prepare<[], { id: string }>('SELECT id FROM customer WHERE archivedAt IS NULL ORDER BY random() LIMIT 5000')
    .all();
  const program = read.prepare<[], { id: string }>('SELECT id FROM program LIMIT 1').get();
  read.close();
  for (const [n, { id }] of customers.entries()) {
    await till.host.call('counter.stamp', { customerId: id, programId: program?.id }, uuidv7());
    if (n === 100) process.stdout.write('at work\n');
  }
}

/** A till of its own process on the folder, killed at work or ended. */
async function leave(folder: string): Promise<void> {
  const child = spawn(process.execPath, [self, 'till', folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await ended;
}

/** Milliseconds from nothing to the counter's first answer. */
async function start(folder: string): Promise<number> {
  const begun = performance.now();
  const till = await openTill(folder);
  const { state } = await till.call<{ state: string }>('shop.status', {});
  if (state !== 'ready') throw new Error(`the shop is ${state}`);
  const [owner] = await till.call<{ personId: string }[]>('people.list', {});
  await till.call('people.signIn', { personId: owner?.personId, pin: ownerPin });
  await till.call('counter.find', { text: 'mar' });
  const took = performance.now() - begun;
  await till.host.close();
  return took;
}

if (role === 'till') await work(given ?? '');
else {
  const folder = await bigShopFolder();
  const read = openReader(shopDatabase(folder));
  const { seq } = lastEntry(read);
  read.close();
  await start(folder);
  const [clean, killed]: [number[], number[]] = [[], []];
  for (let n = 0; n < rounds; n++) {
    clean.push(await start(folder));
    await leave(folder);
    killed.push(await start(folder));
  }
  const list = (times: readonly number[]) => times.map((one) => one.toFixed(0)).join(', ');
  line(`${seq} entries: start after a clean end (${list(clean)})`, ms(median(clean)));
  line(`start after kill -9 of a till at work (${list(killed)})`, ms(median(killed)), '≤ 1 s at 1 M entries');
  line('kill -9 against a clean end', ratio(median(killed) / median(clean)));
  process.stdout.write(`load ${loadavg()[0]?.toFixed(1)}\n`);
}
process.exit(0);
