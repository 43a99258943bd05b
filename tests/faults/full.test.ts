import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, onTestFinished, test } from 'vitest';
import { listBackups, readBackup } from '../../main/backups/store.ts';
import { shopFiles } from '../../main/shop/files.ts';
import { openShop } from '../../main/shop/open.ts';
import { ballastBytes, layBallast } from '../../main/shop/space.ts';
import type { Result } from '../../preload/contract/errors.ts';
import { hashOfFile } from '../support/content.ts';
import { count, randomOf, seed, upTo } from '../support/counts.ts';
import { csv, longLog } from '../support/logs.ts';
import { empty, fillTo, freeOf, whyNoMount } from '../support/mount.ts';
import { testFolder } from '../support/shop.ts';
import { faultsIn } from './support/check.ts';
import { type Desk, openDesk } from './support/desk.ts';
import { checkBackup, look } from './support/file.ts';
import { mounted } from './support/mount.ts';
import { makeOldShop } from './support/oldShop.ts';

/** R5: the disk is full, with 0 to 60 KB left, before or in the middle of what somebody does. */
const fills: Readonly<Record<'tmpfs' | 'ext4', number>> = { tmpfs: count(7, 100, 1000), ext4: count(2, 20, 200) };
const megabyte = 1024 * 1024;
const logTakes = 6 * megabyte;
/** Enough for an import or an export to be begun (main/shop/space.ts). */
const roomy = 220;

interface FullShop {
  readonly desk: Desk;
  readonly folder: string;
  /** Called at the app's next look at the clock: in the middle of what it is doing. */
  meanwhile(work: () => void): void;
  restart(): Promise<void>;
}

async function shopOn(place: string): Promise<FullShop> {
  const folder = join(place, 'shop');
  mkdirSync(folder);
  let hours = 0;
  let hook: (() => void) | null = null;
  const clock = () => {
    const now = hook;
    hook = null;
    now?.();
    return Date.now() + hours * 3_600_000;
  };
  let desk = await openDesk(folder, { clock });
  const shop: FullShop = {
    get desk() {
      return desk;
    },
    folder,
    meanwhile(work) {
      hook = work;
    },
    async restart() {
      await desk.host.close();
      hours++;
      desk = await openDesk(folder, { clock });
      await desk.signIn();
    },
  };
  onTestFinished(() => desk.host.close());
  await desk.begin();
  return shop;
}

/** Names in the backups' folder that look finished and are not. */
async function halfBackups(folder: string): Promise<string[]> {
  const { backups } = shopFiles(folder);
  if (!existsSync(backups)) return [];
  const half: string[] = [];
  for (const name of readdirSync(backups).filter((one) => one.endsWith('.db'))) {
    const found = await checkBackup(folder, join(backups, name)).catch(() => null);
    // The hourly one may have come meanwhile, and with it taken away what had its time: that is gone, not half.
    if (!existsSync(join(backups, name))) continue;
    if (!found || found.sha256 !== readBackup(backups, name)?.sha256) half.push(name);
  }
  return half;
}

/** The same question under the same id: when the disk is full, and when there is room again. */
type Action = (shop: FullShop, full: () => void) => Promise<(requestId: string) => Promise<Result<unknown>>>;

const log = join('/dev/shm', `regulars-log-${process.pid}.csv`);

