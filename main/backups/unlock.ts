import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { lockOf } from '../../db/cipher.ts';
import { writeDurably } from '../../db/durable.ts';
import { AppError } from '../bridge/errors.ts';
import { readBox } from '../keys/box.ts';
import { openKeysOf, readKeyFile } from '../keys/files.ts';
import { type ShopKeys, textOf } from '../keys/ring.ts';
import { isWrap, unwrapKeys, type Wrap } from '../keys/wrap.ts';
import { readBackup } from './store.ts';

/** What a copy that went elsewhere has beside it, to be opened by. */
const besideOf = (file: string): string => `${file}.key`;

/**
 * Lays beside a copy of a shop's file what opens it, because a copy that nothing opens is none: the keys of an unsealed shop as open as they are, of a
 * sealed one what its recovery code opens. Answers which of them it was; null when the shop has neither.
 */
export function layBeside(folder: string, copy: string): 'keys' | 'code' | null {
  const keys = openKeysOf(folder);
  const { recovery } = readBox(folder);
  if (keys) writeDurably(besideOf(copy), textOf(keys));
  else if (recovery) writeDurably(besideOf(copy), `${JSON.stringify({ version: 1, recovery })}\n`);
  else return null;
  return keys ? 'keys' : 'code';
}

/** The keys that lie open beside a copy, as those of an unsealed shop do. */
export const keysBeside = (file: string): ShopKeys | null => readKeyFile(besideOf(file));

/** What the recovery code opens a backup with: it stands in its manifest, or beside a copy that was made on the command line. */
export function wrapOf(file: string): Wrap | null {
  const { recovery } = readBackup(dirname(file), basename(file)) ?? {};
  if (recovery) return recovery;
  if (!existsSync(besideOf(file))) return null;
  try {
    const { recovery } = JSON.parse(readFileSync(besideOf(file), 'utf8')) as { recovery?: unknown };
    return isWrap(recovery) ? recovery : null;
  } catch {
    return null;
  }
}

/**
 * What a backup needs before it can be looked through: nothing but what there is (it is plain, or `keys` fit, or its own lie open beside it), the
 * recovery code, or something that is not here.
 */
export function needOf(file: string, keys: ShopKeys | null): 'nothing' | 'code' | 'key' {
  const lock = lockOf(file, keys?.file ?? null);
  if (lock !== 'other' || keysBeside(file)) return 'nothing';
  return wrapOf(file) ? 'code' : 'key';
}

/** A backup's keys by the recovery code. Refuses with RECOVERY_WRONG, and with BACKUP_UNFIT where no code opens it. */
export async function unlockBackup(file: string, recoveryCode: string): Promise<ShopKeys> {
  const wrap = wrapOf(file);
  if (!wrap) throw new AppError('BACKUP_UNFIT', { why: 'locked' });
  const keys = await unwrapKeys(wrap, recoveryCode);
  if (!keys) throw new AppError('RECOVERY_WRONG');
  return keys;
}
