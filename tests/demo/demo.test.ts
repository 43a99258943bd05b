import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, onTestFinished, test } from 'vitest';
import { takeLock } from '../../db/lock.ts';
import { listPeople } from '../../db/queries/people.ts';
import { findShop } from '../../db/queries/shop.ts';
import { seedWords } from '../../db/seed/words/words.ts';
import { openHost } from '../../main/bridge/host.ts';
import { type DemoOptions, demoStaff, makeDemoShop } from '../../main/demo/demo.ts';
import { createPins } from '../../main/people/pin.ts';
import { shopFiles } from '../../main/shop/files.ts';
import { failedShop, type Opened, openShop, type Shop } from '../../main/shop/open.ts';
import type { InputFor, OutputFor, ProcedureName } from '../../preload/contract/index.ts';
import { languages } from '../../preload/contract/values.ts';
import { mounted } from '../faults/support/mount.ts';
import { contentHash, hashOfFile } from '../support/content.ts';
import { openTool, shopDatabase, spoilOpen } from '../support/database.ts';
import { empty as emptyDisk, fillTo, whyNoMount } from '../support/mount.ts';
import {
  cheapPins,
  copyTestShop,
  day,
  faultsOf,
  hostDefaults,
  noFaults,
  opening,
  openTestShop,
  pins,
  testFolder,
} from '../support/shop.ts';

const options = { language: 'en', now: opening, pinCost: cheapPins } as const;
const empty: Opened = { state: 'empty' };
const closed = (shop: Shop) => onTestFinished(() => shop.close());
/** The demo of `options`, made once: what is asked of a demo that is there starts from a copy, which is not open. */
let made: Promise<string> | null = null;
async function layDemo(folder: string): Promise<void> {
  made ??= (async () => {
    const of = testFolder({ lasting: true });
    (await makeDemoShop(of, empty, options)).shop.close();
    return of;
  })();
  cpSync(await made, folder, { recursive: true });
}

async function openedDemo(folder: string): Promise<Shop> {
  await layDemo(folder);
  const opened = await openShop(folder, () => opening);
  if (opened.state !== 'open') throw new Error(opened.state);
  return opened.shop;
}

// What is made from a secret of each shop's own.
const secretsAside = ['person.pinSalt', 'person.pinHash', 'seal'] as const;

describe('making the demo shop', () => {
  test.each(languages)('in %s: its own name, money, people and PINs', async (language) => {
    const { shop, owner } = await makeDemoShop(testFolder(), empty, { ...options, language });
    closed(shop);
    expect(findShop(shop.read)).toMatchObject({ language, ...seedWords[language].shop });
    const people = listPeople(shop.read);
    expect(people.map((person) => person.role)).toEqual(['owner', 'manager', 'staff', 'staff']);
    expect(people.map((person) => person.name)).toEqual(seedWords[language].people);
    for (const [i, person] of people.entries())
      expect(await createPins(null, cheapPins).matches(demoStaff[i]?.pin ?? '', person)).toBe(true);
    expect(owner).toEqual({ personKey: people[0]?.key, personId: people[0]?.id, role: 'owner', proof: 'pin' });
    expect(faultsOf(shop.read)).toEqual(noFaults);
    // Everybody but the owner was at the till.
    expect(shop.read.prepare('SELECT count(DISTINCT personKey) AS n FROM entry').get()).toEqual({ n: 3 });
  });

  test('gives the same shop for the same language and moment', async () => {
    const one = await openedDemo(testFolder());
    const { shop: other } = await makeDemoShop(testFolder(), empty, options);
    closed(one);
    closed(other);
    expect(contentHash(other.read, secretsAside)).toBe(contentHash(one.read, secretsAside));
  });

  test('takes up a whole and fresh one, and makes one of another language or of last month anew', async () => {
    const again = async (change: Partial<DemoOptions>) => {
      const folder = testFolder();
      const there = await openedDemo(folder);
      const content = contentHash(there.read);
      const { shop } = await makeDemoShop(folder, { state: 'open', shop: there }, { ...options, ...change });
      closed(shop);
      return contentHash(shop.read) === content;
    };
    expect(await again({})).toBe(true);
    expect(await again({ language: 'ro' })).toBe(false);
    expect(await again({ now: opening + 40 * day })).toBe(false);
  });

  test('throws away what a crash left half made, and a damaged file', async () => {
    const folder = testFolder();
    const first = await openedDemo(folder);
    // As a crash before the end leaves it: the batch was never closed.
    first.write.exec('UPDATE batch SET closedAt = NULL, settledAt = NULL');
    first.close();
    const second = await makeDemoShop(folder, await openShop(folder, () => opening), options);
    expect(faultsOf(second.shop.read)).toEqual(noFaults);
    expect(second.shop.read.prepare('SELECT count(*) AS n FROM customer').get()).toEqual({ n: 400 });
    second.shop.close();
    writeFileSync(shopFiles(folder).database, Buffer.alloc(9000, 7));
    const opened = await openShop(folder, () => opening);
    expect(opened.state).toBe('failed');
    const third = await makeDemoShop(folder, opened, options);
    closed(third.shop);
    expect(faultsOf(third.shop.read)).toEqual(noFaults);
  });

  test('leaves one alone that another process has open', async () => {
    const folder = testFolder();
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'regulars.db'), 'in use');
    await expect(makeDemoShop(folder, failedShop('busy'), options)).rejects.toMatchObject({
      data: { code: 'SHOP_BUSY' },
    });
    expect(readdirSync(folder)).toEqual(['regulars.db']);
  });
});

