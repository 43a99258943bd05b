import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type DatabaseFile, lockOf } from '../../db/cipher.ts';
import { openKeysOf, readKeyFile } from '../keys/files.ts';
import type { ShopKeys } from '../keys/ring.ts';
import { shopFiles } from '../shop/files.ts';
import { failedShop } from '../shop/open.ts';
import { Failure, failureLine } from './failure.ts';
import type { CommandLine } from './usage.ts';

/** The keys in the file behind --key-file; null without one. Throws Failure. */
export function namedKeys(line: CommandLine): ShopKeys | null {
  const named = line.text('key-file');
  if (named === null) return null;
  const file = resolve(named);
  const keys = readKeyFile(file);
  if (!keys)
    throw new Failure(
      existsSync(file) ? `the key file is damaged, or is none: ${file}` : `there is no key file ${file}`,
    );
  return keys;
}

/** The keys of a folder's shop, which has some if it is not plain: from --key-file, else as they lie in the folder. Throws Failure. */
export function keysFor(line: CommandLine, folder: string): { keys: ShopKeys | null; file: DatabaseFile } {
  const { database, key, sealedKey } = shopFiles(folder);
  const keys = namedKeys(line) ?? openKeysOf(folder);
  const lock = lockOf(database, keys?.file ?? null);
  if (lock === 'none') throw new Failure(failureLine(failedShop('damaged').failure));
  if (lock !== 'other') return { keys, file: { path: database, key: lock === 'plain' ? null : (keys?.file ?? null) } };
  if (keys) throw new Failure("the key does not open this shop's file; nothing was changed");
  throw new Failure(
    existsSync(sealedKey)
      ? 'the shop is sealed: give its key file with --key-file FILE (the owner saves one in Settings, Backups)'
      : `the shop's key is ${existsSync(key) ? 'damaged' : 'missing'} (${key}): give a copy of it with --key-file FILE`,
  );
}
