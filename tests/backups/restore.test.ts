import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { openReader, openWriter } from '../../db/open.ts';
import { openInlineBackground } from '../../main/background/inline.ts';
import { asideAt, restoreFile, stepsOf } from '../../main/backups/restore.ts';
import { openHost } from '../../main/bridge/host.ts';
import { openKeysOf } from '../../main/keys/files.ts';
import { shopFiles } from '../../main/shop/files.ts';
import { openShop } from '../../main/shop/open.ts';
import type { ProcedureName } from '../../preload/contract/index.ts';
import { contentHash, hashOfFile } from '../support/content.ts';
import {
  copyTestShop,
  expectSound,
  faultsOf,
  firstRun,
  hostDefaults,
  hour,
  ledgerOf,
  noFaults,
  opening,
  openTestShop,
  pins,
  testFolder,
} from '../support/shop.ts';

const typed = firstRun.name;

/** A shop with a backup, and a morning's work after it. */
async function afterBackup() {
  const shop = await openTestShop({ as: 'owner' });
  const { programId } = shop;
  const { customerId } = await shop.ok('customers.enrol', { name: 'Maria Before', phones: ['0722 123 456'] });
  await shop.ok('counter.stamp', { customerId, programId, stamps: 3 });
  await shop.ok('backups.make', {});
  const [backup] = (await shop.ok('backups.list', {})).backups;
  shop.pass(hour);
  await shop.ok('customers.update', { customerId, name: 'Maria After' });
  await shop.ok('counter.stamp', { customerId, programId, stamps: 4 });
  shop.pass(hour);
  await shop.ok('counter.stamp', { customerId, programId });
  return { shop, customerId, name: backup?.name ?? '' };
}

describe('a restore (F-59)', () => {
  test('shows first what comes back, then brings it, and the journal every entry since; what was there is kept', async () => {
    const { shop, customerId, name } = await afterBackup();
    const ledger = ledgerOf(shop);
    const preview = await shop.ok('backups.preview', { name });
    expect(preview).toMatchObject({
      backup: { name, customers: 1, entries: 2 },
      customersNow: 1,
      entriesNow: ledger.length,
    });
    expect(preview.since).toBe(ledger.length - 2);
    const said = await shop.ok('backups.restore', { name, typed, pin: pins.owner });
    expect(said).toEqual({ restored: ledger.length - 2, since: ledger.length - 2 });
    expect(ledgerOf(shop)).toEqual(ledger);
    // What only the file knew is as it was.
    expect(await shop.ok('customers.get', { customerId })).toMatchObject({ name: 'Maria Before' });
    // The owner is still at the till, and the log says what happened.
    expect((await shop.ok('people.session', {})).person?.role).toBe('owner');
    const [line] = (await shop.ok('activity.list', { kind: 'backups' })).lines;
    expect(line).toMatchObject({
      action: 'backups.restore',
      person: { name: 'Ioana' },
      detail: { restored: said.restored },
    });
    expectSound(shop);

    const [aside = ''] = readdirSync(shopFiles(shop.folder).aside);
    const old = openReader({ ...shop.database, path: join(shopFiles(shop.folder).aside, aside, 'regulars.db') });
    expect(old.prepare('SELECT name FROM customer').all()).toEqual([{ name: 'Maria After' }]);
    old.close();
    // And back again: the precaution holds what was there.
    shop.pass(hour);
    const precaution = (await shop.ok('backups.list', {})).backups.find(({ why }) => why === 'restore');
    await shop.ok('backups.restore', { name: precaution?.name ?? '', typed, pin: pins.owner });
    expect(await shop.ok('customers.get', { customerId })).toMatchObject({ name: 'Maria After' });
    await shop.restart();
    expect((await shop.ok('shop.status', {})).state).toBe('ready');
  });

  test('says so of a backup that the disk does not give out a moment after it was looked through', async () => {
    const { folder } = await copyTestShop();
    const { backups } = shopFiles(folder);
    const copies = () => readdirSync(backups).filter((name) => name.endsWith('.db'));
    const host = await openHost({
      ...hostDefaults,
      folder,
      openBackground(file) {
        const background = openInlineBackground(file);
        return {
          ...background,
          run: (job, params, options) =>
            background.run(job, params, options).finally(() => {
              if (job === 'lookThrough') for (const name of copies()) rmSync(join(backups, name));
            }),
        };
      },
    });
    const ask = (name: ProcedureName, input: unknown) => host.call(name, input, uuidv7());
    const everybody = (await ask('people.list', {})) as { value: { personId: string; role: string }[] };
    const owner = everybody.value.find(({ role }) => role === 'owner');
    await ask('people.signIn', { personId: owner?.personId, pin: pins.owner });
    for (const [name, input] of [
      ['backups.preview', {}],
      ['backups.restore', { typed, pin: pins.owner }],
    ] as const) {
      expect(await ask('backups.make', {})).toMatchObject({ ok: true });
      expect(await ask(name, { name: copies()[0], ...input })).toMatchObject({ error: { code: 'BACKUP_UNFIT' } });
    }
    await host.close();
  });

  test('wants the shop’s name and the PIN; without them nothing is touched', async () => {
    const { shop, name } = await afterBackup();
    const before = hashOfFile(shop.file);
    const ledger = ledgerOf(shop);
    expect(await shop.refused('backups.restore', { name, typed: 'yes', pin: pins.owner })).toMatchObject({
      code: 'BAD_INPUT',
      fields: ['typed'],
    });
    expect(await shop.refused('backups.restore', { name, typed, pin: '9999' })).toMatchObject({ code: 'PIN_WRONG' });
    for (const no of ['../regulars.db', 'regulars.db', 'regulars-2020-01-01T00-00-00-000Z-asked.db'])
      expect(await shop.refused('backups.restore', { name: no, typed, pin: pins.owner })).toMatchObject({
        code: 'NOT_FOUND',
      });
    expect(hashOfFile(shop.file)).toBe(before);
    expect(ledgerOf(shop)).toEqual(ledger);
    expect(existsSync(shopFiles(shop.folder).aside)).toBe(false);
  });

  test('never takes a spoilt backup, or another shop’s', async () => {
    const { shop, name } = await afterBackup();
    const file = join(shopFiles(shop.folder).backups, name);
    const bytes = readFileSync(file);
    const spoilt = Buffer.from(bytes);
    for (let i = 5000; i < 9000; i++) spoilt[i] = 0x5a;
    writeFileSync(file, spoilt);
    const refusal = { code: 'BACKUP_UNFIT', params: { why: 'damaged' } };
    expect(await shop.refused('backups.preview', { name })).toMatchObject(refusal);
    expect(await shop.refused('backups.restore', { name, typed, pin: pins.owner })).toMatchObject(refusal);
    writeFileSync(file, bytes);
    const other = openWriter({ ...shop.database, path: file });
    other.exec("UPDATE shop SET id = 'another'");
    other.pragma('journal_mode = DELETE');
    other.close();
    // Of the same length: only a look inside tells.
    expect(await shop.refused('backups.preview', { name })).toMatchObject({
      code: 'BACKUP_UNFIT',
      params: { why: 'otherShop' },
    });
    expect((await shop.ok('shop.status', {})).state).toBe('ready');
  });

  test('does not bring an erased person back', async () => {
    const { shop, customerId, name } = await afterBackup();
    await shop.ok('privacy.erase', { customerId, typed: '100001' });
    await shop.ok('backups.restore', { name, typed, pin: pins.owner });
    expect(await shop.refused('customers.get', { customerId })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await shop.ok('counter.find', { text: 'maria' })).toEqual([]);
    expectSound(shop);
  });
});

