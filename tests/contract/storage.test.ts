import { cpSync, existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { expect, onTestFinished, test } from 'vitest';
import { openWriter } from '../../db/open.ts';
import { openInlineBackground } from '../../main/background/inline.ts';
import { keepBackups } from '../../main/backups/keep.ts';
import { createDispatcher, type DispatcherParts, refusal } from '../../main/bridge/dispatcher.ts';
import { openHost } from '../../main/bridge/host.ts';
import type { Services } from '../../main/bridge/services.ts';
import { Session } from '../../main/bridge/session.ts';
import { createClockWatch } from '../../main/ledger/clock.ts';
import { createPins } from '../../main/people/pin.ts';
import { shopFiles } from '../../main/shop/files.ts';
import { openShop } from '../../main/shop/open.ts';
import type { Notice } from '../../preload/contract/bridge.ts';
import { punchCard } from '../../preload/contract/rules.ts';
import { mounted } from '../faults/support/mount.ts';
import { openTool, spoilOpen } from '../support/database.ts';
import { breakWrites, mendWrites, whyNoBrokenDisk } from '../support/disk.ts';
import { empty, fillTo, whyNoMount } from '../support/mount.ts';
import {
  copyTestShop,
  expectSound,
  hostDefaults,
  opening,
  openTestShop,
  pins,
  type TestShop,
} from '../support/shop.ts';

/** What a command and the person at the till meet when storage fails, fault by fault. R4 and R5 (tests/faults) try it at every operation. */

const changesOf = (notices: readonly Notice[], topic: string) =>
  notices.filter((notice) => notice.about === 'changed' && (notice.topics as readonly string[]).includes(topic)).length;
const receiptsOf = (shop: TestShop, requestId: string) =>
  shop.read((c) => c.prepare('SELECT count(*) FROM receipt WHERE requestId = ?').pluck().get(requestId));
const isReadOnly = async (shop: TestShop) => (await shop.ok('shop.status', {})).health?.readOnly;
const faultsLogged = (shop: TestShop) =>
  shop.logged.filter(({ code }) => code === 'STORAGE_FAULT').map(({ level, detail }) => [level, detail]);

/** A till whose log is heard as it is written. */
async function hostOn(folder: string, log: Services['log']) {
  const host = await openHost({
    folder,
    clock: () => opening,
    ...hostDefaults,
    services: { ...hostDefaults.services, log },
  });
  onTestFinished(() => host.close());
  return host;
}

/** A disk that refuses so many writes as a till notices, and then none: also to a till that would try for ever. */
function breakFor(shop: TestShop, faults: number): void {
  onTestFinished(mendWrites);
  shop.onLog = () => {
    if (faultsLogged(shop).length >= faults) mendWrites();
  };
  breakWrites();
}
const endless = 10;

test('a disk that refuses once costs nobody anything: the command goes through, without a word', async (context) => {
  if (whyNoBrokenDisk) return context.skip(whyNoBrokenDisk);
  const shop = await openTestShop({ as: 'owner' });
  const request = uuidv7();
  shop.notices.length = 0;
  breakFor(shop, 1);
  const answer = await shop.call('customers.enrol', { name: 'Maria' }, request);
  expect(answer).toEqual({ ok: true, value: expect.anything() });
  expect(faultsLogged(shop)).toEqual([['error', { fault: 'io', attempt: 1 }]]);
  expect(changesOf(shop.notices, 'shop')).toBe(0);
  expect(await isReadOnly(shop)).toBe(false);
  expect(await shop.call('customers.enrol', { name: 'Maria' }, request)).toEqual({ ...answer, repeated: true });
  expect((await shop.ok('customers.list', {})).total).toBe(1);
  expectSound(shop);
});

test('a disk that goes on refusing is said once; reading goes on, and the same request goes through when it writes again', async (context) => {
  if (whyNoBrokenDisk) return context.skip(whyNoBrokenDisk);
  const shop = await openTestShop();
  expect(await isReadOnly(shop)).toBe(false);
  await shop.signIn('owner');
  await shop.ok('customers.enrol', { name: 'Ana' });
  const request = uuidv7();
  shop.notices.length = 0;
  breakFor(shop, endless);
  for (const _ of ['once', 'twice']) {
    expect(await shop.refused('customers.enrol', { name: 'Maria' }, request)).toEqual({ code: 'READ_ONLY' });
    expect(await isReadOnly(shop)).toBe(true);
  }
  expect(changesOf(shop.notices, 'shop')).toBe(1);
  expect((await shop.ok('customers.list', {})).total).toBe(1);
  const both = [1, 2].map((attempt) => ['error', { fault: 'io', attempt }]);
  expect(faultsLogged(shop)).toEqual([...both, ...both]);
  mendWrites();
  await shop.ok('customers.enrol', { name: 'Maria' }, request);
  expect(await isReadOnly(shop)).toBe(false);
  expect(changesOf(shop.notices, 'shop')).toBe(2);
  expect(receiptsOf(shop, request)).toBe(1);
  expect((await shop.ok('customers.list', {})).total).toBe(2);
  expectSound(shop);
});

test('a file that is gone from its place is not written to, whoever still has it open', async (context) => {
  if (whyNoBrokenDisk) return context.skip(whyNoBrokenDisk);
  const shop = await openTestShop({ as: 'owner' });
  await shop.ok('customers.enrol', { name: 'Ana' });
  const away = `${shop.file}.away`;
  breakFor(shop, endless);
  renameSync(shop.file, away);
  // The second try finds nothing to open, so there is none.
  expect(await shop.refused('customers.enrol', { name: 'Maria' })).toEqual({ code: 'READ_ONLY' });
  expect(faultsLogged(shop)).toEqual([['error', { fault: 'io', attempt: 1 }]]);
  mendWrites();
  expect(await shop.refused('customers.enrol', { name: 'Maria' })).toEqual({ code: 'READ_ONLY' });
  expect((await shop.ok('customers.list', {})).total).toBe(1);
  renameSync(away, shop.file);
  await shop.ok('customers.enrol', { name: 'Maria' });
  expect((await shop.ok('customers.list', {})).total).toBe(2);
  expectSound(shop);
});

/** Words that take more than a page. */
const long = { name: 'Maria', notes: 'n'.repeat(2000) };

/** A shop with its owner at the till on a disk of its own, and a reserve. */
async function smallDisk() {
  const place = mounted('tmpfs', 16).folder;
  const made = await copyTestShop();
  const folder = join(place, 'shop');
  cpSync(made.folder, folder, { recursive: true });
  const { ballast } = shopFiles(folder);
  writeFileSync(ballast, Buffer.alloc(4 * 1024 * 1024, 0x52));
  const logged: unknown[] = [];
  const host = await hostOn(folder, (_level, code, detail) => {
    logged.push([code, detail]);
    if (logged.length < endless) return;
    mendWrites();
    empty(place);
  });
  const request = uuidv7();
  const state = async () => {
    const status = await host.call('shop.status', {}, null);
    return (status as { value: { health: { readOnly: boolean } } }).value.health.readOnly;
  };
  await host.call('people.signIn', { personId: made.people.owner, pin: pins.owner }, null);
  await host.call('customers.enrol', { name: 'Ana' }, uuidv7());
  /** Customers until the disk refuses: some fit into what the files have already. */
  const fill = async () => {
    for (let n = 0; n < 3000; n++) {
      const id = uuidv7();
      const answer = await host.call('customers.enrol', long, id);
      if (!answer.ok) return { id, error: answer.error };
      if (logged.length > 0) return null;
    }
    throw new Error('the disk took everything');
  };
  return { place, ballast, host, logged, request, state, fill };
}

test('a full disk costs the reserve first, and is then said to be full at once; what was refused goes through when there is room', async (context) => {
  const why = whyNoMount('tmpfs');
  if (why) return context.skip(why);
  const { place, ballast, host, logged, state, fill } = await smallDisk();
  fillTo(place, 0);
  expect(await fill()).toBeNull();
  expect(logged).toEqual([['STORAGE_FAULT', { fault: 'full', attempt: 1 }]]);
  expect(existsSync(ballast)).toBe(false);
  logged.length = 0;
  fillTo(place, 0);
  const refused = await fill();
  expect(refused?.error).toEqual({ code: 'DISK_FULL' });
  expect(logged).toEqual([['STORAGE_FAULT', { fault: 'full', attempt: 1 }]]);
  // Full is not broken.
  expect(await state()).toBe(false);
  expect(await host.call('customers.list', { text: 'ana' }, null)).toMatchObject({ value: { total: 1 } });
  // What writes much is not even begun, and what writes beside the shop says the same.
  for (const task of ['backups.make', 'keys.later'])
    expect(await host.call(task, {}, null)).toEqual({ ok: false, error: { code: 'DISK_FULL' } });
  empty(place);
  expect(await host.call('customers.enrol', long, refused?.id ?? null)).toEqual({ ok: true, value: expect.anything() });
});

test('a disk without room may call it an I/O error: it is full all the same, and not broken', async (context) => {
  const why = whyNoMount('tmpfs') ?? whyNoBrokenDisk;
  if (why) return context.skip(why);
  const { place, ballast, host, logged, state } = await smallDisk();
  writeFileSync(ballast, '');
  fillTo(place, 0);
  onTestFinished(mendWrites);
  breakWrites();
  expect(await host.call('customers.enrol', { name: 'Maria' }, uuidv7())).toEqual({
    ok: false,
    error: { code: 'DISK_FULL' },
  });
  // The reserve was given up and it was tried again; nothing helped.
  expect(logged).toEqual([1, 2].map((attempt) => ['STORAGE_FAULT', { fault: 'io', attempt }]));
  expect(existsSync(ballast)).toBe(false);
  expect(await state()).toBe(false);
});

test('while another program writes to the shop it is busy, and nothing else', async () => {
  const shop = await openTestShop({ as: 'owner' });
  const other = openWriter(shop.database);
  onTestFinished(() => void other.close());
  other.exec('BEGIN IMMEDIATE');
  const request = uuidv7();
  expect(await shop.refused('customers.enrol', { name: 'Maria' }, request)).toEqual({ code: 'SHOP_BUSY' });
  expect(shop.logged).toEqual([]);
  expect(await isReadOnly(shop)).toBe(false);
  other.exec('ROLLBACK');
  await shop.ok('customers.enrol', { name: 'Maria' }, request);
});

// A file that is damaged all over cannot be opened a second time either.
test.each([
  ['a command', 'READ_ONLY', { fault: 'corrupt', attempt: 1 }],
  ['a question', 'DISK_TROUBLE', { fault: 'corrupt', procedure: 'customers.list' }],
] as const)('%s that meets damage has the file looked at, and the shop is not opened again', async (who, code, log) => {
  const shop = await openTestShop({ as: 'owner' });
  await shop.ok('customers.enrol', { name: 'Ana' });
  shop.host.checkpoint();
  // Who asks is in memory by now; what a program is made of is not.
  await shop.ok('people.session', {});
  spoilOpen(shop.file);
  expect(
    who === 'a command'
      ? await shop.refused('programs.create', punchCard({ name: 'More', goal: 10, rewardName: 'A cake' }))
      : await shop.refused('customers.list', { text: 'a', sort: 'name' }),
  ).toEqual({ code });
  expect(faultsLogged(shop)).toEqual([['error', log]]);
  expect(await shop.ok('shop.status', {})).toMatchObject({ state: 'failed', failure: { kind: 'damaged' } });
});

test.each([
  ['EIO', 'DISK_TROUBLE'],
  ['EROFS', 'DISK_TROUBLE'],
  ['SQLITE_IOERR_READ', 'DISK_TROUBLE'],
  ['SQLITE_CORRUPT', 'DISK_TROUBLE'],
  ['ENOSPC', 'DISK_FULL'],
  ['SQLITE_BUSY', 'SHOP_BUSY'],
])('%s, wherever it comes from, is %s to whoever asked', (code, told) => {
  const heard: unknown[] = [];
  const error = refusal(Object.assign(new Error('/home/ioana/regulars.db'), { code }), 'keys.later', {
    services: { ...hostDefaults.services, log: (_level, line, detail) => void heard.push([line, detail?.procedure]) },
    suspectDamage: () => void heard.push('damage'),
  });
  expect(error).toEqual({ code: told });
  const said = told === 'DISK_TROUBLE' ? [['STORAGE_FAULT', 'keys.later']] : [];
  expect(heard).toEqual(code === 'SQLITE_CORRUPT' ? ['damage', ...said] : said);
});

test('what nobody thought of is told as such, with the number of a line in the log that gives nothing away', async () => {
  const shop = await openTestShop({ as: 'owner' });
  const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
  const tool = openTool(shop.database);
  tool.exec('DROP TABLE receipt');
  tool.close();
  const request = uuidv7();
  const error = await shop.refused('customers.update', { customerId, name: 'Qjvkz Zwrtp' }, request);
  expect(error).toEqual({ code: 'UNEXPECTED', logId: expect.stringMatching(/^[0-9a-f]{8}$/) });
  // Tried once: it is no fault of the disk.
  expect(shop.logged).toEqual([
    {
      level: 'error',
      code: 'UNEXPECTED',
      detail: {
        logId: (error as { logId?: string }).logId,
        procedure: 'customers.update',
        fault: 'other',
        kind: 'SqliteError',
        sqlite: 'SQLITE_ERROR',
        place: expect.stringMatching(/^at \w+ \w+\.ts:\d+:\d+\)$/),
      },
    },
  ]);
  expect(await isReadOnly(shop)).toBe(false);
});