/** Each fills the disk at its own worst moment; `full` does it. */
const actions: Readonly<Record<string, Action>> = {
  async stamp({ desk }, full) {
    const { customerId } = await desk.ok('customers.enrol', { name: 'Maria' });
    const [program] = await desk.ok('programs.list', {});
    full();
    // What is left and what the log has room for may be enough for some: until one is refused.
    for (let n = 0; n < 400; n++) {
      const id = uuidv7();
      const ask = (requestId: string) =>
        desk.call('counter.stamp', { customerId, programId: program?.programId as never, stamps: 1 }, requestId);
      const answer = await ask(id);
      if (!answer.ok && answer.error.code !== 'VISIT_LIMIT') return ask;
      if (!answer.ok) break;
    }
    return (requestId) => desk.call('customers.enrol', { name: 'x'.repeat(200), notes: 'y'.repeat(2000) }, requestId);
  },
  async enrol({ desk }, full) {
    full();
    const notes = 'n'.repeat(2000);
    for (let n = 0; n < 2000; n++)
      if (!(await desk.call('customers.enrol', { name: `Customer ${n}`, notes })).ok) break;
    return (requestId) => desk.call('customers.enrol', { name: 'The last', notes }, requestId);
  },
  async 'backup, begun before'(shop, full) {
    await shop.desk.ok('customers.enrol', { name: 'New since' });
    shop.meanwhile(full);
    return (requestId) => shop.desk.call('backups.make', {}, requestId);
  },
  async 'import, begun before'(shop, full) {
    const { desk } = shop;
    writeFileSync(log, csv(longLog(1500, 40).map(([who, ...rest]) => [`${who}-${uuidv7().slice(9, 18)}`, ...rest])));
    const stop = desk.host.subscribe((notice) => {
      if (notice.about !== 'progress' || notice.done < 200) return;
      stop();
      full();
    });
    return async (requestId) => {
      desk.dialogs.file = log;
      const chosen = await desk.ok('visits.chooseFile', {});
      return desk.call('visits.import', { file: chosen?.file ?? ('' as never) }, requestId);
    };
  },
  async 'export, begun before'(shop, full) {
    shop.desk.dialogs.target = join(shop.folder, '..', 'months.csv');
    shop.meanwhile(full);
    return (requestId) => shop.desk.call('month.exportCsv', { from: '2020-01', to: '2026-03' }, requestId);
  },
  async 'export, too late'({ desk, folder }, full) {
    desk.dialogs.target = join(folder, '..', 'months.csv');
    full();
    return (requestId) => desk.call('month.exportCsv', { from: '2020-01', to: '2026-03' }, requestId);
  },
  async 'import, too late'({ desk }, full) {
    writeFileSync(log, csv(longLog(40, 8)));
    desk.dialogs.file = log;
    const chosen = await desk.ok('visits.chooseFile', {});
    full();
    return (requestId) => desk.call('visits.import', { file: chosen?.file ?? ('' as never) }, requestId);
  },
};
const said = ['DISK_FULL', 'BACKUP_FAILED', 'FILE_WRITE'];

for (const kind of ['tmpfs', 'ext4'] as const) {
  const rounds = fills[kind];
  test(`R5 ${kind}: ${rounds} times full, each told at once; reading goes on, and it goes through when there is room again`, {
    timeout: 120_000 + rounds * 5_000,
  }, async (context) => {
    const why = whyNoMount(kind);
    if (why) return context.skip(why);
    const random = randomOf(seed);
    const place = mounted(kind, roomy).folder;
    const shop = await shopOn(place);
    const answers: Record<string, number> = {};
    let slowest = 0;
    const names = Object.keys(actions);
    let done = 0;
    for (const round of upTo(rounds, 0.5)) {
      done++;
      const name = names[round % names.length] ?? '';
      const left = Math.floor(random() * 60 * 1024);
      const where = `seed ${seed}, round ${round}, ${name}, ${left} bytes left`;
      const ask = await (actions[name] as Action)(shop, () => fillTo(place, left));
      const requestId = uuidv7();
      const started = performance.now();
      const answer = await ask(requestId);
      const took = performance.now() - started;
      const heard = answer.ok ? 'fitted in' : answer.error.code;
      answers[heard] = (answers[heard] ?? 0) + 1;
      if (!answer.ok) {
        expect(said, where).toContain(answer.error.code);
        if (name.endsWith('too late') || name === 'stamp') expect(answer.error.code, where).toBe('DISK_FULL');
        slowest = Math.max(slowest, took);
      }
      expect(await shop.desk.ok('shop.status', {}), where).toMatchObject({ state: 'ready', health: { space: 'full' } });
      expect(
        (await shop.desk.call('customers.list', {} as never)).ok ||
          (await shop.desk.call('counter.find', { text: 'mar' })).ok,
        where,
      ).toBe(true);
      expect(await halfBackups(shop.folder), where).toEqual([]);
      empty(place);
      expect(await ask(requestId), where).toMatchObject({ ok: true });
      expect(look(shop.folder, faultsIn), where).toBeNull();
      if (round % 5 === 4) await shop.restart();
    }
    await shop.restart();
    expect(look(shop.folder, faultsIn)).toBeNull();
    expect((await shop.desk.ok('shop.status', {})).health).toMatchObject({ journal: 'good', firstBad: null });
    console.log(
      `R5, ${kind}: ${done} times full, ${JSON.stringify(answers)}, slowest answer ${slowest.toFixed(0)} ms (seed ${seed})`,
    );
    expect(answers['fitted in'] ?? 0).toBeLessThan(Math.max(2, done / 2));
  });
}

