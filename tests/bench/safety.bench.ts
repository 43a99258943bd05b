import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { openReader } from '../../db/open.ts';
import { listPeople } from '../../db/queries/people.ts';
import { shopDatabase } from '../support/database.ts';
import { bigShopFolder, ownerPin } from './support/bigShop.ts';
import { line, mebibytes, median, ms, quantile } from './support/figures.ts';
import { openTill } from './support/till.ts';

// What keeps data safe, at full size: a backup while the till goes on, a person's copy, their erasure.
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
/** Stamps until `over` says so, or as often as told. */
const stamps = async (over: () => boolean, most: number): Promise<number[]> => {
  const times: number[] = [];
  while (!over() && times.length < most && next < some.length) {
    const start = performance.now();
    await host.call('counter.stamp', { customerId: some[next++]?.id, programId: program?.id }, uuidv7());
    times.push(performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return times;
};
const report = (what: string, times: number[], aim = '') =>
  line(what, `${times.length}: p50 ${ms(median(times))}  p99 ${ms(quantile(times, 0.99))}`, aim);

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
line(
  'restoring it: checked, backed up before, swapped, opened',
  ms(performance.now() - restoring),
  '≤ 10 s at 1 M entries',
);
await host.close();
rmSync(target, { force: true });
