import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { copyUnderKey } from '../../db/cipher.ts';
import { changeBox, readBox } from '../../main/keys/box.ts';
import { openKeysOf, readKeyFile } from '../../main/keys/files.ts';
import { bytesOf, makeKeys } from '../../main/keys/ring.ts';
import { findKeys, type KeyStore, lockInStore, sealSteps, unlockKeys } from '../../main/keys/seal.ts';
import { unwrapKeys, wrapChecked, wrapKeys } from '../../main/keys/wrap.ts';
import { shopFiles } from '../../main/shop/files.ts';
import { plain } from '../support/database.ts';
import { findMarkers } from '../support/scan.ts';
import { cheapPins, expectSound, minute, openTestShop, pins, type TestShop, testFolder } from '../support/shop.ts';

const password = 'a long password';

/** A key store as a system has one: it gives back what it was given, until it is lost. */
function testKeyStore(): KeyStore & { lost: boolean } {
  const mask = 0x5a;
  const turn = (bytes: Uint8Array) => bytes.map((byte) => byte ^ mask);
  const store = {
    lost: false,
    lock: (secret: Uint8Array) => (store.lost ? null : turn(secret)),
    unlock: (box: Uint8Array) => (store.lost ? null : turn(box)),
  };
  return store;
}

async function keepCode(shop: TestShop): Promise<string> {
  const { code } = await shop.ok('people.makeRecoveryCode', {});
  await shop.ok('people.confirmRecoveryCode', { recoveryCode: code });
  return code;
}

/** A shop with its owner at the till and a recovery code. */
async function withCode(): Promise<{ shop: TestShop; code: string }> {
  const shop = await openTestShop({ as: 'owner' });
  return { shop, code: await keepCode(shop) };
}

/** What the activity log says of keys, newest first. */
const keysLog = async (shop: TestShop) =>
  (await shop.ok('activity.list', { kind: 'keys' })).lines.map(({ action, detail }) => [action, detail]);

const stateOf = async (shop: TestShop) => (await shop.ok('shop.status', {})).state;

test('a wrap opens by its secret alone, says nothing of the keys, and is made for half a second of work', async () => {
  const keys = makeKeys();
  const wrap = await wrapChecked(keys, 'secret', cheapPins);
  expect(await unwrapKeys(wrap, 'secret')).toEqual(keys);
  expect(await unwrapKeys(wrap, 'Secret')).toBeNull();
  const text = JSON.stringify(wrap);
  for (const part of [keys.file, keys.ledger.secret, keys.pepper])
    for (const form of ['hex', 'base64', 'base64url'] as const)
      expect(text).not.toContain(Buffer.from(part).toString(form));
  for (const place of ['salt', 'iv', 'box'] as const) {
    const bytes = Buffer.from(wrap[place], 'base64');
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    expect(await unwrapKeys({ ...wrap, [place]: bytes.toString('base64') }, 'secret')).toBeNull();
  }
  // The same keys and secret look different each time.
  expect((await wrapKeys(keys, 'secret', cheapPins)).box).not.toBe(wrap.box);
});

test('a key store takes the keys of a shop that has a code; nothing lies open any more, and starts are as before', async () => {
  const { shop } = await withCode();
  shop.keyStore = testKeyStore();
  expect(await shop.ok('keys.state', {})).toMatchObject({ kept: 'nothing', keyStore: true });
  expect((await shop.ok('shop.status', {})).unsealed).toBe(true);
  const keys = openKeysOf(shop.folder);
  await shop.ok('keys.seal', {});
  expect(existsSync(shopFiles(shop.folder).key)).toBe(false);
  expect(await shop.ok('keys.state', {})).toMatchObject({ kept: 'computer', keyStore: true });
  expect((await shop.ok('shop.status', {})).unsealed).toBe(false);
  const secret = bytesOf(keys ?? makeKeys());
  expect(
    findMarkers(shop.folder, [secret.toString('base64url').slice(0, 40), secret.toString('base64').slice(0, 40)]),
  ).toEqual([]);
  await shop.restart();
  expect(await stateOf(shop)).toBe('ready');
  await shop.signIn('owner');
  expectSound(shop);
  // Once is enough.
  await shop.ok('keys.seal', {});
  expect(await keysLog(shop)).toEqual([['keys.seal', { by: 'computer' }]]);
});

