import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '../../db/migrate.ts';
import { inTransaction, openReader, openWriter } from '../../db/open.ts';
import { lastLine, listStoredLines } from '../../db/queries/activity.ts';
import { checkLog, sealedColumns } from '../../main/activity/chain.ts';
import { openKeysOf } from '../../main/keys/files.ts';
import type { LedgerKey } from '../../main/ledger/seal.ts';
import { shopFiles } from '../../main/shop/files.ts';
import { openShop } from '../../main/shop/open.ts';
import { type Closed, closedShop, type Tampering, tampered } from '../support/closedShop.ts';
import { openTool, shopDatabase } from '../support/database.ts';
import { opening, openTestShop, type TestShop, testFolder } from '../support/shop.ts';

let original: Closed;
let last = 0;

beforeAll(async () => {
  original = await closedShop();
  const read = openReader(shopDatabase(original.folder));
  last = lastLine(read)?.seq ?? 0;
  read.close();
});

const keyIn = (folder: string): LedgerKey => {
  const keys = openKeysOf(folder);
  if (!keys) throw new Error('the shop is sealed');
  return keys.ledger;
};

/** What the next start says. */
async function noticed(folder: string): Promise<number | null> {
  const opened = await openShop(folder, () => opening);
  if (opened.state !== 'open') throw new Error(opened.state);
  const { firstBadLine } = opened.shop;
  opened.shop.close();
  return firstBadLine;
}

/** What the check of all lines says, which knows no journal. */
function found(folder: string): readonly number[] {
  const opened = openReader(shopDatabase(folder));
  const { bad } = checkLog(opened, keyIn(folder), 1, Number.POSITIVE_INFINITY);
  opened.close();
  return bad;
}

const run =
  (...sql: string[]): Tampering =>
  (database) => {
    for (const text of sql) database.exec(text);
  };
const swap = (a: number, b: number): Tampering =>
  run(
    `UPDATE activity SET seq = -1 WHERE seq = ${a}`,
    `UPDATE activity SET seq = ${a} WHERE seq = ${b}`,
    `UPDATE activity SET seq = ${b} WHERE seq = -1`,
  );
const columns = 'recordedAt, businessDay, personKey, role, via, action, targetId, requestId, approvedBy, detail, mac';

test('a seal knows every column of a line', () => {
  const read = openReader(shopDatabase(original.folder));
  const there = read.prepare<[], { name: string }>("SELECT name FROM pragma_table_info('activity')").all();
  read.close();
  expect([...sealedColumns, 'mac'].sort()).toEqual(there.map(({ name }) => name).sort());
});

test('there is a log to work on, and control: untouched it has nothing to say', async () => {
  expect(last).toBeGreaterThan(40);
  const folder = tampered(original, () => undefined);
  expect(found(folder)).toEqual([]);
  expect(await noticed(folder)).toBeNull();
});

