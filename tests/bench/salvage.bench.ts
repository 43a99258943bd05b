import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { openInlineBackground } from '../../main/background/inline.ts';
import { openKeysOf } from '../../main/keys/files.ts';
import { shopFiles } from '../../main/shop/files.ts';
import { shopDatabase } from '../support/database.ts';
import { bigShopFolder } from './support/bigShop.ts';
import { line, mebibytes, ms } from './support/figures.ts';

// What can be saved of a big shop of whose file two pages in a hundred are spoilt, the first one among them: how long, and how much memory it takes at
// the most. It is done by this program once more, so that the memory is the job's alone. REGULARS_BENCH_SCALE=0.33334: a million entries.
const [, self = '', role, given = ''] = process.argv;
const pageSize = 4096;

function spoil(file: string): void {
  const bytes = readFileSync(file);
  for (let page = 1; page <= bytes.length / pageSize; page += 50)
    bytes.fill(0xa5, (page - 1) * pageSize, page * pageSize);
  writeFileSync(file, bytes);
}

async function salvage(folder: string): Promise<void> {
  const files = shopFiles(folder);
  const keys = openKeysOf(folder);
  if (!keys) throw new Error('no key');
  const background = openInlineBackground(shopDatabase(folder));
  const before = process.memoryUsage().rss;
  const begun = performance.now();
  let told = -1;
  const found = await background.run(
    'salvageFile',
    {
      ...{ target: { path: files.salvaged, key: keys.file }, journal: files.journal, secret: keys.ledger.secret },
      ...{ older: null, shop: null, now: Date.now() },
      unknown: { name: '?', language: 'en', currency: 'EUR', timeZone: 'UTC' },
    },
    {
      onProgress: (done, total) => {
        const tenth = Math.floor((10 * done) / (total ?? 1));
        if (tenth === told) return;
        told = tenth;
        line(`  at ${10 * tenth} %`, `${ms(performance.now() - begun)}, ${mebibytes(process.memoryUsage().rss)}`);
      },
    },
  );
  line('all of it, with the whole check', ms(performance.now() - begun), '< 60 s at 300,000 entries');
  const { user, system } = process.cpuUsage();
  line('  of a processor, whatever else it does', ms((user + system) / 1000));
  line('entries saved', `${found.entries} of ${found.entriesOnce}`);
  line('customers with and without a name', `${found.known} and ${found.nameless}`);
  const most = process.resourceUsage().maxRSS * 1024;
  line('memory before, and at the most', `${mebibytes(before)}, ${mebibytes(most)}`, '≤ 400 MiB');
  await background.close();
}

if (role === 'salvage') await salvage(given);
else {
  const folder = await bigShopFolder();
  const { database } = shopFiles(folder);
  line('the file', mebibytes(statSync(database).size));
  spoil(database);
  const { status } = spawnSync(process.execPath, [self, 'salvage', folder], { stdio: 'inherit' });
  rmSync(folder, { recursive: true, force: true });
  process.exitCode = status ?? 1;
}
