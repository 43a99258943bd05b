import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { openReader } from '../../db/open.ts';
import { openInlineBackground } from '../../main/background/inline.ts';
import { asideAt, stepsOf } from '../../main/backups/restore.ts';
import { openHost } from '../../main/bridge/host.ts';
import { openKeysOf } from '../../main/keys/files.ts';
import { shopFiles } from '../../main/shop/files.ts';
import { openShop } from '../../main/shop/open.ts';
import { hashOfFile } from '../support/content.ts';
import { openTool } from '../support/database.ts';
import {
  expectSound,
  firstRun,
  hostDefaults,
  hour,
  ledgerOf,
  opening,
  openTestShop,
  pins,
  type TestShop,
  testFolder,
} from '../support/shop.ts';

const typed = firstRun.name;
const pageSize = 4096;
const byPin = (shop: TestShop, pin: string = pins.owner) =>
  ({ by: 'pin', personId: shop.people.owner as never, pin }) as const;

/** Pages of tables, by the engine. */
const pagesOf = (shop: TestShop, ...tables: string[]): number[] =>
  shop.read((c) =>
    c
      .prepare('SELECT pageno FROM dbstat WHERE name IN (SELECT value FROM json_each(?))')
      .pluck()
      .all(JSON.stringify(tables)),
  ) as number[];

function spoil(file: string, pages: readonly number[]): void {
  const bytes = readFileSync(file);
  for (const page of pages) bytes.fill(0xa5, (page - 1) * pageSize, page * pageSize);
  writeFileSync(file, bytes);
}

/** A shop with three customers and a morning's work, without any backup, and pages of these tables spoilt while it was closed. */
async function damagedShop(...tables: string[]) {
  const shop = await openTestShop({ as: 'owner' });
  const { programId } = shop;
  const { code } = await shop.ok('people.makeRecoveryCode', {});
  await shop.ok('people.confirmRecoveryCode', { recoveryCode: code });
  const customers: string[] = [];
  for (const name of ['Maria', 'Ion', 'Elena']) {
    const { customerId } = await shop.ok('customers.enrol', { name, phones: ['0722 123 456'] });
    customers.push(customerId);
    shop.pass(hour);
    await shop.ok('counter.stamp', { customerId, programId, stamps: 4 });
  }
  shop.pass(hour);
  const ledger = ledgerOf(shop);
  const pages: number[] = [];
  await shop.restart(() => {
    const read = openReader(shop.database);
    pages.push(
      ...(read
        .prepare('SELECT pageno FROM dbstat WHERE name IN (SELECT value FROM json_each(?))')
        .pluck()
        .all(JSON.stringify(tables)) as number[]),
    );
    read.close();
    spoil(shop.file, pages);
    rmSync(shopFiles(shop.folder).backups, { recursive: true, force: true });
  });
  expect((await shop.ok('shop.status', {})).failure?.kind).toBe('damaged');
  return { shop, ledger, code, customers };
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.endsWith('-shm') && !file.endsWith('lock.db') && statSync(file).size > 0)
    .map((file) => `${file} ${hashOfFile(file)}`)
    .sort();

