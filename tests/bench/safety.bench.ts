import { closeSync, copyFileSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { sync } from '../../db/durable.ts';
import { openReader } from '../../db/open.ts';
import { listPeople } from '../../db/queries/people.ts';
import { shopFiles } from '../../main/shop/files.ts';
import { shopDatabase } from '../support/database.ts';
import { bigShopFolder, ownerPin } from './support/bigShop.ts';
import { line, mebibytes, median, ms, quantile, ratio } from './support/figures.ts';
import { openTill } from './support/till.ts';

// What keeps data safe, at full size: a backup while the till goes on, a person's copy, their erasure, a restore. Beside each stamp stands what the
// disk alone takes at that moment, 4 KB written and synced, and beside the restore a bare copy of as many bytes.
const folder = await bigShopFolder();
const read = openReader(shopDatabase(folder));
const [owner] = listPeople(read);
const some = read
  .prepare<[], { id: string }>(
    'SELECT id FROM customer WHERE archivedAt IS NULL AND visitDays > 0 ORDER BY key % 991, key LIMIT 400',
  )
  .all();
const program = read.prepare<[], { id: string }>('SELECT id FROM program LIMIT 1').get();
read.close();
const target = join(tmpdir(), `regulars-bench-${process.pid}.json`);
const { host, call } = await openTill(folder, { target });
await call('people.signIn', { personId: owner?.id, pin: ownerPin });

let next = 0;
interface Times {
  readonly stamps: number[];
  readonly bare: number[];
}
const aside = openSync(`${folder}.bare`, 'w');
const fourKilobytes = Buffer.alloc(4096, 1);
const timed = async (work: () => unknown): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};
/** Stamps until `over` says so, or as often as told. */
const stamps = async (over: () => boolean, most: number): Promise<Times> => {
  const times: Times = { stamps: [], bare: [] };
  while (!over() && times.stamps.length < most && next < some.length) {
    const words = { customerId: some[next++]?.id, programId: program?.id };
    times.stamps.push(await timed(() => host.call('counter.stamp', words, uuidv7())));
    times.bare.push(
      await timed(() => {
        writeSync(aside, fourKilobytes);
        fdatasyncSync(aside);
      }),
    );
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return times;
};
const report = (what: string, { stamps, bare }: Times, aim = '') => {
  const of = (times: number[]) => `p50 ${ms(median(times))}  p99 ${ms(quantile(times, 0.99))}`;
  line(what, `${stamps.length}: ${of(stamps)}`, aim);
  line('  4 KB written and synced at the same moments', of(bare));
  line('  the one against the other, p99', ratio(quantile(stamps, 0.99) / quantile(bare, 0.99)));
};

await stamps(() => false, 20);
report('stamps, nothing else going on', await stamps(() => false, 100));
let done = false;
const begun = performance.now();
const backup = call('backups.make', {}).finally(() => {
  done = true;
});
report('stamps while a backup is made', await stamps(() => done, 250), 'p99 ≤ 50 ms');
await backup;
line('the backup, made, checked, hashed', ms(performance.now() - begun));
const { backups } = await call<{ backups: { bytes: number; entries: number }[] }>('backups.list', {});
line('  its size and entries', `${mebibytes(backups[0]?.bytes ?? 0)}, ${backups[0]?.entries}`);

const customerId = some[0]?.id;
const copying = performance.now();
await call('privacy.saveCopy', { customerId });
line('a copy of what is known of a person, JSON', ms(performance.now() - copying), '≤ 2000 ms');
const { number } = await call<{ number: string }>('customers.get', { customerId });
const erasing = performance.now();
await call('privacy.erase', { customerId, typed: number });
line('erasing them, with the backup before', ms(performance.now() - erasing), '≤ 5000 ms');
const [backed] = (await call<{ backups: { name: string }[] }>('backups.list', {})).backups;
const restoring = performance.now();
await call('backups.restore', { name: backed?.name, typed: 'Bench', pin: ownerPin });
await call('people.signIn', { personId: owner?.id, pin: ownerPin });
await call('counter.find', { text: 'mar' });
const restored = performance.now() - restoring;
line('restoring it: checked, backed up before, swapped, opened, first answer', ms(restored), '≤ 10 s at 1 M entries');
const copied = await timed(() => {
  copyFileSync(shopFiles(folder).database, `${folder}.copy`);
  sync(`${folder}.copy`, 'r+');
});
line('  a bare copy of the file, synced', ms(copied));
line('  the one against the other', ratio(restored / copied));
process.stdout.write(`load ${loadavg()[0]?.toFixed(1)}\n`);
await host.close();
closeSync(aside);
for (const left of [target, `${folder}.bare`, `${folder}.copy`]) rmSync(left, { force: true });