describe('R5 the reserve', () => {
  /** Stamps until the disk refuses, or enough. */
  async function stampsUntilFull({ desk }: FullShop, enough: number): Promise<number> {
    const [program] = await desk.ok('programs.list', {});
    const programId = program?.programId ?? ('' as never);
    let customerId = '' as never;
    for (let n = 0; ; n++) {
      if (n >= enough) return n;
      if (n % 25 === 0) {
        const enrolled = await desk.call('customers.enrol', { name: `Customer ${n}` });
        if (!enrolled.ok) return n;
        customerId = enrolled.value.customerId as never;
      }
      const answer = await desk.call('counter.stamp', { customerId, programId, stamps: 1 });
      if (answer.ok) continue;
      expect(answer.error.code).toBe('DISK_FULL');
      return n;
    }
  }

  test('what it takes is there for stamps when the disk is full; without it nothing is', {
    timeout: 900_000,
  }, async (context) => {
    const why = whyNoMount('tmpfs');
    if (why) return context.skip(why);
    // The whole reserve with many stamps, or in a short run a part of it with as many as that must bear.
    const whole = count(0, 1, 1) === 1;
    const place = mounted('tmpfs', whole ? 700 : roomy).folder;
    const shop = await shopOn(place);
    const { ballast } = shopFiles(shop.folder);
    if (whole) await layBallast(ballast, shop.folder);
    else writeFileSync(ballast, Buffer.alloc(10 * megabyte, 0x52));
    const bytes = statSync(ballast).size;
    if (whole) expect(bytes).toBe(ballastBytes);
    // The log takes its 4 MB whatever the reserve, and the file a little.
    const promised = Math.ceil((10_000 * (bytes - logTakes)) / (ballastBytes - logTakes));
    fillTo(place, 0);
    const done = await stampsUntilFull(shop, promised + 50);
    expect(existsSync(ballast)).toBe(false);
    console.log(
      `R5, reserve of ${bytes / megabyte} MB: ${done}${done === promised + 50 ? ' and more' : ''} stamps on a full disk, ${promised} promised`,
    );
    expect(done).toBeGreaterThanOrEqual(promised);
    expect(look(shop.folder, faultsIn)).toBeNull();

    // Control: it is the reserve that did it.
    fillTo(place, 0);
    const without = await stampsUntilFull(shop, promised * 4);
    const more = await stampsUntilFull(shop, promised * 4);
    console.log(`R5, control: without a reserve ${without}, then ${more}`);
    expect(more).toBeLessThan(promised / 4);
    empty(place);
    await shop.restart();
    expect(look(shop.folder, faultsIn)).toBeNull();
  });

  test('a start on a disk without a free page gives it up and opens the shop; without one the shop says that it cannot', {
    timeout: 120_000,
  }, async (context) => {
    const why = whyNoMount('tmpfs');
    if (why) return context.skip(why);
    const place = mounted('tmpfs', roomy).folder;
    const shop = await shopOn(place);
    const { ballast } = shopFiles(shop.folder);
    writeFileSync(ballast, Buffer.alloc(10 * megabyte, 0x52));
    await shop.desk.host.close();
    fillTo(place, 0);
    await shop.restart();
    expect(existsSync(ballast)).toBe(false);
    expect(await stampsUntilFull(shop, 20)).toBe(20);
    // Control: it is the reserve that did it.
    await shop.desk.host.close();
    fillTo(place, 0);
    const without = await openDesk(shop.folder, {});
    expect((await without.ok('shop.status', {})).state).toBe('failed');
    await without.host.close();
    empty(place);
    await shop.restart();
    expect(look(shop.folder, faultsIn)).toBeNull();
  });

  test('below 500 MB the shop warns; imports, exports and backups are refused before the reserve is touched', {
    timeout: 120_000,
  }, async (context) => {
    const why = whyNoMount('tmpfs');
    if (why) return context.skip(why);
    const place = mounted('tmpfs', 600).folder;
    const { desk, folder } = await shopOn(place);
    const space = async () => (await desk.ok('shop.status', {})).health?.space;
    expect(await space()).toBe('enough');
    fillTo(place, 490 * megabyte);
    expect(await space()).toBe('low');
    desk.dialogs.target = join(place, 'months.csv');
    const months = { from: '2026-01', to: '2026-03' };
    expect(await desk.call('month.exportCsv', months)).toMatchObject({ ok: true });
    fillTo(place, 120 * megabyte);
    expect(await space()).toBe('full');
    const before = freeOf(place);
    writeFileSync(log, csv(longLog(40, 8)));
    desk.dialogs.file = log;
    const chosen = await desk.ok('visits.chooseFile', {});
    const full = { ok: false, error: { code: 'DISK_FULL' } };
    expect(await desk.call('month.exportCsv', months)).toMatchObject(full);
    expect(await desk.call('visits.import', { file: chosen?.file ?? ('' as never) })).toMatchObject(full);
    expect(await desk.call('backups.make', {})).toMatchObject(full);
    expect(Math.abs(freeOf(place) - before)).toBeLessThan(megabyte);
    // The counter goes on.
    expect(await desk.call('customers.enrol', { name: 'Maria' })).toMatchObject({ ok: true });
    expect(folder).toContain(place);
  });

  test('control: what is written without care leaves half a backup under its name', async (context) => {
    const why = whyNoMount('tmpfs');
    if (why) return context.skip(why);
    const place = mounted('tmpfs', 8).folder;
    const shop = await shopOn(place);
    const { backups, database } = shopFiles(shop.folder);
    mkdirSync(backups, { recursive: true });
    shop.desk.host.checkpoint();
    fillTo(place, 60 * 1024);
    const half = join(backups, 'regulars-2026-03-10T09-00-00-000Z-asked.db');
    expect(() => writeFileSync(half, readFileSync(database))).toThrow(/ENOSPC/);
    expect(await halfBackups(shop.folder)).toHaveLength(1);
    empty(place);
  });
});

