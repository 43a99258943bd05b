import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openWriter } from '../../db/open.ts';
import type { OpenBackground } from '../../main/background/background.ts';
import { openThreadBackground } from '../../main/background/thread.ts';
import { type Host, openHost } from '../../main/bridge/host.ts';
import { openKeysOf, writeOpenKeys } from '../../main/keys/files.ts';
import { keyOf } from '../../main/ledger/seal.ts';
import { shopFiles } from '../../main/shop/files.ts';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import type { InputFor, OutputFor, ProcedureName } from '../../preload/contract/index.ts';
import { hashOfFile } from '../support/content.ts';
import { program } from '../support/program.ts';
import {
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
  type TestShop,
  testFolder,
} from '../support/shop.ts';

const typed = firstRun.name;
/** As if the ledger had another key than the one its journal was written with. */
function loseLedgerKey(folder: string): void {
  const keys = openKeysOf(folder);
  if (!keys) throw new Error('the shop is sealed');
  writeOpenKeys(folder, { ...keys, ledger: keyOf(randomBytes(32)) });
}

/** Overwrites the middle of a file, as a failing disk would. */
function damage(file: string): void {
  const bytes = readFileSync(file);
  bytes.fill(0xa5, Math.floor(bytes.length / 4), Math.floor((bytes.length * 3) / 4));
  writeFileSync(file, bytes);
}

/** A shop with a backup, work after it, and a file that was damaged while it was closed; with a recovery code. */
async function damagedShop() {
  const shop = await openTestShop({ as: 'owner' });
  const { programId } = shop;
  const { code } = await shop.ok('people.makeRecoveryCode', {});
  await shop.ok('people.confirmRecoveryCode', { recoveryCode: code });
  const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
  await shop.ok('counter.stamp', { customerId, programId, stamps: 3 });
  await shop.ok('backups.make', {});
  shop.pass(hour);
  await shop.ok('counter.stamp', { customerId, programId, stamps: 4 });
  shop.pass(hour);
  await shop.ok('counter.stamp', { customerId, programId });
  const ledger = ledgerOf(shop);
  await shop.restart(() => damage(shop.file));
  expect((await shop.ok('shop.status', {})).failure?.kind).toBe('damaged');
  const [newest] = await shop.ok('rescue.list', {});
  return { shop, ledger, code, source: newest?.source ?? '' };
}

const byPin = (shop: TestShop, pin: string = pins.owner) =>
  ({ by: 'pin', personId: shop.people.owner as never, pin }) as const;