describe('a log that was changed from outside is noticed, with the line (R15)', () => {
  test('every line, every column', () => {
    const missed: string[] = [];
    const folder = tampered(original, () => undefined);
    const database = openTool(shopDatabase(folder));
    database.exec('DROP TRIGGER activityNoUpdate');
    database.pragma('foreign_keys = OFF');
    database.pragma('ignore_check_constraints = ON');
    const changes = {
      recordedAt: 'recordedAt + 1',
      businessDay: "'2020-02-02'",
      personKey: 'coalesce(personKey, 0) + 1',
      role: "CASE role WHEN 'staff' THEN 'owner' ELSE 'staff' END",
      via: "CASE via WHEN 'window' THEN 'headless' ELSE 'window' END",
      action: "action || 'x'",
      targetId: "coalesce(targetId, '') || 'x'",
      requestId: "coalesce(requestId, '') || 'x'",
      approvedBy: 'coalesce(approvedBy, 0) + 1',
      detail: `'{"x":1}'`,
      mac: 'zeroblob(32)',
    };
    const key = keyIn(folder);
    for (let seq = 1; seq <= last; seq++)
      for (const [column, value] of Object.entries(changes)) {
        database.exec('BEGIN');
        database.exec(`UPDATE activity SET ${column} = ${value} WHERE seq = ${seq}`);
        const [first] = checkLog(database as never, key, 1, Number.POSITIVE_INFINITY).bad;
        if (first !== seq) missed.push(`${column} of ${seq}: ${first}`);
        database.exec('ROLLBACK');
      }
    database.close();
    expect(missed).toEqual([]);
  });

  const middle = 20;
  test.each<[string, number, Tampering]>([
    ['edited', middle, run(`UPDATE activity SET personKey = 3 - coalesce(personKey, 0) WHERE seq = ${middle}`)],
    ['deleted', middle, run(`DELETE FROM activity WHERE seq = ${middle}`)],
    ['the first deleted', 1, run('DELETE FROM activity WHERE seq = 1')],
    [
      'taken out, the others moved up',
      middle,
      run(
        `DELETE FROM activity WHERE seq = ${middle}`,
        `UPDATE activity SET seq = -seq WHERE seq > ${middle}`,
        'UPDATE activity SET seq = -seq - 1 WHERE seq < 0',
      ),
    ],
    ['two swapped', middle, swap(middle, middle + 1)],
    ['two far apart swapped', 3, swap(3, middle)],
    [
      'one put in between',
      middle,
      run(
        `UPDATE activity SET seq = -seq WHERE seq >= ${middle}`,
        'UPDATE activity SET seq = -seq + 1 WHERE seq < 0',
        `INSERT INTO activity (seq, ${columns}) SELECT ${middle}, ${columns} FROM activity WHERE seq = ${middle - 1}`,
      ),
    ],
    [
      'one put behind',
      0,
      (database) =>
        database.exec(`INSERT INTO activity (seq, ${columns}) SELECT max(seq) + 1, ${columns} FROM activity`),
    ],
    ['without its seal', middle, run(`UPDATE activity SET mac = NULL WHERE seq = ${middle}`)],
    ['all seals gone', 1, run('UPDATE activity SET mac = NULL')],
  ])('%s', async (_what, seq, work) => {
    const folder = tampered(original, work);
    const place = seq || last + 1;
    expect(found(folder)[0]).toBe(place);
    expect(await noticed(folder)).toBe(place);
  });

  test('its end cut off: the journal names the first line, and brings them all back', async () => {
    const missed: string[] = [];
    for (let keep = last - 1; keep > last - 15; keep--) {
      const folder = tampered(original, run(`DELETE FROM activity WHERE seq > ${keep}`));
      // What is left is a chain without a fault: only the mirror of its end knows.
      if (found(folder).length > 0) missed.push(`${keep}: ${found(folder)}`);
      const first = await noticed(folder);
      if (first !== keep + 1) missed.push(`${keep}: ${first}`);
      const read = openReader(shopDatabase(folder));
      if (lastLine(read)?.seq !== last) missed.push(`${keep}: ${lastLine(read)?.seq} of ${last}`);
      read.close();
      if (found(folder).length > 0) missed.push(`${keep} brought back: ${found(folder)}`);
    }
    expect(missed).toEqual([]);
  });

  test('cut off and written on by somebody without the key', async () => {
    const folder = tampered(
      original,
      run(
        `DELETE FROM activity WHERE seq > ${last - 5}`,
        `INSERT INTO activity (seq, ${columns}) SELECT seq + 1, ${columns} FROM activity ORDER BY seq DESC LIMIT 1`,
      ),
    );
    expect(await noticed(folder)).toBe(last - 4);
  });

  test('control: without the chain, and without its mirror, nobody would know', async () => {
    const edited = tampered(
      original,
      run(`UPDATE activity SET personKey = 3 - coalesce(personKey, 0) WHERE seq = ${middle}`),
    );
    // Everything else that is looked at finds nothing in it.
    const opened = await openShop(edited, () => opening);
    if (opened.state !== 'open') throw new Error(opened.state);
    expect(opened.shop.firstBad).toBeNull();
    expect(opened.shop.read.pragma('integrity_check', { simple: true })).toBe('ok');
    opened.shop.close();
    const cut = tampered(original, run(`DELETE FROM activity WHERE seq > ${last - 5}`));
    rmSync(shopFiles(cut).journal, { recursive: true });
    expect(await noticed(cut)).toBeNull();
  });
});

