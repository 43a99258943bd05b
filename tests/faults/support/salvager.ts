// Saves the damaged shop of BASE/shop under the disk library, until it is ended: `node salvager.ts BASE save|start AT [END BLOCK...]`. It ends before the
// AT-th operation on the disk (0: never) of saving and swapping, or of its start alone. Of a file whose path ends in END the disk refuses these blocks. Says
// what it has done, how many operations that were, and what was saved.
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { openDesk, ownerPin } from './desk.ts';
import { openDiskControl } from './fault.ts';

const [base = '', what = 'save', at = '0', end, ...blocks] = process.argv.slice(2);
const disk = openDiskControl(base);
const say = (done: string, found: unknown = null) =>
  writeSync(1, `${done} ${disk.count().seen} ${JSON.stringify(found)}\n`);

if (end) disk.refuse(end, blocks.map(Number));
if (what === 'start') disk.die(Number(at));
const desk = await openDesk(join(base, 'shop'), { clock: () => Date.UTC(2026, 2, 12, 9, 0) });
say('started');
if (what === 'save') {
  disk.die(Number(at));
  const found = await desk.ok('rescue.salvage', {});
  const { source, shopName, owners } = found;
  say('saved', found);
  const [owner] = owners;
  if (!owner) throw new Error('the shop has no owner');
  const proof = { by: 'pin', personId: owner.personId, pin: ownerPin } as const;
  await desk.ok('rescue.restore', { source, typed: shopName, proof });
  say('swapped');
}
disk.off();
await desk.host.close();
process.exit(0);
