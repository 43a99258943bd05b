import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openReader } from '../../db/open.ts';
import { appendActivity } from '../../main/activity/chain.ts';
import { listBackups } from '../../main/backups/store.ts';
import { checkedAtOnce } from '../../main/shop/check.ts';
import { shopFiles } from '../../main/shop/files.ts';
import { openShop } from '../../main/shop/open.ts';
import { ballastBytes } from '../../main/shop/space.ts';
import { tamper } from '../support/closedShop.ts';
import { openTool, shopDatabase } from '../support/database.ts';
import { imported, longLog } from '../support/logs.ts';
import { holdDelays, opening, openTestShop, type TestShop } from '../support/shop.ts';

/** A start does this a quarter of a minute after it. */
const late = 15_000;
/** More entries and lines than a start looks at, so that the first ones are for later. */
const many = 1_500;

async function longShop(): Promise<TestShop> {
  const shop = await openTestShop({ as: 'owner' });
  await imported(shop, longLog(many, 40));
  return shop;
}

/** Lines of the activity log as a year leaves them, in a shop that is closed. */
async function writeLines(folder: string): Promise<void> {
  const opened = await openShop(folder, () => opening);
  if (opened.state !== 'open') throw new Error(opened.state);
  const { shop } = opened;
  shop.transaction((write) => {
    for (let n = 0; n < many; n++)
      appendActivity(write, shop.keys.ledger, {
        ...{ recordedAt: opening, businessDay: '2026-03-10', personKey: 1, role: 'owner', via: 'window' },
        ...{ action: 'people.tap', targetId: null, requestId: null, approvedBy: null, detail: '{}' },
      });
  });
  shop.close();
}

const health = async (shop: TestShop) => (await shop.ok('shop.status', {})).health;
const filesOf = (shop: TestShop) => {
  const { ballast, backups } = shopFiles(shop.folder);
  const reserve = statSync(ballast, { throwIfNoEntry: false })?.size ?? null;
  return { reserve, backups: listBackups(backups).map(({ why }) => why) };
};

test('a quarter of a minute after a start there is a backup and the reserve, and whoever changed the oldest entry and the oldest line is found out', async () => {
  const shop = await longShop();
  await shop.host.close();
  await writeLines(shop.folder);
  tamper(shop.folder, (database) => {
    database.exec('UPDATE entry SET recordedAt = recordedAt - 1 WHERE seq = 3');
    database.exec("UPDATE activity SET action = 'people.signIn' WHERE seq = 2");
  });
  const later = holdDelays();
  await shop.restart();
  expect(await health(shop)).toMatchObject({ firstBad: null, firstBadLine: null });
  later(late - 1);
  const before = filesOf(shop);
  later(1);
  await expect.poll(() => health(shop), { timeout: 20_000 }).toMatchObject({ firstBad: 3, firstBadLine: 2 });
  expect(before).toEqual({ reserve: null, backups: ['import'] });
  expect(filesOf(shop)).toEqual({ reserve: ballastBytes, backups: ['start', 'import'] });
  expect(shop.logged.filter(({ code }) => code.endsWith('_CHANGED'))).toMatchObject([
    { code: 'LEDGER_CHANGED', detail: { seq: 3 } },
    { code: 'LOG_CHANGED', detail: { seq: 2 } },
  ]);
  await shop.signIn('owner');
  const { lines } = await shop.ok('activity.list', {});
  expect(lines.map(({ action }) => action)).toEqual(expect.arrayContaining(['ledger.changed', 'activity.changed']));
});

test('control: of a shop as it was written nothing is said', async () => {
  const shop = await longShop();
  await shop.host.close();
  await writeLines(shop.folder);
  const later = holdDelays();
  await shop.restart();
  later(late);
  await expect
    .poll(() => filesOf(shop), { timeout: 20_000 })
    .toEqual({ reserve: ballastBytes, backups: ['start', 'import'] });
  // Behind the reserve it only reads, without a turn between.
  for (let turn = 0; turn < 5; turn++) await nextTurn();
  expect(await health(shop)).toMatchObject({ firstBad: null, firstBadLine: null });
  expect(shop.logged.filter(({ level }) => level === 'error')).toEqual([]);
});

test('a file that is too large to be read before it opens is read then: damage that no screen has met closes the shop, and is kept', async () => {
  const shop = await longShop();
  let page = 0;
  const later = holdDelays();
  await shop.restart(() => {
    const tool = openTool(shop.database);
    tool.exec('CREATE TABLE room (bytes BLOB)');
    tool.prepare('INSERT INTO room VALUES (zeroblob(?))').run(checkedAtOnce);
    tool.exec('DROP TABLE room');
    tool.close();
    const read = openReader(shopDatabase(shop.folder));
    const pages = read.prepare("SELECT pageno FROM dbstat WHERE name = 'receipt' ORDER BY pageno").pluck().all();
    page = Number(pages[0]);
    read.close();
    const bytes = readFileSync(shop.file);
    bytes.fill(0xa5, (page - 1) * 4096, page * 4096);
    writeFileSync(shop.file, bytes);
  });
  expect(statSync(shop.file).size).toBeGreaterThan(checkedAtOnce);
  expect(await shop.ok('shop.status', {})).toMatchObject({ state: 'ready' });
  later(late);
  await expect
    .poll(() => shop.ok('shop.status', {}), { timeout: 20_000 })
    .toMatchObject({ state: 'failed', failure: { kind: 'damaged', kept: expect.stringContaining('damaged') } });
  expect(existsSync(shopFiles(shop.folder).damaged)).toBe(true);
});
