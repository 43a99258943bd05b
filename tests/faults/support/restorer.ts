// Brings the oldest backup of the damaged shop of BASE/shop back under the disk library: `node restorer.ts BASE [END BLOCK...]`. Of a file whose path ends in
// END the disk refuses these blocks. Says what the preview and the restore answered, and how the shop is then.
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { openDesk, ownerPin } from './desk.ts';
import { openDiskControl } from './fault.ts';

const [base = '', end, ...blocks] = process.argv.slice(2);
const disk = openDiskControl(base);
if (end) disk.refuse(end, blocks.map(Number));
const desk = await openDesk(join(base, 'shop'), { clock: () => Date.UTC(2026, 2, 12, 9, 0) });
const oldest = (await desk.ok('rescue.list', {})).at(-1);
if (!oldest) throw new Error('there is no backup');
const preview = await desk.ok('rescue.preview', { source: oldest.source });
const { since, broken, shopName, owners } = preview;
const [owner] = owners;
if (!owner) throw new Error('the shop has no owner');
const proof = { by: 'pin', personId: owner.personId, pin: ownerPin } as const;
const answer = await desk.ok('rescue.restore', { source: oldest.source, typed: shopName, proof });
const { state, health } = await desk.ok('shop.status', {});
disk.off();
writeSync(1, JSON.stringify({ since, broken, answer, state, health }));
await desk.host.close();
process.exit(0);
