// A till that works day after day, on a clock that runs ahead: `node --expose-gc soaker.ts FOLDER FROM TO PERDAY [leaky]`, days counted from the
// shop's first. It opens the shop of the folder, or makes it, starts again every so often, makes a backup a week, and says on stdout a line of JSON
// for each day: what was acknowledged, and what the process and the folder hold by then. `leaky` leaves a connection open every day, which must be
// found out.
import { readdirSync, statSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { openReader, type ReadConnection } from '../../../db/open.ts';
import { shopFiles } from '../../../main/shop/files.ts';
import { randomOf } from '../../support/counts.ts';
import { shopDatabase } from '../../support/database.ts';
import { nothingByItself, ticks } from './check.ts';
import { openDesk } from './desk.ts';

/** One day, told in the evening. */
export interface Evening {
  readonly day: number;
  /** Entries that commands of this day were answered with. */
  readonly entries: number;
  /** Bytes: what JavaScript holds after a collection, with what lies outside its heap; the whole process; the log. */
  readonly heap: number;
  readonly rss: number;
  readonly log: number;
  /** Files this process has open; null where the system does not tell. */
  readonly files: number | null;
}

const [folder = '', from = '0', to = '1', perDay = '100', honesty = ''] = process.argv.slice(2);
const people = 400;
const restartEvery = 18;
const hour = 3_600_000;
/** 1 March 2016, nine in the morning in Bucharest. */
const first = Date.UTC(2016, 2, 1, 7);

nothingByItself();
let now = first + Number(from) * 24 * hour;
const clock = () => now;
let desk = await openDesk(folder, { clock });
const { state } = await desk.ok('shop.status', {});
if (state === 'failed') throw new Error('the shop could not be opened');
await desk.begin();
const [program] = await desk.ok('programs.list', {});
const programId = program?.programId ?? ('' as never);

const leaked: ReadConnection[] = [];
const openFiles = (): number | null => {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return null;
  }
};
const logBytes = () => statSync(`${shopFiles(folder).database}-wal`, { throwIfNoEntry: false })?.size ?? 0;

const customers = openReader(shopDatabase(folder));
const known = customers
  .prepare<[], { id: string }>('SELECT id FROM customer ORDER BY key')
  .all()
  .map(({ id }) => id);
customers.close();

for (let day = Number(from); day < Number(to); day++) {
  now = first + day * 24 * hour;
  const random = randomOf(day);
  for (const work of ticks.values()) work();
  // What a day begins with is done in the background; a till does not wait for it, and here it is not hurried away either.
  await sleep(1);
  if (day % restartEvery === restartEvery - 1) {
    await desk.host.close();
    desk = await openDesk(folder, { clock });
  }
  await desk.signIn();
  let entries = 0;
  let log = 0;
  while (entries < Number(perDay)) {
    // Whole milliseconds, as clocks have them.
    now += Math.floor((8 * hour) / Number(perDay));
    if (known.length < people)
      known.push((await desk.ok('customers.enrol', { name: `Customer ${known.length}` })).customerId);
    // Some come often, many now and then.
    const customerId = known[Math.floor(random() ** 2 * known.length)] as never;
    const stamped = await desk.ok('counter.stamp', { customerId, programId, stamps: 1 + Math.floor(random() * 2) });
    entries += stamped.entryIds.length;
    for (const { rewardId } of stamped.issued)
      if (random() < 0.7)
        entries += (await desk.ok('counter.redeem', { rewardId, proof: { by: 'known' } })).entryIds.length;
    if (random() < 0.01) entries += (await desk.ok('counter.undo', { undo: stamped.requestId })).entryIds.length;
    log = Math.max(log, logBytes());
    const { person } = await desk.ok('people.session', {});
    if (!person) await desk.signIn();
  }
  if (day % 7 === 6) await desk.ok('backups.make', {});
  if (honesty === 'leaky') leaked.push(openReader(shopDatabase(folder)));
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  const evening: Evening = { day, entries, heap: heapUsed + external, rss, log, files: openFiles() };
  writeSync(1, `${JSON.stringify(evening)}\n`);
}
await desk.host.close();
process.exit(0);
