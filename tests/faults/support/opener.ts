// Opens the shop of BASE/shop under the disk library and stamps a card: `node opener.ts BASE [END BLOCK...]`. Of a file whose path ends in END the disk
// refuses these blocks. Says how the shop is then, and whether the stamp was taken.
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { openDesk } from './desk.ts';
import { openDiskControl } from './fault.ts';

const [base = '', end, ...blocks] = process.argv.slice(2);
const disk = openDiskControl(base);
if (end) disk.refuse(end, blocks.map(Number));
const desk = await openDesk(join(base, 'shop'), { clock: () => Date.UTC(2026, 2, 12, 9, 0) });
const { state, failure, health } = await desk.ok('shop.status', {});
let stamped = false;
if (state === 'ready') {
  await desk.signIn();
  const [program] = await desk.ok('programs.list', {});
  const { customerId } = await desk.ok('customers.enrol', { name: 'Somebody new' });
  stamped = (await desk.call('counter.stamp', { customerId, programId: program?.programId ?? ('' as never) })).ok;
}
disk.off();
writeSync(1, JSON.stringify({ state, failure, health, stamped }));
await desk.host.close();
process.exit(0);
