import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { migrations, schemaVersion } from '../../db/migrations/index.ts';
import { shopFiles } from '../../main/shop/files.ts';
import { openShop } from '../../main/shop/open.ts';
import { count, randomOf, seed, upTo } from '../support/counts.ts';
import { program } from '../support/program.ts';
import { testFolder } from '../support/shop.ts';
import { change } from './support/file.ts';
import { diskLibrary, whyNoLibrary } from './support/library.ts';
import { makeOldShop } from './support/oldShop.ts';
import { createDisk, type Model, models, readRecord } from './support/record.ts';
import { wrongWithUpdated } from './support/updated.ts';

/** R8: a shop of an older version is brought up to date, and that is cut off or refused by the disk at any of its operations. */
const versions = count(2, schemaVersion - 1, schemaVersion - 1);
const cutsEach = count(4, 20, 50);
const rounds = count(1, 1, 20);
/** Every so many operations fail, and in `npm run torture` all of them, one such part after another. */
const stride = count(301, 41, 41);
const parts = count(1, 1, stride);
const memory = '/dev/shm';
const updater = 'tests/faults/support/updater.ts';
const clock = () => Date.UTC(2026, 2, 10, 9, 0);

/** The older versions, as far apart as their number allows. */
const chosen = Array.from({ length: versions }, (_, n) => (versions === 2 ? ([4, schemaVersion - 1][n] ?? 1) : n + 1));

function place(): string {
  const made = mkdtempSync(join(memory, 'regulars-update-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

test(`R8 cut off ${cutsEach} times in each of ${versions} older versions: old or new, never between`, {
  timeout: 120_000 + rounds * versions * cutsEach * 2_000,
}, async (context) => {
  const why = whyNoLibrary();
  if (why) return context.skip(why);
  const random = randomOf(seed);
  let cuts = 0;
  for (const one of upTo(rounds * versions, 0.5)) {
    const version = chosen[one % versions] ?? 1;
    const base = place();
    const folder = join(base, 'shop');
    mkdirSync(folder);
    makeOldShop(folder, version);
    const first = new Map(readdirSync(folder).map((name) => [join(folder, name), readFileSync(join(folder, name))]));
    const record = join(testFolder(), 'record');
    execFileSync(process.execPath, [await program(updater), folder], {
      env: { ...process.env, LD_PRELOAD: diskLibrary(), DISK_FOLDER: folder, DISK_RECORD: record },
    });
    expect(await wrongWithUpdated(folder)).toBeNull();
    const operations = readRecord(record);
    const disk = createDisk();
    disk.lay(first);
    const share = cutsEach / operations.length;
    let due = random();
    for (const [n, operation] of operations.entries()) {
      disk.do(operation);
      for (due += share; due >= 1; due--) {
        const model = models[Math.floor(random() * models.length)] as Model;
        const left = place();
        for (const [path, bytes] of disk.cut(model, random)) {
          if (!path.startsWith(folder)) continue;
          const target = join(left, path.slice(folder.length));
          mkdirSync(dirname(target), { recursive: true });
          writeFileSync(target, bytes);
        }
        const where = `seed ${seed}, version ${version}, ${model} at operation ${n} of ${operations.length}`;
        const opened = await openShop(left, clock);
        expect(opened.state, `${where}: ${JSON.stringify(opened.state === 'failed' ? opened.failure : '')}`).toBe(
          'open',
        );
        if (opened.state === 'open') opened.shop.close();
        expect(await wrongWithUpdated(left), where).toBeNull();
        rmSync(left, { recursive: true, force: true });
        cuts++;
      }
    }
  }
  console.log(`R8: ${cuts} cuts of ${versions} older versions, each old or new (seed ${seed})`);
  expect(cuts).toBeGreaterThan((versions * cutsEach) / 2);
});

test(`R8 every ${parts === stride ? '' : `${stride}th `}operation of an update fails: the next start ends it`, {
  timeout: count(300_000, 600_000, 24 * 3_600_000),
}, async (context) => {
  const why = whyNoLibrary();
  if (why) return context.skip(why);
  const versions = [8, 1, 4, 12, 16, schemaVersion - 1].slice(0, count(1, 4, 6));
  const words = [String(stride), String(seed % stride), String(parts), String(0.5 / versions.length)];
  for (const version of versions) {
    const template = testFolder();
    makeOldShop(template, version);
    const base = place();
    const out = execFileSync(process.execPath, [await program(updater), join(base, 'shop'), base, template, ...words], {
      env: { ...process.env, LD_PRELOAD: diskLibrary(), DISK_FOLDER: base },
      encoding: 'utf8',
    });
    const { points, said, wrong } = JSON.parse(out.trim().split('\n').at(-1) ?? '') as {
      points: number;
      said: Record<string, number>;
      wrong: string[];
    };
    console.log(
      `R8, from version ${version}: ${points} operations failed, ${JSON.stringify(said)}, ${wrong.length} wrong (seed ${seed})`,
    );
    expect(wrong).toEqual([]);
    expect(points).toBeGreaterThan(5);
  }
});

test('R8 control: half an update that was not one transaction is noticed', async () => {
  const folder = testFolder();
  makeOldShop(folder, 4);
  const [first = ''] = (migrations[4]?.sql ?? '').split(/;\s*\n(?=\s*CREATE|\s*ALTER|\s*DROP|\s*UPDATE|\s*INSERT)/);
  change(shopFiles(folder).database, (write) => {
    write.pragma('foreign_keys = OFF');
    write.exec(first);
  });
  const said = await openShop(folder, clock).then(
    (opened) => opened.state,
    () => 'threw',
  );
  expect(said).not.toBe('open');
});