test('without a code nothing is sealed, and without a key store not without a password of ten characters', async () => {
  const shop = await openTestShop({ as: 'owner' });
  expect(await shop.refused('keys.seal', { password })).toMatchObject({ code: 'RECOVERY_NEEDED' });
  await keepCode(shop);
  expect(await shop.refused('keys.seal', {})).toMatchObject({ code: 'BAD_INPUT', fields: ['password'] });
  expect(await shop.refused('keys.seal', { password: 'too short' })).toMatchObject({
    code: 'BAD_INPUT',
    fields: ['password'],
  });
  expect(openKeysOf(shop.folder)).not.toBeNull();
  await shop.ok('keys.later', {});
  expect((await shop.ok('shop.status', {})).unsealed).toBe(false);
  // There is no password yet that could be changed; nor while a sealing that was cut off has not taken the open keys away.
  expect(await shop.refused('keys.changePassword', { password })).toMatchObject({ code: 'NOT_FOUND' });
  const half = await wrapChecked(openKeysOf(shop.folder) ?? makeKeys(), password, cheapPins);
  changeBox(shop.folder, { password: half });
  expect(await shop.refused('keys.changePassword', { password: 'another long one' })).toMatchObject({
    code: 'NOT_FOUND',
  });
  expect(readBox(shop.folder).password).toEqual(half);
  changeBox(shop.folder, { password: null });
  expect(await keysLog(shop)).toEqual([['keys.later', {}]]);
  await shop.signIn('manager');
  for (const [name, input] of [
    ['keys.state', {}],
    ['keys.seal', { password }],
    ['keys.later', {}],
  ] as const)
    expect(await shop.refused(name, input as never)).toMatchObject({ code: 'NOT_ALLOWED' });
});

test('where there is no key store the password opens it at each start; wrong ones lock, whatever is restarted', async () => {
  const { shop, code } = await withCode();
  await shop.ok('customers.enrol', { name: 'Maria' });
  await shop.ok('keys.seal', { password });
  expect(await shop.ok('keys.state', {})).toMatchObject({ kept: 'password', keyStore: false });
  await shop.restart();
  expect(await shop.ok('shop.status', {})).toMatchObject({ state: 'locked', lock: { password: true }, settings: null });
  // Nothing works behind it, and nothing was made in its place.
  expect(await shop.refused('people.list', {})).toMatchObject({ code: 'NO_SHOP' });
  expect(await shop.refused('shop.unlock', {})).toMatchObject({ code: 'BAD_INPUT' });
  for (let i = 0; i < 2; i++)
    expect(await shop.refused('shop.unlock', { password: 'a wrong password' })).toMatchObject({
      code: 'PASSWORD_WRONG',
    });
  await shop.restart();
  for (let i = 0; i < 2; i++)
    expect(await shop.refused('shop.unlock', { recoveryCode: '0'.repeat(20) })).toMatchObject({
      code: 'RECOVERY_WRONG',
    });
  expect(await shop.refused('shop.unlock', { password: 'a wrong password' })).toMatchObject({ code: 'PIN_LOCKED' });
  expect(await shop.refused('shop.unlock', { password })).toMatchObject({ code: 'PIN_LOCKED' });
  shop.pass(2 * minute);
  await shop.ok('shop.unlock', { password });
  expect(await stateOf(shop)).toBe('ready');
  await shop.signIn('owner');
  expect((await shop.ok('customers.list', { sort: 'name' } as never)).total).toBe(1);
  expect(await keysLog(shop)).toEqual([
    ['keys.unlock', { by: 'password' }],
    ['keys.seal', { by: 'password' }],
  ]);
  // A second sealing would choose another password behind the owner's back.
  await shop.ok('keys.seal', { password: 'not this one' });
  // Forgotten: the code opens it too, and another password is chosen.
  await shop.restart();
  await shop.ok('shop.unlock', { recoveryCode: code.toLowerCase() });
  await shop.signIn('owner');
  await shop.ok('keys.changePassword', { password: 'another long one' });
  expect((await keysLog(shop)).slice(0, 2)).toEqual([
    ['keys.changePassword', {}],
    ['keys.unlock', { by: 'code' }],
  ]);
  await shop.restart();
  expect(await shop.refused('shop.unlock', { password })).toMatchObject({ code: 'PASSWORD_WRONG' });
  await shop.ok('shop.unlock', { password: 'another long one' });
  await shop.signIn('owner');
  expectSound(shop);
  const told = JSON.stringify([shop.logged, shop.notices, shop.read((c) => c.prepare('SELECT * FROM receipt').all())]);
  expect(told).not.toMatch(/long password|another long|wrong password/);
});

