import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { migrations, schemaVersion } from '../../db/migrations/index.ts';
import { shopFiles } from '../../main/shop/files.ts';
import { openShop } from '../../main/shop/open.ts';
import { testFolder } from '../support/shop.ts';
import { count } from './support/counts.ts';
import { change } from './support/file.ts';
import { diskLibrary, whyNoLibrary } from './support/library.ts';
import { makeOldShop } from './support/oldShop.ts';

/** R8: a shop of an older version is brought up to date (and locked), and the disk refuses any operation of that. */
const stride = count(301, 41, 1);
const memory = '/dev/shm';
const updater = join(import.meta.dirname, 'support/updater.ts');
const clock = () => Date.UTC(2026, 2, 10, 9, 0);

function place(): string {
  const made = mkdtempSync(join(memory, 'regulars-update-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

test(`R8 every ${stride === 1 ? '' : `${stride}th `}operation of an update fails: the next start ends it`, {
  timeout: 3_600_000,
}, async (context) => {
  const why = whyNoLibrary();
  if (why) return context.skip(why);
  for (const version of count(1, 4, 6) === 1 ? [8] : [1, 4, 8, 12, 16, schemaVersion - 1].slice(0, count(1, 4, 6))) {
    const template = testFolder();
    makeOldShop(template, version);
    const base = place();
    const out = execFileSync(process.execPath, [updater, join(base, 'shop'), base, template, String(stride)], {
      env: { ...process.env, LD_PRELOAD: diskLibrary(), DISK_FOLDER: base },
      encoding: 'utf8',
    });
    const { points, said, wrong } = JSON.parse(out.trim().split('\n').at(-1) ?? '') as {
      points: number;
      said: Record<string, number>;
      wrong: string[];
    };
    console.log(
      `R8, from version ${version}: ${points} operations failed, ${JSON.stringify(said)}, ${wrong.length} wrong`,
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