describe('in the app', () => {
  test('the demo lives in a folder of its own, and the real shop’s file is the same byte for byte', async () => {
    const shop = await openTestShop({ as: 'owner' });
    shop.host.checkpoint();
    const before = hashOfFile(shop.file);
    const demo = shopFiles(shop.folder).demo;

    await shop.ok('demo.enter', {});
    const progress = shop.notices.flatMap((notice) => (notice.about === 'progress' ? [notice.done] : []));
    expect(progress.at(-1)).toBe(1000);
    const status = await shop.ok('shop.status', {});
    expect(status).toMatchObject({ state: 'ready', demo: true, hasProgram: true });
    expect(status.settings?.name).toBe(seedWords.en.shop.name);
    expect(existsSync(shopFiles(demo).database)).toBe(true);

    // Everything works in it, signed in as its owner.
    const risk = await shop.ok('risk.list', { bands: ['overdue', 'at_risk'] });
    expect(risk.rows.length).toBeGreaterThan(5);
    const { rows, total } = await shop.ok('customers.list', { sort: 'lastVisitDay', descending: true });
    expect(total).toBe(400);
    const [programs] = await shop.ok('programs.list', {});
    const { customerId } = rows.find((row) => row.lastVisitDay !== status.today) ?? rows[0] ?? { customerId: '' };
    await shop.ok('counter.stamp', { customerId, programId: programs?.programId ?? '', stamps: 1 });
    await shop.ok('demo.enter', {});

    await shop.ok('demo.leave', {});
    expect(existsSync(demo)).toBe(false);
    expect(await shop.ok('shop.status', {})).toMatchObject({ demo: false, settings: { name: 'Cafenea Luna' } });
    expect(hashOfFile(shop.file)).toBe(before);
    await shop.restart(() => expect(hashOfFile(shop.file)).toBe(before));
  });

  test('damage met in it is said to be the demo’s; it is made anew, or left, and nobody saves anything of it', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const { demo } = shopFiles(shop.folder);
    await layDemo(demo);
    await shop.ok('demo.enter', {});
    const spoil = async () => {
      shop.host.checkpoint();
      spoilOpen(shopFiles(demo).database);
      expect((await shop.refused('customers.list', { text: 'a', sort: 'name' })).code).toBe('DISK_TROUBLE');
      expect(await shop.ok('shop.status', {})).toMatchObject({
        state: 'failed',
        failure: { kind: 'demo', demo: 'damaged', kept: null },
      });
    };
    await spoil();
    for (const name of ['rescue.salvage', 'rescue.list'] as const)
      expect((await shop.refused(name, {})).code).toBe('SHOP_EXISTS');
    await shop.ok('shop.lookAgain', {});
    expect(await shop.ok('shop.status', {})).toMatchObject({ failure: { kind: 'demo' } });
    await shop.ok('demo.enter', {});
    expect(await shop.ok('shop.status', {})).toMatchObject({ state: 'ready', demo: true });
    expect((await shop.ok('customers.list', { sort: 'name' })).total).toBe(400);
    await spoil();
    await shop.ok('demo.leave', {});
    expect(await shop.ok('shop.status', {})).toMatchObject({ state: 'ready', demo: false });
    expect(existsSync(demo)).toBe(false);
    expect(existsSync(shopFiles(shop.folder).damaged)).toBe(false);
  });

  test('a shop that is open asks for the owner’s PIN first', async () => {
    const shop = await openTestShop({ as: 'staff' });
    expect((await shop.refused('demo.enter', {})).code).toBe('NOT_ALLOWED');
    expect(existsSync(shopFiles(shop.folder).demo)).toBe(false);
  });

  test('works before there is a shop, and leaves nothing behind', async () => {
    const folder = testFolder();
    const host = await openHost({ folder, clock: () => opening, ...hostDefaults, systemLanguage: 'id' });
    onTestFinished(() => host.close());
    const ok = async <N extends ProcedureName>(name: N, input: InputFor<N>): Promise<OutputFor<N>> => {
      const result = await host.call(name, input, uuidv7());
      if (!result.ok) throw new Error(JSON.stringify(result.error));
      return result.value as OutputFor<N>;
    };
    await ok('demo.enter', {});
    const [owner] = await ok('people.list', {});
    expect(owner?.name).toBe(seedWords.id.people[0]);
    await ok('people.signOut', {});
    await ok('people.signIn', { personId: owner?.personId ?? '', pin: demoStaff[0].pin });
    await ok('demo.leave', {});
    expect(await ok('shop.status', {})).toMatchObject({ state: 'empty', demo: false });
    expect(existsSync(shopFiles(folder).demo)).toBe(false);
  });
});