describe('what the owner is told', () => {
  const tool = (shop: TestShop, work: Tampering): void => {
    const database = openTool(shop.database);
    database.exec('DROP TRIGGER activityNoUpdate; DROP TRIGGER activityNoDelete');
    work(database);
    database.close();
  };

  test('of a change: the line, in health, log, export and check', async () => {
    const shop = await openTestShop({ as: 'owner' });
    expect(await shop.ok('activity.check', {})).toEqual({ lines: 3, firstBad: null });
    await shop.restart(() => tool(shop, run('UPDATE activity SET personKey = 3 WHERE seq = 2')));
    expect((await shop.ok('shop.status', {})).health).toMatchObject({ firstBadLine: 2, firstBad: null });
    expect(shop.logged).toContainEqual({ level: 'error', code: 'LOG_CHANGED', detail: { seq: 2 } });
    await shop.signIn('owner');
    const { lines } = await shop.ok('activity.list', { kind: 'activity' });
    expect(lines).toMatchObject([{ action: 'activity.changed', detail: { seq: 2 }, person: null }]);
    const file = join(testFolder(), 'log.csv');
    shop.dialogs.target = file;
    expect(await shop.ok('activity.exportCsv', {})).toEqual({ saved: 'log.csv', firstBad: 2 });
    const rows = readFileSync(file, 'utf8').trimEnd().split('\r\n').slice(1);
    expect(rows.filter((row) => row.endsWith(',no')).map((row) => row.split(',')[0])).toEqual(['2']);
    expect(await shop.ok('activity.check', {})).toMatchObject({ firstBad: 2 });
    // Said once, not with every start of the check.
    expect(await shop.ok('activity.list', { kind: 'activity' })).toMatchObject({
      lines: [{ action: 'activity.exportCsv' }, { action: 'activity.changed' }],
    });
  });

  test('of an end that was cut off: lines that no entry goes with are missed too, and are there again', async () => {
    const shop = await openTestShop({ as: 'owner' });
    await shop.refused('people.signIn', { personId: shop.people.owner as never, pin: '9999' });
    const before = shop.read((read) => lastLine(read)?.seq ?? 0);
    await shop.restart(() => tool(shop, run(`DELETE FROM activity WHERE seq >= ${before - 1}`)));
    expect((await shop.ok('shop.status', {})).health).toMatchObject({ firstBadLine: before - 1 });
    await shop.signIn('owner');
    const { lines } = await shop.ok('activity.list', {});
    expect(lines.map(({ action }) => action).slice(0, 4)).toEqual([
      'people.signIn',
      'activity.changed',
      'people.wrongPin',
      'people.signIn',
    ]);
    expect(await shop.ok('activity.check', {})).toMatchObject({ firstBad: before - 1 });
    // The next start compares with the journal as it is now.
    await shop.restart();
    expect((await shop.ok('shop.status', {})).health).toMatchObject({ firstBadLine: null });
  });

  test('an erasure and a restore leave nothing to say', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
    const old = testFolder();
    cpSync(shop.folder, old, { recursive: true });
    await shop.ok('counter.stamp', { customerId, programId: shop.programId as never });
    await shop.ok('privacy.erase', { customerId, typed: '100001' });
    expect(await shop.ok('activity.check', {})).toMatchObject({ firstBad: null });
    const kept = shop.read((read) => lastLine(read)?.seq ?? 0);
    // The file of an hour ago in the place of the present one: what was logged since comes back with the entries.
    await shop.restart(() => {
      rmSync(`${shop.file}-wal`, { force: true });
      cpSync(shopFiles(old).database, shop.file);
      cpSync(`${shopFiles(old).database}-wal`, `${shop.file}-wal`);
    });
    expect((await shop.ok('shop.status', {})).failure?.kind).toBe('behind');
    await shop.ok('shop.bringBack', {});
    expect((await shop.ok('shop.status', {})).health).toMatchObject({ firstBadLine: null, firstBad: null });
    await shop.signIn('owner');
    const { lines } = await shop.ok('activity.list', {});
    expect(lines.slice(0, 2)).toMatchObject([{ action: 'people.signIn' }, { action: 'ledger.replay', seq: kept + 1 }]);
    expect(await shop.ok('activity.check', {})).toEqual({ lines: kept + 2, firstBad: null });
  });
});

describe('a log from before it was chained', () => {
  const old = (folder: string, lines: number): void => {
    const write = openWriter(shopDatabase(folder));
    migrate(write, 20);
    inTransaction(write, () =>
      write.exec(`
        INSERT INTO device (key, id, createdAt) VALUES (1, 'till', 1);
        INSERT INTO shop (only, id, deviceKey, name, language, currency, timeZone, dayStartMinutes, createdAt)
          VALUES (1, 'shop', 1, 'Luna', 'ro', 'RON', 'Europe/Bucharest', 0, 1);
        INSERT INTO person (key, id, name, role, pinSalt, pinHash, pinCost, createdAt) VALUES (1, 'ana', 'Ana', 'owner', x'01', x'02', 1024, 1);
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${lines})
        INSERT INTO activity (seq, recordedAt, businessDay, personKey, via, action) SELECT i, i, '2026-03-09', 1, 'window', 'people.signIn' FROM n`),
    );
    write.close();
  };

  test('is sealed as it stands by the first start, which says so; from then on it is watched', async () => {
    const folder = testFolder();
    old(folder, 2500);
    expect(await noticed(folder)).toBeNull();
    expect(found(folder)).toEqual([]);
    const read = openReader(shopDatabase(folder));
    expect(listStoredLines(read, 2501, 9999)).toMatchObject([{ action: 'activity.seal', detail: '{"lines":2500}' }]);
    read.close();
    const database = openTool(shopDatabase(folder));
    expect(() => database.exec('UPDATE activity SET personKey = NULL WHERE seq = 7')).toThrow(/append-only/);
    expect(() =>
      database.exec(
        `INSERT INTO activity (seq, recordedAt, businessDay, via, action) VALUES (2502, 1, '2026-03-10', 'window', 'people.signIn')`,
      ),
    ).toThrow(/append-only/);
    database.exec('DROP TRIGGER activityNoUpdate; UPDATE activity SET personKey = NULL WHERE seq = 7');
    database.close();
    // Too old for the start's look at the end; the look in the background and `verify` see all of it.
    expect(await noticed(folder)).toBeNull();
    expect(found(folder)).toEqual([7]);
  });

  test('is never sealed a second time: one whose seals somebody took away is no old log', async () => {
    const folder = testFolder();
    old(folder, 50);
    expect(await noticed(folder)).toBeNull();
    const database = openTool(shopDatabase(folder));
    database.exec('DROP TRIGGER activityNoUpdate; UPDATE activity SET mac = NULL, personKey = NULL');
    database.close();
    expect(await noticed(folder)).toBe(1);
    expect(await noticed(folder)).toBe(1);
  });
});
