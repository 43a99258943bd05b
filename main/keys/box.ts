import { existsSync, readFileSync } from 'node:fs';
import { writeDurably } from '../../db/durable.ts';
import { shopFiles } from '../shop/files.ts';
import { isWrap, type Wrap } from './wrap.ts';

/**
 * What opens a shop that is sealed, in one small file that is written whole or not at all. While the keys still lie open beside it, it holds
 * what they will be sealed with.
 */
export interface Box {
  readonly version: 1;
  /** By the recovery code; it goes with every backup, too. */
  readonly recovery: Wrap | null;
  /** By the owner's password, where the system keeps no secrets. */
  readonly password: Wrap | null;
  /** By the system's key store, base64. */
  readonly keyStore: string | null;
  /** When the owner put sealing off, UTC ms. */
  readonly laterAt: number | null;
}

const empty: Box = { version: 1, recovery: null, password: null, keyStore: null, laterAt: null };

/** The box of a folder; an empty one where there is none, or a damaged one. */
export function readBox(folder: string): Box {
  const { sealedKey } = shopFiles(folder);
  if (!existsSync(sealedKey)) return empty;
  try {
    const box = JSON.parse(readFileSync(sealedKey, 'utf8')) as Partial<Box>;
    return {
      version: 1,
      recovery: isWrap(box.recovery) ? box.recovery : null,
      password: isWrap(box.password) ? box.password : null,
      keyStore: typeof box.keyStore === 'string' ? box.keyStore : null,
      laterAt: typeof box.laterAt === 'number' ? box.laterAt : null,
    };
  } catch {
    return empty;
  }
}

/** Changes what the box holds; the rest stays. Throws when it cannot be read back as it was written. */
export function changeBox(folder: string, change: Partial<Box>): void {
  const next = JSON.stringify({ ...readBox(folder), ...change }, null, 2);
  writeDurably(shopFiles(folder).sealedKey, `${next}\n`);
  if (JSON.stringify(readBox(folder), null, 2) !== next) throw new Error('the box cannot be read back');
}