/** What a page asks of a host. */
interface Asked {
  ok<N extends ProcedureName>(name: N, input: InputFor<N>): Promise<OutputFor<N>>;
  refused<N extends ProcedureName>(name: N, input: InputFor<N>): Promise<{ code: string }>;
}

/** A demo whose failure screen stands, and whose file is whole again. */
async function closedDemo({ ok, refused }: Asked, folder: string, checkpoint: () => void): Promise<string> {
  const { demo } = shopFiles(folder);
  const { database } = shopFiles(demo);
  if (!existsSync(demo)) await layDemo(demo);
  await ok('demo.enter', {});
  checkpoint();
  const good = join(folder, 'good.db');
  copyFileSync(database, good);
  spoilOpen(database);
  expect((await refused('customers.list', { text: 'a', sort: 'name' })).code).toBe('DISK_TROUBLE');
  expect(await ok('shop.status', {})).toMatchObject({ state: 'failed', failure: { kind: 'demo', demo: 'damaged' } });
  for (const suffix of ['-wal', '-shm']) rmSync(database + suffix, { force: true });
  copyFileSync(good, database);
  rmSync(good);
  return demo;
}

describe('a demo that is whole and does not open', () => {
  test('while another Regulars has it: it is told, and the demo is let alone', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const demo = await closedDemo(shop, shop.folder, () => shop.host.checkpoint());
    const isBusy = async () =>
      expect(await shop.ok('shop.status', {})).toMatchObject({
        state: 'failed',
        failure: { kind: 'demo', demo: 'busy' },
      });
    const lock = takeLock(demo);
    await shop.ok('shop.lookAgain', {});
    await isBusy();
    expect((await shop.refused('demo.enter', {})).code).toBe('SHOP_BUSY');
    await isBusy();
    await shop.ok('demo.leave', {});
    expect(await shop.ok('shop.status', {})).toMatchObject({ state: 'ready', demo: false });
    expect(existsSync(shopFiles(demo).database)).toBe(true);
    await shop.signIn('owner');
    expect((await shop.refused('demo.enter', {})).code).toBe('SHOP_BUSY');
    expect(await shop.ok('shop.status', {})).toMatchObject({ state: 'ready', demo: false });
    lock?.release();
    await shop.signIn('owner');
    await shop.ok('demo.enter', {});
    expect(await shop.ok('shop.status', {})).toMatchObject({ state: 'ready', demo: true });
  });

  test('while a program keeps its file to itself it is told, and opens once it is let go', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const demo = await closedDemo(shop, shop.folder, () => shop.host.checkpoint());
    const tool = openTool(shopDatabase(demo));
    tool.pragma('locking_mode = EXCLUSIVE');
    tool.exec('BEGIN IMMEDIATE; UPDATE shop SET name = name; COMMIT');
    await shop.ok('shop.lookAgain', {});
    expect(await shop.ok('shop.status', {})).toMatchObject({ failure: { kind: 'demo', demo: 'busy' } });
    tool.close();
    await shop.ok('shop.lookAgain', {});
    expect(await shop.ok('shop.status', {})).toMatchObject({ state: 'ready', demo: true, failure: null });
  });

  const noMount = whyNoMount('tmpfs');
  test.skipIf(noMount)(
    `on a full disk it is told; it is made anew where its own room is enough, or left (${noMount ?? 'tmpfs'})`,
    async () => {
      const { folder } = mounted('tmpfs', 64);
      const made = await copyTestShop();
      for (const name of ['database', 'key'] as const)
        copyFileSync(shopFiles(made.folder)[name], shopFiles(folder)[name]);
      const host = await openHost({ folder, clock: () => opening, ...hostDefaults });
      onTestFinished(() => host.close());
      const asked: Asked = {
        async ok(name, input) {
          const result = await host.call(name, input, uuidv7());
          if (!result.ok) throw new Error(`${name} was refused: ${JSON.stringify(result.error)}`);
          return result.value as never;
        },
        async refused(name, input) {
          const result = await host.call(name, input, uuidv7());
          if (result.ok) throw new Error(`${name} was not refused`);
          return result.error;
        },
      };
      const isFull = async () =>
        expect(await asked.ok('shop.status', {})).toMatchObject({
          state: 'failed',
          failure: { kind: 'demo', demo: 'full' },
        });
      const isReady = async (demo: boolean) =>
        expect(await asked.ok('shop.status', {})).toMatchObject({ state: 'ready', demo });
      await asked.ok('people.signIn', { personId: made.people.owner, pin: pins.owner });
      await closedDemo(asked, folder, () => host.checkpoint());
      fillTo(folder, 0);
      await asked.ok('shop.lookAgain', {});
      await isFull();
      // The room of the old one is enough for another, and the disk stays full.
      await asked.ok('demo.enter', {});
      await isReady(true);
      emptyDisk(folder);

      const demo = await closedDemo(asked, folder, () => host.checkpoint());
      rmSync(shopFiles(demo).database);
      fillTo(folder, 0);
      expect((await asked.refused('demo.enter', {})).code).toBe('DISK_FULL');
      await isFull();
      emptyDisk(folder);
      await asked.ok('demo.enter', {});
      await isReady(true);

      await closedDemo(asked, folder, () => host.checkpoint());
      fillTo(folder, 0);
      await asked.ok('shop.lookAgain', {});
      await isFull();
      await asked.ok('demo.leave', {});
      await isReady(false);
      expect(existsSync(demo)).toBe(false);
    },
  );

  const noOther = process.getuid?.() === 0 ? null : 'becoming somebody else needs root';
  test.skipIf(noOther)(
    `that may not be read it is told; it is made anew, or left (${noOther ?? 'as nobody'})`,
    async () => {
      const shop = await openTestShop({ as: 'owner' });
      const demo = await closedDemo(shop, shop.folder, () => shop.host.checkpoint());
      const nobody = 65_534;
      for (const name of ['.', ...readdirSync(shop.folder, { recursive: true, encoding: 'utf8' })])
        chownSync(join(shop.folder, name), nobody, nobody);
      process.seteuid?.(nobody);
      onTestFinished(() => process.seteuid?.(0));
      chmodSync(shopFiles(demo).database, 0);
      await shop.ok('shop.lookAgain', {});
      const isUnreadable = async () =>
        expect(await shop.ok('shop.status', {})).toMatchObject({
          state: 'failed',
          failure: { kind: 'demo', demo: 'unreadable' },
        });
      await isUnreadable();
      await shop.ok('demo.enter', {});
      expect(await shop.ok('shop.status', {})).toMatchObject({ state: 'ready', demo: true });
      expect((await shop.ok('customers.list', { sort: 'name' })).total).toBe(400);

      await closedDemo(shop, shop.folder, () => shop.host.checkpoint());
      // Nothing in the folder may be changed: no other demo can be made there, but nobody has to stay in it.
      chmodSync(demo, 0o500);
      expect((await shop.refused('demo.enter', {})).code).toBe('READ_ONLY');
      await isUnreadable();
      await shop.ok('demo.leave', {});
      expect(await shop.ok('shop.status', {})).toMatchObject({ state: 'ready', demo: false });
      expect(existsSync(shopFiles(demo).database)).toBe(true);
    },
  );
});
