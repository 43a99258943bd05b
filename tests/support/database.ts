import { randomBytes } from 'node:crypto';
import { closeSync, fstatSync, openSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import Database from 'better-sqlite3';
import { copyUnderKey, type DatabaseFile, unlock } from '../../db/cipher.ts';
import { removeDatabase } from '../../db/durable.ts';
import { openKeysOf, writeOpenKeys } from '../../main/keys/files.ts';
import { shopFiles } from '../../main/shop/files.ts';

/** The database of a folder's shop with the key that lies open beside it. The file itself is not looked at: somebody may have it open. */
export const shopDatabase = (folder: string): DatabaseFile => ({
  path: shopFiles(folder).database,
  key: openKeysOf(folder)?.file ?? null,
});

/** A file without a key. */
export const plain = (path: string): DatabaseFile => ({ path, key: null });

/** As if a shop's pepper were another's: nobody's PIN can be checked any more. */
export function losePepper(folder: string): void {
  const keys = openKeysOf(folder);
  if (!keys) throw new Error('the shop is sealed');
  writeOpenKeys(folder, { ...keys, pepper: randomBytes(32) });
}

/** An SQLite tool in the hands of somebody who has the key: none of the app's pragmas. */
export function openTool({ path, key }: DatabaseFile): Database.Database {
  const tool = new Database(path);
  unlock(tool, key);
  return tool;
}

/** Makes a closed shop what it was before files were locked: a plain database, the ledger's key and the pepper in files of their own. */
export function makePlain(folder: string): void {
  const { database, key, oldLedgerKey, oldPepper } = shopFiles(folder);
  const keys = openKeysOf(folder);
  if (!keys) throw new Error('the shop is sealed');
  copyUnderKey({ path: database, key: keys.file }, plain(`${database}.plain`));
  removeDatabase(database);
  renameSync(`${database}.plain`, database);
  writeFileSync(oldLedgerKey, keys.ledger.secret);
  writeFileSync(oldPepper, keys.pepper);
  rmSync(key);
}

/** Noise in every page of a file but the first, under a program that has it open. */
export function spoilOpen(file: string): void {
  const handle = openSync(file, 'r+');
  const { size } = fstatSync(handle);
  for (let at = 4096; at < size; at += 4096) writeSync(handle, Buffer.alloc(64, 0xa5), 0, 64, at);
  closeSync(handle);
}
