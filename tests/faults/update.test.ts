import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { migrations, schemaVersion } from '../../db/migrations/index.ts';
import { shopFiles } from '../../main/shop/files.ts';
import { openShop } from '../../main/shop/open.ts';
import { count, randomOf, seed, upTo } from '../support/counts.ts';
import { lean, program } from '../support/program.ts';
import { testFolder } from '../support/shop.ts';
import { change } from './support/file.ts';
import { diskLibrary, whyNoLibrary } from './support/library.ts';
import { makeOldShop } from './support/oldShop.ts';
import { cutAt } from './support/powerCut.ts';
import { readRecord } from './support/record.ts';
import { createStarts } from './support/starts.ts';
import { wrongWithUpdated } from './support/updated.ts';

/** R8: a shop of an older version is brought up to date, and that is cut off or refused by the disk at any of its operations. */
const versions = count(2, schemaVersion - 1, schemaVersion - 1);
const cutsEach = count(15, 300, 300);
const rounds = count(1, 1, 20);
/** Every so many operations fail, and in `npm run torture` all of them, one such part after another. */
const stride = count(301, 61, 41);
const parts = count(1, 1, stride);
/** Where many operations of a kind come in a row on one file, pages of a copy, every so many of those after the eighth count. */
const rows = count(1, 17, 1);
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

/** Starts what was left of an update from a version, and looks at the shop. */
async function start(folder: string, version: number): Promise<void> {
  const opened = await openShop(folder, clock);
  if (opened.state !== 'open') throw new Error(`from version ${version} the shop is ${JSON.stringify(opened)}`);
  opened.shop.close();
  const wrong = await wrongWithUpdated(folder);
  if (wrong) throw new Error(`from version ${version}: ${wrong}`);
}

test(`R8 cut off ${cutsEach} times in each of ${versions} older versions: old or new, never between`, {
  timeout: 120_000 + rounds * versions * cutsEach * 2_000,
}, async (context) => {
  const why = whyNoLibrary();
  if (why) return context.skip(why);
  const random = randomOf(seed);
  const all = { states: 0, distinct: 0, recovered: 0, started: 0 };
  for (const one of upTo(rounds * versions, 0.5)) {
    const version = chosen[one % versions] ?? 1;
    const folder = join(place(), 'shop');
    mkdirSync(folder);
    makeOldShop(folder, version);
    const first = new Map(readdirSync(folder).map((name) => [join(folder, name), readFileSync(join(folder, name))]));
    const record = join(testFolder(), 'record');
    execFileSync(process.execPath, [await program(updater), folder], {
      env: { ...process.env, LD_PRELOAD: diskLibrary(), DISK_FOLDER: folder, DISK_RECORD: record },
    });
    expect(await wrongWithUpdated(folder)).toBeNull();
    const starts = createStarts(start, () => true);
    onTestFinished(starts.remove);
    await cutAt({ folder, operations: readRecord(record), first }, cutsEach, random, (left) =>
      starts.look(left, version),
    );
    starts.remove();
    for (const what of Object.keys(all) as (keyof typeof all)[]) all[what] += starts.counts[what];
  }
  console.log(
    `R8: ${all.states} cuts of ${versions} older versions, each old or new; ${all.distinct} of other bytes, ${all.recovered} of other pages, ` +
      `${all.started} starts (seed ${seed})`,
  );
  expect(all.states).toBeGreaterThan((versions * cutsEach) / 2);
});

test(`R8 every ${parts === stride ? '' : `${stride}th `}operation of an update fails: the next start ends it`, {
  timeout: count(300_000, 600_000, 24 * 3_600_000),
}, async (context) => {
  const why = whyNoLibrary();
  if (why) return context.skip(why);
  const failing = versions === 2 ? [8] : chosen;
  const all: Record<string, number> = {};
  const each: string[] = [];
  for (const version of failing) {
    // Of each version others.
    const words = [stride, seed + version, parts, 0.5 / failing.length, rows].map(String);
    const template = testFolder();
    makeOldShop(template, version);
    const base = place();
    const out = execFileSync(
      process.execPath,
      [...lean, await program(updater), join(base, 'shop'), base, template, ...words],
      {
        env: { ...process.env, LD_PRELOAD: diskLibrary(), DISK_FOLDER: base },
        encoding: 'utf8',
      },
    );
    const { points, said, wrong } = JSON.parse(out.trim().split('\n').at(-1) ?? '') as {
      points: number;
      said: Record<string, number>;
      wrong: string[];
    };
    for (const [what, times] of Object.entries(said)) {
      const [kind = ''] = what.split(':');
      all[kind] = (all[kind] ?? 0) + times;
    }
    each.push(`${version}: ${points}`);
    expect(wrong).toEqual([]);
    expect(points).toBeGreaterThan(5);
  }
  console.log(
    `R8: operations failed, from version ${each.join(', ')}; ${JSON.stringify(all)}, then each a new one (seed ${seed})`,
  );
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