/** The door by itself, with the shop's own connections at hand. */
async function openDoor(parts: Partial<DispatcherParts> = {}) {
  const { folder } = await copyTestShop();
  const clock = () => opening;
  const opened = await openShop(folder, clock);
  if (opened.state !== 'open') throw new Error(opened.state);
  const { shop } = opened;
  onTestFinished(() => shop.close());
  const background = openInlineBackground(shop.file);
  onTestFinished(() => background.close());
  const session = new Session();
  const { key, id } = shop.read
    .prepare<[], { key: number; id: string }>(`SELECT key, id FROM person WHERE role = 'owner'`)
    .get() ?? { key: 0, id: '' };
  session.signIn({ personKey: key, personId: id, role: 'owner', proof: 'pin' });
  const { services, pinCost, callsPerSecond } = hostDefaults;
  const quiet = { changed: () => {}, log: () => {}, restore: async () => 0 };
  const door = createDispatcher({
    ...{ shop, session, background, services, clock, callsPerSecond },
    backups: keepBackups({ shop, background, clock }, { demo: true, ...quiet }),
    clockWatch: createClockWatch(clock, clock),
    monotonic: clock,
    newId: uuidv7,
    pins: createPins(shop.keys.pepper, pinCost),
    announce: () => undefined,
    progress: () => undefined,
    suspectDamage: () => undefined,
    makeRoom: () => false,
    ...parts,
  });
  return { shop, door, enrol: (name = 'Maria') => door.call('customers.enrol', { name }, uuidv7()) };
}