describe('a shop whose file is damaged', () => {
  test('comes back from a backup and the journal, with every entry; the damaged file is kept', async () => {
    const { shop, ledger, source } = await damagedShop();
    const spoilt = hashOfFile(shop.file);
    const [line] = await shop.ok('rescue.list', {});
    expect(line).toMatchObject({ where: 'here', why: 'asked', customers: 1, entries: 2 });
    expect(await shop.ok('rescue.preview', { source })).toEqual({
      shopName: typed,
      lastAt: opening,
      customers: 1,
      entries: 2,
      since: ledger.length - 2,
      broken: null,
      owners: [{ personId: shop.people.owner, name: 'Ioana', pin: true }],
      hasCode: true,
    });
    expect(hashOfFile(shop.file)).toBe(spoilt);
    const said = await shop.ok('rescue.restore', { source, typed, proof: byPin(shop) });
    expect(said).toEqual({ restored: ledger.length - 2, since: ledger.length - 2 });
    expect(ledgerOf(shop)).toEqual(ledger);
    expect(await shop.ok('people.session', {})).toMatchObject({ person: { role: 'owner' }, proof: 'pin' });
    expectSound(shop);
    const [log] = (await shop.ok('activity.list', { kind: 'backups' })).lines;
    expect(log).toMatchObject({ action: 'backups.restore', person: { name: 'Ioana' }, detail: said });
    // Twice: where the start has copied it, and what was moved out of the way.
    const { damaged, aside } = shopFiles(shop.folder);
    for (const folder of [damaged, aside]) {
      const [kept = ''] = readdirSync(folder);
      expect(hashOfFile(join(folder, kept, 'regulars.db'))).toBe(spoilt);
    }
    // The shop goes on, also after another start.
    await shop.restart();
    await shop.signIn('owner');
    expect((await shop.ok('shop.status', {})).health?.journal).toBe('good');
  });

  // A journal on a disk that takes its time: a part of it is a pipe, into which somebody writes later.
  test.skipIf(process.platform === 'win32')('is looked at without holding up the window', async () => {
    const { shop, ledger } = await damagedShop();
    const { journal } = shopFiles(shop.folder);
    await shop.host.close();
    const worker = pathToFileURL(await program('main/background/worker.ts'));
    const openBackground: OpenBackground = (file) => openThreadBackground(worker, file);
    const host = await openHost({ folder: shop.folder, clock: () => opening, ...hostDefaults, openBackground });
    onTestFinished(() => host.close());
    const call = async <N extends ProcedureName>(name: N, input: InputFor<N>): Promise<OutputFor<N>> => {
      const answer = await host.call(name, input, uuidv7());
      if (!answer.ok) throw new Error(JSON.stringify(answer.error));
      return answer.value as OutputFor<N>;
    };
    const [newest] = await call('rescue.list', {});
    const part = join(journal, 'ledger-000001.log');
    renameSync(part, `${part}.whole`);
    execFileSync('mkfifo', [part]);
    const slow = 1_500;
    const writer = spawn('sh', ['-c', `sleep ${slow / 1_000}; cat "$0.whole" > "$0"`, part]);
    onTestFinished(() => void writer.kill());
    let longest = 0;
    let last = performance.now();
    const tick = () => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    };
    const ticking = setInterval(tick, 10);
    onTestFinished(() => clearInterval(ticking));
    const { since } = await call('rescue.preview', { source: newest?.source ?? '' });
    tick();
    expect(since).toBe(ledger.length - 2);
    expect(longest).toBeLessThan(slow / 2);
  });

  test('wants its name and an owner’s PIN; wrong ones change nothing and lock after five, whatever is restarted', async () => {
    const { shop, source } = await damagedShop();
    const spoilt = hashOfFile(shop.file);
    const restore = (proof: InputFor<'rescue.restore'>['proof'], words: string = typed) =>
      shop.refused('rescue.restore', { source, typed: words, proof });
    expect(await restore(byPin(shop), 'yes')).toMatchObject({ code: 'BAD_INPUT', fields: ['typed'] });
    expect(await restore({ ...byPin(shop), personId: shop.people.manager as never, pin: pins.manager })).toMatchObject({
      code: 'NOT_FOUND',
    });
    for (const left of [4, 3])
      expect(await restore(byPin(shop, '9999'))).toMatchObject({ code: 'PIN_WRONG', params: { left } });
    await shop.restart();
    const [again] = await shop.ok('rescue.list', {});
    const { source: anew = '' } = again ?? {};
    const later = (proof: InputFor<'rescue.restore'>['proof']) =>
      shop.refused('rescue.restore', { source: anew, typed, proof });
    expect(await later(byPin(shop, '9999'))).toMatchObject({ code: 'PIN_WRONG', params: { left: 2 } });
    // A wrong code is a wrong try like any other.
    const wrongCode = {
      by: 'code',
      personId: shop.people.owner as never,
      recoveryCode: '0'.repeat(20),
      pin: '7777',
    } as const;
    expect(await later(wrongCode)).toMatchObject({ code: 'RECOVERY_WRONG' });
    expect(await later(byPin(shop, '9999'))).toMatchObject({ code: 'PIN_LOCKED', params: { minutes: 1 } });
    expect(await later(byPin(shop))).toMatchObject({ code: 'PIN_LOCKED' });
    // Neither a new start nor another clock ends it.
    shop.clock.now += 24 * hour;
    await shop.restart();
    const [third] = await shop.ok('rescue.list', {});
    const last = third?.source ?? '';
    expect(await shop.refused('rescue.restore', { source: last, typed, proof: byPin(shop) })).toMatchObject({
      code: 'PIN_LOCKED',
    });
    expect(hashOfFile(shop.file)).toBe(spoilt);
    expect(existsSync(shopFiles(shop.folder).aside)).toBe(false);
    shop.pass(61_000);
    await shop.ok('rescue.restore', { source: last, typed, proof: byPin(shop) });
    expect(existsSync(shopFiles(shop.folder).rescueTries)).toBe(false);
  });

  test('several wrong proofs at once count like one after another', async () => {
    const { shop, source } = await damagedShop();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => shop.call('rescue.restore', { source, typed, proof: byPin(shop, '9999') })),
    );
    const codes = answers.map((answer) => (answer.ok ? 'ok' : answer.error.code));
    expect(codes.filter((code) => code === 'PIN_WRONG')).toHaveLength(4);
    expect(codes.filter((code) => code === 'PIN_LOCKED')).toHaveLength(4);
  });

  test('comes back by the recovery code too, with a new PIN', async () => {
    const { shop, source, code, ledger } = await damagedShop();
    const proof = { by: 'code', personId: shop.people.owner as never, recoveryCode: code, pin: '8642' } as const;
    expect((await shop.ok('rescue.restore', { source, typed, proof })).restored).toBe(ledger.length - 2);
    await shop.ok('people.signOut', {});
    expect(
      await shop.refused('people.signIn', { personId: shop.people.owner as never, pin: pins.owner }),
    ).toMatchObject({
      code: 'PIN_WRONG',
    });
    await shop.ok('people.signIn', { personId: shop.people.owner as never, pin: '8642' });
    // It is not used up: it stands on the owner's paper, and in every backup.
    expect((await shop.ok('shop.status', {})).hasRecoveryCode).toBe(true);
    expectSound(shop);
  });

  test('its second place is asked where the first is gone, and a folder or file that somebody points to', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const stick = testFolder();
    shop.dialogs.folder = stick;
    await shop.ok('backups.choosePlace', {});
    const { backups } = shopFiles(shop.folder);
    // The newest own backup says where the second place is, as long as one is left.
    await shop.restart(() => {
      damage(shop.file);
      for (const name of readdirSync(stick)) cpSync(join(stick, name), join(stick, name.replace('-asked', '-hourly')));
    });
    expect((await shop.ok('rescue.list', {})).map(({ where }) => where).sort()).toEqual(['here', 'outside']);
    rmSync(backups, { recursive: true });
    expect(await shop.ok('rescue.list', {})).toEqual([]);
    const chosen = await shop.ok('rescue.choose', { what: 'folder' });
    expect(chosen?.[0]).toMatchObject({ where: 'chosen', customers: 0 });
    const [name = ''] = readdirSync(stick).filter((one) => one.endsWith('.db'));
    shop.dialogs.file = join(stick, name);
    const [one] = (await shop.ok('rescue.choose', { what: 'file' })) ?? [];
    expect(one).toMatchObject({ file: name, where: 'chosen' });
    shop.dialogs.file = null;
    expect(await shop.ok('rescue.choose', { what: 'file' })).toBeNull();
    await shop.ok('rescue.restore', { source: one?.source ?? '', typed, proof: byPin(shop) });
    expect((await shop.ok('shop.status', {})).state).toBe('ready');
  });

  test('no file that is spoilt, of another shop, newer, or a shop that was not closed takes its place', async () => {
    const { shop, source } = await damagedShop();
    const { backups } = shopFiles(shop.folder);
    const before = hashOfFile(shop.file);
    const [name = ''] = readdirSync(backups).filter((one) => one.endsWith('.db'));
    const other = testFolder();
    const offer = async (change: (file: string) => void) => {
      const file = join(other, `${uuidv7()}.db`);
      cpSync(join(backups, name), file);
      change(file);
      shop.dialogs.file = file;
      const [one] = (await shop.ok('rescue.choose', { what: 'file' })) ?? [];
      const refused = await shop.refused('rescue.restore', {
        source: one?.source ?? '',
        typed,
        proof: byPin(shop),
      });
      expect(refused.code).toBe('BACKUP_UNFIT');
      return refused.params?.why;
    };
    const byTool = (sql: string) => (file: string) => {
      const tool = openWriter({ ...shop.database, path: file });
      tool.exec(sql);
      tool.pragma('journal_mode = DELETE');
      tool.close();
    };
    expect(await offer(byTool("UPDATE shop SET id = 'another'"))).toBe('otherShop');
    expect(await offer(byTool('PRAGMA user_version = 999'))).toBe('newer');
    expect(await offer(byTool('PRAGMA application_id = 5'))).toBe('notAShop');
    expect(await offer(damage)).toBe('damaged');
    expect(await offer((file) => writeFileSync(file, 'a shopping list'))).toMatch(/damaged|notAShop/);
    expect(await offer((file) => writeFileSync(`${file}-wal`, 'half of it'))).toBe('unfinished');
    expect(await shop.refused('rescue.preview', { source: uuidv7() })).toMatchObject({ code: 'NOT_FOUND' });
    expect(hashOfFile(shop.file)).toBe(before);
    // Spoilt after it was looked through: the copy is compared with what was seen.
    await shop.ok('rescue.preview', { source });
    const file = join(backups, name);
    const bytes = readFileSync(file);
    bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    expect(await shop.refused('rescue.restore', { source, typed, proof: byPin(shop) })).toMatchObject({
      code: 'BACKUP_UNFIT',
    });
    expect(hashOfFile(shop.file)).toBe(before);
    expect((await shop.ok('shop.status', {})).failure?.kind).toBe('damaged');
  });

  test('a journal that cannot follow the backup is kept beside the shop, and the backup counts as it is', async () => {
    const { shop } = await damagedShop();
    const { journal } = shopFiles(shop.folder);
    // A journal whose key is gone says nothing any more.
    await shop.restart(() => loseLedgerKey(shop.folder));
    const [one] = await shop.ok('rescue.list', {});
    const source = one?.source ?? '';
    expect((await shop.ok('rescue.preview', { source })).since).toBeNull();
    expect(await shop.ok('rescue.restore', { source, typed, proof: byPin(shop) })).toEqual({ restored: 0, since: 0 });
    expect(statSync(journal).isDirectory()).toBe(true);
    expect((await shop.ok('shop.status', {})).health?.journal).toBe('damaged');
    expect(shop.read(faultsOf)).toEqual(noFaults);
  });
});