/** A shop that was sealed by a key store, and started where that gives nothing. */
async function withLostStore() {
  const { shop, code } = await withCode();
  const store = testKeyStore();
  shop.keyStore = store;
  await shop.ok('keys.seal', {});
  store.lost = true;
  await shop.restart();
  return { shop, code, store };
}

test('a key store that was lost loses nothing: the code opens the shop, and the store keeps the keys again', async () => {
  const { shop, code } = await withLostStore();
  expect(await shop.ok('shop.status', {})).toMatchObject({ state: 'locked', lock: { password: false } });
  // Another store, as on a system that was installed anew.
  shop.keyStore = testKeyStore();
  await shop.ok('shop.unlock', { recoveryCode: code });
  expect(await stateOf(shop)).toBe('ready');
  await shop.restart();
  expect(await stateOf(shop)).toBe('ready');
  await shop.signIn('owner');
  expectSound(shop);
});

test('a key store that only refuses just now gives the key again when it answers; until then the code opens, and Settings says so', async () => {
  const { shop, code, store } = await withLostStore();
  await shop.ok('shop.unlock', { recoveryCode: code });
  await shop.signIn('owner');
  expect(await shop.ok('keys.state', {})).toMatchObject({ kept: 'code', keyStore: false });
  store.lost = false;
  expect(await shop.ok('keys.state', {})).toMatchObject({ kept: 'computer', keyStore: true });
  await shop.restart();
  expect(await stateOf(shop)).toBe('ready');
});

test('a shop that the code alone opens takes a password in its settings, and the next start asks for it', async () => {
  const { shop, code } = await withLostStore();
  await shop.ok('shop.unlock', { recoveryCode: code });
  await shop.signIn('owner');
  expect(await shop.refused('keys.seal', {})).toMatchObject({ code: 'BAD_INPUT', fields: ['password'] });
  expect(await shop.refused('keys.changePassword', { password })).toMatchObject({ code: 'NOT_FOUND' });
  await shop.ok('keys.seal', { password });
  expect(await shop.ok('keys.state', {})).toMatchObject({ kept: 'password' });
  await shop.restart();
  expect(await shop.ok('shop.status', {})).toMatchObject({ state: 'locked', lock: { password: true } });
  await shop.ok('shop.unlock', { password });
  await shop.signIn('owner');
  expectSound(shop);
});

test('a lost or damaged box loses nothing while there is a backup: the code opens what went along with it', async () => {
  const { shop, code } = await withCode();
  await shop.ok('keys.seal', { password });
  await shop.ok('backups.make', {});
  for (const spoil of [
    (file: string) => rmSync(file),
    (file: string) => writeFileSync(file, readFileSync(file, 'utf8').slice(0, 100)),
  ]) {
    await shop.restart(() => spoil(shopFiles(shop.folder).sealedKey));
    expect(await shop.ok('shop.status', {})).toMatchObject({ state: 'locked', lock: { password: false } });
    expect(await shop.refused('shop.unlock', { recoveryCode: '0'.repeat(20) })).toMatchObject({
      code: 'RECOVERY_WRONG',
    });
    await shop.ok('shop.unlock', { recoveryCode: code });
    expect(await stateOf(shop)).toBe('ready');
  }
});

test('a new recovery code takes the old one’s place for the shop and for its backups', async () => {
  const { shop, code: old } = await withCode();
  await shop.ok('backups.make', {});
  const renewed = await keepCode(shop);
  expect(await unlockKeys(shop.folder, { recoveryCode: old })).toBeNull();
  expect(await unlockKeys(shop.folder, { recoveryCode: renewed })).not.toBeNull();
  await shop.ok('backups.make', {});
  const { backups } = await shop.ok('backups.list', {});
  for (const { name } of backups) {
    const manifest = JSON.parse(
      readFileSync(join(shopFiles(shop.folder).backups, name.replace(/db$/, 'json')), 'utf8'),
    );
    expect(manifest.recovery).toEqual(readBox(shop.folder).recovery);
  }
});

test('the power goes at any step of sealing: every next start has the keys, or asks for what opens them', async () => {
  const { shop, code } = await withCode();
  const keys = openKeysOf(shop.folder);
  if (!keys) throw new Error('no keys');
  const daily = { keyStore: null, password: await wrapChecked(keys, password, cheapPins) };
  const template = testFolder();
  await shop.restart(() => cpSync(shop.folder, template, { recursive: true }));
  const count = sealSteps(template, daily).length;
  const seen = new Set<string>();
  for (let done = 0; done <= count; done++) {
    const folder = testFolder();
    cpSync(template, folder, { recursive: true });
    for (const step of sealSteps(folder, daily).slice(0, done)) step();
    const found = findKeys(folder, null);
    seen.add(found.state);
    if (found.state === 'have') expect(found.keys).toEqual(keys);
    else {
      expect(found.password).toBe(true);
      expect(await unlockKeys(folder, { password })).toEqual(keys);
      expect(existsSync(shopFiles(folder).key)).toBe(false);
    }
    expect(await unlockKeys(folder, { recoveryCode: code })).toEqual(keys);
  }
  expect([...seen].sort()).toEqual(['have', 'locked']);
});