test('a disk with room on which nothing more may be written is full', async () => {
  let room = true;
  const { shop, door } = await openDoor({ makeRoom: () => room });
  // As with a quota: what lies there is all there may be.
  const forbidMore = () => shop.write.pragma(`max_page_count = ${shop.write.pragma('page_count', { simple: true })}`);
  const enrol = () => door.call('customers.enrol', long, uuidv7());
  const enrolMany = async () => {
    for (let n = 0; n < 50; n++) {
      const answer = await enrol();
      if (!answer.ok) return answer.error;
    }
    return null;
  };
  forbidMore();
  expect(await enrolMany()).toBeNull();
  room = false;
  forbidMore();
  expect(await enrolMany()).toEqual({ code: 'DISK_FULL' });
  expect(door.readOnly).toBe(false);
});

test('what is answered "done" is on the disk: every command ends with a sync, also after the connection was opened anew', async (context) => {
  const { shop, enrol } = await openDoor({ services: { ...hostDefaults.services, log: () => mendWrites() } });
  const syncs = () => shop.write.pragma('synchronous', { simple: true }) === 2;
  // As the database engine does by itself after the first write.
  shop.write.pragma('synchronous = NORMAL');
  expect(await enrol()).toMatchObject({ ok: true });
  expect(syncs()).toBe(true);
  if (whyNoBrokenDisk) return context.skip(whyNoBrokenDisk);
  onTestFinished(mendWrites);
  breakWrites();
  expect(await enrol()).toMatchObject({ ok: true });
  expect(syncs()).toBe(true);
});
