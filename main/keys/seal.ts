import { existsSync, rmSync } from 'node:fs';
import { isPlain } from '../../db/cipher.ts';
import { listBackups } from '../backups/store.ts';
import { shopFiles } from '../shop/files.ts';
import { type Box, changeBox, readBox } from './box.ts';
import { openKeysOf, wipeSteps } from './files.ts';
import { bytesOf, keysFrom, type ShopKeys } from './ring.ts';
import { unwrapKeys, type Wrap } from './wrap.ts';

/** The system's own place for secrets. Both answer null where there is none worth the name, or it refuses. */
export interface KeyStore {
  lock(secret: Uint8Array): Uint8Array | null;
  unlock(box: Uint8Array): Uint8Array | null;
}

/** What a folder's keys can be had by. */
export type KeysFound =
  /** At hand: they lie open, or the key store gave them. Null: no shop, one from before there were keys, or one whose keys are gone. */
  | { readonly state: 'have'; readonly keys: ShopKeys | null }
  /** A person has to say the password or the recovery code. */
  | { readonly state: 'locked'; readonly password: boolean };

/** Looks for the keys of a folder without asking anybody. Nobody has its database open. */
export function findKeys(folder: string, keyStore: KeyStore | null): KeysFound {
  const { database } = shopFiles(folder);
  const open = openKeysOf(folder);
  if (open) return { state: 'have', keys: open };
  const stored = keysInStore(folder, keyStore);
  if (stored) {
    clearOpenKeys(folder);
    return { state: 'have', keys: stored };
  }
  const { keyStore: store, password } = readBox(folder);
  const sealed = store !== null || password !== null || codeWraps(folder).length > 0;
  if (!sealed || !existsSync(database) || isPlain(database)) return { state: 'have', keys: null };
  return { state: 'locked', password: password !== null };
}

/** The keys behind the password or the recovery code; null when it is not the right one. */
export async function unlockKeys(
  folder: string,
  by: { readonly password: string } | { readonly recoveryCode: string },
): Promise<ShopKeys | null> {
  const wraps = 'password' in by ? [readBox(folder).password] : codeWraps(folder);
  for (const wrap of wraps) {
    const keys = wrap && (await unwrapKeys(wrap, 'password' in by ? by.password : by.recoveryCode));
    if (!keys) continue;
    clearOpenKeys(folder);
    // It may have come from a backup, where the box was lost.
    if ('recoveryCode' in by && readBox(folder).recovery === null) changeBox(folder, { recovery: wrap });
    return keys;
  }
  return null;
}

/** The wraps by a recovery code: the box's, or those that went with the shop's backups, where the box is lost. */
function codeWraps(folder: string): Wrap[] {
  const { recovery } = readBox(folder);
  if (recovery) return [recovery];
  const known = listBackups(shopFiles(folder).backups).flatMap((backup) => backup.recovery ?? []);
  return known.filter((wrap, i) => known.findIndex(({ salt }) => salt === wrap.salt) === i);
}

/** The keys that the key store gives for this folder. */
export function keysInStore(folder: string, keyStore: KeyStore | null): ShopKeys | null {
  const { keyStore: box } = readBox(folder);
  const bytes = box === null ? null : (keyStore?.unlock(Buffer.from(box, 'base64')) ?? null);
  return bytes && keysFrom(bytes);
}

/** The keys as the key store locks them; null where there is none. */
export function lockInStore(keys: ShopKeys, keyStore: KeyStore | null): string | null {
  const locked = keyStore?.lock(bytesOf(keys)) ?? null;
  // It must be able to give them back, too.
  const again = locked && keyStore?.unlock(locked);
  return locked && again && bytesOf(keys).equals(again) ? Buffer.from(locked).toString('base64') : null;
}

/**
 * The steps in which a shop is sealed; each can be the last one before the power goes. Open keys are there until a box that opens is on
 * the disk and was read back; what is left of them after that opens nothing and is cleared away by the next start.
 */
export function sealSteps(folder: string, daily: Pick<Box, 'password' | 'keyStore'>): (() => void)[] {
  const { key } = shopFiles(folder);
  return [
    () => changeBox(folder, { ...daily, laterAt: null }),
    () => {
      const { recovery, password, keyStore } = readBox(folder);
      if (!recovery || !(password || keyStore)) throw new Error('the box does not hold what it should');
    },
    // A shop that the recovery code alone opens has none that lie open.
    ...(existsSync(key) ? wipeSteps(key) : []),
  ];
}

/** Sealing that was cut off while the open keys were being overwritten. */
function clearOpenKeys(folder: string): void {
  const { key } = shopFiles(folder);
  if (existsSync(key) && openKeysOf(folder) === null) rmSync(key);
}