describe('a damaged shop without a backup', () => {
  test('shows what can be saved, wants its name and an owner’s PIN, and is open with it; the log says who did it', async () => {
    const { shop, ledger, customers } = await damagedShop('customer');
    const spoilt = hashOfFile(shop.file);
    const found = await shop.ok('rescue.salvage', {});
    expect(found).toMatchObject({
      ...{ shopName: typed, known: 0, nameless: 3, fromBackup: 0 },
      ...{ entries: ledger.length, entriesOnce: ledger.length, parts: ['customers'] },
      ...{ owners: [{ personId: shop.people.owner, name: 'Ioana', pin: true }], hasCode: true },
    });
    const { source } = found;
    expect(await shop.refused('rescue.restore', { source, typed: 'yes', proof: byPin(shop) })).toMatchObject({
      code: 'BAD_INPUT',
      fields: ['typed'],
    });
    expect(await shop.refused('rescue.restore', { source, typed, proof: byPin(shop, '9999') })).toMatchObject({
      code: 'PIN_WRONG',
    });
    expect(hashOfFile(shop.file)).toBe(spoilt);
    await shop.ok('rescue.restore', { source, typed, proof: byPin(shop) });
    expect(ledgerOf(shop)).toEqual(ledger);
    expectSound(shop);
    expect(await shop.ok('people.session', {})).toMatchObject({ person: { role: 'owner' }, proof: 'pin' });
    const [log] = (await shop.ok('activity.list', { kind: 'backups' })).lines;
    expect(log).toMatchObject({
      ...{ action: 'backups.salvage', person: { name: 'Ioana' } },
      detail: { known: 0, nameless: 3, entries: ledger.length, entriesOnce: ledger.length },
    });
    // Number, phone and card are there; the name is written in.
    const [customerId = ''] = customers;
    const [hit] = await shop.ok('counter.find', { text: '100001' });
    expect(hit).toMatchObject({ customerId, name: null });
    expect((await shop.ok('counter.find', { text: '123456' })).length).toBe(3);
    await shop.ok('customers.update', { customerId, name: 'Maria' });
    await shop.ok('counter.stamp', { customerId, programId: shop.programId });
    const { damaged, aside } = shopFiles(shop.folder);
    for (const folder of [damaged, aside]) {
      const [kept = ''] = readdirSync(folder);
      expect(hashOfFile(join(folder, kept, 'regulars.db'))).toBe(spoilt);
    }
    await shop.restart();
    expect((await shop.ok('shop.status', {})).health).toMatchObject({ journal: 'good', firstBad: null });
  });

  test('whose people cannot be read is its owner’s by the recovery code, also where the code’s hash is lost', async () => {
    const { shop, code, ledger } = await damagedShop('person', 'recovery');
    const found = await shop.ok('rescue.salvage', {});
    expect(found).toMatchObject({ known: 3, nameless: 0, hasCode: true, parts: ['people'] });
    expect(found.owners).toEqual([{ personId: shop.people.owner, name: '?', pin: false }]);
    const { source } = found;
    const proof = { by: 'code', personId: shop.people.owner as never, recoveryCode: code, pin: '8642' } as const;
    expect(await shop.refused('rescue.restore', { source, typed, proof: byPin(shop) })).toMatchObject({
      code: 'PIN_ELSEWHERE',
    });
    const wrong = { ...proof, recoveryCode: '0'.repeat(20) };
    expect(await shop.refused('rescue.restore', { source, typed, proof: wrong })).toMatchObject({
      code: 'RECOVERY_WRONG',
    });
    await shop.ok('rescue.restore', { source, typed, proof });
    expect(ledgerOf(shop)).toEqual(ledger);
    expectSound(shop);
    await shop.ok('people.signOut', {});
    await shop.ok('people.signIn', { personId: shop.people.owner as never, pin: '8642' });
    // A code that nothing in the file knows any more: a new one is made.
    expect((await shop.ok('shop.status', {})).hasRecoveryCode).toBe(false);
  });

  test('cut off behind the swap it still lets its owner in by the code', async () => {
    const { shop, code } = await damagedShop('person', 'recovery');
    await shop.ok('rescue.salvage', {});
    const { salvaged } = shopFiles(shop.folder);
    await shop.host.close();
    const key = openKeysOf(shop.folder)?.file ?? new Uint8Array();
    const of = {
      source: { file: { path: salvaged, key }, sha256: hashOfFile(salvaged) },
      key,
      aside: asideAt(shop.folder, opening),
    };
    for (const step of stepsOf(shop.folder, of)) await step();
    await shop.restart();
    const personId = shop.people.owner as never;
    expect(await shop.refused('people.recover', { personId, recoveryCode: '1'.repeat(20), pin: '8642' })).toMatchObject(
      {
        code: 'RECOVERY_WRONG',
      },
    );
    await shop.ok('people.recover', { personId, recoveryCode: code, pin: '8642' });
    await shop.ok('people.signOut', {});
    await shop.ok('people.signIn', { personId, pin: '8642' });
    // The code has done what it was for: with a PIN that is known it is none.
    expect(await shop.refused('people.recover', { personId, recoveryCode: code, pin: '9753' })).toMatchObject({
      code: 'RECOVERY_WRONG',
    });
  });

  test('nobody who was erased comes back, from no page and no backup', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const { customerId } = await shop.ok('customers.enrol', { name: 'Maria Marker' });
    await shop.ok('counter.stamp', { customerId, programId: shop.programId, stamps: 2 });
    await shop.ok('backups.make', {});
    const { backups } = shopFiles(shop.folder);
    const older = testFolder();
    cpSync(backups, older, { recursive: true });
    await shop.ok('privacy.erase', { customerId, typed: '100001' });
    const pages = pagesOf(shop, 'customer');
    await shop.restart(() => {
      rmSync(backups, { recursive: true });
      cpSync(older, backups, { recursive: true });
      spoil(shop.file, pages);
    });
    const { source, ...found } = await shop.ok('rescue.salvage', {});
    expect(found).toMatchObject({ known: 0, nameless: 0, fromBackup: 0 });
    await shop.ok('rescue.restore', { source, typed, proof: byPin(shop) });
    expect(await shop.refused('customers.get', { customerId })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await shop.ok('counter.find', { text: 'marker' })).toEqual([]);
    expectSound(shop);
  });

  test('stopped at any moment leaves everything as it was; what is left over is cleared away by the next one', async () => {
    const { shop } = await damagedShop('customer');
    const before = filesIn(shop.folder);
    const file = { path: shop.file, key: shop.database.key };
    const { salvaged, journal } = shopFiles(shop.folder);
    const params = {
      ...{ target: { path: salvaged, key: file.key }, journal, older: null, shop: null, now: opening },
      ...{ secret: openKeysOf(shop.folder)?.ledger.secret ?? new Uint8Array() },
      unknown: { name: 'Regulars', language: 'en', currency: 'EUR', timeZone: 'UTC' },
    };
    const background = openInlineBackground(file);
    let words = 0;
    for (let n = 1; ; n++) {
      const stop = new AbortController();
      words = 0;
      const done = await background
        .run('salvageFile', params, { signal: stop.signal, onProgress: () => void (++words === n && stop.abort()) })
        .catch((error: { data?: { code: string } }) => error.data?.code);
      if (done !== 'CANCELLED') break;
      expect(filesIn(shop.folder)).toEqual(before);
    }
    expect(words).toBeGreaterThan(4);
    await background.close();
    for (const left of ['.part', '.part-wal', '.rows', '.scratch', '.scratch.spare'])
      writeFileSync(salvaged + left, 'half');
    const { source } = await shop.ok('rescue.salvage', {});
    expect(filesIn(shop.folder).filter((line) => line.includes('salvaged.db.'))).toEqual([]);
    await shop.ok('rescue.restore', { source, typed, proof: byPin(shop) });
    expect(existsSync(salvaged)).toBe(false);
    expectSound(shop);
  });

  test('is cancelled by the request it runs under', async () => {
    const { shop } = await damagedShop('customer');
    const before = filesIn(shop.folder);
    const requestId = uuidv7();
    await shop.host.close();
    const host = await openHost({ folder: shop.folder, clock: () => opening, ...hostDefaults });
    const stopped = host.subscribe((notice) => {
      if (notice.about === 'progress' && notice.requestId === requestId)
        void host.call('rescue.cancel', { task: requestId }, uuidv7());
    });
    expect(await host.call('rescue.salvage', {}, requestId)).toMatchObject({ ok: false, error: { code: 'CANCELLED' } });
    stopped();
    await host.close();
    expect(filesIn(shop.folder)).toEqual(before);
  });

  test('the power goes at any step of the swap: the damaged file with its journal, or the saved one with a new one', async () => {
    const { shop } = await damagedShop('customer', 'activity');
    await shop.ok('rescue.salvage', {});
    const { salvaged } = shopFiles(shop.folder);
    await shop.host.close();
    const spoilt = hashOfFile(shop.file);
    const key = openKeysOf(shop.folder)?.file ?? new Uint8Array();
    const source = { file: { path: salvaged, key }, sha256: hashOfFile(salvaged), journalAside: true };
    const stepsIn = (folder: string) =>
      stepsOf(folder, {
        source: { ...source, file: { path: shopFiles(folder).salvaged, key } },
        key,
        aside: asideAt(folder, opening),
      });
    const seen = new Set<string>();
    for (let done = 0; done <= stepsIn(shop.folder).length; done++) {
      const folder = testFolder();
      cpSync(shop.folder, folder, { recursive: true });
      for (const step of stepsIn(folder).slice(0, done)) await step();
      const files = shopFiles(folder);
      const isNew = existsSync(files.restorePlan) || (existsSync(files.aside) && !existsSync(files.incoming));
      const opened = await openShop(folder, () => opening);
      seen.add(opened.state);
      expect([done, opened.state]).toEqual([done, isNew ? 'open' : 'failed']);
      if (opened.state === 'open') {
        expect(opened.shop.firstBad).toBeNull();
        opened.shop.close();
        const [aside = ''] = readdirSync(files.aside);
        expect(hashOfFile(join(files.aside, aside, 'regulars.db'))).toBe(spoilt);
        expect(existsSync(join(files.aside, aside, 'journal'))).toBe(true);
      } else {
        expect(hashOfFile(files.database)).toBe(spoilt);
        expect(existsSync(files.journal)).toBe(true);
      }
    }
    expect([...seen].sort()).toEqual(['failed', 'open']);
  });
});

test('a file of another version is not touched, and it is said', async () => {
  const shop = await openTestShop({ as: 'owner' });
  await shop.ok('customers.enrol', { name: 'Maria' });
  const pages = pagesOf(shop, 'customer');
  await shop.restart(() => {
    const tool = openTool(shop.database);
    tool.pragma('user_version = 20');
    tool.close();
    spoil(shop.file, pages);
  });
  const before = hashOfFile(shop.file);
  expect(await shop.refused('rescue.salvage', {})).toMatchObject({ code: 'NOT_SALVAGED', params: { why: 'version' } });
  expect(hashOfFile(shop.file)).toBe(before);
});

test('a sound shop, open or not, has nothing to be saved from', async () => {
  const shop = await openTestShop({ as: 'owner' });
  expect(await shop.refused('rescue.salvage', {})).toMatchObject({ code: 'SHOP_EXISTS' });
  await shop.restart(() => {
    const tool = openTool(shop.database);
    tool.pragma('user_version = 999');
    tool.close();
  });
  expect(await shop.refused('rescue.salvage', {})).toMatchObject({ code: 'SHOP_EXISTS' });
});
