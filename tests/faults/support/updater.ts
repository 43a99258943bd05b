// Opens the shop of a folder as a start would, which brings it up to date, and ends: `node updater.ts FOLDER`, for the recorder. With a BASE
// and a template it is a sweep instead: `node updater.ts FOLDER BASE TEMPLATE STRIDE SEED PARTS SHARE ROWS`, operations of that start failed in turn, in so
// many parts or as many as their share of the time allows; of many of a kind in a row every ROWS counts.
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { openShop } from '../../../main/shop/open.ts';
import { upTo } from '../../support/counts.ts';
import { faults, nameOf, openDiskControl } from './fault.ts';
import { wrongWithUpdated } from './updated.ts';

const [folder = '', base, template = '', stride = '1', seed = '0', parts = '1', share = '1', every = '1'] =
  process.argv.slice(2);
const rows = { every: Number(every), offset: Number(seed) % Number(every) };
const clock = () => Date.UTC(2026, 2, 10, 9, 0);

async function open(): Promise<string> {
  try {
    const opened = await openShop(folder, clock);
    if (opened.state === 'open') opened.shop.close();
    return opened.state === 'failed' ? opened.failure.kind : opened.state;
  } catch (error) {
    return `threw ${error instanceof Error ? ((error as { code?: string }).code ?? error.message) : String(error)}`;
  }
}

if (base === undefined) {
  const said = await open();
  if (said !== 'open') throw new Error(said);
} else {
  const disk = openDiskControl(base);
  const result = { points: 0, said: {} as Record<string, number>, wrong: [] as string[] };
  for (const part of upTo(Number(parts), Number(share)))
    for (const fault of faults)
      for (let at = 1 + ((Number(seed) + part) % Number(stride)); ; at += Number(stride)) {
        rmSync(folder, { recursive: true, force: true });
        mkdirSync(folder);
        cpSync(template, folder, { recursive: true });
        disk.fail(at, fault, rows);
        const said = await open();
        const { failed } = disk.count();
        disk.off();
        if (failed === 0) break;
        result.points++;
        result.said[said] = (result.said[said] ?? 0) + 1;
        const again = await open();
        const wrong = again === 'open' ? await wrongWithUpdated(folder) : again;
        if (wrong) result.wrong.push(`operation ${at}, ${nameOf(fault)}: ${said}, then ${wrong}`);
        if (result.wrong.length > 20) break;
      }
  process.stdout.write(`\n${JSON.stringify(result)}\n`);
}
process.exit(0);