test('R5 a shop that cannot be opened because the disk is full is called that, and nobody is offered to save or restore it; with room it opens', {
  timeout: 120_000,
}, async (context) => {
  const why = whyNoMount('tmpfs');
  if (why) return context.skip(why);
  const place = mounted('tmpfs', 12).folder;
  const shop = await shopOn(place);
  await shop.desk.host.close();
  const { database, ballast } = shopFiles(shop.folder);
  rmSync(ballast, { force: true });
  const before = hashOfFile(database);
  fillTo(place, 0);
  const desk = await openDesk(shop.folder);
  onTestFinished(() => desk.host.close());
  expect(await desk.ok('shop.status', {})).toMatchObject({
    state: 'failed',
    failure: { kind: 'noRoom', needed: null },
  });
  for (const name of ['rescue.salvage', 'rescue.list'] as const)
    expect(await desk.call(name, {} as never)).toMatchObject({ ok: false });
  expect(hashOfFile(database)).toBe(before);
  empty(place);
  await desk.ok('shop.lookAgain', {});
  expect(await desk.state()).toBe('ready');
});

test('R5 an update without room for it is refused, the file untouched; with room it is made', {
  timeout: 120_000,
}, async (context) => {
  const why = whyNoMount('tmpfs');
  if (why) return context.skip(why);
  const place = mounted('tmpfs', 12).folder;
  const made = makeOldShop(testFolder(), 8);
  const folder = join(place, 'shop');
  mkdirSync(folder);
  const { database } = shopFiles(folder);
  copyFileSync(made, database);
  const before = hashOfFile(database);
  const { size } = statSync(database);
  for (const share of [0.5, 1, 2]) {
    fillTo(place, share * size);
    const opened = await openShop(folder, Date.now);
    expect(opened).toMatchObject({ state: 'failed', failure: { kind: 'noRoom', needed: expect.any(Number) } });
    expect(hashOfFile(database)).toBe(before);
    expect(existsSync(shopFiles(folder).backups)).toBe(false);
    empty(place);
  }
  const opened = await openShop(folder, Date.now);
  expect(opened.state).toBe('open');
  if (opened.state !== 'open') return;
  expect(listBackups(shopFiles(folder).backups)).toMatchObject([{ why: 'update', schema: 8 }]);
  expect(faultsIn(opened.shop.read)).toBeNull();
  opened.shop.close();
});
