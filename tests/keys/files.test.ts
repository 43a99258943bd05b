import { createHook } from 'node:async_hooks';
import { existsSync, linkSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { writeDurably } from '../../db/durable.ts';
import { makeBackup } from '../../main/backups/make.ts';
import { changeBox, readBox } from '../../main/keys/box.ts';
import {
  keepOrMakeKeys,
  openKeysOf,
  readKeyFile,
  removeOldSecrets,
  wipe,
  writeOpenKeys,
} from '../../main/keys/files.ts';
import { bytesOf, makeKeys, textOf } from '../../main/keys/ring.ts';
import { findKeys, type KeyStore, sealSteps, unlockKeys } from '../../main/keys/seal.ts';
import { wrapChecked, wrapKeys } from '../../main/keys/wrap.ts';
import { shopFiles } from '../../main/shop/files.ts';
import { openShop } from '../../main/shop/open.ts';
import { ifCutNow, mounted } from '../faults/support/mount.ts';
import { makePlain } from '../support/database.ts';
import { whyNoMount } from '../support/mount.ts';
import { cheapPins, copyTestShop, opening, testFolder } from '../support/shop.ts';

const none = { recovery: null, password: null, keyStore: null, laterAt: null };

test('a key file is read back as it was written; nothing else is taken for one', () => {
  const file = join(testFolder(), 'regulars.key');
  expect(readKeyFile(file)).toBeNull();
  const keys = makeKeys();
  writeFileSync(file, textOf(keys));
  expect(readKeyFile(file)).toEqual(keys);
  // A long one is another program's, whatever it begins with: it is not read whole.
  writeFileSync(file, textOf(keys).padEnd(999));
  expect(readKeyFile(file)).toEqual(keys);
  writeFileSync(file, textOf(keys).padEnd(1000));
  expect(readKeyFile(file)).toBeNull();
  writeFileSync(file, 'a shopping list');
  expect(readKeyFile(file)).toBeNull();
});

test('keys are laid into a folder that nobody else may look into; what lay there and cannot be read is kept', () => {
  const folder = join(testFolder(), 'shop');
  const { key } = shopFiles(folder);
  const [first, second] = [makeKeys(), makeKeys()];
  writeOpenKeys(folder, first);
  expect(openKeysOf(folder)).toEqual(first);
  if (process.platform !== 'win32') expect(statSync(folder).mode & 0o777).toBe(0o700);
  writeOpenKeys(folder, second);
  expect(openKeysOf(folder)).toEqual(second);
  expect(existsSync(`${key}.damaged`)).toBe(false);
  writeFileSync(key, 'half a key');
  writeOpenKeys(folder, first);
  expect(openKeysOf(folder)).toEqual(first);
  expect(readFileSync(`${key}.damaged`, 'utf8')).toBe('half a key');
});

test('what could not be read back is never taken for kept: keys, box and wrap are looked at as soon as they are written', async () => {
  const folder = testFolder();
  const keys = makeKeys();
  const short = { ...keys, pepper: keys.pepper.subarray(1) };
  expect(() => writeOpenKeys(folder, short)).toThrow('the key cannot be read back');
  await expect(wrapChecked(short, 'secret', cheapPins)).rejects.toThrow('the wrap does not open');
  const wrap = await wrapChecked(keys, 'secret', cheapPins);
  expect(() => changeBox(folder, { recovery: { ...wrap, cost: 3 } })).toThrow('the box cannot be read back');
});

test('a shop that has keys keeps them; one from before there were any keeps the secrets it had', () => {
  const folder = testFolder();
  const { oldLedgerKey, oldPepper } = shopFiles(folder);
  const made = keepOrMakeKeys(folder);
  expect(keepOrMakeKeys(folder)).toEqual(made);
  expect(openKeysOf(folder)).toEqual(made);

  const older = testFolder();
  const [ledger, pepper] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  writeFileSync(shopFiles(older).oldLedgerKey, ledger);
  writeFileSync(shopFiles(older).oldPepper, pepper);
  const kept = keepOrMakeKeys(older);
  expect([Buffer.from(kept.ledger.secret), Buffer.from(kept.pepper)]).toEqual([ledger, pepper]);
  removeOldSecrets(older);
  expect(existsSync(shopFiles(older).oldLedgerKey) || existsSync(shopFiles(older).oldPepper)).toBe(false);
  removeOldSecrets(older);
  expect(keepOrMakeKeys(older)).toEqual(kept);

  // What is not as long as a secret is none.
  const odd = testFolder();
  for (const file of [shopFiles(odd).oldLedgerKey, shopFiles(odd).oldPepper]) writeFileSync(file, Buffer.alloc(31, 1));
  const anew = keepOrMakeKeys(odd);
  expect([anew.ledger.secret.length, anew.pepper.length]).toEqual([32, 32]);
  expect(existsSync(oldLedgerKey) || existsSync(oldPepper)).toBe(false);
});

test('what is wiped is overwritten before it goes', () => {
  const folder = testFolder();
  const [file, other] = [join(folder, 'secret'), join(folder, 'the same bytes under another name')];
  writeFileSync(file, 'a secret');
  linkSync(file, other);
  wipe(file);
  expect(existsSync(file)).toBe(false);
  expect(readFileSync(other)).toEqual(Buffer.alloc('a secret'.length));
});

test('open keys that a process was writing when it ended are overwritten before they go, at the next start', async () => {
  const { folder } = await copyTestShop();
  const { key } = shopFiles(folder);
  const keys = openKeysOf(folder) ?? makeKeys();
  const { length } = textOf(keys);
  // As writeDurably names it: one that was whole, and one that the disk had no room for.
  const parts = [`${key}.4711.part`, `${key}.12.part`].map((part, n) => {
    writeFileSync(part, textOf(keys).slice(0, length >> n));
    linkSync(part, join(folder, `the same bytes ${n}`));
    return { part, bytes: join(folder, `the same bytes ${n}`), length: length >> n };
  });
  const opened = await openShop(folder, () => opening);
  if (opened.state !== 'open') throw new Error(opened.state);
  opened.shop.close();
  for (const { part, bytes, length } of parts) {
    expect(existsSync(part)).toBe(false);
    expect(readFileSync(bytes)).toEqual(Buffer.alloc(length));
  }
  expect(openKeysOf(folder)).toEqual(keys);
});

test('what is wiped is gone from the disk itself when that is said: its bytes, and its name', (context) => {
  const why = whyNoMount('ext4');
  if (why) return context.skip(why);
  const disk = mounted('ext4', 8);
  const image = disk.image ?? '';
  const [file, bytes] = [join(disk.folder, 'secret'), 'Qjvkz, which opens everything'];
  writeDurably(file, bytes);
  expect(readFileSync(image).includes(bytes)).toBe(true);
  wipe(file);
  expect(readFileSync(image).includes(bytes)).toBe(false);
  expect(readdirSync(ifCutNow(disk))).not.toContain('secret');
});

test('a box that is none, or has something else in it than it should, is an empty one', async () => {
  const folder = testFolder();
  const { sealedKey } = shopFiles(folder);
  expect(readBox(folder)).toEqual({ version: 1, ...none });
  const wrap = await wrapKeys(makeKeys(), 'secret', cheapPins);
  const full = { recovery: wrap, password: wrap, keyStore: 'AAAA', laterAt: opening };
  changeBox(folder, full);
  expect(readBox(folder)).toEqual({ version: 1, ...full });
  changeBox(folder, { password: null });
  expect(readBox(folder)).toEqual({ version: 1, ...full, password: null });
  for (const text of ['', '{', 'null', '7'])
    for (const spoilt of [text, JSON.stringify({ recovery: 'x', password: {}, keyStore: 7, laterAt: 'now' })]) {
      writeFileSync(sealedKey, spoilt);
      expect(readBox(folder)).toEqual({ version: 1, ...none });
    }
});

/** How often a secret was derived from here on. */
function countScrypt(): () => number {
  let times = 0;
  const hook = createHook({
    init(_id, type) {
      if (type === 'SCRYPTREQUEST') times++;
    },
  }).enable();
  onTestFinished(() => void hook.disable());
  return () => times;
}

const store: KeyStore = { lock: (secret) => secret, unlock: (box) => box };
const lostStore: KeyStore = { lock: () => null, unlock: () => null };

test('where a folder’s keys are looked for: open, in the key store, behind the password or the code; else nothing locks it', async () => {
  const { folder } = await copyTestShop();
  const { database, key } = shopFiles(folder);
  const keys = openKeysOf(folder) ?? makeKeys();
  const wrap = await wrapKeys(keys, 'secret', cheapPins);
  const keyStore = bytesOf(keys).toString('base64');
  expect(findKeys(folder, null)).toEqual({ state: 'have', keys });

  // Gone for good: it is said when the shop is opened.
  rmSync(key);
  expect(findKeys(folder, null)).toEqual({ state: 'have', keys: null });

  for (const [box, password] of [
    [{ ...none, password: wrap }, true],
    [{ ...none, recovery: wrap }, false],
    [{ ...none, keyStore }, false],
  ] as const) {
    changeBox(folder, box);
    for (const lost of [null, lostStore]) expect(findKeys(folder, lost)).toEqual({ state: 'locked', password });
  }
  // Open keys that were being overwritten when the power went are cleared away by whatever opens the shop.
  for (const open of [
    async () => findKeys(folder, store),
    async () => ({ state: 'have', keys: await unlockKeys(folder, { password: 'secret' }) }),
    async () => ({ state: 'have', keys: await unlockKeys(folder, { recoveryCode: 'secret' }) }),
  ]) {
    changeBox(folder, { recovery: wrap, password: wrap, keyStore });
    writeFileSync(key, Buffer.alloc(100));
    expect(await open()).toEqual({ state: 'have', keys });
    expect(existsSync(key)).toBe(false);
  }
  writeFileSync(key, Buffer.alloc(100));
  expect(await unlockKeys(folder, { password: 'another' })).toBeNull();
  expect(existsSync(key)).toBe(true);
  // Those that are whole are not: the owner has not sealed the shop.
  writeOpenKeys(folder, keys);
  expect(await unlockKeys(folder, { password: 'secret' })).toEqual(keys);
  expect(openKeysOf(folder)).toEqual(keys);
  rmSync(key);

  // A box without a shop, or beside one that is not locked yet, asks nobody for anything.
  const empty = testFolder();
  changeBox(empty, { password: wrap });
  expect(findKeys(empty, null)).toEqual({ state: 'have', keys: null });
  const plain = await copyTestShop();
  makePlain(plain.folder);
  changeBox(plain.folder, { password: wrap });
  expect(findKeys(plain.folder, null)).toEqual({ state: 'have', keys: null });
  expect(existsSync(database)).toBe(true);
});

test('a box that was lost comes back from what went along with a backup, by the code', async () => {
  const { folder } = await copyTestShop();
  const { backups, key, sealedKey } = shopFiles(folder);
  const keys = openKeysOf(folder) ?? makeKeys();
  const [old, present] = [await wrapKeys(keys, 'old code', cheapPins), await wrapKeys(keys, 'code', cheapPins)];
  const opened = await openShop(folder, () => opening);
  if (opened.state !== 'open') throw new Error(opened.state);
  const { read, file } = opened.shop;
  for (const [n, recovery] of [old, present, present, null].entries())
    await makeBackup({ read, file }, backups, { why: 'asked', at: opening + n * 1000, recovery });
  opened.shop.close();
  rmSync(key);
  rmSync(sealedKey, { force: true });
  expect(findKeys(folder, null)).toEqual({ state: 'locked', password: false });
  // Three backups with two codes: somebody who mistypes theirs waits twice half a second, not once for every backup there is.
  const asked = countScrypt();
  expect(await unlockKeys(folder, { recoveryCode: 'no code' })).toBeNull();
  expect(asked()).toBe(2);
  expect(await unlockKeys(folder, { password: 'code' })).toBeNull();
  expect(readBox(folder).recovery).toBeNull();
  // What the password opens is nothing for the code, though the box has none.
  changeBox(folder, { password: present });
  expect(await unlockKeys(folder, { password: 'code' })).toEqual(keys);
  expect(readBox(folder).recovery).toBeNull();
  for (const [code, wrap] of [
    ['old code', old],
    ['code', present],
  ] as const) {
    rmSync(sealedKey, { force: true });
    expect(await unlockKeys(folder, { recoveryCode: code })).toEqual(keys);
    expect(readBox(folder).recovery).toEqual(wrap);
  }
  // As soon as the box has one, those of older backups open nothing any more.
  expect(await unlockKeys(folder, { recoveryCode: 'old code' })).toBeNull();
});

test('open keys are not touched before what is to open the shop is in the box', async () => {
  const keys = makeKeys();
  const wrap = await wrapKeys(keys, 'secret', cheapPins);
  const byPassword = { password: wrap, keyStore: null };
  for (const [recovery, daily] of [
    [null, byPassword],
    [wrap, { password: null, keyStore: null }],
  ] as const) {
    const folder = testFolder();
    writeOpenKeys(folder, keys);
    if (recovery) changeBox(folder, { recovery });
    expect(() => {
      for (const step of sealSteps(folder, daily)) step();
    }).toThrow('the box does not hold what it should');
    expect(openKeysOf(folder)).toEqual(keys);
  }
  for (const daily of [byPassword, { password: null, keyStore: 'AAAA' }]) {
    const folder = testFolder();
    const { key } = shopFiles(folder);
    writeOpenKeys(folder, keys);
    changeBox(folder, { recovery: wrap, laterAt: opening });
    const bytes = join(folder, 'the same bytes');
    linkSync(key, bytes);
    const { length } = readFileSync(key);
    for (const step of sealSteps(folder, daily)) step();
    expect(readBox(folder)).toEqual({ version: 1, recovery: wrap, ...daily, laterAt: null });
    expect(existsSync(key)).toBe(false);
    expect(readFileSync(bytes)).toEqual(Buffer.alloc(length));
    // Without open keys there is nothing to clear away.
    for (const step of sealSteps(folder, daily)) step();
  }
});
