// Brings the oldest backup of the damaged shop of BASE/shop back under the disk library: `node restorer.ts BASE AT [END BLOCK...]`. A shop of which a restore
// was cut off gets what a person does at the next start, where that takes anything. It ends before the AT-th operation on the disk (0: never) of either; `N/PATH`
// as AT counts from the operation on that gives another name to PATH. Of a file whose path ends in END the disk refuses these blocks. Says how the shop was
// found, what preview and restore answered, how many operations that were, and how the shop is then.
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { openDesk, ownerPin } from './desk.ts';
import { openDiskControl } from './fault.ts';

const [base = '', at = '0', end, ...blocks] = process.argv.slice(2);
const disk = openDiskControl(base);
if (end) disk.refuse(end, blocks.map(Number));
const desk = await openDesk(join(base, 'shop'), { clock: () => Date.UTC(2026, 2, 12, 9, 0) });
const die = () => disk.die(Number.parseInt(at, 10), at.split(/(?=\/)/)[1]);

async function restore() {
  const oldest = (await desk.ok('rescue.list', {})).at(-1);
  if (!oldest) throw new Error('there is no backup');
  const preview = await desk.ok('rescue.preview', { source: oldest.source });
  const { since, broken, shopName, owners } = preview;
  const [owner] = owners;
  if (!owner) throw new Error('the shop has no owner');
  const proof = { by: 'pin', personId: owner.personId, pin: ownerPin } as const;
  die();
  const answer = await desk.ok('rescue.restore', { source: oldest.source, typed: shopName, proof });
  return { since, broken, answer };
}

const { failure } = await desk.ok('shop.status', {});
const found = failure?.kind ?? null;
const said = found === 'damaged' ? await restore() : null;
if (found === 'behind') {
  die();
  await desk.ok('shop.bringBack', {});
}
const operations = disk.count().seen;
const { state, health } = await desk.ok('shop.status', {});
disk.off();
writeSync(1, JSON.stringify({ found, ...said, operations, state, health }));
await desk.host.close();
process.exit(0);
