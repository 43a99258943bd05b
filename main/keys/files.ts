import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { sync, syncNames, writeDurably } from '../../db/durable.ts';
import { shopFiles } from '../shop/files.ts';
import { makeKeys, readText, type ShopKeys, textOf } from './ring.ts';

/** The keys that lie open in a file, like the one in an unsealed shop's folder; null when there is no such file, or it is damaged. */
export function readKeyFile(file: string): ShopKeys | null {
  if (!existsSync(file)) return null;
  // A line of ours is short; whatever else somebody names by mistake is not read whole.
  return statSync(file).size < 1000 ? readText(readFileSync(file, 'latin1')) : null;
}

/** The keys of a shop that is not sealed; null otherwise. */
export const openKeysOf = (folder: string): ShopKeys | null => readKeyFile(shopFiles(folder).key);

/** Lays a shop's keys open into its folder, and looks whether they can be read back: what they lock is worth nothing without them. */
export function writeOpenKeys(folder: string, keys: ShopKeys): void {
  const { key } = shopFiles(folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Whatever cannot be read there is kept: somebody may know what it was.
  if (existsSync(key) && openKeysOf(folder) === null) renameSync(key, `${key}.damaged`);
  writeDurably(key, textOf(keys));
  if (openKeysOf(folder) === null) throw new Error('the key cannot be read back');
}

/** The keys of a folder's shop, made where it has none yet. A shop from before it had them keeps its ledger's key and its pepper. */
export function keepOrMakeKeys(folder: string): ShopKeys {
  const known = openKeysOf(folder);
  if (known) return known;
  const keys = makeKeys({ ledger: oldLedgerSecret(folder), pepper: oldPepper(folder) });
  writeOpenKeys(folder, keys);
  return keys;
}

function oldSecret(file: string): Uint8Array | null {
  if (!existsSync(file)) return null;
  const secret = readFileSync(file);
  return secret.length === 32 ? Uint8Array.from(secret) : null;
}

/** The key of the ledger of a shop that is still plain, and its pepper; null when there is none. */
export const oldLedgerSecret = (folder: string): Uint8Array | null => oldSecret(shopFiles(folder).oldLedgerKey);
export const oldPepper = (folder: string): Uint8Array | null => oldSecret(shopFiles(folder).oldPepper);

/** Takes away the secrets of a shop that was plain: not before its file is locked with keys that hold them. */
export function removeOldSecrets(folder: string): void {
  const files = shopFiles(folder);
  for (const file of [files.oldLedgerKey, files.oldPepper]) if (existsSync(file)) wipe(file);
}

/** Overwrites a small file before it goes, in steps that can each be the last one. What a disk keeps of it all the same is beyond a program. */
export const wipeSteps = (file: string): (() => void)[] => [
  () => writeFileSync(file, Buffer.alloc(statSync(file).size), { flag: 'r+' }),
  () => sync(file, 'r+'),
  () => rmSync(file),
  () => syncNames(dirname(file)),
];

export function wipe(file: string): void {
  for (const step of wipeSteps(file)) step();
}