test('the power goes at any step of it: the next start has the old shop or the new one, whole, and nothing was deleted', async () => {
  const { folder: template, file, database } = await copyTestShop();
  const source = join(testFolder(), 'backup.db');
  cpSync(file, source);
  // The present shop differs from the backup by its name alone, and has a log that is not in the file yet.
  const write = openWriter(database);
  write.exec("UPDATE shop SET name = 'Present'");
  const images: { folder: string; afterPlan: boolean }[] = [];
  const key = database.key ?? new Uint8Array();
  const of = { file: { path: source, key }, sha256: hashOfFile(source) };
  const steps = (folder: string) => stepsOf(folder, { source: of, key, aside: asideAt(folder, opening) });
  const all = steps(template).length;
  for (let done = 0; done <= all; done++) {
    const folder = testFolder();
    cpSync(template, folder, { recursive: true });
    for (const step of steps(folder).slice(0, done)) await step();
    images.push({ folder, afterPlan: existsSync(shopFiles(folder).restorePlan) || done === all });
  }
  write.close();
  const seen = new Set<string>();
  for (const { folder: left, afterPlan } of images) {
    // Somebody may have moved it meanwhile, as onto another computer.
    const folder = join(testFolder(), 'moved');
    renameSync(left, folder);
    const opened = await openShop(folder, () => opening);
    if (opened.state !== 'open') throw new Error(`${opened.state}`);
    const { name } = opened.shop.read.prepare<[], { name: string }>('SELECT name FROM shop').get() ?? { name: '' };
    expect(faultsOf(opened.shop.read)).toEqual(noFaults);
    opened.shop.close();
    seen.add(name);
    if (afterPlan) expect(name).toBe(typed);
    const files = shopFiles(folder);
    for (const rest of [files.incoming, `${files.incoming}.part`, files.restorePlan])
      expect(existsSync(rest)).toBe(false);
    // Whichever it is, the present shop is still somewhere.
    if (name === typed) {
      const [aside = ''] = readdirSync(files.aside);
      const old = openReader({ key, path: join(files.aside, aside, 'regulars.db') });
      expect(old.prepare('SELECT name FROM shop').get()).toEqual({ name: 'Present' });
      old.close();
    }
    // A second start changes nothing more.
    const again = await openShop(folder, () => opening);
    expect(again.state).toBe('open');
    if (again.state === 'open') again.shop.close();
  }
  expect([...seen].sort()).toEqual([typed, 'Present'].sort());
}, 60_000);

test('half a copy of a backup is cleared away, and is never taken for a shop', async () => {
  const { folder } = await copyTestShop();
  const files = shopFiles(folder);
  writeFileSync(`${files.incoming}.part`, 'half');
  writeFileSync(files.incoming, 'whole, but nobody had decided yet');
  const opened = await openShop(folder, () => opening);
  expect(opened.state).toBe('open');
  if (opened.state === 'open') opened.shop.close();
  expect(existsSync(files.incoming) || existsSync(`${files.incoming}.part`)).toBe(false);
});

test('a shop that is open elsewhere is not touched', async () => {
  const { shop } = await afterBackup();
  const before = shop.read((c) => contentHash(c));
  const source = { file: shop.database, sha256: '' };
  await expect(restoreFile(shop.folder, source, opening, { own: openKeysOf(shop.folder) })).rejects.toThrow('busy');
  expect(shop.read((c) => contentHash(c))).toBe(before);
});