test('nobody gets at it while a shop is open, or is merely open elsewhere or too new', async () => {
  const shop = await openTestShop({ as: 'owner' });
  const tryAll = async () => {
    const source = uuidv7();
    const inputs = {
      list: {},
      choose: { what: 'folder' },
      unlock: { source, recoveryCode: '0'.repeat(20) },
      preview: { source },
      restore: { source, typed, proof: byPin(shop) },
    };
    for (const [name, input] of Object.entries(inputs))
      expect(await shop.refused(`rescue.${name}` as ProcedureName, input as never)).toMatchObject({
        code: 'SHOP_EXISTS',
      });
  };
  await tryAll();
  await shop.restart(() => {
    const tool = openWriter(shop.database);
    tool.pragma('user_version = 999');
    tool.close();
  });
  expect((await shop.ok('shop.status', {})).failure?.kind).toBe('newer');
  await tryAll();
});

/** A computer that never had a shop, and where somebody points to a folder. */
async function newComputer(stick: string) {
  const folder = testFolder();
  const host = await openHost({
    folder,
    clock: () => opening + 30 * 24 * hour,
    ...hostDefaults,
    services: { ...hostDefaults.services, chooseFolder: async () => stick },
  });
  onTestFinished(() => host.close());
  return { folder, host, ...speaking(host) };
}