test('a key store that cannot give back what it took is none', () => {
  const keys = makeKeys();
  expect(lockInStore(keys, null)).toBeNull();
  expect(lockInStore(keys, { lock: () => new Uint8Array(8), unlock: () => null })).toBeNull();
  expect(lockInStore(keys, { lock: (secret) => secret, unlock: (box) => box.slice(1) })).toBeNull();
  expect(lockInStore(keys, testKeyStore())).not.toBeNull();
});

test('a PIN that was forgotten and a password that was forgotten are two things: the code ends neither too early', async () => {
  const { shop, code } = await withCode();
  await shop.ok('keys.seal', { password });
  const personId = shop.people.owner as never;
  await shop.ok('people.recover', { personId, recoveryCode: code, pin: '8642' });
  // Used up for signing in; for the file it is good until there is another.
  expect((await shop.ok('shop.status', {})).hasRecoveryCode).toBe(false);
  await shop.restart();
  await shop.ok('shop.unlock', { recoveryCode: code });
  await shop.ok('people.signIn', { personId, pin: '8642' });
  const renewed = await keepCode(shop);
  await shop.restart();
  expect(await shop.refused('shop.unlock', { recoveryCode: code })).toMatchObject({ code: 'RECOVERY_WRONG' });
  await shop.ok('shop.unlock', { recoveryCode: renewed });
  expect(await shop.refused('people.signIn', { personId, pin: pins.owner })).toMatchObject({ code: 'PIN_WRONG' });
});

test('the owner saves the key as a file, before or after sealing, and never beside the shop', async () => {
  const { shop } = await withCode();
  shop.dialogs.target = join(shop.folder, 'backups', 'regulars.key');
  await shop.ok('backups.make', {});
  expect(await shop.refused('keys.saveFile', {})).toMatchObject({ code: 'KEY_PLACE' });
  const keys = openKeysOf(shop.folder);
  await shop.ok('keys.seal', { password });
  const file = join(testFolder(), 'regulars.key');
  shop.dialogs.target = file;
  expect(await shop.ok('keys.saveFile', {})).toEqual({ saved: 'regulars.key' });
  expect(shop.dialogs.proposed).toEqual(['key', 'regulars.key']);
  expect(readKeyFile(file)).toEqual(keys);
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await keysLog(shop)).toEqual([
    ['keys.saveFile', {}],
    ['keys.seal', { by: 'password' }],
  ]);
  shop.dialogs.target = null;
  expect(await shop.ok('keys.saveFile', {})).toEqual({ saved: null });
  await shop.tap('staff');
  expect(await shop.refused('keys.saveFile', {})).toMatchObject({ code: 'NOT_ALLOWED' });
});

test('copies from before the lock are told and deleted when the owner says so; locked ones stay', async () => {
  const shop = await openTestShop({ as: 'owner' });
  const { damaged, aside, database } = shopFiles(shop.folder);
  const places = [join(damaged, '2026-01-01'), join(aside, '2026-02-02'), join(aside, '2026-03-03')];
  for (const place of places) mkdirSync(place, { recursive: true });
  const copies = places.map((place) => join(place, 'regulars.db'));
  await shop.restart(() => {
    cpSync(database, copies[2] ?? '');
    for (const copy of copies.slice(0, 2)) copyUnderKey(shop.database, plain(copy));
    writeFileSync(`${copies[0]}-wal`, 'Qjvkz in a log');
  });
  await shop.signIn('owner');
  expect(findMarkers(shop.folder, ['Cafenea Luna', 'Qjvkz']).length).toBe(3);
  expect((await shop.ok('keys.state', {})).copies).toBe(2);
  await shop.ok('keys.removeCopies', {});
  expect((await shop.ok('keys.state', {})).copies).toBe(0);
  expect(findMarkers(shop.folder, ['Cafenea Luna', 'Qjvkz'])).toEqual([]);
  expect(copies.map((copy) => existsSync(copy))).toEqual([false, false, true]);
  expect(await keysLog(shop)).toEqual([['keys.removeCopies', { copies: 2 }]]);
});