const speaking = (host: Host) => ({
  async ok<N extends ProcedureName>(name: N, input: InputFor<N>): Promise<OutputFor<N>> {
    const answer = await host.call(name, input, uuidv7());
    if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.error)}`);
    return answer.value as OutputFor<N>;
  },
  async refused<N extends ProcedureName>(name: N, input: InputFor<N>): Promise<AppErrorData> {
    const answer = await host.call(name, input, uuidv7());
    if (answer.ok) throw new Error(`${name} was not refused`);
    return answer.error;
  },
});

describe('a new computer', () => {
  test('gets the shop from the stick: the recovery code opens it, and everybody’s PIN holds', async () => {
    const old = await openTestShop({ as: 'owner' });
    const { code } = await old.ok('people.makeRecoveryCode', {});
    await old.ok('people.confirmRecoveryCode', { recoveryCode: code });
    const { customerId } = await old.ok('customers.enrol', { name: 'Maria' });
    await old.ok('counter.stamp', { customerId, programId: old.programId, stamps: 3 });
    const stick = testFolder();
    old.dialogs.folder = stick;
    await old.ok('backups.choosePlace', {});

    const { folder, ok, refused } = await newComputer(stick);
    expect(await ok('rescue.list', {})).toEqual([]);
    const [one] = (await ok('rescue.choose', { what: 'folder' })) ?? [];
    const source = one?.source ?? '';
    const personId = old.people.owner as never;
    // The stick alone says nothing.
    expect(one?.need).toBe('code');
    expect(await refused('rescue.preview', { source })).toMatchObject({
      code: 'BACKUP_UNFIT',
      params: { why: 'locked' },
    });
    expect(await refused('rescue.unlock', { source, recoveryCode: '1'.repeat(20) })).toMatchObject({
      code: 'RECOVERY_WRONG',
    });
    await ok('rescue.unlock', { source, recoveryCode: code });
    // With its keys come its PINs.
    expect(await ok('rescue.preview', { source })).toMatchObject({
      shopName: typed,
      customers: 1,
      since: null,
      owners: [{ personId, pin: true }],
      hasCode: true,
    });
    const proof = { by: 'code', personId, recoveryCode: code, pin: '8642' } as const;
    expect(
      await refused('rescue.restore', { source, typed, proof: { ...proof, recoveryCode: '1'.repeat(20) } }),
    ).toMatchObject({ code: 'RECOVERY_WRONG' });
    expect(existsSync(shopFiles(folder).database)).toBe(false);
    expect(await ok('rescue.restore', { source, typed, proof })).toEqual({ restored: 0, since: 0 });

    // The first stamp, with no warning of a journal that cannot be here.
    expect(await ok('shop.status', {})).toMatchObject({ state: 'ready', health: { journal: 'good' } });
    await ok('counter.stamp', { customerId, programId: old.programId as never });
    await ok('people.signOut', {});
    // Everybody else comes in as ever, and the code is still the one on the paper.
    await ok('people.signIn', { personId: old.people.staff as never, pin: pins.staff });
    await ok('people.signIn', { personId, pin: '8642' });
    expect((await ok('shop.status', {})).hasRecoveryCode).toBe(true);
  });

  test('a shop whose owners never had a code cannot be taken over by whoever finds the stick', async () => {
    const old = await openTestShop({ as: 'owner' });
    const stick = testFolder();
    old.dialogs.folder = stick;
    await old.ok('backups.choosePlace', {});
    const { ok, refused, folder } = await newComputer(stick);
    const [one] = (await ok('rescue.choose', { what: 'folder' })) ?? [];
    const source = one?.source ?? '';
    expect(one?.need).toBe('key');
    const personId = old.people.owner as never;
    const proof = { by: 'code', personId, recoveryCode: '0'.repeat(20), pin: '8642' } as const;
    for (const refusal of [
      await refused('rescue.preview', { source }),
      await refused('rescue.unlock', { source, recoveryCode: '0'.repeat(20) }),
      await refused('rescue.restore', { source, typed, proof }),
    ])
      expect(refusal).toMatchObject({ code: 'BACKUP_UNFIT', params: { why: 'locked' } });
    expect(existsSync(shopFiles(folder).database)).toBe(false);
  });

  test('a folder that lost only its file has everything: backups, journal, PINs', async () => {
    const { shop, ledger } = await damagedShop();
    await shop.restart(() => {
      for (const suffix of ['', '-wal', '-shm']) rmSync(shop.file + suffix, { force: true });
    });
    expect((await shop.ok('shop.status', {})).state).toBe('empty');
    const [one] = await shop.ok('rescue.list', {});
    const said = await shop.ok('rescue.restore', { source: one?.source ?? '', typed, proof: byPin(shop) });
    expect(said.restored).toBe(ledger.length - 2);
    expect(ledgerOf(shop)).toEqual(ledger);
    expectSound(shop);
  });

  test('the journal of a shop that was here before is kept, and has no say', async () => {
    const { shop } = await damagedShop();
    const other = await openTestShop({ as: 'owner' });
    const { code } = await other.ok('people.makeRecoveryCode', {});
    await other.ok('people.confirmRecoveryCode', { recoveryCode: code });
    await other.ok('backups.make', {});
    const foreign = join(testFolder(), 'foreign');
    cpSync(shopFiles(other.folder).backups, foreign, { recursive: true });
    // The same id in both: test shops are copies of one. Made another by hand.
    const [name = ''] = readdirSync(foreign).filter((one) => one.endsWith('.db'));
    const tool = openWriter({ ...other.database, path: join(foreign, name) });
    tool.exec("UPDATE shop SET id = '0190aaaa-0000-7000-8000-000000000000'");
    tool.pragma('journal_mode = DELETE');
    tool.close();
    await shop.restart(() => {
      for (const suffix of ['', '-wal', '-shm']) rmSync(shop.file + suffix, { force: true });
      rmSync(shopFiles(shop.folder).backups, { recursive: true });
      mkdirSync(shopFiles(shop.folder).backups);
    });
    shop.dialogs.file = join(foreign, name);
    const [one] = (await shop.ok('rescue.choose', { what: 'file' })) ?? [];
    const proof = { by: 'code', personId: shop.people.owner as never, recoveryCode: code, pin: '8642' } as const;
    expect(await shop.ok('rescue.restore', { source: one?.source ?? '', typed, proof })).toEqual({
      restored: 0,
      since: 0,
    });
    expect((await shop.ok('shop.status', {})).health?.journal).toBe('good');
    expect(readdirSync(shop.folder).filter((entry) => entry.startsWith('journal-'))).toHaveLength(1);
  });
});
